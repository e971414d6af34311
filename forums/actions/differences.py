"""How a difference comes on record: raised, opened for wording, acknowledged; or taken back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError, action
from coalition.models import Contributor, Organisation, User
from coalition.permissions import can_speak_for
from forums.actions import difference_mail, positions
from forums.actions.difference_journal import record
from forums.models import Difference, Forum, Membership, Position

DIFFERENCE_RAISED = "difference.raised"
DIFFERENCE_OPENED = "difference.opened_for_wording"
DIFFERENCE_RETURNED = "difference.returned"
DIFFERENCE_WITHDRAWN = "difference.withdrawn"
DIFFERENCE_ACKNOWLEDGED = "difference.acknowledged"
DIFFERENCE_READ = "difference.read"
DIFFERENCE_REMINDED = "difference.reply_reminded"
DIFFERENCE_ESCALATED = "difference.reply_overdue"

REPLY_WORKING_DAYS = 5  # DIF-7
ANSWER_WORKING_DAYS = 10  # DIF-2

Status = Difference.Status


@action
def name(
    *, membership: Membership, organisation: Organisation, wording: str, by: User, **fields: Any
) -> Difference:
    """Raise it with the chair, and with nobody else yet. The wording counts as the organisation's
    own if `by` can speak for it; if not, somebody who can is asked later (DIF-2)."""
    Forum.objects.lock_open(membership.forum)
    _require_seated(membership, by)
    _require_new(membership.forum, fields["title"])
    today = timezone.localdate()
    difference = Difference.objects.create(
        forum=membership.forum,
        raised_by=by,
        raised_for=organisation,
        reply_due_on=working_days_after(
            today, REPLY_WORKING_DAYS, membership.forum.programme.nation
        ),
        **fields,
    )

    position = Position.objects.create(
        difference=difference, organisation=organisation, wording=wording
    )

    record(kind=DIFFERENCE_RAISED, difference=difference, by=by)
    if can_speak_for(membership.contributor, organisation):
        positions.say(position=position, wording=wording, by=by)
    difference_mail.tell_chair(difference=difference)
    return difference


@action
def open_for_wording(
    *, difference: Difference, invite: Iterable[Organisation], by: User, **fields: Any
) -> Difference:
    """The chair's answer: each organisation named is asked for its own words, and has 10 working
    days. Raises DomainError where nobody can speak for one of them (AFF-2)."""
    difference = Difference.objects.lock(difference).require_can_become(Status.WORDING)
    for field, value in fields.items():
        setattr(difference, field, value)
    difference.status, difference.replied_at = Status.WORDING, timezone.now()
    difference.save()

    there = set(difference.positions.standing().values_list("organisation", flat=True))
    Position.objects.bulk_create(
        Position(difference=difference, organisation=organisation)
        for organisation in invite
        if organisation.pk not in there
    )
    _ask(difference)
    return record(kind=DIFFERENCE_OPENED, difference=difference, by=by)


@action
def give_back(*, difference: Difference, because: str, by: User) -> Difference:
    """The chair returns it to whoever raised it, with the reason."""
    difference = Difference.objects.lock(difference).require_can_become(Status.RETURNED)

    difference.status, difference.returned_because = Status.RETURNED, because
    difference.replied_at = difference.replied_at or timezone.now()
    difference.save(update_fields=["status", "returned_because", "replied_at"])

    difference_mail.tell_raiser(difference=difference)
    return record(kind=DIFFERENCE_RETURNED, difference=difference, by=by)


@action
def withdraw(*, difference: Difference, by: User) -> Difference:
    """Whoever raised it takes it back, as long as members do not know of it."""
    difference = Difference.objects.lock(difference).require_can_become(Status.WITHDRAWN)

    difference.status = Status.WITHDRAWN
    difference.save(update_fields=["status"])

    return record(kind=DIFFERENCE_WITHDRAWN, difference=difference, by=by)


@action
def acknowledge(*, difference: Difference, review_on: date, by: User) -> Difference:
    """Put it on record before the members. Not while an organisation may still answer, and not
    without anybody's own words (DIF-2)."""
    difference = Difference.objects.lock(difference).require_can_become(Status.ACKNOWLEDGED)
    _require_worded(difference)

    difference.status, difference.review_on = Status.ACKNOWLEDGED, review_on
    difference.acknowledged_at = timezone.now()
    difference.save(update_fields=["status", "review_on", "acknowledged_at"])

    difference_mail.tell_members(difference=difference)
    return record(kind=DIFFERENCE_ACKNOWLEDGED, difference=difference, by=by)


@action
def note_reading(*, difference: Difference, by: User) -> None:
    """Reading one is audited, not only writing (DIF-5, P4)."""
    record(kind=DIFFERENCE_READ, difference=difference, by=by)


@action
def remind(*, difference: Difference) -> Difference:
    """The chair's answer is due today (DIF-7)."""
    difference = Difference.objects.lock(difference)
    if not Difference.objects.to_remind(timezone.localdate()).contains(difference):
        return difference

    difference.reminded_at = timezone.now()
    difference.save(update_fields=["reminded_at"])

    difference_mail.remind_chair(difference=difference)
    return record(kind=DIFFERENCE_REMINDED, difference=difference, by=None)


@action
def escalate(*, difference: Difference) -> Difference:
    """The chair has not answered in time: the programme leads learn that, and no more (DIF-7)."""
    difference = Difference.objects.lock(difference)
    if not Difference.objects.to_escalate(timezone.localdate()).contains(difference):
        return difference

    difference.escalated_at = timezone.now()
    difference.save(update_fields=["escalated_at"])

    return record(kind=DIFFERENCE_ESCALATED, difference=difference, by=None)


def _require_seated(membership: Membership, by: User) -> None:
    """Asked again here: a seat may have ended, or the scope changed, while they wrote."""
    them = Membership.objects.live().held_by(by).filter(pk=membership.pk)
    if not them.exists():
        raise DomainError("You no longer have a seat in this forum.")
    if not them.acknowledged().exists():
        raise DomainError("The scope of this forum has changed. Read it first, then come back.")


def _require_new(forum: Forum, title: str) -> None:
    """Of those that members know; what is still private is not given away."""
    same = forum.differences.unsettled().filter(title__iexact=title).first()
    if same is not None:
        raise DomainError(f"This is on record already, as {same.ref}. Read it there.")


def _ask(difference: Difference) -> None:
    answer_by = working_days_after(
        timezone.localdate(), ANSWER_WORKING_DAYS, difference.forum.programme.nation
    )
    for position in difference.positions.waiting().select_related("organisation").order_by("pk"):
        speakers = Contributor.objects.speaking_for(position.organisation)
        if not speakers.exists():
            raise DomainError(
                f"Nobody on the register can speak for {position.organisation}. Ask the programme"
                " lead to put that right, or go on without it."
            )
        position.answer_by = answer_by
        position.save(update_fields=["answer_by"])
        difference_mail.ask(position=position, speakers=speakers)


def _require_worded(difference: Difference) -> None:
    waiting = difference.positions.waiting().select_related("organisation").order_by("pk")
    names = [str(position.organisation) for position in waiting]
    if names:
        raise DomainError(f"Not yet: {' and '.join(names)} may still answer in their own words.")
    if not difference.positions.agreed().exists():
        raise DomainError("No organisation has put its position in its own words. Return it.")
