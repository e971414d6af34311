"""Differences of the demo world: one worked on, one parked, one being worded, one just raised."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from coalition.actions import affiliations
from coalition.models import Affiliation, Organisation, User
from forums.actions import difference_course, differences, positions
from forums.models import Difference, Forum

Kind, Effect = Difference.Kind, Difference.Effect
SPEAK = ("dominic", "helen", "sian")  # for where they work, besides those who have an account


@dataclass(frozen=True)
class DemoDifference:
    """Raised by `who` for the organisation of their seat; `others` answer when asked."""

    who: str
    title: str
    kind: str
    wording: str
    line: str = ""
    signpost: str = ""  # out of scope
    crux: str = ""
    effect: str = Effect.NONE
    effect_detail: str = ""
    others: dict[str, str] = field(default_factory=dict)


EMPTY_FLATS = DemoDifference(
    "dominic",
    "How long a flat may wait empty for somebody who is still on a ward",
    Kind.FACTS,
    "We consider five days the most that we can hold a flat, because each empty week costs another"
    " family theirs. We gladly work on who tells us the day, and when.",
    "Both want nobody discharged to a doorstep. They count the days from different moments.",
    crux="The trust’s and the landlord’s dates for the same twenty people",
    effect=Effect.CONDITIONS,
    effect_detail="We hold flats only where we are told the day of discharge",
    others={
        "sian": "We consider that a flat should wait until a person is well enough to leave,"
        " because a date given early is often wrong. We can tell landlords of delays the same day."
    },
)
SHARING = DemoDifference(
    "pat",
    "How homes are shared out between new arrivals and people already waiting",
    Kind.VALUES,
    "We consider that whoever is cold tonight comes first, whenever they arrived. We go on packing"
    " boxes for everyone.",
    signpost="The city council’s housing committee, second Monday",
    others={
        "helen": "We consider that the waiting list is the fairest rule there is, because people on"
        " it have been promised their turn. We work with every household that this forum names."
    },
)
TAXIS = DemoDifference(
    "helen",
    "Who pays for the way home after nine in the evening",
    Kind.RESOURCES,
    "We consider that the way home is part of the discharge, because nobody would choose that hour."
    " We can lend the wardens’ car until nine.",
)
PARCELS = DemoDifference(
    "pat",
    "Whether people are asked what they do not eat before a box is packed",
    Kind.VALUES,
    "We consider that one line on the form is enough, because a long list of questions keeps people"
    " from asking at all. We change any box that is brought back.",
)


def build(forum: Forum, people: dict[str, User]) -> None:
    """What is on record already."""
    for who in SPEAK:
        place = Affiliation.objects.in_force().get(contributor__user=people[who])
        affiliations.change(affiliation=place, can_speak_for=True, by=people["lena"])
    for told in (EMPTY_FLATS, SHARING):
        difference = _open(forum, told, people)
        differences.acknowledge(
            difference=difference,
            review_on=timezone.localdate() + timedelta(days=120),
            by=people["grace"],
        )
        difference_course.take_on(difference=difference, by=people["grace"])


def build_new(forum: Forum, people: dict[str, User]) -> None:
    """What waits for the chair, and for the Kitchen's words."""
    taxis = _name(forum, TAXIS, people)
    _answer(taxis, TAXIS, people, [Organisation.objects.get(name="Aldermere Community Kitchen")])
    _name(forum, PARCELS, people)


def _open(forum: Forum, told: DemoDifference, people: dict[str, User]) -> Difference:
    difference = _name(forum, told, people)
    asked = [_seat(forum, people[who]).organisation for who in told.others]
    difference = _answer(difference, told, people, asked)
    for who, wording in told.others.items():
        position = difference.positions.spoken_for_by(people[who]).get()
        positions.say(position=position, wording=wording, by=people[who])
    return difference


def _name(forum: Forum, told: DemoDifference, people: dict[str, User]) -> Difference:
    seat = _seat(forum, people[told.who])
    return differences.name(
        membership=seat,
        organisation=seat.organisation,
        title=told.title,
        kind=told.kind,
        wording=told.wording,
        effect=told.effect,
        effect_detail=told.effect_detail,
        by=people[told.who],
    )


def _answer(
    difference: Difference,
    told: DemoDifference,
    people: dict[str, User],
    asked: list[Organisation],
) -> Difference:
    return differences.open_for_wording(
        difference=difference,
        invite=asked,
        title=told.title,
        is_in_scope=not told.signpost,
        signpost=told.signpost,
        facilitator_line=told.line,
        crux=told.crux,
        by=people["grace"],
    )


def _seat(forum: Forum, user: User):
    return forum.memberships.live().held_by(user).select_related("organisation").get()
