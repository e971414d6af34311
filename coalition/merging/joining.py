"""Two rows become one: everything that coalition.actions.merges does under its locks."""

from collections.abc import Mapping

from django.utils import timezone

from coalition.domain import DomainError
from coalition.merging import fields
from coalition.merging.relations import Relation, clashes_of, moving
from coalition.merging.steps import Steps
from coalition.models import Contributor, Organisation, User
from coalition.models.mergeable import Mergeable


def join(
    keep: Mergeable,
    lose: Mergeable,
    chosen: Mapping[str, int],
    settled: Mapping[str, str],
    account: int | None,
) -> tuple[Steps, list[str]]:
    """Both rows are locked. Returns what was done, and sentences on what moved."""
    steps = Steps()
    changes = fields.outcome(keep, lose, chosen)
    _settle(steps, keep, lose, settled)
    moved = _bring(steps, keep, lose, signposts=True)
    _become_a_signpost(steps, keep, lose)
    _join_accounts(steps, keep, lose, account)
    steps.change(keep, **changes)
    return steps, moved + _bring(steps, keep, lose, signposts=False)


def _settle(steps: Steps, keep: Mergeable, lose: Mergeable, settled: Mapping[str, str]) -> None:
    """Do what a person chose where both have one; never guess."""
    for relation, clash in clashes_of(keep, lose):
        if not clash.options:
            raise DomainError(clash.question)
        answer = settled.get(clash.key, "")
        if answer not in dict(clash.options):
            raise DomainError(f"Choose first: {clash.question}")
        if relation.settle:
            relation.settle(steps, clash, answer)


def _bring(steps: Steps, keep: Mergeable, lose: Mergeable, *, signposts: bool) -> list[str]:
    """Whatever was merged into `lose` before points to `keep` first: it must never be a chain."""
    moved = []
    for relation in moving(type(keep)):
        if (relation.field == "merged_into") == signposts:
            if count := relation.rows(lose).count():
                moved.append(relation.says(count))
            carry(steps, relation, keep, lose)
    return moved


def carry(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    if relation.combine:
        relation.combine(steps, relation, keep, lose)
    else:
        steps.move(relation.rows(lose), relation.field, keep)


def _become_a_signpost(steps: Steps, keep: Mergeable, lose: Mergeable) -> None:
    values = {"merged_into_id": keep.pk, "merged_at": timezone.now()}
    if isinstance(lose, Organisation):
        values["status"] = Organisation.Status.MERGED
    steps.change(lose, **values)


def _join_accounts(steps: Steps, keep: Mergeable, lose: Mergeable, account: int | None) -> None:
    """One person, one account. Of two, the other is closed; who acts for others by it does so by a
    role, and roles are ended in the open first (P3)."""
    if not isinstance(keep, Contributor) or not isinstance(lose, Contributor) or not lose.user:
        return
    stays = lose.user
    if keep.user:
        if account not in (keep.pk, lose.pk):
            raise DomainError("Both can sign in. Choose which account they keep.")
        stays, goes = (lose.user, keep.user) if account == lose.pk else (keep.user, lose.user)
        _close(steps, goes)
    steps.change(lose, user_id=None)
    if keep.user != stays:
        steps.change(keep, user_id=stays.pk)


def _close(steps: Steps, user: User) -> None:
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.grants.in_force().exists():
        raise DomainError(
            f"{user.email} holds a role here. Ask an administrator to end it first, or keep that"
            " account."
        )
    steps.change(user, is_active=False)
