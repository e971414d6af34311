"""A meeting while it goes on: the opening, who is there, who steps back, and its end."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import Contributor
from coalition.permissions import require
from forums import deputies, thanking
from forums.actions import attendances, minutes, sessions
from forums.differing import opening
from forums.forms import ApologiesForm, AttendanceForm, ChairForm, CloseForm, RecusalForm
from forums.models import AgendaItem, Attendance, Meeting, Mention, Recusal, Seat
from forums.permissions import Place, is_seated
from forums.register import entries
from forums.room import counts, deputies_who_acknowledged, recused_from, room_of
from forums.views.agenda import find_item, seats_taken
from forums.views.meetings import about, find_meeting, meeting_to_run
from forums.views.place import past_the_scope


@past_the_scope
def apologies(request: Request, here: Place, meeting: int) -> HttpResponse:
    """A member cannot come; where their seat allows it, a deputy does."""
    row = find_meeting(here, meeting)
    require(is_seated(here))
    colleagues = deputies.colleagues_of(here.member) if here.member.seat.deputy_allowed else None
    form = ApologiesForm(posted(request), deputies=colleagues)
    if form.is_valid():
        try:
            attendances.send_apologies(
                meeting=row, membership=here.member, **form.cleaned_data, by=here.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you for saying so. Whoever runs the meeting sees it.")
            return redirect(row)
    return render_form(request, "forums/apologies.html", form, about(here, row))


@require_POST
@past_the_scope
def apologies_withdraw(request: Request, here: Place, meeting: int) -> HttpResponse:
    row = find_meeting(here, meeting)
    require(is_seated(here))
    attendances.come_after_all(meeting=row, membership=here.member, by=here.user)
    messages.success(request, "Good: you are expected again.")
    return redirect(row)


@past_the_scope
def meeting_opening(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Ninety seconds to read aloud, and all that it takes: printed, it is one page."""
    row = meeting_to_run(here, meeting)
    mentions = _mentions(row)
    names = thanking.names_for(mentions)
    to_decide = row.items.kept().filter(kind=AgendaItem.Kind.DECIDE).in_order()
    room = room_of(row)
    context = {
        **about(here, row),
        "differences": opening(here.forum),
        "thanks": [
            (mention, thanking.sentence(mention, names[mention.pk])) for mention in mentions
        ],
        "count": room.count(),
        "to_decide": [
            (item, room.count(recused_from(item.recusals.all())))
            for item in to_decide.prefetch_related("recusals")
        ],
        "declared": list(_declared(row)),
        "can_say": row.is_being_minuted,
    }
    return render(request, "forums/meeting_opening.html", context)


def _mentions(meeting: Meeting) -> list[Mention]:
    found = Mention.objects.filter(item__meeting=meeting, item__removed_at=None)
    return list(found.with_people().order_by("added_at", "pk"))


def _declared(meeting: Meeting):
    rows = Recusal.objects.filter(item__meeting=meeting, item__removed_at=None)
    rows = rows.exclude(handling=Recusal.Handling.NONE)
    return rows.select_related("seat", "item").order_by("item__position", "seat")


@past_the_scope
def meeting_open(request: Request, here: Place, meeting: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    form = ChairForm(posted(request), seats=_who_may_chair(row), usual=_usual_chair(row))
    if form.is_valid():
        try:
            sessions.open_meeting(meeting=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row} is open. Note who is here, then read the opening.")
            return redirect("forums:attendance", here.forum.pk, row.pk)
    return render_form(request, "forums/meeting_open.html", form, about(here, row))


def _who_may_chair(meeting: Meeting):
    seated = meeting.forum.memberships.live().in_place().acknowledged()
    seats = meeting.forum.seats.filter(pk__in=seated.values("seat"))
    return seats.exclude(kind__in=Seat.NEVER_VOTE).in_order()


def _usual_chair(meeting: Meeting) -> Seat | None:
    """The first who has not sent apologies."""
    away = meeting.attendances.filter(presence=Attendance.Presence.APOLOGY)
    seats = _who_may_chair(meeting).filter(kind__in=[Seat.Kind.CHAIR, Seat.Kind.VICE])
    return seats.exclude(pk__in=away.values("seat")).first()


@past_the_scope
def meeting_close(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Asks first: who was there is counted, and recognition hears of it."""
    row = meeting_to_run(here, meeting)
    form = CloseForm(posted(request), seats=_who_may_chair(row), usual=row.chair_seat)
    if form.is_valid():
        try:
            sessions.close(meeting=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row} is over. Its minutes come next.")
            return redirect("forums:minutes", here.forum.pk, row.pk)
    there = list(row.attendances.filter(presence__in=Attendance.HERE))
    context = {**about(here, row), "there": len(there), "count": room_of(row).count()}
    return render_form(request, "forums/meeting_close.html", form, context)


@past_the_scope
def attendance(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Who is there, seat by seat, and whether that makes a quorum."""
    row = meeting_to_run(here, meeting)
    rows = list(row.attendances.with_people().in_order())
    form = AttendanceForm(posted(request), rows=rows, deputies=_colleagues(rows))
    if form.is_valid():
        try:
            attendances.note(meeting=row, seats=form.noted, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Who is here is noted.")
            return redirect("forums:attendance", here.forum.pk, row.pk)
    ready = deputies_who_acknowledged(row)
    waiting = [one for one in rows if one.deputy_id and one.deputy_id not in ready]
    context = {
        **about(here, row),
        "count": room_of(row, rows).count(),
        "waiting": waiting,
        "not_counted": [
            one for one in rows if one.is_here and not (one.votes and counts(one, ready))
        ],
    }
    return render_form(request, "forums/attendance.html", form, context)


def _colleagues(rows: Sequence[Attendance]) -> Mapping[int, Sequence[Contributor]]:
    return deputies.by_seat([row.membership for row in rows if row.seat.deputy_allowed])


@require_POST
@past_the_scope
def deputy_acknowledge(
    request: Request, here: Place, meeting: int, attendance: int
) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    there = get_object_or_404(row.attendances.select_related("meeting", "deputy"), pk=attendance)
    attendances.deputy_acknowledges(row=there, by=here.user)
    messages.success(request, f"{there.deputy} has acknowledged the scope, and counts.")
    return redirect("forums:attendance", here.forum.pk, row.pk)


@past_the_scope
def item_interests(request: Request, here: Place, meeting: int, item: int) -> HttpResponse:
    """Who steps back from one item, and how (INT-2)."""
    row = meeting_to_run(here, meeting)
    found = find_item(row, item)
    recusals = list(found.recusals.all())
    seats = seats_taken(here.forum)
    form = RecusalForm(
        posted(request), seats=seats, handled={one.seat_id: one.handling for one in recusals}
    )
    if form.is_valid():
        try:
            for seat in seats.filter(pk__in=form.chosen):
                minutes.step_back(
                    item=found, seat=seat, handling=form.chosen[seat.pk], by=here.user
                )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Who steps back is noted, and the quorum counts without.")
            return redirect(f"{row.get_absolute_url()}#i{found.pk}")
    context = {
        **about(here, row),
        "item": found,
        "count": room_of(row).count(recused_from(recusals)),
        "declared": [entry for entry in entries(here.forum) if entry.interests],
    }
    return render_form(request, "forums/item_interests.html", form, context)
