"""Places of one person in one organisation at the same time, from two rows, become one (AFF-1)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from coalition.merging.relations import Relation
from coalition.merging.steps import Steps
from coalition.models import Affiliation
from coalition.models.mergeable import Mergeable

RIGHTS = ["can_speak_for", "coordinates", "is_recognition_contact"]


def combine(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    other = "contributor_id" if relation.field == "organisation" else "organisation_id"
    theirs = defaultdict(list)
    rows = Affiliation.objects.select_for_update().filter(**{f"{relation.field}__in": [keep, lose]})
    for place in rows.order_by("from_on", "pk"):
        theirs[getattr(place, other)].append(place)
    for places in theirs.values():
        for together in _overlapping(places):
            _become_one(steps, together, f"{relation.field}_id", keep.pk)
    steps.move(relation.rows(lose), relation.field, keep)


def _overlapping(places: Iterable[Affiliation]) -> list[list[Affiliation]]:
    """Groups of more than one that hold on a common day, each with the next; given by first day."""
    groups: list[list[Affiliation]] = []
    until: date | None = None
    for place in places:
        if groups and (until is None or place.from_on <= until):
            groups[-1].append(place)
            until = None if until is None or place.to_on is None else max(until, place.to_on)
        else:
            groups.append([place])
            until = place.to_on
    return [group for group in groups if len(group) > 1]


def _become_one(steps: Steps, places: list[Affiliation], side: str, keep: int) -> None:
    """The rights are those of today: what a place gave in the past is not given anew."""
    stays = next((place for place in places if getattr(place, side) == keep), places[0])
    today = timezone.localdate()
    now = [p for p in places if p.from_on <= today and (p.to_on is None or p.to_on >= today)]
    ends = [place.to_on for place in places]
    values = {
        "from_on": min(place.from_on for place in places),
        "to_on": None if None in ends else max(end for end in ends if end),
        "role_title": stays.role_title or next((p.role_title for p in places if p.role_title), ""),
        **{right: any(getattr(place, right) for place in now or places) for right in RIGHTS},
    }
    for place in places:
        if place is not stays:
            steps.remove(place)
    steps.change(stays, **values)
