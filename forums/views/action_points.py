"""Who does what by when: all that is open in a forum, and what becomes of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.permissions import require
from forums.actions import action_points
from forums.agenda_shown import with_owners
from forums.forms import ActionForm, EndActionForm, HandOnForm
from forums.models import MeetingAction
from forums.permissions import (
    Place,
    can_end_action,
    can_hand_on_action,
    can_read_meetings,
)
from forums.views.agenda import names_to_leave_out, seats_taken
from forums.views.meetings import about, meeting_to_run
from forums.views.place import past_the_scope, shown


@past_the_scope
def action_list(request: Request, here: Place) -> HttpResponse:
    """What is open, the oldest date first; then what was done or dropped."""
    require(can_read_meetings(here))
    points = here.forum.actions.select_related("owner_seat", "meeting")
    ended = points.exclude(status=MeetingAction.Status.OPEN).order_by("-ended_at", "-pk")
    page = Paginator(ended, PAGE_SIZE).get_page(request.GET.get("page"))
    attributed = here.forum.is_attributed
    still_open = with_owners(here.forum.pk, attributed, list(points.open().by_date()))
    context = {
        **shown(here, "meetings"),
        "points": [(one, can_end_action(here, one.point)) for one in still_open],
        "ended": with_owners(here.forum.pk, attributed, list(page)),
        "page": page,
        "can_hand_on": can_hand_on_action(here),
    }
    return render(request, "forums/action_list.html", context)


@past_the_scope
def action_new(request: Request, here: Place, meeting: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    form = ActionForm(
        posted(request),
        items=row.items.kept().in_order(),
        seats=seats_taken(here.forum),
        named=names_to_leave_out(here.forum),
        initial={"item": request.GET.get("item")},
    )
    if form.is_valid():
        try:
            action_points.agree(meeting=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is written down, and goes on until it is done.")
            return redirect(row)
    return render_form(request, "forums/action_new.html", form, about(here, row))


@past_the_scope
def action_hand_on(request: Request, here: Place, action: int) -> HttpResponse:
    require(can_hand_on_action(here))
    point = _find(here, action)
    form = HandOnForm(
        posted(request),
        seats=seats_taken(here.forum),
        initial={"owner_seat": point.owner_seat_id, "due_on": point.due_on},
    )
    if form.is_valid():
        try:
            action_points.hand_on(action_point=point, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The change is saved.")
            return redirect("forums:action_list", here.forum.pk)
    context = {**shown(here, "meetings"), "point": point}
    return render_form(request, "forums/action_hand_on.html", form, context)


@past_the_scope
def action_end(request: Request, here: Place, action: int) -> HttpResponse:
    point = _find(here, action)
    require(can_end_action(here, point))
    form = EndActionForm(posted(request))
    if form.is_valid():
        done = form.cleaned_data["status"] == MeetingAction.Status.DONE
        end = action_points.finish if done else action_points.drop
        try:
            end(action_point=point, note=form.cleaned_data["note"], by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you. It is not on the list any more.")
            return redirect("forums:action_list", here.forum.pk)
    context = {**shown(here, "meetings"), "point": point}
    return render_form(request, "forums/action_end.html", form, context)


def _find(here: Place, action: int) -> MeetingAction:
    require(can_read_meetings(here))
    points = here.forum.actions.select_related("owner_seat", "meeting__forum")
    return get_object_or_404(points, pk=action)
