"""A forum is opened with what forums of its kind start from."""

from typing import Any

from coalition.domain import action
from coalition.models import Programme, User
from forums.actions import forums, mix, seats
from forums.models import Forum
from forums.starting import Template


@action
def open_from(*, template: Template, programme: Programme, by: User, **fields: Any) -> Forum:
    """With the template's seats and aims; its words come when the scope is first drafted. Raises
    DomainError as `open_forum` does."""
    forum = forums.open_forum(programme=programme, by=by, **fields)

    for seat in template.seats:
        seats.add(forum=forum, by=by, **seat)
    for target in template.targets:
        mix.aim_for(forum=forum, by=by, **target)
    return forum
