"""The floor of a forum: bare Django pages that show the same topics and contributions.

As _bare.py: rows of the model with what belongs to them joined or prefetched, a template that says
`{% url %}` and formats dates, and row for row our own markup. What was said is kept as HTML here as
there. No scope, seats, tabs, roles, navigation, form or design.
"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from coalition.http import PAGE_SIZE
from forums.models import Forum, Parking, Post, Topic
from forums.models.conversation import POSTS_PER_PAGE


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
