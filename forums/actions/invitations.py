"""Asking somebody to take a seat, and what they answer."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition import holds
from coalition.actions import contributors, mail
from coalition.contact import Purpose
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, Organisation, User
from coalition.models.hold import ON_HOLD
from coalition.models.private_link import new_nonce
from forums.may_be_asked import known_at, require_may_be_asked
from forums.models import Forum, Invitation, Membership, Seat
from forums.models.forum import sector_of
from forums.models.invitation import open_until

INVITATION_SENT = "invitation.sent"
INVITATION_REVOKED = "invitation.revoked"
INVITATION_DECLINED = "invitation.declined"
MEMBERSHIP_ACCEPTED = "membership.accepted"

Status = Invitation.Status


@action
def invite(
    *, seat: Seat, email: str, organisation: Organisation | None, by: User, **fields: Any
) -> Invitation:
    """Ask one person, by mail, to take a seat within 14 days. Raises DomainError where somebody
    sits there or is being asked, where the seat is not for their organisation, or where this
    person has a seat or wants no mail."""
    seat = Seat.objects.lock(seat)
    seat.forum = Forum.objects.lock(seat.forum)  # it may close meanwhile
    email = email.lower()
    organisation = _as_it_is_now(organisation)
    _require_open(seat)
    _require_is_for(seat, organisation)
    require_may_be_asked(seat.forum, email)

    _lapse_unanswered(seat)
    invitation = Invitation.objects.create(
        seat=seat, email=email, organisation=organisation, invited_by=by, **fields
    )

    _send(invitation)
    _record(INVITATION_SENT, invitation, by)
    return invitation


@action
def resend(*, invitation: Invitation, by: User) -> Invitation:
    """Ask again, for another 14 days. A link that had run out stays dead; the new mail has a new
    one. Raises DomainError as `invite` does: much can happen in a fortnight."""
    invitation = Invitation.objects.lock(invitation)
    _require_unanswered(invitation)
    _require_open(invitation.seat)
    _require_is_for(invitation.seat, invitation.organisation)
    require_may_be_asked(invitation.seat.forum, invitation.email, again=invitation)

    if invitation.has_run_out:
        invitation.link_nonce = new_nonce()
    invitation.link_until = open_until()
    invitation.times_sent += 1
    invitation.save(update_fields=["link_nonce", "link_until", "times_sent"])

    _send(invitation)
    _record(INVITATION_SENT, invitation, by)
    return invitation


@action
def revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw it: the link then opens a page that says so."""
    invitation = Invitation.objects.lock(invitation).require_can_become(Status.REVOKED)

    invitation.status = Status.REVOKED
    invitation.save(update_fields=["status"])

    _record(INVITATION_REVOKED, invitation, by)
    return invitation


@action
def accept(*, invitation: Invitation, by: User) -> Membership:
    """Take the seat, once (INV-1). Raises DomainError for anyone but the person asked, and where
    the seat or the invitation is gone."""
    invitation = Invitation.objects.lock(invitation)
    _require_unanswered(invitation)
    if not invitation.is_for(by):
        raise DomainError(f"This invitation is for {invitation.masked_email}.")
    seat = Seat.objects.lock(invitation.seat)
    # It may close meanwhile; and two of one organisation come in one after the other (SEA-2).
    seat.forum = Forum.objects.lock(seat.forum)
    _require_open(seat)
    organisation = _as_it_is_now(invitation.organisation)
    _require_is_for(seat, organisation)

    person = contributors.link_account(user=by, email=invitation.email)
    if holds.in_force(Contributor.objects.lock(person), holds.Scope.SEATS):
        raise DomainError(f"{ON_HOLD}.")
    membership = Membership.objects.create(
        forum=seat.forum,
        seat=seat,
        contributor=person,
        organisation=organisation,
        term_ends_on=seat.term_from(timezone.localdate()),
    )
    _answer(invitation, Status.ACCEPTED)

    JournalEntry.objects.record(
        MEMBERSHIP_ACCEPTED,
        by=by,
        subject=membership,
        programme=seat.forum.programme,
        concerns=person,
    )
    return membership


