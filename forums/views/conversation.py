"""What members say to each other."""

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.permissions import require
from forums.actions import conversation
from forums.forms import PostForm, TopicForm
from forums.models import Topic
from forums.models.conversation import POSTS_PER_PAGE
from forums.permissions import Place, can_read_conversation, is_seated
from forums.views.place import past_the_scope, shown
from forums.views.rows import post_rows, posts_on, topic_rows
from forums.views.writing import around_the_box, say_who_was_not_told, wants_preview


@past_the_scope
def topic_list(request: Request, here: Place) -> HttpResponse:
    require(can_read_conversation(here))
    found = here.forum.topics.newest_first().for_list()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {**shown(here, "topics"), "page": page, "rows": topic_rows(here, page)}
    return render(request, "forums/topic_list.html", context)


@past_the_scope
def topic_new(request: Request, here: Place) -> HttpResponse:
    require(is_seated(here))
    form = TopicForm(posted(request), request.FILES or None)
    if here.forum.why_quiet and not form.is_bound:
        raise DomainError(here.forum.why_quiet)
    if form.is_valid() and not wants_preview(form):
        try:
            topic = conversation.start_topic(
                membership=here.member, **form.cleaned_data, by=here.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            say_who_was_not_told(request, here, form)
            return redirect(topic)
    context = {**shown(here, "topics"), **around_the_box(here, form)}
    return render_form(request, "forums/topic_new.html", form, context)


@past_the_scope
def topic_detail(request: Request, here: Place, topic: int) -> HttpResponse:
    """A page of posts; on the last one, the box to add another."""
    require(can_read_conversation(here))
    row = get_object_or_404(here.forum.topics.for_list(), pk=topic)
    form = PostForm(posted(request), request.FILES or None)
    if form.is_bound:
        require(is_seated(here))
    if form.is_valid() and not wants_preview(form):
        try:
            post = conversation.reply(
                topic=row, membership=here.member, **form.cleaned_data, by=here.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            say_who_was_not_told(request, here, form)
            return redirect("forums:post", here.forum.pk, row.pk, post.number)
    page = _page(row, "last" if form.is_bound else request.GET.get("page"))
    context = {
        **shown(here, "topics"),
        "topic": row,
        "page": page,
        "rows": post_rows(here, row, posts_on(row, page.number)),
        **around_the_box(here, form),
    }
    return render_form(request, "forums/topic_detail.html", form, context)


def _page(topic: Topic, asked: str | None) -> Page:
    """Counted from the topic itself: no query, however long it is."""
    numbers = Paginator(range(1, topic.post_count + 1), POSTS_PER_PAGE)
    return numbers.get_page(numbers.num_pages if asked == "last" else asked)
