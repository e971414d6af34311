"""Minutes of a meeting: written, sent round, corrected, agreed, published; and read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from coalition.calendar import working_days_after
from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import corrections, minutes
from forums.agenda_shown import agenda_of, with_owners
from forums.forms import AnswerForm, CirculateForm, CorrectionForm, MinuteForm
from forums.models import AgendaItem, Meeting
from forums.permissions import Place, can_read_minutes, can_run_meetings, is_seated
from forums.room import from_json, room_of
from forums.views.agenda import find_item, names_to_leave_out
from forums.views.meetings import about, find_meeting, meeting_to_run
from forums.views.place import past_the_scope

USUAL_WAIT = 10  # working days for corrections
ASKED_BY = ("item", "asked_by__contributor", "asked_by__organisation")


@past_the_scope
def minutes_page(request: Request, here: Place, meeting: int) -> HttpResponse:
    """All that is on record of a meeting, as one prints it."""
    row = get_object_or_404(here.forum.meetings.with_forum(), pk=meeting)
    require(can_read_minutes(here, row))
    attendances = list(row.attendances.with_people().in_order())
    room = room_of(row, attendances)
    kept = row.quorum_snapshot
    points = row.actions.select_related("owner_seat", "meeting").by_date()
    context = {
        **about(here, row),
        "agenda": agenda_of(row, room, here),
        "removed": list(row.items.removed_standing()),
        "attendances": attendances,
        "count": from_json(kept) if kept else room.count(),
        "points": with_owners(here.forum.pk, here.forum.is_attributed, list(points)),
        "corrections": list(row.corrections.in_order().select_related(*ASKED_BY)),
        **_next_step(here, row),
    }
    return render(request, "forums/minutes.html", context)


def _next_step(here: Place, meeting: Meeting) -> dict[str, Any]:
    """What this person can do about it now."""
    runs, today = can_run_meetings(here), timezone.localdate()
    asked_until = meeting.corrections_by
    is_draft = meeting.status == Meeting.Status.MINUTES_DRAFT
    return {
        "can_write": runs and meeting.is_being_minuted,
        "can_begin": runs and meeting.status == Meeting.Status.CLOSED,
        "can_circulate": runs and is_draft,
        "can_ask": is_seated(here)
        and is_draft
        and asked_until is not None
        and asked_until >= today,
        "can_agree": runs and is_draft and asked_until is not None and asked_until < today,
        "can_append": runs and meeting.is_agreed,
        "can_publish": runs and meeting.status == Meeting.Status.MINUTES_AGREED,
    }


@past_the_scope
def item_minute(request: Request, here: Place, meeting: int, item: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    found = find_item(row, item)
    initial = {"record": found.record, "outcome": found.outcome, "edition": found.edition}
    form = MinuteForm(
        posted(request), item=found, named=names_to_leave_out(here.forum), initial=initial
    )
    meanwhile: AgendaItem | None = None
    if form.is_valid():
        try:
            minutes.minute(
                item=found,
                text=form.cleaned_data["record"],
                outcome=form.cleaned_data.get("outcome", found.outcome),
                edition=form.cleaned_data["edition"],
                by=here.user,
            )
        except minutes.WrittenMeanwhile as error:
            form.add_error(None, str(error))
            meanwhile = error.item
            form.show_edition(meanwhile.edition)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"‘{found}’ is minuted.")
            return redirect(f"{row.get_absolute_url()}#i{found.pk}")
    context = {**about(here, row), "item": found, "meanwhile": meanwhile}
    return render_form(request, "forums/item_minute.html", form, context)


@require_POST
@past_the_scope
def minutes_lay_out(request: Request, here: Place, meeting: int) -> HttpResponse:
    row = minutes.lay_out(meeting=meeting_to_run(here, meeting), by=here.user)
    messages.success(request, "What the record knows is filled in. Read it, and write the rest.")
    return redirect("forums:minutes", here.forum.pk, row.pk)


@past_the_scope
def minutes_circulate(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Asks first: members get a mail."""
    row = meeting_to_run(here, meeting)
    usual = working_days_after(timezone.localdate(), USUAL_WAIT, here.forum.programme.nation)
    form = CirculateForm(posted(request), initial={"corrections_by": usual})
    if form.is_valid():
        try:
            minutes.circulate(meeting=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Members are asked for corrections.")
            return redirect("forums:minutes", here.forum.pk, row.pk)
    return render_form(request, "forums/minutes_circulate.html", form, about(here, row))


@past_the_scope
def minutes_agree(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Asks first: nothing in them changes after that."""
    row = meeting_to_run(here, meeting)
    if request.method == "POST":
        minutes.agree(meeting=row, by=here.user)
        messages.success(request, "The minutes are agreed, and stay as they are.")
        return redirect("forums:minutes", here.forum.pk, row.pk)
    return render(request, "forums/minutes_agree.html", about(here, row))


@past_the_scope
def minutes_publish(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Asks first: it cannot be undone."""
    row = meeting_to_run(here, meeting)
    if request.method == "POST":
        minutes.publish(meeting=row, by=here.user)
        messages.success(request, "The minutes are published.")
        return redirect("forums:minutes", here.forum.pk, row.pk)
    return render(request, "forums/minutes_publish.html", about(here, row))


@past_the_scope
def correction_new(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Asked for by a member while they are a draft; added by whoever runs meetings once agreed."""
    row = find_meeting(here, meeting)
    require(can_run_meetings(here) if row.is_agreed else is_seated(here))
    form = CorrectionForm(
        posted(request),
        items=row.items.kept().in_order(),
        named=names_to_leave_out(here.forum),
    )
    if form.is_valid():
        correct = corrections.append if row.is_agreed else corrections.ask
        try:
            correct(meeting=row, membership=here.member, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _corrected(row))
            return redirect("forums:minutes", here.forum.pk, row.pk)
    return render_form(request, "forums/correction_new.html", form, about(here, row))


def _corrected(meeting: Meeting) -> str:
    if meeting.is_agreed:
        return "The correction stands beside the minutes."
    return "Thank you. Whoever writes the minutes answers before they are agreed."


@past_the_scope
def correction_answer(request: Request, here: Place, meeting: int, correction: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    asked = row.corrections.select_related("meeting", *ASKED_BY)
    found = get_object_or_404(asked, pk=correction)
    form = AnswerForm(posted(request))
    if form.is_valid():
        try:
            corrections.answer(correction=found, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The answer stands beside what was asked for.")
            return redirect("forums:minutes", here.forum.pk, row.pk)
    context = {**about(here, row), "correction": found}
    return render_form(request, "forums/correction_answer.html", form, context)
