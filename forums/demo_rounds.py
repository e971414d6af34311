"""Proposals of the demo world: one that passed with a concern on record, one that members are asked
about now, one that waits for its item, and one that is being written."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from coalition.models import User
from forums.actions import forums, proposals, proxies, responses, round_course, rounds
from forums.actions.responses import Given
from forums.authority.rules import Answer
from forums.demo_people import person
from forums.models import Forum, Membership, Proposal, Round
from forums.round_terms import powers_of, suggested, usual_close
from forums.rounds import entitled


@dataclass(frozen=True)
class DemoProposal:
    """Brought by whoever has this seat, and what some of them respond; others consent."""

    title: str
    seat: str
    text: str
    why_now: str
    options: list[str]
    value: int = 0
    looked_at_in: int | None = None  # days
    said: dict[str, Given] = field(default_factory=dict)


CURTAINS = DemoProposal(
    "Curtains in every ground-floor room before the first night",
    "Somebody who has been through it",
    "Whoever goes home to a ground-floor room finds two pairs of ready-made curtains hung before"
    " the first evening. The kitchen keeps twenty pairs. Caretakers hang them when the bed is put"
    " up.",
    "It is dark at four. Three people slept in their coats last month, because the street could"
    " look in.",
    [
        "Newspaper on the windows, as now: people say that it shames them",
        "Blinds: they take longer",
    ],
    420,
    90,
    {
        "helen": Given(
            Answer.CONCERN,
            "Our caretakers have no ladder after six. I fear that it falls to volunteers then, who"
            " are not insured for it.",
        ),
        "yusuf": Given(Answer.STAND_ASIDE),
    },
)
ONE_NUMBER = DemoProposal(
    "One telephone number for the first seven days",
    "Food and furniture",
    "Everyone who goes home gets one number for the first seven days, on the key ring. Open Door"
    " and the kitchen answer it in turn from eight to eight, and pass on what is not theirs the"
    " same day.",
    "People were given four numbers in October, and rang none of them.",
    [
        "Four numbers on one card: it was tried in the spring",
        "The council’s own line: closed after five",
    ],
    680,
    120,
    {
        "sian": Given(Answer.CONSENT),
        "priya": Given(
            Answer.CONCERN,
            "Wards will ring it as well unless the card says that it is for people at home.",
        ),
        "dominic": Given(Answer.CONSENT),
        "kofi": Given(Answer.NEED_MORE, "Who answers on Sundays, and who pays them?"),
        "helen": Given(
            Answer.OBJECT,
            "Repairs reported to this number would reach us a day late, and a family without heat"
            " waits a night longer.",
            "Calls about repairs go straight through to our night desk.",
        ),
    },
)
METERS = DemoProposal(
    "Whoever hands over the key reads the meter",
    "Social housing",
    "Whoever hands over the key reads the prepayment meter in front of the person, and puts £10 of"
    " credit on it where there is none.",
    "Nine homes were cold on the first night in October.",
    ["Ask the supplier to do it: they come within three days"],
    310,
)
SHOES = DemoProposal(
    "A pair of dry shoes in the first-night box",
    "Food and furniture",
    "The box asks for a shoe size on the handover form, and holds one pair.",
    "It has rained for eleven days.",
    ["A voucher: the shop is across town"],
    150,
)


def build(forum: Forum, lena: User) -> None:
    """What passed, once everyone had responded."""
    forums.change(forum=forum, proxies="written", by=lena)
    grace = person("grace")
    round = _ask(_write(forum, CURTAINS), grace)
    everyone = entitled(round).with_people().order_by("pk")
    for member in list(everyone):
        user = member.contributor.user
        assert user
        given = CURTAINS.said.get(user.email.partition("@")[0], Given(Answer.CONSENT))
        _respond(round, member, given)
    round_course.close(round=round, by=grace)


def build_new(forum: Forum) -> None:
    """What is asked now, what waits, and what is being written."""
    grace = person("grace")
    round = _ask(_write(forum, ONE_NUMBER), grace)
    for who, given in ONE_NUMBER.said.items():
        _respond(round, _sits(forum, who), given)
    objection = round.responses.standing().get(kind=Answer.OBJECT)
    responses.classify(
        response=objection,
        membership=_sits(forum, "sian"),
        because="A day’s delay can be met by passing calls on. It is about how, not whether.",
        by=person("sian"),
    )
    proxies.give(
        giver=_sits(forum, "yusuf"),
        holder=_sits(forum, "pat"),
        wish="Yes, if somebody answers on Sundays. Please say so with it.",
        round=round,
        by=person("yusuf"),
    )
    item = forum.meetings.ahead().latest("starts_at").items.get(title__startswith="Heating")
    rounds.put_on_agenda(proposal=_write(forum, METERS), item=item, by=grace)
    _write(forum, SHOES)


def _write(forum: Forum, told: DemoProposal) -> Proposal:
    seat = forum.seats.get(title=told.seat)
    by = seat.memberships.live().get().contributor.user
    assert by
    today = timezone.localdate()
    says: dict[str, Any] = {
        "title": told.title,
        "text": told.text,
        "why_now": told.why_now,
        "options_considered": told.options,
        "value": Decimal(told.value),
        "significance": "standard",
        "reversible": "yes",
        "delegation": suggested(powers_of(forum), told.title, told.text),
        "evaluation_on": today + timedelta(days=told.looked_at_in) if told.looked_at_in else None,
    }
    return proposals.begin(forum=forum, proposer_seat=seat, by=by, **says)


def _ask(proposal: Proposal, grace: User) -> Round:
    closes_at = usual_close(proposal.forum)
    return rounds.open_between_meetings(proposal=proposal, closes_at=closes_at, by=grace)


def _respond(round: Round, member: Membership, given: Given) -> None:
    by = member.contributor.user
    assert by
    responses.respond(round=round, membership=member, given=given, by=by)


def _sits(forum: Forum, who: str) -> Membership:
    return forum.memberships.live().held_by(person(who)).get()
