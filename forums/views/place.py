"""How every page of a forum begins: find the forum and the person's place in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from coalition.http import Request
from coalition.models.hold import ON_HOLD
from forums.models import Forum
from forums.permissions import (
    Place,
    can_contribute,
    can_read_conversation,
    can_see_forum,
    can_see_who_sits,
    find_place,
    must_acknowledge,
)

View = Callable[..., HttpResponse]


def in_forum(view: View) -> View:
    """Hands the view a Place instead of the forum's number; 404 for whom the forum is not."""

    @wraps(view)
    def entered(request: Request, pk: int, **rest: Any) -> HttpResponse:
        forum = get_object_or_404(Forum.objects.select_related("programme", "convened_by"), pk=pk)
        here = find_place(request.user, forum)
        if not can_see_forum(here):
            raise Http404
        return view(request, here, **rest)

    return entered


def past_the_scope(view: View) -> View:
    """As in_forum, but a member who has yet to acknowledge the scope is shown that first, and
    sent on afterwards (MEM-1)."""

    @wraps(view)
    def gated(request: Request, here: Place, **rest: Any) -> HttpResponse:
        if must_acknowledge(here):
            return scope_first(request, here)
        return view(request, here, **rest)

    return in_forum(gated)


def scope_first(request: Request, here: Place) -> HttpResponse:
    url = reverse("forums:scope_acknowledge", args=[here.forum.pk])
    asked_for = request.path if request.method == "GET" else here.forum.get_absolute_url()
    return redirect(f"{url}?{urlencode({'next': asked_for})}")


def shown(here: Place, tab: str = "") -> dict[str, Any]:
    """What the frame of a forum's page needs: the scope above all, and where one can go."""
    return {
        "section": "forums",
        "tab": tab,
        "here": here,
        "forum": here.forum,
        "on_hold": ON_HOLD if here.rests else "",
        "scope": here.scope,
        "names_seats": can_see_who_sits(here),
        "can_read": can_read_conversation(here),
        "can_contribute": can_contribute(here),
    }
