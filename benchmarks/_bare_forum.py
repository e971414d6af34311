"""The floor of a forum: bare Django pages that show the same topics and contributions.

As _bare.py: rows of the model with what belongs to them joined or prefetched, a template that says
`{% url %}` and formats dates, and row for row our own markup. What was said is kept as HTML here as
there, and what is looked for is found by the same index. No tabs, roles, navigation, form or
design; a scope and who is in the room only on the forum's own page, and a search neither counts nor
asks who may read what it finds.
"""

import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from coalition.http import PAGE_SIZE
from coalition.models import Sector
from forums.models import Forum, Parking, Post, Topic
from forums.models.conversation import MARK, POSTS_PER_PAGE, UNMARK
from forums.views.forums import TOPICS_SHOWN
from forums.views.search import FOUND_PER_PAGE


@login_required
def forum(request: HttpRequest, pk: int) -> HttpResponse:
    forum = get_object_or_404(Forum.objects.select_related("convened_by"), pk=pk)
    people = ("started_by__contributor", "started_by__organisation")
    topics = forum.topics.select_related(*people).order_by("-last_post_at", "-pk")
    live = forum.memberships.live()
    sectors = live.values("organisation__sector").annotate(here=Count("pk")).order_by()
    context = {
        "forum": forum,
        "scope": forum.scopes.effective().prefetch_related("items").first(),
        "topics": topics[:TOPICS_SHOWN],
        "chairs": live.filter(seat__kind="chair").select_related("contributor", "organisation"),
        "rows": [(Sector(row["organisation__sector"] or "IV"), row["here"]) for row in sectors],
    }
    return render(request, "forum.html", context)


@login_required
def topics(request: HttpRequest, pk: int) -> HttpResponse:
    forum = get_object_or_404(Forum, pk=pk)
    people = ("started_by__contributor", "started_by__organisation")
    found = Topic.objects.filter(forum=forum).select_related(*people)
    pages = Paginator(found.order_by("-last_post_at", "-pk"), PAGE_SIZE)
    context = {"forum": forum, "page": pages.get_page(request.GET.get("page"))}
    return render(request, "topics.html", context)


@login_required
def topic(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    row = get_object_or_404(Topic.objects.select_related("forum"), forum=pk, pk=topic)
    standing = Parking.objects.filter(brought_back_at=None)
    posts = (
        Post.objects.filter(topic=row)
        .select_related("author__contributor", "author__organisation")
        .prefetch_related("files", Prefetch("parkings", standing, to_attr="standing"))
        .order_by("number")
    )
    page = Paginator(posts, POSTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "topic.html", {"topic": row, "page": page})


@login_required
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Topics, then contributions, newest first."""
    forum = get_object_or_404(Forum, pk=pk)
    words, many = request.GET.get("q", ""), FOUND_PER_PAGE + 1
    topics = Topic.objects.filter(forum=forum).saying(words)
    topics = topics.with_people().order_by("-last_post_at", "-pk")[:many]
    posts = Post.objects.filter(topic__forum=forum).saying(words).with_snippet(words)
    standing = Parking.objects.filter(brought_back_at=None)
    posts = posts.with_people().select_related("topic")
    posts = posts.prefetch_related(Prefetch("parkings", standing, to_attr="standing"))
    posts = posts.order_by("-posted_at", "-pk")[: many - len(topics)]
    found: list[Any] = list(topics)
    if len(found) < many:
        found += posts
    for row in found:
        row.pieces = re.split(f"[{MARK}{UNMARK}]", getattr(row, "snippet", ""))
    context = {"forum": forum, "found": found[:FOUND_PER_PAGE], "more": len(found) == many}
    return render(request, "search.html", {**context, "words": words})
