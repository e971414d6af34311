"""A match that both sides agreed to: checks, beginning, what came of it (MAT-3 to 5, CHK-1, 2)."""

from datetime import date

from django.utils import timezone

from coalition.actions import match_mail, match_rows, offers
from coalition.domain import DomainError, action
from coalition.models import Check, Match, Need, Offer, User
from coalition.models.match import free_of
from coalition.models.need_words import EndedWhy, Outcome

MATCH_CHECKS_PENDING = "match.checks_pending"
MATCH_CHECK_RECORDED = "match.check_recorded"
MATCH_BEGAN = "match.began"
MATCH_OUTCOME_ASKED = "match.outcome_asked"
MATCH_OUTCOME_SAID = "match.outcome_said"
MATCH_COMPLETED = "match.completed"
MATCH_NOT_DELIVERED = "match.not_delivered"

Status = Match.Status


@action
def await_checks(*, match: Match, by: User | None) -> Match:
    """The locked match, agreed by both: write down what must be checked first, tell both sides how
    to reach each other, and begin at once where nothing needs checking."""
    match.require_can_become(Status.CHECKS_PENDING)

    match.status = Status.CHECKS_PENDING
    match.save(update_fields=["status"])
    Check.objects.bulk_create(
        Check(match=match, required_level=kind, kind=kind) for kind in match.need.checks_required
    )

    match_rows.record(kind=MATCH_CHECKS_PENDING, match=match, by=by)
    match_mail.to_offerer(match=match, kind="match_agreed_offerer")
    match_mail.to_need_side(match=match, kind="match_agreed_need")
    return _begin_if_checked(match, by)


@action
def record_check(
    *,
    check: Check,
    result: str,
    by: User,
    kind: str = "",
    reference_no: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
    recheck_on: date | None = None,
) -> Check:
    """Say how far a check is, and who saw it; the match begins when all are clear on the day when
    it starts (MAT-3). One that is not clear ends the match. The journal never says the result."""
    match = match_rows.lock(match=check.match)
    match_rows.require_free(match=match)
    if match.status not in {Status.CHECKS_PENDING, Status.ACTIVE}:
        raise DomainError(f"This match is {match.get_status_display().lower()} now.")

    check = Check.objects.lock(check)
    check.result, check.kind = result, kind or check.required_level
    check.reference_no, check.issued_on = reference_no, issued_on
    check.expires_on, check.recheck_on = expires_on, recheck_on
    check.seen_by, check.seen_on = by, timezone.localdate()
    if match.status == Status.ACTIVE and not _ends_it(check) and not check.stands_on(_first(match)):
        raise DomainError("This match is under way, so the check must be clear. If not, end it.")
    check.save()

    match_rows.record(kind=MATCH_CHECK_RECORDED, match=match, by=by, check=check.required_level)
    if _ends_it(check):
        match_rows.end(match=match, status=Status.FAILED_CHECKS, why=EndedWhy.CHECKS, by=by)
    elif match.status == Status.CHECKS_PENDING:
        _begin_if_checked(match, by)
    return check


@action
def ask_outcome(*, match: Match) -> Match:
    """Its last day is over: ask both sides what came of it (MAT-4). Once."""
    match = match_rows.lock(match=match)
    if match.status != Status.ACTIVE or match.outcome_asked_at:
        return match

    match.outcome_asked_at = timezone.now()
    match.save(update_fields=["outcome_asked_at"])

    match_rows.record(kind=MATCH_OUTCOME_ASKED, match=match, by=None)
    match_mail.to_offerer(match=match, kind="match_outcome_offerer")
    match_mail.to_need_side(match=match, kind="match_outcome_need")
    return match


