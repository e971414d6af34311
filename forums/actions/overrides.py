"""It is not done as decided: on record with its reason, told at once, first on the next agenda
(OVR-1 to 3). Nothing here changes or deletes one: a trigger refuses."""

from datetime import date

from django.db.models import F
from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import Organisation, User
from forums.actions import decision_mail
from forums.actions.decision_journal import record_override
from forums.authority.reasons import unsaid
from forums.models import AgendaItem, Decision, Forum, Meeting, Override
from forums.models.decision_words import IN_EFFECT, Status
from forums.overruling import kinds_open, may_reverse

Kind = Override.Kind
TOLD_IN = 5  # minutes of the meeting
BY_A_NEW_DECISION = (
    "{decision} is in effect, and nothing lets it be overruled now. Reverse it by a new decision:"
    " the forum takes it, or recommends it."
)


@action
def override(
    *,
    decision: Decision,
    kind: str,
    office: str,
    body: Organisation,
    decided_on: date,
    reason: str,
    by: User,
) -> Override:
    """Record that it is not done as decided. Raises DomainError where the reason says nothing, or
    where the decision is in effect and only a new one reverses it."""
    decision = Decision.objects.lock_with_all(decision)
    _require_allowed(decision, kind)
    if advice := unsaid(reason):
        raise DomainError(advice)
    if decided_on > timezone.localdate():
        raise DomainError("That day is still to come. Give the day on which this was decided.")

    made = Override.objects.create(
        decision=decision,
        kind=kind,
        by_office=office,
        by_body=body,
        decided_on=decided_on,
        reason=reason,
        by=by,
    )
    if kind == Kind.OVERRULED:
        decision.status, decision.ended_at = Status.OVERRULED, timezone.now()
        decision.save(update_fields=["status", "ended_at"])
    return _tell(made)


@action
def note_unanswered(*, decision: Decision, today: date) -> Decision:
    """OVR-3: the day has passed, and nobody answered. It can still be answered."""
    decision = Decision.objects.lock_with_all(decision)
    late = Decision.objects.unanswered(today).contains(decision)
    if not late or decision.overrides.filter(kind=Kind.NOT_ANSWERED).exists():
        return decision
    due, body = decision.answer_due, decision.addressee
    assert due is not None
    assert body is not None

    made = Override.objects.create(
        decision=decision,
        kind=Kind.NOT_ANSWERED,
        by_office=decision.addressee_office,
        by_body=body,
        decided_on=due,
        reason=(
            f"{decision.answered_by_whom} was to answer {decision} by {due.day} {due:%B %Y}. No"
            " answer came."
        ),
    )
    _tell(made)
    return decision


@action
def put_on_agenda(*, forum: Forum) -> None:
    """Whatever members have yet to hear of comes first at the next meeting (OVR-2)."""
    waiting = list(Override.objects.yet_to_be_heard(forum).select_related("decision"))
    ahead = forum.meetings.ahead().order_by("starts_at", "pk").first()
    if not waiting or ahead is None:
        return
    meeting = Meeting.objects.lock(ahead)
    if not meeting.is_ahead:
        return
    first = meeting.items.kept().filter(kind=AgendaItem.Kind.OVERRIDE).count()
    meeting.items.filter(position__gt=first).update(position=F("position") + len(waiting))
    for place, made in enumerate(waiting, first + 1):
        AgendaItem.objects.create(
            meeting=meeting,
            position=place,
            kind=AgendaItem.Kind.OVERRIDE,
            title=f"{made.what}: {made.decision.ref}, {made.decision.title}"[:150],
            length=TOLD_IN,
            override=made,
        )


def _require_allowed(decision: Decision, kind: str) -> None:
    if kind in Override.REVERSES and decision.status in IN_EFFECT and not may_reverse(decision):
        raise DomainError(BY_A_NEW_DECISION.format(decision=decision))
    if kind not in kinds_open(decision):
        now = decision.get_status_display().lower()
        raise DomainError(f"{decision} is {now}, so that cannot be put on record of it now.")


def _tell(made: Override) -> Override:
    put_on_agenda(forum=made.decision.forum)
    record_override(override=made)
    decision_mail.tell_members(
        kind="forum_decision_overridden",
        decision=made.decision,
        about=made.kind,
        override=made,
    )
    return made
