"""The parked list: what was said out of scope, why it is there, and where it goes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import parking as actions
from forums.forms import ParkForm
from forums.models import Parking
from forums.models.conversation import POSTS_PER_PAGE
from forums.permissions import Place, can_park, can_read_conversation
from forums.views.place import past_the_scope, shown
from forums.views.posts import post_in


@past_the_scope
def parked_list(request: Request, here: Place) -> HttpResponse:
    require(can_read_conversation(here))
    found = Parking.objects.in_forum(here.forum).with_posts().order_by("-pk")
    page = Paginator(found, POSTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **shown(here, "topics"),
        "page": page,
        "can_park": can_park(here) and not here.forum.why_quiet,
    }
    return render(request, "forums/parked_list.html", context)


@past_the_scope
def parked(request: Request, here: Place, parking: int) -> HttpResponse:
    """The lasting address of one, whichever page of the list it is on."""
    require(can_read_conversation(here))
    found = _parking(here, parking)
    later = Parking.objects.in_forum(here.forum).filter(pk__gt=found.pk).count()
    number = later // POSTS_PER_PAGE + 1
    page = f"?page={number}" if number > 1 else ""
    return redirect(f"{reverse('forums:parked_list', args=[here.forum.pk])}{page}#c{found.pk}")


@past_the_scope
def post_park(request: Request, here: Place, topic: int, number: int) -> HttpResponse:
    """Asks for the reason and where it goes; the author gets both."""
    require(can_park(here))
    post = post_in(here, topic, number)
    if here.forum.why_quiet:
        raise DomainError(here.forum.why_quiet)
    form = ParkForm(posted(request), post=post, scope=here.scope)
    if form.is_valid():
        try:
            actions.park(post=post, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.renew(post_in(here, topic, number))
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is on the parked list. Its author gets a mail.")
            return redirect("forums:post", here.forum.pk, topic, number)
    context = {**shown(here, "topics"), "topic": post.topic, "post": post_in(here, topic, number)}
    return render_form(request, "forums/post_park.html", form, context)


@require_POST
@past_the_scope
def parked_bring_back(request: Request, here: Place, parking: int) -> HttpResponse:
    require(can_park(here))
    found = _parking(here, parking)
    actions.bring_back(parking=found, by=here.user)
    messages.success(request, "It is back in its place. Its author gets a mail.")
    post = found.post
    return redirect("forums:post", here.forum.pk, post.topic_id, post.number)


def _parking(here: Place, parking: int) -> Parking:
    return get_object_or_404(Parking.objects.in_forum(here.forum), pk=parking)
