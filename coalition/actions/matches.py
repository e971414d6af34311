"""Part of an offer meets part of a need: proposed, agreed by both sides, or let go (MAT-1, MAT-2).

Each step holds the two sides, then the match (`match_rows.lock`).
"""

from datetime import date

from django.utils import timezone

from coalition.actions import match_course, match_mail, match_rows
from coalition.calendar import working_days_after
from coalition.consent import may_go_on, may_match, may_need
from coalition.contact import Purpose
from coalition.domain import DomainError, action
from coalition.models import Match, Need, Offer, User
from coalition.models.match import free_of, missing_of
from coalition.models.need_words import EndedWhy, Side
from coalition.places import Places
from coalition.templatetags.words import day

MATCH_PROPOSED = "match.proposed"
MATCH_AGREED = "match.agreed"
MATCH_GIVEN_TIME = "match.given_time"
ANSWER_WORKING_DAYS = 5

Status = Match.Status
AFTER_YES = {
    (Status.PROPOSED, Side.OFFERER): Status.OFFERER_AGREED,
    (Status.PROPOSED, Side.NEED): Status.NEED_AGREED,
    (Status.OFFERER_AGREED, Side.NEED): Status.AGREED,
    (Status.NEED_AGREED, Side.OFFERER): Status.AGREED,
}


@action
def propose(
    *,
    need: Need,
    offer: Offer,
    quantity: int,
    starts_on: date,
    ends_on: date,
    by: User,
    agrees: str = "",
    areas_checked: bool = False,
) -> Match:
    """Ask both sides whether so much of the offer may meet the need. `agrees` is the side that
    proposes it, and so says yes with it. Raises DomainError where it does not fit."""
    need, offer = match_rows.lock_sides(need=need, offer=offer)
    _require_two_that_can_meet(need, offer)
    _require_common_days(need, offer, starts_on, ends_on)
    if not areas_checked and not Places([need.area, offer.area]).meet(need.area, offer.area):
        raise DomainError(
            f"It is needed in {need.area} and offered in {offer.area}. If that works all the same,"
            " tick that you have checked it."
        )
    _require_enough(need, offer, quantity)

    match = Match.objects.create(
        need=need,
        offer=offer,
        quantity=quantity,
        starts_on=starts_on,
        ends_on=ends_on,
        proposed_by=by,
        answer_by=_answer_by(need),
    )

    match_rows.record(kind=MATCH_PROPOSED, match=match, by=by, quantity=quantity)
    if agrees:
        match = agree(match=match, side=agrees, by=by)
    if agrees != Side.OFFERER:
        match_mail.to_offerer(match=match, kind="match_proposed_offerer", purpose=Purpose.ASK)
    if agrees != Side.NEED:
        match_mail.to_need_side(match=match, kind="match_proposed_need")
    return match


@action
def agree(*, match: Match, side: str, by: User | None, how: str = "") -> Match:
    """One side says yes; `by` is None for whoever came by the private link, and `how` says by what
    means a lead heard it. To say it twice changes nothing."""
    match = match_rows.lock(match=match)
    match_rows.require_free(match=match)
    if match.is_live and match.has_agreed(side):
        return match
    if not match.is_unanswered:
        raise DomainError(f"This match is {match.get_status_display().lower()} now.")
    _require_still_there(match)

    match.status = AFTER_YES[Status(match.status), Side(side)]
    if side == Side.OFFERER:
        match.offerer_agreed_at = timezone.now()
    else:
        match.need_agreed_at = timezone.now()
    match.save()

    match_rows.record(kind=MATCH_AGREED, match=match, by=by, side=side, how=how)
    if match.status == Status.AGREED:
        match = match_course.await_checks(match=match, by=by)
    return match


@action
def decline(*, match: Match, side: str, by: User | None, how: str = "") -> Match:
    """One side says no: both are thanked and told, and the quantity is free again."""
    match = match_rows.lock(match=match)
    if not match.is_unanswered:
        raise DomainError(f"This match is {match.get_status_display().lower()} now.")

    why = EndedWhy.OFFERER_SAID_NO if side == Side.OFFERER else EndedWhy.NEED_SAID_NO
    return match_rows.end(match=match, status=Status.DECLINED, why=why, by=by)


