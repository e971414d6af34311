"""The meetings of a forum, and one of them: when, where, and what it is about."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coalition.calendar import is_working_day, working_days_after
from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.permissions import require
from coalition.templatetags.words import clock
from forums.actions import meetings
from forums.agenda_shown import agenda_of, open_points
from forums.forms import CancelForm, MeetingForm
from forums.models import Attendance, Forum, Meeting, Proxy
from forums.permissions import Place, can_plan_meeting, can_read_meetings, can_run_meetings
from forums.room import from_json, room_of
from forums.round_permissions import can_name_proxy
from forums.views.place import past_the_scope, shown

USUAL_LENGTH = 90  # minutes


def find_meeting(here: Place, meeting: int) -> Meeting:
    """For whoever may read meetings here; 403 for others."""
    require(can_read_meetings(here))
    return get_object_or_404(here.forum.meetings.with_forum(), pk=meeting)


def meeting_to_run(here: Place, meeting: int) -> Meeting:
    """For whoever runs them."""
    require(can_run_meetings(here))
    return find_meeting(here, meeting)


def about(here: Place, meeting: Meeting) -> dict[str, Any]:
    return {**shown(here, "meetings"), "meeting": meeting, "can_run": can_run_meetings(here)}


@past_the_scope
def meeting_list(request: Request, here: Place) -> HttpResponse:
    require(can_read_meetings(here))
    past = here.forum.meetings.exclude(status__in=Meeting.AHEAD).order_by("-starts_at", "-pk")
    context = {
        **shown(here, "meetings"),
        "ahead": list(here.forum.meetings.ahead().order_by("starts_at", "pk")),
        "page": Paginator(past, PAGE_SIZE).get_page(request.GET.get("page")),
        "open_actions": here.forum.actions.open().count(),
        "can_plan": can_plan_meeting(here),
    }
    return render(request, "forums/meeting_list.html", context)


@past_the_scope
def meeting_new(request: Request, here: Place) -> HttpResponse:
    require(can_plan_meeting(here))
    form = MeetingForm(posted(request), initial=_proposed(request, here.forum))
    if form.is_valid():
        try:
            made = meetings.plan(forum=here.forum, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} is planned, and members are told. Add its items.")
            return redirect(made)
    return render_form(request, "forums/meeting_new.html", form, shown(here, "meetings"))


def _proposed(request: Request, forum: Forum) -> dict[str, Any]:
    """As the last one was; and what the address says, which a calendar file said before."""
    asked = {name: request.GET.get(name, "").strip() for name in ("at", "length", "place", "link")}
    named: dict[str, Any] = {name: value for name, value in asked.items() if value}
    try:
        named["on"] = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return _like_the_last(forum)
    return {"length": USUAL_LENGTH, **named}


def _like_the_last(forum: Forum) -> dict[str, Any]:
    """Where and for how long the last one was; and, after two, as long after it as it was after
    the one before, at the same hour, whatever the clocks did in between. A forum that met on a
    working day is not proposed a Sunday or a bank holiday."""
    latest = list(forum.meetings.kept().order_by("-starts_at")[:2])
    if not latest:
        return {"length": USUAL_LENGTH}
    days = [meeting.day for meeting in latest]
    rhythm = days[0] - days[-1] or forum.rhythm
    after = days[0] + rhythm
    while rhythm and after <= timezone.localdate():
        after += rhythm
    nation = forum.programme.nation
    if is_working_day(days[0], nation):
        after = working_days_after(after - timedelta(days=1), 1, nation)
    return {**_as_typed(latest[0]), "on": after if rhythm else None}


def _as_typed(meeting: Meeting) -> dict[str, Any]:
    return {
        "on": meeting.day,
        "at": clock(meeting.starts_at),
        "length": meeting.length,
        "place": meeting.place,
        "link": meeting.link,
    }


@past_the_scope
def meeting_detail(request: Request, here: Place, meeting: int) -> HttpResponse:
    """What is on the agenda and to be read; who comes; and, for whoever runs it, what is next."""
    row = find_meeting(here, meeting)
    attendances = list(row.attendances.with_people().in_order())
    room = room_of(row, attendances)
    agenda = agenda_of(row, room, here)
    kept = row.quorum_snapshot
    context = {
        **about(here, row),
        "agenda": agenda,
        "takes": sum(shown_item.item.length for shown_item in agenda),
        "removed": list(row.items.removed_standing()),
        "count": from_json(kept) if kept else room.count(),
        "attendances": attendances,
        "mine": _mine(here, attendances),
        "points": open_points(row),
        "to_agree": list(row.forum.meetings.waiting_to_be_agreed(row)) if row.is_in_session else [],
        "is_its_day": row.day == timezone.localdate(),
        "can_name_proxy": can_name_proxy(here) and (row.is_ahead or row.is_in_session),
        "proxy": _proxy(here, row),
    }
    return render(request, "forums/meeting_detail.html", context)


def _proxy(here: Place, meeting: Meeting) -> Proxy | None:
    """Whom this person has named to speak for them in it (RND-9)."""
    if not can_name_proxy(here):
        return None
    given = meeting.proxies.standing().filter(giver=here.member)
    return given.with_people().first()


def _mine(here: Place, attendances: list[Attendance]) -> Attendance | None:
    seat = here.membership.seat_id if here.membership else None
    return next((row for row in attendances if row.seat_id == seat), None)


@past_the_scope
def meeting_edit(request: Request, here: Place, meeting: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    form = MeetingForm(posted(request), initial=_as_typed(row))
    if form.is_valid():
        try:
            meetings.change(meeting=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The change is saved, and members are told.")
            return redirect(row)
    return render_form(request, "forums/meeting_edit.html", form, about(here, row))


@past_the_scope
def meeting_cancel(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Asks first: every member is told."""
    row = meeting_to_run(here, meeting)
    form = CancelForm(posted(request))
    if form.is_valid():
        try:
            meetings.cancel(meeting=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row} is called off, and members are told.")
            return redirect("forums:meeting_list", here.forum.pk)
    return render_form(request, "forums/meeting_cancel.html", form, about(here, row))
