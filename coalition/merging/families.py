"""Organisations around two that become one: where they work, their parts, who came before them."""

from django.db.models import Q

from coalition.merging.relations import Relation
from coalition.merging.steps import Steps
from coalition.models import Organisation, OrganisationSuccession
from coalition.models.mergeable import Mergeable


def combine_areas(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    has = relation.rows(keep).values("council")
    steps.move(relation.rows(lose).exclude(council__in=has), relation.field, keep)


def combine_branches(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    """Nothing becomes a part of itself, nor of one of its parts."""
    assert isinstance(keep, Organisation)
    assert isinstance(lose, Organisation)
    if between := _between(keep, lose):
        steps.change(between, parent_id=lose.parent_id)
        keep.refresh_from_db(fields=["parent"])
    elif keep.parent is None and lose.parent is not None and not _between(lose, keep):
        steps.change(keep, parent_id=lose.parent_id)
    steps.move(relation.rows(lose).exclude(pk=keep.pk), "parent", keep)


def _between(low: Organisation, high: Organisation) -> Organisation | None:
    """Of what `low` is a part of (itself too), the one that is directly a part of `high`."""
    step: Organisation | None = low
    while step is not None and step.parent_id != high.pk:
        step = step.parent
    return step


def combine_successions(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    """What tells of these two stays as it is; so does what is noted of the other one already."""
    other = "successor" if relation.field == "predecessor" else "predecessor"
    noted = OrganisationSuccession.objects.filter(**{relation.field: keep}).values(other)
    rows = relation.rows(lose).exclude(Q(**{other: keep}) | Q(**{f"{other}__in": noted}))
    steps.move(rows, relation.field, keep)