@action
def cancel(*, match: Match, why: str, by: User | None) -> Match:
    """End a match, however far it got."""
    match = match_rows.lock(match=match)
    return match_rows.end(match=match, status=Status.CANCELLED, why=why, by=by)


@action
def lapse(*, match: Match) -> Match:
    """One side kept silent for five working days, so nobody waits for it any longer. While a hold
    stands, nobody could answer: then the time begins anew."""
    match = match_rows.lock(match=match)
    if not match.is_unanswered or match.answer_by >= timezone.localdate():
        return match
    if may_go_on(match):
        return match_rows.end(match=match, status=Status.CANCELLED, why=EndedWhy.SILENCE, by=None)

    match.answer_by = _answer_by(match.need)
    match.save(update_fields=["answer_by"])

    match_rows.record(kind=MATCH_GIVEN_TIME, match=match, by=None)
    return match


@action
def let_go(*, match: Match) -> Match:
    """End a live match whose offer or need is not there any more: taken back, paused, past its
    date, or closed."""
    match = match_rows.lock(match=match)
    if not Match.objects.left_alone().contains(match):
        return match
    why = EndedWhy.OFFER_GONE if match.need.can_be_met else EndedWhy.NEED_GONE
    return match_rows.end(match=match, status=Status.CANCELLED, why=why, by=None)


def _require_two_that_can_meet(need: Need, offer: Offer) -> None:
    if not need.can_be_met:
        raise DomainError(
            f"This need is {need.get_status_display().lower()}. A need is matched once a second"
            " person has confirmed it and while it is open."
        )
    if not _offer_is_there(offer):
        state = offer.get_status_display().lower()
        raise DomainError(f"This offer is {state}. Accept it first; then it can be matched.")
    if need.programme_id != offer.programme_id:
        raise DomainError("The offer was made to another programme.")
    if need.organisation_id == offer.organisation_id:
        raise DomainError(f"{need.organisation} both needs and offers this. No match is needed.")
    for answer in (may_match(offer), may_need(need)):
        if not answer:
            raise DomainError(answer.sentence)


def _require_common_days(need: Need, offer: Offer, starts_on: date, ends_on: date) -> None:
    begins = max(timezone.localdate(), offer.available_from or starts_on)
    last = min(filter(None, [need.needed_by, offer.available_to]))
    if not begins <= starts_on <= last:
        raise DomainError(
            f"It cannot start on {day(starts_on)}: it is there from {day(begins)}, and by"
            f" {day(last)} it must have begun."
        )
    if ends_on < starts_on:
        raise DomainError("Choose an end that is not before the start.")
    if offer.available_to and ends_on > offer.available_to:
        raise DomainError(f"The offer is there until {day(offer.available_to)}.")


def _require_enough(need: Need, offer: Offer, quantity: int) -> None:
    """MAT-1, with both rows held."""
    free, missing = free_of(offer), missing_of(need)
    if quantity > free:
        raise DomainError(f"Only {free:,} of this offer {_is(free)} free now.")
    if quantity > missing:
        raise DomainError(f"Only {missing:,} {_is(missing)} still needed now.")


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _require_still_there(match: Match) -> None:
    if not _offer_is_there(match.offer):
        raise DomainError("The offer is not there any more, so this match cannot go on.")
    if not match.need.can_be_met:
        raise DomainError("It is not needed any more, so this match cannot go on.")


def _offer_is_there(offer: Offer) -> bool:
    return offer.status == Offer.Status.ACCEPTED and (
        offer.available_to is None or offer.available_to >= timezone.localdate()
    )


def _answer_by(need: Need) -> date:
    nation = need.programme.nation
    return working_days_after(timezone.localdate(), ANSWER_WORKING_DAYS, nation)
