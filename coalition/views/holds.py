"""Holds, for the safeguarding lead and the information rights officer; and asking for one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition import holds as holding
from coalition.actions import holds
from coalition.domain import DomainError
from coalition.forms.holds import HoldForm, HoldRequestForm, ReviewForm
from coalition.gone import LATELY, gone_to
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import Contributor, Hold, Household, JournalEntry, Offer, Organisation
from coalition.models.hold import Subject
from coalition.permissions import can_ask_for_holds, can_place_holds, require

SECTION = {"section": "holds"}


def hold_list(request: Request) -> HttpResponse:
    require(can_place_holds(request.user))
    live = Hold.objects.in_force().with_subjects().order_by("review_by", "pk")
    asked = Hold.objects.asked_for().with_subjects().order_by("asked_at", "pk")
    page = Paginator(live, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {**SECTION, "asked": asked[:PAGE_SIZE], "page": page}
    return render(request, "coalition/hold_list.html", context)


def hold_detail(request: Request, pk: int) -> HttpResponse:
    hold = _hold(request, pk)
    placed = JournalEntry.objects.about(hold).of_kinds([holds.HOLD_PLACED]).first()
    people = holding.people_of(hold.subject)
    since = hold.opened_at - LATELY if hold.opened_at else None
    context = {
        **SECTION,
        "hold": hold,
        "stopped": placed.facts if placed else {},
        "gone": gone_to(people, since) if since else [],
        "reached": len(people),
    }
    return render(request, "coalition/hold_detail.html", context)


def hold_new(request: Request, kind: str, pk: int) -> HttpResponse:
    """Place one; or, as a lead, ask for one."""
    require(can_ask_for_holds(request.user))
    subject = _subject(request, kind, pk)
    places = can_place_holds(request.user)
    form = (HoldForm if places else HoldRequestForm)(posted(request))
    if form.is_valid():
        step = holds.place if places else holds.ask_for
        try:
            hold = step(subject=subject, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _told(request, hold, places)
    context = {**SECTION, "subject": subject, "name": _name_of(subject), "places": places}
    return render_form(request, "coalition/hold_new.html", form, context)


def hold_grant(request: Request, pk: int) -> HttpResponse:
    """What a lead asked for, decided by the safeguarding lead."""
    hold = _hold(request, pk)
    form = HoldForm(posted(request), initial={"scopes": hold.scopes, "review_by": hold.review_by})
    if form.is_valid():
        try:
            holds.grant(hold=hold, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _told(request, hold, places=True)
    context = {**SECTION, "subject": hold.subject, "name": hold.subject_name, "hold": hold}
    return render_form(request, "coalition/hold_new.html", form, {**context, "places": True})


@require_POST
def hold_turn_down(request: Request, pk: int) -> HttpResponse:
    hold = _hold(request, pk)
    holds.turn_down(hold=hold, by=request.user)
    messages.success(request, "No hold is placed. Whoever asked is not told why.")
    return redirect("hold_list")


def hold_review(request: Request, pk: int) -> HttpResponse:
    hold = _hold(request, pk)
    form = ReviewForm(posted(request))
    if form.is_valid():
        try:
            holds.review(hold=hold, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The hold stays on.")
            return redirect(hold)
    context = {**SECTION, "hold": hold, "name": hold.subject_name}
    return render_form(request, "coalition/hold_review.html", form, context)


def hold_lift(request: Request, pk: int) -> HttpResponse:
    hold = _hold(request, pk)
    if request.method == "POST":
        holds.lift(hold=hold, by=request.user)
        messages.success(request, "The hold is lifted. Nothing goes by itself.")
        return redirect("hold_list")
    return render(
        request,
        "coalition/hold_lift.html",
        {**SECTION, "hold": hold, "name": hold.subject_name},
    )


def _told(request: Request, hold: Hold, places: bool) -> HttpResponse:
    """What was stopped stands on the page of the hold, with what was too late."""
    if places:
        messages.success(request, "On hold from now on.")
        return redirect(hold)
    messages.success(request, "The safeguarding lead sees that you asked, and decides.")
    return redirect(hold.subject)


def _hold(request: Request, pk: int) -> Hold:
    require(can_place_holds(request.user))
    return get_object_or_404(Hold.objects.with_subjects(), pk=pk)


def _subject(request: Request, kind: str, pk: int) -> Subject:
    user = request.user
    match kind:
        case "person":
            return get_object_or_404(Contributor.objects.visible_to(user), pk=pk)
        case "household":
            return get_object_or_404(Household.objects.visible_to(user), pk=pk)
        case "organisation":
            return get_object_or_404(Organisation.objects.visible_to(user), pk=pk)
        case "offer":
            seen = Offer.objects if can_place_holds(user) else Offer.objects.visible_to(user)
            return get_object_or_404(seen, pk=pk)
    raise Http404


def _name_of(subject: Subject) -> str:
    return subject.letter_name if isinstance(subject, Contributor) else str(subject)
