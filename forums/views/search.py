"""Finding what was said, in one forum or in all of one's own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from coalition.http import Request
from coalition.paging import AFTER, BEFORE, page_of
from coalition.permissions import require
from forums import searching
from forums.models import Forum
from forums.permissions import Place, can_read_conversation
from forums.views.place import past_the_scope, shown

FOUND_PER_PAGE = 20


def search(request: Request) -> HttpResponse:
    context = {"section": "forums", **_found(request, None)}
    return render(request, "forums/search.html", context)


@past_the_scope
def forum_search(request: Request, here: Place) -> HttpResponse:
    require(can_read_conversation(here))
    context = {**shown(here, "topics"), **_found(request, here.forum)}
    return render(request, "forums/forum_search.html", context)


def _found(request: Request, forum: Forum | None) -> dict[str, Any]:
    words = searching.typed(request.GET.get("q", ""))
    if not words or not searching.says_anything(words):
        return {"words": words, "is_too_common": bool(words)}
    rings, count = searching.counted(searching.rings(words, request.user, forum))
    page = page_of(rings, request.GET, FOUND_PER_PAGE, count)
    is_first = not {AFTER, BEFORE} & request.GET.keys()
    return {
        "words": words,
        "page": page,
        "count": count,
        "found": [searching.shown(row, request.user, forum) for row in page],
        "lines": list(searching.lines(words, request.user, forum)) if is_first else [],
    }
