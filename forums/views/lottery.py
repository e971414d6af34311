"""Open calls for seats: whoever runs the forum opens and draws, whoever wants to comes forward."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError, in_force
from coalition.http import Request, posted, render_form
from coalition.models import Affiliation, Organisation, User
from coalition.permissions import require
from forums.actions import lottery
from forums.aims import aims_of
from forums.forms import ComeForwardForm, SeatCallForm
from forums.lottery import as_text
from forums.models import Candidate, Draw, SeatCall
from forums.permissions import Place, can_curate_forum, find_place
from forums.views.place import past_the_scope, shown
from forums.whom_to_ask import gaps_to_close

# --- For whoever runs the forum ---


@past_the_scope
def seat_call_new(request: Request, here: Place) -> HttpResponse:
    require(can_curate_forum(here))
    if not here.forum.seats.free().exists():
        messages.warning(request, "Every seat is taken or offered to somebody. Add one first.")
        return redirect("forums:seat_list", here.forum.pk)
    form = SeatCallForm(posted(request), forum=here.forum, gaps=gaps_to_close(aims_of(here.forum)))
    if form.is_valid():
        try:
            call = lottery.open_call(forum=here.forum, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The call is open. Send people its address.")
            return redirect("forums:seat_call", here.forum.pk, call.pk)
    return render_form(request, "forums/seat_call_new.html", form, shown(here, "seats"))


@past_the_scope
def seat_call(request: Request, here: Place, call: int) -> HttpResponse:
    """Who came forward, and what comes next."""
    row = _ours(here, call)
    draw = Draw.objects.filter(call=row).first()
    candidates = {
        one.number: one for one in row.candidates.standing().with_people().order_by("number")
    }
    free = row.open_seats() if row.status != SeatCall.Status.WITHDRAWN else []
    context = {
        **shown(here, "seats"),
        "call": row,
        "address": request.build_absolute_uri(row.get_absolute_url()),
        "candidates": list(candidates.values()),
        "free": free,
        "draw": draw,
        "drawn": [candidates[number] for number in draw.drawn] if draw else [],
        "reserves": [candidates[number] for number in draw.reserves] if draw else [],
        "needs_lots": len(candidates) > len(free),
    }
    return render(request, "forums/seat_call.html", context)


@past_the_scope
def seat_call_withdraw(request: Request, here: Place, call: int) -> HttpResponse:
    """Asks first: everybody who came forward is told."""
    row = _ours(here, call)
    if request.method == "POST":
        lottery.withdraw(call=row, by=here.user)
        messages.success(request, "The call is withdrawn, and whoever came forward is told.")
        return redirect("forums:seat_list", here.forum.pk)
    context = {**shown(here, "seats"), "call": row, "number": row.candidates.standing().count()}
    return render(request, "forums/seat_call_withdraw.html", context)


@past_the_scope
def seat_call_draw(request: Request, here: Place, call: int) -> HttpResponse:
    """Asks first: lots are drawn once, and everybody is told."""
    row = _ours(here, call)
    if request.method == "POST":
        lottery.draw_lots(call=row, by=here.user)
        messages.success(request, "The lots are drawn. Ask those who were drawn to join.")
        return redirect("forums:seat_call", here.forum.pk, row.pk)
    number, places = row.candidates.standing().count(), len(row.open_seats())
    if row.takes_people or number <= places:
        return redirect("forums:seat_call", here.forum.pk, row.pk)
    context = {**shown(here, "seats"), "call": row, "number": number, "places": places}
    return render(request, "forums/seat_call_draw.html", context)


@require_POST
@past_the_scope
def seat_call_publish(request: Request, here: Place, call: int) -> HttpResponse:
    row = lottery.publish(call=_ours(here, call), by=here.user)
    messages.success(request, "The report is published. Anybody with its address can read it.")
    return redirect("forums:open_call_report", row.pk)


def _ours(here: Place, call: int) -> SeatCall:
    require(can_curate_forum(here))
    return get_object_or_404(here.forum.calls.all(), pk=call)


# --- For whoever wants a seat ---


@login_not_required
def open_call(request: HttpRequest, call: int) -> HttpResponse:
    row = get_object_or_404(SeatCall.objects.readable_by_anyone().with_forum(), pk=call)
    context = {
        "call": row,
        "forum": row.forum,
        "seats": list(row.seats.in_order()),
        "mine": _mine(row, request),
        "scope": row.forum.scopes.effective().with_items().first(),
    }
    return render(request, "forums/open_call.html", context)


def _mine(call: SeatCall, request: HttpRequest) -> Candidate | None:
    if not request.user.is_authenticated:
        return None
    return call.candidates.standing().with_people().filter(user=request.user).first()


def open_call_join(request: Request, call: int) -> HttpResponse:
    row = get_object_or_404(SeatCall.objects.readable_by_anyone().with_forum(), pk=call)
    form = ComeForwardForm(posted(request), own=_own_organisations(request.user))
    if form.is_valid():
        try:
            mine = lottery.come_forward(call=row, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"Thank you for coming forward. Your number is {mine.number}."
            )
            return redirect(row)
    return render_form(request, "forums/open_call_join.html", form, {"call": row})


def _own_organisations(user: User) -> QuerySet[Organisation]:
    mine = Affiliation.objects.filter(in_force(), contributor__user=user)
    return (
        Organisation.objects.standing().filter(pk__in=mine.values("organisation")).order_by("name")
    )


@require_POST
def open_call_leave(request: Request, call: int) -> HttpResponse:
    row = get_object_or_404(SeatCall.objects.readable_by_anyone(), pk=call)
    lottery.step_back(call=row, by=request.user)
    messages.success(request, "You are not among those who came forward any more.")
    return redirect(row)


@login_not_required
def open_call_report(request: HttpRequest, call: int) -> HttpResponse:
    """How the lots were drawn, with numbers for people. Before it is published: for whoever runs
    the forum."""
    row = get_object_or_404(SeatCall.objects.with_forum(), pk=call, status=SeatCall.Status.DRAWN)
    runs = request.user.is_authenticated and can_curate_forum(find_place(request.user, row.forum))
    if row.published_at is None and not runs:
        raise Http404
    draw = row.draw
    context = {
        "call": row,
        "forum": row.forum,
        "draw": draw,
        "pool": draw.record["pool"],
        "quotas": draw.record["quotas"],
        "recorded": as_text(draw.recorded),
        "can_publish": runs and row.published_at is None,
    }
    return render(request, "forums/open_call_report.html", context)
