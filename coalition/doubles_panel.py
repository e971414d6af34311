"""What those who keep the register find on their dashboard: pairs that may be the same."""

from django.urls import reverse

from coalition.filters import count_words
from coalition.models import Contributor, LikelyDouble, Organisation, User
from coalition.panels import Panel, Task
from coalition.permissions import can_merge_organisations, can_merge_people

Register = Organisation | Contributor
KINDS: list[tuple[type[Register], str]] = [(Organisation, "organisations"), (Contributor, "people")]


def doubles_waiting(user: User, model: type[Register]) -> int | str:
    """How many pairs there are for this person to look at."""
    may = can_merge_organisations if model is Organisation else can_merge_people
    if not may(user):
        return 0
    return count_words(LikelyDouble.objects.of(model, seen_by=user).undecided())


def doubles_to_look_at(user: User) -> Panel | None:
    """No day is set for them, so they do not stand among what waits."""
    tasks = tuple(
        Task(
            f"Look at {count} pair{'' if count == 1 else 's'} of {plural}",
            reverse(f"{model._meta.model_name}_doubles"),
        )
        for model, plural in KINDS
        if (count := doubles_waiting(user, model))
    )
    return Panel("Perhaps here twice", tasks) if tasks else None
