"""How a forum goes on: paused and taken up again, at its end renewed or closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import closing, life
from forums.closing import open_in
from forums.forms import RenewForm
from forums.permissions import Place, can_edit_forum, leads
from forums.views.place import in_forum, shown


@require_POST
@in_forum
def forum_pause(request: Request, here: Place) -> HttpResponse:
    require(leads(here))
    forum = life.pause(forum=here.forum, by=here.user)
    messages.success(request, f"{forum} is paused. Members can read, and nothing is added.")
    return redirect(forum)


@require_POST
@in_forum
def forum_resume(request: Request, here: Place) -> HttpResponse:
    require(leads(here))
    forum = life.resume(forum=here.forum, by=here.user)
    messages.success(request, f"{forum} is active again.")
    return redirect(forum)


@require_POST
@in_forum
def forum_review(request: Request, here: Place) -> HttpResponse:
    require(leads(here))
    forum = life.review(forum=here.forum, by=here.user)
    messages.success(request, f"{forum} is at its end. Renew it, or close it.")
    return redirect(forum)


@in_forum
def forum_renew(request: Request, here: Place) -> HttpResponse:
    require(leads(here))
    form = RenewForm(posted(request))
    if form.is_valid():
        try:
            forum = life.renew(forum=here.forum, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{forum} goes on, and is active again.")
            return redirect(forum)
    return render_form(request, "forums/forum_renew.html", form, shown(here))


@in_forum
def forum_close(request: Request, here: Place) -> HttpResponse:
    """Asks first. Then what is open is settled."""
    require(can_edit_forum(here))
    if request.method == "POST":
        forum = closing.begin(forum=here.forum, by=here.user)
        messages.success(request, f"{forum} is closing. See what is still open in it.")
        return redirect("forums:forum_finish", forum.pk)
    return render(request, "forums/forum_close.html", shown(here))


@in_forum
def forum_finish(request: Request, here: Place) -> HttpResponse:
    """What is still open; and once nothing is, the last question."""
    require(can_edit_forum(here))
    if request.method == "POST":
        forum = closing.finish(forum=here.forum, by=here.user)
        messages.success(request, f"{forum} is closed. Thanks are owed to everyone in it.")
        return redirect(forum)
    left = [
        (item.words, reverse(f"forums:{item.url_name}", args=[here.forum.pk]))
        for item in open_in(here.forum)
    ]
    return render(request, "forums/forum_finish.html", {**shown(here), "left": left})
