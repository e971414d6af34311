"""Decisions of the demo world: under each of three delegations, one over its limit, one that was
adopted, one that was overruled, and one from a round that is being written down."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from coalition.models import User
from forums.actions import decision_course, decisions, overrides
from forums.demo_delegations import OFFICE
from forums.demo_people import person
from forums.demo_scopes import chair_of
from forums.models import AgendaItem, Decision, Forum, Override, Round
from forums.models.decision_words import Publication, Significance, Status
from forums.recording import Source

NOBODY = "Nobody declared an interest."
SUNDAY_BOXES: dict[str, Any] = {
    "title": "Boxes go out on Sundays until the end of March",
    "text": "First-night boxes go out on Sundays, too, from now until the end of March. Three"
    " congregations drive; the kitchen packs on Saturday. The city pays for bread, milk and fuel.",
    "reasons": "One discharge in nine is on a Sunday, and those people came home to an empty"
    " kitchen. Volunteers can drive then.",
    "options_rejected": "To bring the box on Monday: the first night is the one that matters. To"
    " pay a courier: £38 a box.",
    "conflicts": "The seat for food and furniture would pack the boxes. Its holder spoke, and did"
    " not decide.",
    "value": Decimal(640),
    "owner": "The kitchen, with three congregations",
    "publication": Publication.PUBLIC,
}
KETTLES: dict[str, Any] = {
    "title": "A kettle and a lamp in each box",
    "text": "Each first-night box has a kettle and a lamp that needs no meter, up to £18 a box.",
    "reasons": "In October twelve homes of thirty-one had no credit on the meter in the evening.",
    "options_rejected": "To lend them: half do not come back, and asking for them spoils the call.",
    "conflicts": NOBODY,
    "value": Decimal(720),
    "owner": "The kitchen",
    "publication": Publication.PUBLIC,
}
BEDS: dict[str, Any] = {
    "title": "A bed in place before the day of discharge",
    "text": "Buy twelve folding beds, so that nobody’s first night at home is on the floor.",
    "reasons": "Seven people since September slept on a sofa or on the floor in their first week.",
    "options_rejected": "To hire them: after five weeks that costs more than to buy.",
    "conflicts": NOBODY,
    "value": Decimal(1_440),
    "owner": "The city’s furniture store",
    "significance": Significance.MAJOR,
    "publication": Publication.PROGRAMME,
}
TABLE: dict[str, Any] = {
    "title": "A welcome grant for the Thursday kitchen table",
    "text": "£450 for six evenings at which people cook for each other, with child care.",
    "reasons": "Forty came to the first evening, and it is where people meet before they ask.",
    "options_rejected": "A leaflet in five languages: nobody in the room had read the last one.",
    "conflicts": NOBODY,
    "value": Decimal(450),
    "owner": "The Thursday kitchen table",
    "publication": Publication.PUBLIC,
}
PLAIN_LETTERS: dict[str, Any] = {
    "title": "Next year, every letter about housing says what to do first",
    "text": "Whatever the city writes to newcomers about housing next year begins with the one"
    " thing that they have to do, and the day until which they have time.",
    "reasons": "Members brought nine letters. In seven of them that stood on the second page.",
    "options_rejected": "A helpline: it explains letters that could explain themselves.",
    "conflicts": NOBODY,
    "value": Decimal(0),
    "publication": Publication.PUBLIC,
}
ANSWER = (
    "Yes. From January each of our eleven letters begins with what to do and by when. We bring the"
    " first three to your next meeting before they are printed."
)
OVERRULE = (
    "The supplier recalled these kettles on Tuesday because their bases overheat. The lamps go out"
    " as you decided; for the kettles we ask you to choose another make."
)


def build(home_well: Forum, strategy: Forum, voices: Forum) -> None:
    """Recorded today, of the days before."""
    grace, dora = person("grace"), person("dora")
    sunday = AgendaItem.objects.get(meeting__forum=home_well, title__startswith="Whether boxes")
    boxes = _publish(home_well, SUNDAY_BOXES, grace, item=sunday, decided_on=sunday.meeting.day)
    decision_course.let_stand(decision=boxes, by=dora)
    kettles = _publish(home_well, KETTLES, grace, decided_on=_ago(3))
    overrides.override(
        decision=kettles,
        kind=Override.Kind.OVERRULED,
        office=OFFICE,
        body=home_well.delegations.in_force().order_by("pk")[0].delegator,
        decided_on=_ago(1),
        reason=OVERRULE,
        by=dora,
    )
    _publish(home_well, BEDS, grace, decided_on=_ago(2), evaluation_on=_ago(-120))
    passed = Round.objects.with_all().get(proposal__forum=home_well, status="passed")
    curtains = Source(round=passed).proposed | {"conflicts": NOBODY, "owner": "The caretakers"}
    _record(home_well, curtains, grace, round=passed)
    _publish(voices, TABLE, chair_of(voices), decided_on=_ago(4))
    letters = _publish(strategy, PLAIN_LETTERS, chair_of(strategy), decided_on=_ago(9))
    decision_course.answer(decision=letters, status=Status.ADOPTED, words=ANSWER, by=dora)


def _record(forum: Forum, told: dict[str, Any], by: User, **fields: Any) -> Decision:
    power = forum.delegations.in_force().order_by("pk")[0]
    confirmed = {"conditions_met": power.conditions, "consulted": power.must_consult}
    return decisions.put_on_record(
        forum=forum, delegation=power, by=by, **told, **confirmed, **fields
    )


def _publish(forum: Forum, told: dict[str, Any], by: User, **fields: Any) -> Decision:
    return decisions.publish(decision=_record(forum, told, by, **fields), by=by)


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
