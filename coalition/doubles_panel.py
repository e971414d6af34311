"""What those who keep the register find on their dashboard: pairs that may be the same."""

from collections.abc import Callable

from django.urls import reverse

from coalition.filters import count_words
from coalition.models import Contributor, LikelyDouble, Organisation, User
from coalition.panels import Panel, Task
from coalition.permissions import can_merge_organisations, can_merge_people

Register = Organisation | Contributor
KINDS: list[tuple[type[Register], str, Callable[[User], bool]]] = [
    (Organisation, "organisations", can_merge_organisations),
    (Contributor, "people", can_merge_people),
]


def doubles_to_look_at(user: User) -> Panel | None:
    """No day is set for them, so they do not stand among what waits."""
    tasks = tuple(
        Task(
            f"Look at {count} pair{'' if count == 1 else 's'} of {plural}",
            reverse(f"{model._meta.model_name}_doubles"),
        )
        for model, plural, may in KINDS
        if may(user) and (count := _waiting(model, user))
    )
    return Panel("Perhaps here twice", tasks) if tasks else None


def _waiting(model: type[Register], user: User) -> int | str:
    return count_words(LikelyDouble.objects.of(model, seen_by=user).undecided())
