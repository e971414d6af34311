"""One contribution: its lasting address, its change, its files and what it said before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition import attachments
from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import conversation
from forums.forms import ChangePostForm
from forums.models import Post, PostFile
from forums.permissions import Place, can_read_conversation, is_seated
from forums.views.place import past_the_scope, shown
from forums.views.writing import around_the_box, say_who_was_not_told, wants_preview


@past_the_scope
def post(request: Request, here: Place, topic: int, number: int) -> HttpResponse:
    """The lasting address of a post, whichever page it is on."""
    require(can_read_conversation(here))
    found = post_in(here, topic, number)
    page = f"?page={found.page}" if found.page > 1 else ""
    return redirect(f"{found.topic.get_absolute_url()}{page}#p{found.number}")


@past_the_scope
def post_edit(request: Request, here: Place, topic: int, number: int) -> HttpResponse:
    """Until it is sent, too late is a reason to go back; then what was typed is kept, and the
    action says why it cannot be saved."""
    found = post_in(here, topic, number)
    require(is_seated(here) and found.is_by(here.user))
    form = ChangePostForm(posted(request), request.FILES or None, post=found)
    if not form.is_bound and (why := _why_not_now(here, found)):
        messages.warning(request, why)
        return redirect("forums:post", here.forum.pk, topic, number)
    if form.is_valid() and not wants_preview(form):
        try:
            conversation.edit(post=found, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            say_who_was_not_told(request, here, form)
            return redirect("forums:post", here.forum.pk, topic, number)
    context = {
        **shown(here, "topics"),
        "topic": found.topic,
        "post": found,
        **around_the_box(here, form),
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
    found = post_in(here, topic, number)
    context = {
        **shown(here, "topics"),
        "topic": found.topic,
        "post": found,
        "edits": found.edits.order_by("-pk"),
    }
    return render(request, "forums/post_history.html", context)


def post_in(here: Place, topic: int, number: int) -> Post:
    posts = Post.objects.with_people().select_related("topic")
    return get_object_or_404(posts, topic__forum=here.forum, topic=topic, number=number)
