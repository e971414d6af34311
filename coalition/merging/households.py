"""A person lives in one household at a time; so does one who was recorded twice (HH-1)."""

from coalition.merging.relations import Clash, Relation
from coalition.merging.steps import Steps
from coalition.models import HouseholdMember
from coalition.models.mergeable import Mergeable


def two_homes(keep: Mergeable, lose: Mergeable) -> list[Clash]:
    """Leaving a household could undo a hold or a wish that reaches the person through it, so that
    is done in the open, before the merge."""
    live = HouseholdMember.objects.filter(contributor__in=[keep, lose], to_on=None)
    homes = {place.household for place in live.select_related("household")}
    if len(homes) < 2:
        return []
    names = " and ".join(sorted(str(home) for home in homes))
    question = f"They are in two households: {names}. End the one that is not right, then merge."
    return [Clash(key="household", question=question, options=[])]


def combine(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    ours = relation.rows(keep).filter(to_on=None).first()
    theirs = relation.rows(lose).filter(to_on=None).first()
    if ours and theirs:
        steps.remove(theirs)
        steps.change(ours, from_on=min(ours.from_on, theirs.from_on))
    steps.move(relation.rows(lose), relation.field, keep)
