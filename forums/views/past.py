"""What former members go on reading: what happened in their time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString

from coalition import holds
from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request
from coalition.models.hold import ON_HOLD
from forums import prose
from forums.models import Membership, Paper, PostFile
from forums.models.conversation import POSTS_PER_PAGE
from forums.models.past import (
    files_of_their_time,
    former_seats,
    meetings_of_their_time,
    papers_of_their_time,
    posts_of_their_time,
    scopes_of_their_time,
    topics_of_their_time,
)
from forums.naming import byline
from forums.views.place import View


def in_their_time(view: Callable[..., HttpResponse]) -> View:
    """Hands the view a former seat of this person, with `until`; 404 for everybody else."""

    @wraps(view)
    def entered(request: Request, membership: int, **rest: Any) -> HttpResponse:
        seats = former_seats(request.user).with_people().select_related("forum__programme")
        seat = get_object_or_404(seats, pk=membership)
        if holds.in_force(seat.contributor, holds.Scope.SEATS):
            raise DomainError(f"{ON_HOLD}.")
        return view(request, seat, **rest)

    return entered


@in_their_time
def past(request: Request, seat: Membership) -> HttpResponse:
    topics = topics_of_their_time(_only(request, seat)).with_people()
    page = Paginator(topics.order_by("-started_at", "-pk"), PAGE_SIZE)
    context = {
        **framed(seat, "past"),
        "page": page.get_page(request.GET.get("page")),
        "meetings": meetings_of_their_time(seat).order_by("-starts_at"),
        "versions": scopes_of_their_time(seat).select_related("approved_by"),
    }
    return render(request, "forums/past.html", context)


@in_their_time
def past_topic(request: Request, seat: Membership, topic: int) -> HttpResponse:
    seats = _only(request, seat)
    row = get_object_or_404(topics_of_their_time(seats), forum=seat.forum_id, pk=topic)
    posts = posts_of_their_time(seats).filter(topic=row).with_people().order_by("number")
    page = Paginator(posts, POSTS_PER_PAGE).get_page(request.GET.get("page"))
    files: dict[int, list[PostFile]] = {}
    for file in files_of_their_time(seat).filter(post__in=list(page)).order_by("pk"):
        files.setdefault(file.post_id, []).append(file)
    context = {
        **framed(seat),
        "topic": row,
        "page": page,
        "posts": [
            (
                post,
                byline(post.author, seat.forum, request.user),
                _as_it_stood(post),
                files.get(post.pk, []),
            )
            for post in page
        ],
    }
    return render(request, "forums/past_topic.html", context)


def _as_it_stood(post: Any) -> SafeString:
    """Of posts_of_their_time."""
    return post.shown if post.said == post.body else prose.again(post.said, post.said_as)


@in_their_time
def past_minutes(request: Request, seat: Membership, meeting: int) -> HttpResponse:
    """What was minuted; corrections that were added later are not theirs to read."""
    row = get_object_or_404(meetings_of_their_time(seat), pk=meeting)
    papers: dict[int, list[Paper]] = {}
    for paper in papers_of_their_time(seat).filter(item__meeting=row).in_order():
        papers.setdefault(paper.item_id, []).append(paper)
    items = [(item, papers.get(item.pk, [])) for item in row.items.kept().in_order()]
    context = {**framed(seat), "meeting": row, "items": items}
    return render(request, "forums/past_minutes.html", context)


@in_their_time
def past_scope(request: Request, seat: Membership, scope: int) -> HttpResponse:
    versions = scopes_of_their_time(seat).with_items().select_related("approved_by")
    version = get_object_or_404(versions, pk=scope)
    if version.superseded_at and version.superseded_at >= seat.until:
        version.superseded_at = None  # as they knew it
    return render(request, "forums/past_scope.html", {**framed(seat), "version": version})


def _only(request: Request, seat: Membership) -> Any:
    return former_seats(request.user).filter(pk=seat.pk)


def framed(seat: Membership, tab: str = "") -> dict[str, Any]:
    return {"section": "forums", "tab": tab, "seat": seat, "forum": seat.forum}
