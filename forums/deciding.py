"""Whether a decision counts, asked of the database: limits, ends, reserved matters (DEC-1)."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from forums.authority.deciding import NOTHING_COVERS_IT, Case, outside
from forums.authority.modes import Mode
from forums.authority.periods import period_on
from forums.models import Decision, Delegation, Forum, ReservedMatter, Seat
from forums.models.delegation_words import Status as DelegationStatus
from forums.spending import left

# Working days for an answer where nobody has promised a number.
ANSWERED_WITHIN = 10


def why_not(decision: Decision) -> list[str]:
    """Why it is a recommendation, each as a sentence; none where it is decided. Under
    Delegation.objects.lock_chain it stays true until the transaction ends (DEC-5)."""
    delegation, reserved = decision.delegation, _reserved(decision)
    if delegation is None:
        return [NOTHING_COVERS_IT, *reserved]
    found = [*_ended(delegation, decision.decided_on), *_seat(decision, delegation)]
    return [*found, *outside(str(delegation), delegation.terms, case_of(decision)), *reserved]


def case_of(decision: Decision) -> Case:
    """With what is left without this decision, and without whatever it takes the place of."""
    delegation, on = decision.delegation, decision.decided_on
    counts = delegation is not None and delegation.decides and on in delegation.life
    itself = [pk for pk in (decision.pk, decision.replaces_id) if pk]
    return Case(
        value=decision.value,
        on=on,
        conditions_met=tuple(decision.conditions_met),
        consulted=tuple(decision.consulted),
        touches=tuple(decision.touches),
        left=left(delegation, on, but=itself) if delegation and counts else None,
        period=period_on(delegation.period, on, delegation.life) if delegation and counts else None,
    )


def mode_of(delegation: Delegation | None, stops: list[str]) -> str:
    """Under which it counts. What is outside a power to decide is recommended."""
    if delegation is None or (stops and delegation.decides):
        return Mode.RECOMMEND
    return delegation.mode


def answered_within(delegation: Delegation | None) -> int:
    """Working days: as promised, or as usual."""
    return (delegation and delegation.answer_within_days) or ANSWERED_WITHIN


def powers_of(forum: Forum, on: date, seat: Seat | None = None) -> QuerySet[Delegation]:
    """Under which something could be decided or recommended here on that day; those of a single
    seat only for whoever has it. One that was revoked since is among them, so that the record says
    why it did not count."""
    held = Delegation.objects.filter(forum=forum, approved_at__isnull=False)
    theirs = Q(seat=None) if seat is None else Q(seat=None) | Q(seat=seat)
    held = held.filter(theirs, effective_from__lte=on, last_day__gte=on)
    return held.with_all().order_by("theme", "pk")


def _ended(delegation: Delegation, on: date) -> list[str]:
    """Granted after it was decided; revoked before it was on record; or replaced, or run out,
    before it was decided."""
    granted = delegation.approved_at and timezone.localdate(delegation.approved_at)
    if granted is None or granted > on:
        return [f"{delegation} was not handed over yet when this was decided."]
    if delegation.ended_at is None:
        return []
    ended = timezone.localdate(delegation.ended_at)
    if delegation.status != DelegationStatus.REVOKED and on <= ended:
        return []
    what = delegation.get_status_display().lower()
    return [f"{delegation} was {what} on {ended.day} {ended:%B %Y}, so it gives no power here."]


def _seat(decision: Decision, delegation: Delegation) -> list[str]:
    together = decision.item_id is not None or decision.round_id is not None
    if delegation.seat is None or not together:
        return []
    return [f"{delegation} is for the seat ‘{delegation.seat}’ to decide, not for the forum."]


def _reserved(decision: Decision) -> list[str]:
    """DEL-7."""
    programme = decision.forum.programme
    said = decision.title, decision.text
    return [
        f"‘{matter}’ is reserved by {programme}, whatever is handed over."
        for matter in ReservedMatter.objects.touched_by(programme, *said)
    ]
