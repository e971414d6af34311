"""What becomes of thanks and letters when organisations or people are merged."""

from datetime import timedelta
from itertools import product

from django.db.models import Q
from django.utils import timezone

from coalition.merging.relations import Clash, How, Relation
from coalition.merging.steps import Steps
from coalition.models.mergeable import Mergeable
from coalition.templatetags.words import day
from recognition.models import ContributionEvent, Letter

BOTH = "both"
ABOUT_THE_SAME_TIME = timedelta(days=31)
Outcome = ContributionEvent.Outcome


def thanked_twice(keep: Mergeable, lose: Mergeable) -> list[Clash]:
    """One thing, perhaps, that was written down on each row: of one kind, about the same time or in
    the same words, and thanks are still owed for one at least."""
    rows = ContributionEvent.objects.filter(contributor__in=[keep, lose]).exclude(
        outcome=Outcome.NOT_THANKED
    )
    ours: dict[int, list[ContributionEvent]] = {keep.pk: [], lose.pk: []}
    for event in rows.order_by("pk"):
        ours[event.contributor_id].append(event)
    return [
        _clash(*sorted((one, other), key=lambda row: row.pk))
        for one, other in product(*ours.values())
        if _perhaps_one(one, other)
    ]


def _perhaps_one(one: ContributionEvent, other: ContributionEvent) -> bool:
    if Outcome.OPEN not in (one.outcome, other.outcome):
        return False
    apart = abs(one.happened_on - other.happened_on)
    same_words = one.what_they_did.casefold() == other.what_they_did.casefold()
    of_a_kind = (one.programme_id, one.kind) == (other.programme_id, other.kind)
    return of_a_kind and (same_words or apart <= ABOUT_THE_SAME_TIME)


def _clash(one: ContributionEvent, other: ContributionEvent) -> Clash:
    """Only what is still owed can be closed."""
    closable = [row for row in (one, other) if row.outcome == Outcome.OPEN]
    return Clash(
        key=f"thanks-{one.pk}-{other.pk}",
        question=f"“{_says(one)}” and “{_says(other)}”: is this one thing, written down twice?",
        options=[
            (BOTH, "No, two things: thank them for each"),
            *((str(row.pk), f"Yes: close “{_says(row)}” as already recorded") for row in closable),
        ],
    )


def _says(event: ContributionEvent) -> str:
    owed = "thanks owed" if event.outcome == Outcome.OPEN else "thanked"
    return f"{event.what_they_did}, {day(event.happened_on)} ({owed})"


def thank_once(steps: Steps, clash: Clash, answer: str) -> None:
    event = (
        ContributionEvent.objects.select_for_update().filter(pk=answer).first()
        if answer != BOTH
        else None
    )
    if event is None or event.outcome != Outcome.OPEN:
        return
    steps.change(
        event,
        outcome=Outcome.NOT_THANKED,
        why_not=ContributionEvent.WhyNot.DUPLICATE,
        closed_at=timezone.now(),
    )


def combine_permits(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    """Whoever signs for the one that stays may write under the letterheads of both."""
    has = relation.rows(keep).values("letterhead")
    steps.move(relation.rows(lose).exclude(letterhead__in=has), relation.field, keep)


RELATIONS = [
    Relation("recognition.letterhead.issuing_body", How.MOVE, ("letterhead", "letterheads")),
    Relation(
        "recognition.letterhead_permitted_bodies.organisation",
        How.COMBINE,
        ("letterhead that it may use", "letterheads that it may use"),
        why="the one that stays may use the letterheads of both",
        combine=combine_permits,
    ),
    Relation(
        "recognition.contributionevent.organisation",
        How.MOVE,
        ("entry in the ledger of thanks", "entries in the ledger of thanks"),
    ),
    Relation(
        "recognition.contributionevent.contributor",
        How.MOVE,
        ("entry in the ledger of thanks", "entries in the ledger of thanks"),
        clashes=thanked_twice,
        settle=thank_once,
    ),
    Relation(
        "recognition.teammate.contributor",
        How.KEEP,
        ("place in a team", "places in teams"),
        why="stay as they were listed, and show who stays",
    ),
    # A letter that has gone is what it was (LET-2). One that waits is held to what the person
    # who stays has said, for the gates ask whom it points to.
    Relation(
        "recognition.letter.contributor",
        How.MOVE,
        ("letter that has not gone", "letters that have not gone"),
        only=~Q(status=Letter.Status.SENT),
    ),
    Relation(
        "recognition.exclusion.contributor",
        How.KEEP,
        ("note why no letter went", "notes why no letter went"),
        why="stay as they were written",
    ),
]
