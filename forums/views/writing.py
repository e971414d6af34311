"""What the pages share on which somebody writes a contribution."""

from typing import Any

from django.contrib import messages

from coalition.http import Request
from forums import mentions, prose
from forums.forms import PostForm
from forums.naming import unnamed
from forums.permissions import Place


def wants_preview(form: PostForm) -> bool:
    """Whether the person asked to see first how it will read."""
    return "preview" in form.data


def around_the_box(here: Place, form: PostForm) -> dict[str, Any]:
    """As whom others see the member; and, once something was sent, how it will read and whom one
    can mention: on a page that is only read, nobody looks for that."""
    around: dict[str, Any] = {"unnamed": unnamed(here.membership)}
    if not form.is_bound:
        return around
    around["callable"] = mentions.can_be_called(here.forum)
    if wants_preview(form) and form.is_valid():
        found = mentions.find(form.cleaned_data["body"], here.forum)
        around["preview"] = prose.render(form.cleaned_data["body"], found.names)
        around["unresolved"] = found.refusal if found.unshown else found.unresolved
    return around


def say_who_was_not_told(request: Request, here: Place, form: PostForm) -> None:
    found = mentions.find(form.cleaned_data["body"], here.forum)
    if found.unresolved:
        messages.warning(request, f"{found.unresolved} It stays as text, and nobody was told.")
