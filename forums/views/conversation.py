"""What members say to each other."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString

from coalition import attachments
from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.permissions import require
from forums import prose
from forums.actions import conversation
from forums.forms import ChangePostForm, PostForm, TopicForm
from forums.models import Post, PostFile, Topic
from forums.models.conversation import POSTS_PER_PAGE
from forums.naming import unnamed
from forums.permissions import Place, can_edit_post, can_read_conversation, is_seated
from forums.views.place import past_the_scope, shown


@past_the_scope
def topic_list(request: Request, here: Place) -> HttpResponse:
    require(can_read_conversation(here))
    found = here.forum.topics.newest_first().with_people()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "forums/topic_list.html", {**shown(here, "topics"), "page": page})


@past_the_scope
def topic_new(request: Request, here: Place) -> HttpResponse:
    require(is_seated(here))
    form = TopicForm(posted(request), request.FILES or None)
    if here.forum.why_quiet and not form.is_bound:
        raise DomainError(here.forum.why_quiet)
    preview = preview_of(form)
    if form.is_valid() and not preview:
        try:
            topic = conversation.start_topic(
                membership=here.member, **form.cleaned_data, by=here.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(topic)
    context = {**shown(here, "topics"), "preview": preview, "unnamed": unnamed(here.member)}
    return render_form(request, "forums/topic_new.html", form, context)


@past_the_scope
def topic_detail(request: Request, here: Place, topic: int) -> HttpResponse:
    """A page of posts; on the last one, the box to add another."""
    require(can_read_conversation(here))
    row = get_object_or_404(here.forum.topics.with_people(), pk=topic)
    form = PostForm(posted(request), request.FILES or None)
    if form.is_bound:
        require(is_seated(here))
    preview = preview_of(form)
    if form.is_valid() and not preview:
        try:
            post = conversation.reply(
                topic=row, membership=here.member, **form.cleaned_data, by=here.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("forums:post", here.forum.pk, row.pk, post.number)
    page = _page(row, "last" if form.is_bound else request.GET.get("page"))
    context = {
        **shown(here, "topics"),
        "topic": row,
        "page": page,
        "posts": _posts(here, row, page),
        "preview": preview,
        "unnamed": unnamed(here.membership),
    }
    return render_form(request, "forums/topic_detail.html", form, context)


def preview_of(form: PostForm) -> SafeString | None:
    """How it will read, where that is what the person asked for, and it can be said."""
    asked = "preview" in form.data and form.is_valid()
    return prose.render(form.cleaned_data["body"]) if asked else None


def _page(topic: Topic, asked: str | None) -> Page:
    """Counted from the topic itself: no query, however long it is."""
    numbers = Paginator(range(1, topic.post_count + 1), POSTS_PER_PAGE)
    return numbers.get_page(numbers.num_pages if asked == "last" else asked)


def _posts(here: Place, topic: Topic, page: Page) -> list[tuple[Post, bool]]:
    """Each with whether this person may still change it."""
    posts = topic.posts.on_page(page.number).with_people().with_what_belongs()
    return [(post, can_edit_post(here, post)) for post in posts]


@past_the_scope
def post(request: Request, here: Place, topic: int, number: int) -> HttpResponse:
    """The lasting address of a post, whichever page it is on."""
    require(can_read_conversation(here))
    found = _post(here, topic, number)
    page = f"?page={found.page}" if found.page > 1 else ""
    return redirect(f"{found.topic.get_absolute_url()}{page}#p{found.number}")


@past_the_scope
def post_edit(request: Request, here: Place, topic: int, number: int) -> HttpResponse:
    """Until it is sent, too late is a reason to go back; then what was typed is kept, and the
    action says why it cannot be saved."""
    found = _post(here, topic, number)
    require(is_seated(here) and found.is_by(here.user))
    form = ChangePostForm(posted(request), request.FILES or None, post=found)
    if not form.is_bound and (why := _why_not_now(here, found)):
        messages.warning(request, why)
        return redirect("forums:post", here.forum.pk, topic, number)
    preview = preview_of(form)
    if form.is_valid() and not preview:
        try:
            conversation.edit(post=found, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("forums:post", here.forum.pk, topic, number)
    context = {
        **shown(here, "topics"),
        "topic": found.topic,
        "post": found,
        "preview": preview,
        "unnamed": unnamed(here.member),
    }
    return render_form(request, "forums/post_edit.html", form, context)


def _why_not_now(here: Place, post: Post) -> str:
    if here.forum.why_quiet:
        return here.forum.why_quiet
    if post.parkings.standing().exists():
        return "This contribution is on the parked list, and stays as it is."
    if not post.can_still_change:
        return "A contribution can be changed for 15 minutes. Add another one."
    return ""


@past_the_scope
def post_file(request: Request, here: Place, topic: int, number: int, file: int) -> HttpResponse:
    require(can_read_conversation(here))
    files = PostFile.objects.filter(post__topic__forum=here.forum, post__topic=topic)
    found = get_object_or_404(files, post__number=number, pk=file)
    return attachments.download(digest=found.digest, name=found.name, kind=found.kind)


@past_the_scope
def post_history(request: Request, here: Place, topic: int, number: int) -> HttpResponse:
    """What a post said before it was edited: nothing vanishes."""
    require(can_read_conversation(here))
    found = _post(here, topic, number)
    context = {
        **shown(here, "topics"),
        "topic": found.topic,
        "post": found,
        "edits": found.edits.order_by("-pk"),
    }
    return render(request, "forums/post_history.html", context)


def _post(here: Place, topic: int, number: int) -> Post:
    posts = Post.objects.with_people().select_related("topic")
    return get_object_or_404(posts, topic__forum=here.forum, topic=topic, number=number)
