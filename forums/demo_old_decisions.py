"""What the first meetings of the demo world's largest forum decided, put on record afterwards."""

from decimal import Decimal
from typing import Any

from forums.actions import decision_course, decisions
from forums.demo_people import person
from forums.models import AgendaItem, Forum
from forums.models.decision_words import Publication

NOBODY = "Nobody declared an interest."
# By the item under which each was agreed.
DECIDED: dict[str, dict[str, Any]] = {
    "One sheet that goes home with each person": {
        "title": "One sheet goes home with each person",
        "text": "The wards give each person one side of paper: who rings, what is in the box, whom"
        " to ask.",
        "reasons": "People went home with eleven papers, and read none of them.",
        "options_rejected": "An app: half of them have no phone that would take it.",
        "value": Decimal(0),
        "owner": "The wards",
    },
    "A key safe for people who live alone": {
        "title": "Six key safes for people who live alone",
        "text": "The city buys six key safes. Caretakers fix them before the day of discharge.",
        "reasons": "Two people waited in the rain for a neighbour who had their key.",
        "options_rejected": "Keys with volunteers: too many keys, and nobody home at night.",
        "value": Decimal(280),
        "owner": "The city’s caretakers",
    },
    "Slippers and a nightlight in each box": {
        "title": "Slippers and a nightlight in each box",
        "text": "Each first-night box has slippers with a closed heel, and a nightlight.",
        "reasons": "Half of those who fell at home in summer fell on the way to the bathroom.",
        "options_rejected": "Grip socks: they wear through in a week.",
        "value": Decimal(190),
        "owner": "The kitchen",
    },
    "Bedding that can be washed at 60 degrees": {
        "title": "Thirty sets of bedding that can be washed at 60 degrees",
        "text": "The furniture store buys and keeps thirty sets, and gives one out with each bed.",
        "reasons": "There was scabies in spring, and the bedding could not be washed hot.",
        "options_rejected": "To hire it: the laundry comes once a week.",
        "value": Decimal(420),
        "owner": "The city’s furniture store",
    },
    "A second visit in the second week": {
        "title": "A second visit in the second week",
        "text": "Whoever lives alone is visited once more in the second week. Volunteers’ fares are"
        " paid.",
        "reasons": "The first week is full of people, and then nobody comes.",
        "options_rejected": "A call instead: people say that all is well.",
        "value": Decimal(260),
        "owner": "Open Door, with the befrienders",
    },
}


def build(forum: Forum) -> None:
    """Each of the day of its meeting; the council let each stand."""
    grace, dora = person("grace"), person("dora")
    power = forum.delegations.in_force().order_by("pk")[0]
    items = AgendaItem.objects.filter(
        meeting__forum=forum, title__in=DECIDED, outcome=AgendaItem.Outcome.AGREED
    )
    for item in items.select_related("meeting").order_by("meeting__number", "position"):
        made = decisions.put_on_record(
            forum=forum,
            delegation=power,
            item=item,
            decided_on=item.meeting.day,
            conditions_met=power.conditions,
            consulted=power.must_consult,
            conflicts=NOBODY,
            publication=Publication.PUBLIC,
            by=grace,
            **DECIDED[item.title],
        )
        made = decisions.publish(decision=made, by=grace)
        decision_course.let_stand(decision=made, by=dora)