@action
def say_outcome(*, match: Match, outcome: str, by: User | None) -> Match:
    """What came of it, as whoever offers saw it; kept beside what the other side says."""
    match = match_rows.lock(match=match)
    if match.status not in {Status.ACTIVE, Status.COMPLETED}:
        raise DomainError(f"This match is {match.get_status_display().lower()} now.")

    match.offerer_outcome = outcome
    match.save(update_fields=["offerer_outcome"])

    match_rows.record(kind=MATCH_OUTCOME_SAID, match=match, by=by, outcome=outcome)
    return match


@action
def complete(
    *,
    match: Match,
    outcome: str,
    by: User,
    delivered: int = 0,
    arrived_on: date | None = None,
    impact: str = "",
) -> Match:
    """What came of it, as whoever needed it saw it; by which day, or else by its last; and in one
    sentence what it made possible (MAT-4). Recognition hears of what arrived, and thanks are owed
    once (CTB-1)."""
    match = match_rows.lock(match=match).require_can_become(Status.COMPLETED)
    delivered = _counted(match, outcome, delivered)

    match.status, match.outcome, match.delivered_quantity = Status.COMPLETED, outcome, delivered
    match.arrived_on = (arrived_on or match.last_day_so_far) if delivered else None
    match.impact_sentence = impact if delivered else ""
    match.ended_by, match.ended_at = by, timezone.now()
    match.save()
    if delivered:
        _count_in(match.need, delivered)

    kind = MATCH_COMPLETED if delivered else MATCH_NOT_DELIVERED
    facts = {"what": match.offer.headline, "organisation": match.offer.organisation_id}
    match_rows.record(
        kind=kind, match=match, by=by, impact=match.impact_sentence, quantity=delivered, **facts
    )
    if delivered and not _offer_is_used_up(match, by):
        match_mail.to_offerer(match=match, kind="match_completed")
    return match


@action
def forget_checks() -> int:
    """What was seen is no longer needed: purge it, and with it that a check was not clear (CHK-1).
    How many."""
    forgotten, _ = Check.objects.to_forget().delete()
    return forgotten


def _begin_if_checked(match: Match, by: User | None) -> Match:
    """Nobody has to press a button for it: under way as soon as nothing is missing."""
    if not all(check.stands_on(_first(match)) for check in match.checks.all()):
        return match
    match.require_can_become(Status.ACTIVE)

    match.status = Status.ACTIVE
    match.save(update_fields=["status"])

    match_rows.record(kind=MATCH_BEGAN, match=match, by=by)
    if match.need.checks_required:
        match_mail.to_offerer(match=match, kind="match_began_offerer")
        match_mail.to_need_side(match=match, kind="match_began_need")
    return match


def _first(match: Match) -> date:
    """The day on which its checks must stand: when it starts, or today if that is past."""
    return max(match.starts_on, timezone.localdate())


def _ends_it(check: Check) -> bool:
    return check.result == Check.Result.NOT_CLEAR


def _counted(match: Match, outcome: str, delivered: int) -> int:
    if outcome == Outcome.DELIVERED:
        return match.quantity
    if outcome == Outcome.NOT_DELIVERED:
        return 0
    if not 1 <= delivered < match.quantity:
        raise DomainError(
            f"Enter how many arrived: fewer than the {match.quantity:,} agreed, and at least 1."
        )
    return delivered


def _count_in(need: Need, delivered: int) -> None:
    """The held need: so much more of it is met."""
    need.fulfilled_quantity += delivered
    met = need.fulfilled_quantity == need.quantity
    need.status = Need.Status.MET if met else Need.Status.PART_MET
    need.closed_at = timezone.now() if met else None
    need.save(update_fields=["fulfilled_quantity", "status", "closed_at"])


def _offer_is_used_up(match: Match, by: User) -> bool:
    """What is given only once is completed by the match that takes the last of it."""
    offer = match.offer
    if offer.per != Offer.Per.ONCE or free_of(offer) or offer.matches.live().exists():
        return False
    if not offer.can_become(Offer.Status.COMPLETED):
        return False
    offers.complete(offer=offer, impact=match.impact_sentence, by=by)
    return True
