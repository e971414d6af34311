"""What may be on the register twice: found bit by bit, and remembered where it is two."""

from collections.abc import Callable, Collection

from django.utils import timezone

from coalition.domain import DomainError, action, if_my_turn
from coalition.doubles import organisations, people
from coalition.doubles.pairs import Pair, pair
from coalition.models import (
    Contributor,
    JournalEntry,
    LikelyDouble,
    Organisation,
    Uncompared,
    User,
)
from coalition.models.mergeable import lock_both

Register = Organisation | Contributor
LOOKING = 7_204_531  # any number, as long as nothing else has it
AT_ONCE = 100
LIKENESSES: dict[type[Register], Callable] = {
    Organisation: organisations.likenesses,
    Contributor: people.likenesses,
}
TOLD_APART = "told_apart"
SUGGESTED_AGAIN = "suggested_again"
NOT_ALIKE_NOW = "One of the two was changed meanwhile, and they are not alike any more."


@action
def look_on() -> int:
    """Compare some of what was added or changed with all that is there; how many rows they were.

    What waits is taken off only with what came of it, so a run that is killed is run again. While
    another run is at it, this one leaves it alone.
    """
    if not if_my_turn(LOOKING):
        return 0
    due = list(Uncompared.objects.order_by("pk")[:AT_ONCE])
    for model in LIKENESSES:
        kind = model._meta.model_name
        if pks := {row.row_id for row in due if row.kind == kind}:
            Uncompared.objects.filter(kind=kind, row_id__in=pks).delete()
            _look(model, pks)
    return len(due)


@action
def tell_apart(*, double: LikelyDouble, by: User) -> LikelyDouble:
    """Remember that these are two. Raises DomainError where one was merged or changed meanwhile."""
    for row in lock_both(double.first, double.second):
        row.require_standing()
    double = _locked(double)
    if double.told_apart_by:
        raise DomainError(f"{double.told_apart_by} has said already that they are two.")

    double.told_apart_at, double.told_apart_by = timezone.now(), by
    double.save(update_fields=["told_apart_at", "told_apart_by"])

    _record(TOLD_APART, double, by)
    return double


@action
def put_back(*, double: LikelyDouble, by: User) -> LikelyDouble:
    """Suggest them again, after all; with the next look, if they are still alike."""
    double = _locked(double)
    if not double.told_apart_by:
        raise DomainError("They are suggested again already.")

    double.told_apart_at, double.told_apart_by = None, None
    double.save(update_fields=["told_apart_at", "told_apart_by"])
    kind = str(double.first._meta.model_name)
    Uncompared.objects.create(kind=kind, row_id=double.first.pk)

    _record(SUGGESTED_AGAIN, double, by)
    return double


def _look(model: type[Register], pks: Collection[int]) -> None:
    rows = LikelyDouble.objects.touching(model, pks).undecided()
    suggested = {double.pks: double.pk for double in rows}
    found = LIKENESSES[model](pks, suggested)
    apart = _told_apart(model, pks)
    alike = [both for both in found if found[both].is_worth_showing and both not in apart]
    there = _held(model, {pk for both in alike for pk in both})
    alike = sorted(both for both in alike if there.issuperset(both))

    gone = [pk for both, pk in suggested.items() if both not in alike]
    LikelyDouble.objects.filter(pk__in=gone).undecided().delete()
    first, second = (f"{side}_{model._meta.model_name}" for side in ("first", "second"))
    LikelyDouble.objects.bulk_create(
        (
            LikelyDouble(
                **{f"{first}_id": one, f"{second}_id": other},
                likeness=round(100 * found[one, other].score),
                reasons=found[one, other].reasons,
            )
            for one, other in alike
        ),
        update_conflicts=True,
        unique_fields=[first, second],
        update_fields=["likeness", "reasons"],
    )


def _held(model: type[Register], pks: Collection[int]) -> set[int]:
    """Those of them that stand, locked: first the rows and then their pairs, as whoever changes
    both does it."""
    rows = model.objects.standing().filter(pk__in=pks).order_by("pk")
    return set(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _told_apart(model: type[Register], pks: Collection[int]) -> set[Pair]:
    """Pairs that are two; for what was merged since, the one that stays is so, too."""
    absorbed = model.objects.filter(merged_into__in=pks).values_list("pk", flat=True)
    told = list(LikelyDouble.objects.touching(model, {*pks, *absorbed}).told_apart())
    merged = model.objects.filter(pk__in={pk for double in told for pk in double.pks})
    stays = {row.pk: row.merged_into_id or row.pk for row in merged}
    return {pair(*(stays[pk] for pk in double.pks)) for double in told}


def _locked(double: LikelyDouble) -> LikelyDouble:
    found = LikelyDouble.objects.select_for_update().filter(pk=double.pk).first()
    if found is None:
        raise DomainError(NOT_ALIKE_NOW)
    return found


def _record(what: str, double: LikelyDouble, by: User) -> None:
    """One entry for each of the two, so that the history of either tells it."""
    kind = double.first._meta.model_name
    for row in (double.first, double.second):
        JournalEntry.objects.record(
            f"{kind}.{what}",
            by=by,
            subject=row,
            concerns=row if isinstance(row, Contributor) else None,
            double=double.pk,
        )
