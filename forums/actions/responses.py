"""A seat responds, steps back, has its question answered; an objection is called a preference."""

from dataclasses import dataclass

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from coalition.templatetags.words import clock, day
from forums.actions import round_mail
from forums.actions.round_journal import (
    ROUND_CLASSIFIED,
    ROUND_QUESTION_ANSWERED,
    ROUND_REPLIED,
    ROUND_RESPONDED,
    ROUND_STEPPED_BACK,
    record,
)
from forums.actions.rounds import extend, lock_taking_responses
from forums.authority.rules import Answer
from forums.models import Classification, Membership, Proxy, Response, Round
from forums.objecting import conflict, organisations_by_seat
from forums.room import recused_from, room_of
from forums.rounds import entitled

ENOUGH = 2  # seats, to call an objection a preference (RND-3)


@dataclass(frozen=True)
class Given:
    """What is responded: the concern, question or harm as `text`, and what would remove it."""

    kind: str
    text: str = ""
    suggested_change: str = ""


@action
def respond(
    *,
    round: Round,
    membership: Membership,
    given: Given,
    seen: int | None = None,
    by: User,
    proxy: Proxy | None = None,
) -> Response:
    """For this seat: by its holder, by whoever has their `proxy`, or said aloud in a meeting and
    written down by whoever minutes it. `seen` is the response of this seat that the page showed;
    raises DomainError where another stands there now."""
    round = lock_taking_responses(round=round)
    member = _entitled(round, membership)
    how = _how(round, member, by, proxy)
    before = round.responses.standing().filter(seat=member.seat_id).first()
    _require_seen(before, seen)

    if before is not None:
        before.voided_at = timezone.now()
        before.save(update_fields=["voided_at"])
    response = Response.objects.create(
        round=round,
        seat=member.seat,
        membership=member,
        sector=member.sector,
        kind=given.kind,
        text=given.text,
        suggested_change=given.suggested_change,
        how=how,
        proxy=proxy,
        given_by=by,
        asked_again=given.kind == Answer.NEED_MORE and _had_an_answer(round, member),
    )

    record(kind=ROUND_RESPONDED, proposal=round.proposal, by=by, response=response.pk)
    if response.kind == Answer.NEED_MORE and not response.asked_again:
        round_mail.tell_asked(response=response)
    return response


@action
def step_back(*, round: Round, membership: Membership, by: User) -> Response:
    """An interest in it: from now on this seat is in neither number (RND-8)."""
    round = lock_taking_responses(round=round)
    if round.item is not None:
        raise DomainError("Tell the chair: in a meeting they note who steps back from its item.")
    member = _entitled(round, membership)

    round.responses.standing().filter(seat=member.seat_id).update(voided_at=timezone.now())
    response = Response.objects.create(
        round=round,
        seat=member.seat,
        membership=member,
        sector=member.sector,
        kind=Answer.RECUSED,
        given_by=by,
    )

    record(kind=ROUND_STEPPED_BACK, proposal=round.proposal, by=by, response=response.pk)
    return response


@action
def answer(*, response: Response, text: str, by: User) -> Response:
    """A question, in writing. The round goes on a little longer, once, and the seat is asked again
    (RND-2)."""
    round = lock_taking_responses(round=response.round)
    response = _standing(round, response)
    if response.kind != Answer.NEED_MORE or response.asked_again:
        raise DomainError("This seat has no question that waits for an answer.")
    if response.answered_at:
        raise DomainError("Somebody else has answered this question. Read what they wrote.")

    response.answer, response.answered_by, response.answered_at = text, by, timezone.now()
    response.save(update_fields=["answer", "answered_by", "answered_at"])
    extend(round=round)

    record(kind=ROUND_QUESTION_ANSWERED, proposal=round.proposal, by=by, response=response.pk)
    round_mail.tell_answered(response=response)
    return response