@action
def decline(*, invitation: Invitation) -> Invitation:
    """No, thank you. Whoever holds the link may say so, without an account (INV-2)."""
    invitation = Invitation.objects.lock(invitation)
    _require_unanswered(invitation)

    _answer(invitation, Status.DECLINED)

    _record(INVITATION_DECLINED, invitation, None)
    return invitation


@action
def suggest_instead(*, invitation: Invitation, instead: str) -> Invitation:
    """Whom the person who declined would ask; an answer to our question, so only after it."""
    invitation = Invitation.objects.lock(invitation)
    if invitation.status != Status.DECLINED:
        raise DomainError("This invitation was not declined, so its seat is not free to offer.")

    invitation.suggested_instead = instead
    invitation.save(update_fields=["suggested_instead"])
    return invitation


def _require_open(seat: Seat) -> None:
    if seat.retired_at is not None:
        raise DomainError("This seat has been taken away in the meantime.")
    if seat.forum.is_closed:
        raise DomainError(f"{seat.forum} is closed. Nobody joins it any more.")
    if not seat.forum.takes_members:
        raise DomainError(f"{seat.forum} is not recruiting yet, so nobody can be asked to join.")
    if seat.memberships.live().exists():
        raise DomainError("Somebody has taken this seat in the meantime.")


def _require_is_for(seat: Seat, organisation: Organisation | None) -> None:
    """Whether somebody from there may take this seat (SEA-2)."""
    if not seat.is_open_to(organisation):
        raise DomainError(
            f"This seat is kept for: {', '.join(seat.kept_for)}."
            f" {organisation or 'Somebody who comes for themselves'} would come from:"
            f" {sector_of(organisation).label}."
        )
    if not (seat.voting and organisation):
        return
    most = seat.forum.seats_per_organisation
    theirs = seat.forum.memberships.live().with_a_vote().filter(organisation=organisation)
    if theirs.count() >= most:
        raise DomainError(
            f"{organisation} already has {most} seat{'' if most == 1 else 's'} with a vote in this"
            " forum, and no organisation may have more."
        )


def _as_it_is_now(organisation: Organisation | None) -> Organisation | None:
    """The one that stands, where it was merged into another in the meantime (ORG-2)."""
    if organisation is None:
        return None
    now = Organisation.objects.get(pk=organisation.pk)
    return Organisation.objects.get(pk=now.merged_into_id) if now.merged_into_id else now


def _require_unanswered(invitation: Invitation) -> None:
    if invitation.status != Status.SENT:
        words = invitation.get_status_display().lower()
        raise DomainError(f"This invitation was answered or withdrawn before: it is {words}.")


def _lapse_unanswered(seat: Seat) -> None:
    late = seat.invitations.filter(status=Status.SENT, link_until__lte=timezone.now())
    late.update(status=Status.LAPSED)


def _answer(invitation: Invitation, status: Status) -> None:
    if invitation.has_run_out:
        raise DomainError("This invitation has run out. Ask whoever sent it for a new one.")
    invitation.status, invitation.answered_at = status, timezone.now()
    invitation.save(update_fields=["status", "answered_at"])
    mail.write(
        kind="forum_invitation_answered",
        to=invitation.invited_by.email,
        context={"invitation": invitation, "site_url": settings.SITE_URL},
        key=f"forum_invitation_answered:{invitation.pk}",
    )


def _send(invitation: Invitation) -> None:
    mail.write(
        kind="forum_invitation",
        to=invitation.email,
        context={"invitation": invitation, "site_url": settings.SITE_URL},
        key=f"forum_invitation:{invitation.pk}:{invitation.times_sent}",
        concerns=known_at(invitation.email),
        purpose=Purpose.ASK,
    )


def _record(kind: str, invitation: Invitation, by: User | None) -> None:
    programme = invitation.seat.forum.programme
    JournalEntry.objects.record(kind, by=by, subject=invitation, programme=programme)
