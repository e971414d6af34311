"""A member acknowledges the scope: has read it and will work within it, agreeing or not (L3)."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Organisation, User
from coalition.permissions import can_speak_for
from forums.models import Acknowledgement, Membership, ScopeStatement

SCOPE_ACKNOWLEDGED = "scope.acknowledged"
SCOPE_OBJECTED = "scope.objected"


class ScopeHasChanged(DomainError):
    """What was acknowledged is not, or no longer, the scope in force."""


@action
def acknowledge(
    *,
    membership: Membership,
    scope: ScopeStatement,
    by: User,
    for_organisation: bool = False,
    reservation: str = "",
) -> Acknowledgement:
    """Once per member and major version (ACK-1); doing it again changes nothing. Raises
    ScopeHasChanged where another version has come into force since the page was loaded, and
    DomainError for an organisation for which the member cannot speak today (ACK-3)."""
    scope = _in_force(scope)
    membership = Membership.objects.lock(membership)
    if membership.ended_at is not None:
        raise DomainError("You no longer have a seat in this forum.")
    organisation = membership.organisation if for_organisation else None
    if organisation and not can_speak_for(membership.contributor, organisation):
        raise DomainError(f"You cannot speak for {organisation} today. Acknowledge it personally.")

    acknowledgement, is_new = Acknowledgement.objects.standing().get_or_create(
        membership=membership,
        major=_major(scope),
        defaults={
            "scope": scope,
            "for_organisation": organisation,
            "reservation": reservation,
        },
    )

    if is_new:
        _record(SCOPE_ACKNOWLEDGED, acknowledgement, by)
    return acknowledgement


@action
def write_down(
    *,
    membership: Membership,
    scope: ScopeStatement,
    said_on: date,
    by: User,
    for_organisation: bool = False,
    reservation: str = "",
) -> Acknowledgement:
    """Write down that a member said so in a meeting on that day; they are told, and can object.
    Raises DomainError where they cannot have said it then, and ScopeHasChanged as above."""
    scope = _in_force(scope)
    membership = Membership.objects.lock(membership)
    _require_said(membership, scope, said_on, by)
    organisation = membership.organisation if for_organisation else None
    if organisation and not can_speak_for(membership.contributor, organisation, said_on):
        raise DomainError(
            f"{membership.contributor} could not speak for {organisation} on {_day(said_on)}."
            " Record that they acknowledged it personally."
        )

    acknowledgement = Acknowledgement.objects.create(
        membership=membership,
        scope=scope,
        major=_major(scope),
        at=_moment(said_on, scope),
        for_organisation=organisation,
        reservation=reservation,
        method=Acknowledgement.Method.MEETING,
        recorded_by=by,
    )

    _record(SCOPE_ACKNOWLEDGED, acknowledgement, by)
    _tell_member(acknowledgement)
    return acknowledgement


@action
def object_to(*, acknowledgement: Acknowledgement, by: User) -> Acknowledgement:
    """The member says that it is not so: from now on it never counted, and whoever wrote it down
    is told. Raises DomainError for anybody else, and for what they clicked themselves."""
    acknowledgement = Acknowledgement.objects.lock(acknowledgement)
    if acknowledgement.membership.contributor.user_id != by.pk:
        raise DomainError("Only the member of whom this was recorded can object to it.")
    if acknowledgement.recorded_by is None or acknowledgement.objected_at is not None:
        raise DomainError("There is nothing recorded by somebody else to object to.")

    acknowledgement.objected_at = timezone.now()
    acknowledgement.save(update_fields=["objected_at"])

    _record(SCOPE_OBJECTED, acknowledgement, by)
    mail.write(
        kind="forum_scope_objected",
        to=acknowledgement.recorded_by.email,
        context=_context(acknowledgement),
        key=f"forum_scope_objected:{acknowledgement.pk}",
    )
    return acknowledgement


def _in_force(scope: ScopeStatement) -> ScopeStatement:
    scope = ScopeStatement.objects.lock(scope)
    if scope.status != ScopeStatement.Status.EFFECTIVE:
        raise ScopeHasChanged("The scope has changed since you opened this page.")
    return scope


def _major(scope: ScopeStatement) -> int:
    assert scope.major is not None  # what is in force is numbered
    return scope.major


def _require_said(membership: Membership, scope: ScopeStatement, said_on: date, by: User) -> None:
    """Nobody acknowledges what was not in force, or without a seat (story 3: back-dated)."""
    assert scope.effective_from is not None
    begun = timezone.localdate(scope.effective_from)
    seated = timezone.localdate(membership.accepted_at)
    if membership.ended_at is not None:
        raise DomainError(f"{membership.contributor} no longer has a seat in this forum.")
    if membership.contributor.user_id == by.pk:
        raise DomainError("Acknowledge it yourself: you have read it, and need nobody to say so.")
    if said_on > timezone.localdate():
        raise DomainError("Record it once the meeting has been: that day is still to come.")
    if said_on < begun:
        raise DomainError(
            f"Version {scope.version} came into force on {_day(begun)}, so nobody can have"
            " acknowledged it before. Choose that day or a later one."
        )
    if said_on < seated:
        raise DomainError(f"{membership.contributor} took this seat on {_day(seated)}, not before.")


def _moment(said_on: date, scope: ScopeStatement) -> datetime:
    """Noon of that day, but not before the version, and not still to come."""
    assert scope.effective_from is not None
    noon = timezone.make_aware(datetime.combine(said_on, time(12)))
    return min(max(noon, scope.effective_from), timezone.now())


def _tell_member(acknowledgement: Acknowledgement) -> None:
    person = acknowledgement.membership.contributor
    if may_contact(person, Channel.EMAIL, Purpose.SERVICE):
        mail.write(
            kind="forum_scope_recorded",
            to=person.email,
            context=_context(acknowledgement),
            key=f"forum_scope_recorded:{acknowledgement.pk}",
            concerns=person,
        )


def _context(acknowledgement: Acknowledgement) -> dict[str, Any]:
    return {
        "acknowledgement": acknowledgement,
        "member": acknowledgement.membership,
        "forum": acknowledgement.membership.forum,
        "site_url": settings.SITE_URL,
    }


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _record(kind: str, acknowledgement: Acknowledgement, by: User) -> None:
    membership: Membership = acknowledgement.membership
    organisation: Organisation | None = acknowledgement.for_organisation
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=acknowledgement.scope,
        programme=membership.forum.programme,
        concerns=membership.contributor,
        version=acknowledgement.scope.version,
        method=acknowledgement.method,
        for_organisation=organisation is not None,
        reserved=bool(acknowledgement.reservation),
    )
