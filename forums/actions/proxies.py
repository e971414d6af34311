"""A member names somebody who speaks for them, once, in writing; and takes it back (RND-9)."""

from django.db.models import Q
from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.actions.round_journal import PROXY_GIVEN, PROXY_REVOKED
from forums.authority.rules import Proxies
from forums.models import Forum, Meeting, Membership, Proxy, Response, Round


@action
def give(
    *,
    giver: Membership,
    holder: Membership,
    wish: str,
    meeting: Meeting | None = None,
    round: Round | None = None,
    by: User,
) -> Proxy:
    """For one meeting, or one round between meetings. Raises DomainError where the forum has no
    proxies, or where it would make a chain."""
    forum = Forum.objects.lock_open(giver.forum)
    if forum.proxies != Proxies.WRITTEN:
        raise DomainError("In this forum nobody speaks for somebody else. Respond yourself.")
    _require_ahead(meeting, round)
    voters = forum.memberships.live().in_place().acknowledged().with_a_vote()
    if voters.filter(pk__in=[giver.pk, holder.pk]).count() < 2:
        raise DomainError(
            "You and whoever you name both need a vote here, and have acknowledged the scope."
        )
    standing = Proxy.objects.standing().filter(meeting=meeting, round=round)
    if standing.filter(holder=giver).exists():
        raise DomainError("Somebody has named you for this, and a proxy is not passed on.")
    if standing.filter(giver=holder).exists():
        raise DomainError("They have named somebody else to speak for them. Choose another.")

    proxy = Proxy.objects.create(
        forum=forum, meeting=meeting, round=round, giver=giver, holder=holder, wish=wish
    )

    _record(PROXY_GIVEN, proxy, by)
    return proxy


@action
def revoke(*, proxy: Proxy, by: User) -> Proxy:
    """At any time. What was said by it in a round that is still open does not count any more."""
    occasions = Q(proxies=proxy) | Q(item__meeting__proxies=proxy)
    going_on = Round.objects.open().filter(occasions).values("pk")
    held = list(Round.objects.filter(pk__in=going_on).order_by("pk").select_for_update())
    proxy = Proxy.objects.select_for_update().get(pk=proxy.pk)
    if proxy.revoked_at:
        raise DomainError("This proxy was taken back already.")

    proxy.revoked_at = timezone.now()
    proxy.save(update_fields=["revoked_at"])
    said = Response.objects.standing().filter(proxy=proxy, round__in=held)
    said.update(voided_at=proxy.revoked_at)

    _record(PROXY_REVOKED, proxy, by)
    return proxy


def _require_ahead(meeting: Meeting | None, round: Round | None) -> None:
    if meeting is not None and not (meeting.is_ahead or meeting.is_in_session):
        raise DomainError("This meeting is over, or called off.")
    if round is not None and not round.takes_responses:
        raise DomainError("This round is over.")
    if round is not None and round.item_id:
        raise DomainError("This round is held in a meeting. Name somebody for the meeting.")


def _record(kind: str, proxy: Proxy, by: User) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=proxy, programme=proxy.forum.programme, giver=proxy.giver_id
    )