@action
def classify(*, response: Response, membership: Membership, because: str, by: User) -> Response:
    """Say that an objection is a preference. It counts as one once two seats without a conflict
    say so, of which at least one is from another sector than the proposer (RND-3)."""
    round = lock_taking_responses(round=response.round)
    response = _standing(round, response)
    if response.kind != Answer.OBJECT:
        raise DomainError("Only an objection can be a preference.")
    if response.preference_at:
        raise DomainError("Two others have classified it as a preference already.")
    member = _entitled(round, membership)
    if stop := conflict(round, response, member, organisations_by_seat(round)):
        raise DomainError(stop)

    Classification.objects.create(
        response=response,
        seat=member.seat,
        membership=member,
        sector=member.sector,
        because=because,
    )
    sectors = list(response.classifications.values_list("sector", flat=True))
    away = [sector for sector in sectors if sector != round.proposal.proposer_sector]
    if len(sectors) >= ENOUGH and away:
        response.preference_at = timezone.now()
        response.save(update_fields=["preference_at"])

    record(kind=ROUND_CLASSIFIED, proposal=round.proposal, by=by, response=response.pk)
    round_mail.tell_objector(response=response, number=len(sectors))
    return response


@action
def reply(*, response: Response, text: str, by: User) -> Response:
    """What the objector says to that; it is recorded with it (RND-3)."""
    round = lock_taking_responses(round=response.round)
    response = _standing(round, response)
    if not response.classifications.exists():
        raise DomainError("Nobody has called this objection a preference.")

    response.reply, response.replied_at = text, timezone.now()
    response.save(update_fields=["reply", "replied_at"])

    record(kind=ROUND_REPLIED, proposal=round.proposal, by=by, response=response.pk)
    return response


def _entitled(round: Round, membership: Membership) -> Membership:
    """As they are seated now; raises DomainError for who does not respond."""
    member = entitled(round).with_people().filter(pk=membership.pk).first()
    if member is None:
        raise DomainError(
            "Only members with a vote respond, once they have acknowledged the scope in force."
        )
    stepped = round.responses.standing().filter(seat=member.seat_id, kind=Answer.RECUSED)
    from_item = recused_from(round.item.recusals.all()) if round.item else set()
    if stepped.exists() or member.seat_id in from_item:
        raise DomainError("This seat has stepped back from the matter, so it does not respond.")
    return member


def _how(round: Round, member: Membership, by: User, proxy: Proxy | None) -> str:
    """Whether it is theirs to give; raises DomainError where it is not."""
    if proxy is not None:
        _require_proxy(round, member, by, proxy)
        return Response.How.PROXY
    if round.item is None:
        return Response.How.SELF
    if member.seat_id not in room_of(round.item.meeting).there:
        raise DomainError(
            "In a meeting those respond who are there. Have it noted that this seat is, or name a"
            " proxy where the forum allows it."
        )
    theirs = member.contributor.user_id == by.pk
    return Response.How.SELF if theirs else Response.How.MEETING


def _require_proxy(round: Round, member: Membership, by: User, proxy: Proxy) -> None:
    """RND-9."""
    held = Proxy.objects.with_people().select_for_update(of=("self",)).get(pk=proxy.pk)
    occasion = held.round_id == round.pk if round.item is None else False
    if round.item is not None:
        occasion = held.meeting_id == round.item.meeting_id
    if held.revoked_at or held.giver_id != member.pk or not occasion:
        raise DomainError("This proxy was taken back, or is for something else.")
    if held.holder.contributor.user_id != by.pk:
        raise DomainError("Only whoever was named responds by proxy, and passes it on to nobody.")
    holder = _entitled(round, held.holder)
    if round.item is None:
        return
    there = room_of(round.item.meeting).there
    if holder.seat_id not in there:
        raise DomainError("Whoever speaks for somebody else is in the meeting.")
    if member.seat_id in there:
        raise DomainError(f"‘{member.seat}’ is here, and responds without a proxy.")


def _require_seen(before: Response | None, seen: int | None) -> None:
    """Two devices at once: one wins, and the other is told."""
    if (before.pk if before else None) == seen:
        return
    if before is None:
        raise DomainError("Your earlier response does not stand any more. Respond once more.")
    raise DomainError(
        f"This seat responded ‘{before.get_kind_display().lower()}’ at {clock(before.given_at)} on"
        f" {day(before.given_at)}, from another page or device. That stands. To change it, look at"
        " it first, then respond again."
    )


def _had_an_answer(round: Round, member: Membership) -> bool:
    """To a question in this round (RND-2)."""
    asked = round.responses.filter(seat=member.seat_id, kind=Answer.NEED_MORE)
    return asked.filter(answered_at__isnull=False).exists()


def _standing(round: Round, response: Response) -> Response:
    row = round.responses.standing().with_people().filter(pk=response.pk).first()
    if row is None:
        raise DomainError("This response was changed meanwhile. Look at what stands there now.")
    row.round = round
    return row
