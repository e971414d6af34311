"""What the actions with matches share: their locks, their journal, and how a match ends early."""

from typing import Any

from django.utils import timezone

from coalition.actions import match_mail
from coalition.consent import may_go_on
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, Match, Need, Offer, Organisation, User
from coalition.models.need_words import EndedWhy

MATCH_ENDED = "match.ended"
Status = Match.Status


@action
def lock_sides(*, need: Need, offer: Offer) -> tuple[Need, Offer]:
    """Both as they are now, held with their organisations and whoever offers, always in this order,
    so that two never wait for each other, and a hold comes before or after (HLD-5)."""
    sides = (need.organisation_id, offer.organisation_id)
    places = Organisation.objects.filter(pk__in=filter(None, sides)).order_by("pk")
    list(places.select_for_update(no_key=True).values_list("pk"))
    need = Need.objects.select_for_update(of=["self"]).with_people().get(pk=need.pk)
    offer = Offer.objects.select_for_update(of=["self"]).with_people().get(pk=offer.pk)
    Contributor.objects.lock(offer.contributor)
    return need, offer


@action
def lock(*, match: Match) -> Match:
    """The match as it is now, held after its two sides."""
    need, offer = lock_sides(need=match.need, offer=match.offer)
    match = Match.objects.lock(match)
    match.need, match.offer = need, offer
    return match


@action
def require_free(*, match: Match) -> None:
    """Raises DomainError where something stops this match: a hold, a death, a wish (HLD-2)."""
    if not (answer := may_go_on(match)):
        raise DomainError(answer.sentence)


@action
def end(*, match: Match, status: Status, why: str, by: User | None) -> Match:
    """The locked match ends before it was carried out, and both sides are told, kindly. Whoever
    offers never learns which check it was (MAT-5)."""
    match.require_can_become(status)

    match.status, match.ended_why = status, why
    match.ended_by, match.ended_at = by, timezone.now()
    match.save()

    record(kind=MATCH_ENDED, match=match, by=by, why=why)
    match_mail.to_offerer(match=match, kind="match_over_offerer")
    match_mail.to_need_side(match=match, kind="match_over_need")
    return match


@action
def end_all(*, need: Need, by: User | None) -> None:
    """Whatever was on its way to a need that is not there any more."""
    for found in need.matches.live().order_by("offer", "pk"):
        match = lock(match=found)
        if match.is_live:
            end(match=match, status=Status.CANCELLED, why=EndedWhy.NEED_GONE, by=by)


@action
def record(*, kind: str, match: Match, by: User | None, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=match,
        programme=match.need.programme,
        concerns=match.offer.contributor,
        **facts,
    )
