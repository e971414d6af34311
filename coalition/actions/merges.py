"""Two rows of the register become one, and two again. Rules: ORG-2, PRF-1, CON-2, HLD-2."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Max
from django.utils import timezone

from coalition.actions import organisation_sectors
from coalition.domain import DomainError, action
from coalition.merging.joining import carry, join
from coalition.merging.preview import fingerprint
from coalition.merging.relations import Relation, moving
from coalition.merging.steps import Steps
from coalition.merging.undoing import hold_for_both, what_stayed
from coalition.merging.undoing import undo as take_back
from coalition.models import Contributor, JournalEntry, Merge, Organisation, User
from coalition.models.mergeable import Mergeable, lock_both

M = TypeVar("M", bound=Mergeable)

MERGED = "merged"
MERGE_UNDONE = "merge_undone"


@action
def merge(
    *,
    keep: M,
    lose: M,
    by: User,
    chosen: Mapping[str, int] | None = None,
    settled: Mapping[str, str] | None = None,
    account: int | None = None,
    seen: str = "",
) -> Merge:
    """Make `lose` a part of `keep`, with all that points to it.

    `chosen` maps a field to the row whose value stays, `settled` a clash to its answer, `account`
    is the row whose account stays where both have one, and `seen` is the fingerprint that the page
    showed. Raises DomainError where one was merged or changed meanwhile, or a question is open.
    """
    keep, lose = _both(keep, lose)
    if seen and seen != fingerprint(keep, lose):
        raise DomainError(
            "Somebody changed one of the two while this page was open, or said that they are not"
            " the same. Look at both again."
        )

    newest = {relation.path: _newest(relation) for relation in moving(type(keep))}
    steps, moved = join(keep, lose, chosen or {}, settled or {}, account)
    _note_sectors(keep)

    made = Merge.objects.create(
        by=by, steps=steps.done, moved=moved, newest=newest, **_as_parts(keep, lose)
    )
    _record(MERGED, made, by)
    return made


@action
def undo(*, merge: Merge, by: User) -> Merge:
    """Make two of one again, within seven days (ORG-2). What came since stays where it is; who
    asked for no contact since, or died, is left alone on both rows."""
    kept, merged = lock_both(merge.kept, merge.merged)
    merge = Merge.objects.lock(merge)
    _require_undoable(merge)

    shared = [r.share(kept, merged, merge.at) for r in moving(type(kept)) if r.share]
    left = take_back(merge.steps)
    hold_for_both(kept, merged, left)
    for give_to_both in shared:
        give_to_both()
    _note_sectors(kept, merged)
    merge.stayed = what_stayed(kept, left, merge.newest)
    merge.undone_at, merge.undone_by, merge.steps = timezone.now(), by, []
    merge.save(update_fields=["undone_at", "undone_by", "steps", "stayed"])

    _record(MERGE_UNDONE, merge, by)
    return merge


@action
def forget() -> int:
    """Drop what was there before, of merges that can no longer be undone: it is about people."""
    return Merge.objects.past_undoing().exclude(steps=[]).update(steps=[])


def follow_recent() -> None:
    """Spans transactions: each merge has its own."""
    for merge in Merge.objects.standing().recent().with_rows():
        follow(merged=merge.merged)


@action
def follow(*, merged: Mergeable) -> int:
    """Let what reached a row since it was merged (a form was open, an import was at it) go on to
    the one that stays; how many they were. May run at any time, and twice at once."""
    signpost = type(merged)._base_manager.select_related("merged_into").get(pk=merged.pk)
    if signpost.merged_into is None:
        return 0
    keep, lose = lock_both(signpost.merged_into, signpost)
    if lose.merged_into != keep:
        return 0

    steps = Steps()
    for relation in moving(type(keep)):
        carry(steps, relation, keep, lose)
    of_it = Merge.objects.standing().select_for_update().filter(**_as_parts(keep, lose)).first()
    if of_it is not None and of_it.can_be_undone:
        of_it.steps = [*of_it.steps, *steps.done]
        of_it.save(update_fields=["steps"])
    return len(steps.done)


def _both(keep: M, lose: M) -> tuple[M, M]:
    if keep.pk == lose.pk:
        raise DomainError("This is one and the same. Choose another one to merge with.")
    keep, lose = lock_both(keep, lose)
    for row in (keep, lose):
        row.require_standing()
        if isinstance(row, Contributor) and row.anonymised_at:
            raise DomainError("The details of one of the two were removed, so they stay apart.")
    return keep, lose


def _newest(relation: Relation) -> int:
    return relation.model._base_manager.aggregate(newest=Max("pk"))["newest"] or 0


def _require_undoable(merge: Merge) -> None:
    if merge.undone_at:
        raise DomainError(f"{merge.undone_by} has undone this already.")
    if not merge.can_be_undone:
        raise DomainError("Seven days are over, so this stays merged.")
    later = Merge.objects.standing().touching(merge.kept).filter(pk__gt=merge.pk).first()
    if later is not None:
        raise DomainError(
            f"{later.kept} was merged with {later.merged} after this. Undo the later one first."
        )


def _note_sectors(*rows: Mergeable) -> None:
    """ORG-3: a sector that changes counts from today."""
    changed = [row for row in rows if isinstance(row, Organisation)]
    if changed:
        organisation_sectors.record(organisations=changed)


def _as_parts(keep: Mergeable, lose: Mergeable) -> dict[str, Mergeable]:
    name = keep._meta.model_name
    return {f"kept_{name}": keep, f"merged_{name}": lose}


def _record(what: str, merge: Merge, by: User) -> None:
    """One entry for each of the two, so that the history of either tells it."""
    name = merge.kept._meta.model_name
    for row in (merge.kept, merge.merged):
        JournalEntry.objects.record(
            f"{name}.{what}",
            by=by,
            subject=row,
            concerns=row if isinstance(row, Contributor) else None,
            merge=merge.pk,
        )
