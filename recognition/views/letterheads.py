"""Letterheads: which there are, in whose name, by whom and for how long (LHD-1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control

from coalition.domain import DomainError
from coalition.http import Request, render_form
from coalition.permissions import require
from recognition.actions import letterheads
from recognition.forms.letterheads import LetterheadForm, NewLetterheadForm
from recognition.models import Campaign, Letterhead
from recognition.permissions import can_prepare_thanks, can_see_thanks
from recognition.pictures import has_colours
from recognition.views.campaigns import programmes_of

SECTION = {"section": "thanks", "tab": "signatories"}


def letterhead_list(request: Request) -> HttpResponse:
    require(can_see_thanks(request.user))
    visible = Letterhead.objects.visible_to(request.user).select_related("issuing_body")
    rows = [
        (letterhead, has_colours(bytes(letterhead.artwork)), letterhead.permitted_bodies.all())
        for letterhead in visible.prefetch_related("permitted_bodies").order_by("name", "pk")
    ]
    context = {
        **SECTION,
        "rows": sorted(rows, key=lambda row: row[0].state in {"withdrawn", "over"}),
        "can_prepare": can_prepare_thanks(request.user),
    }
    return render(request, "recognition/letterhead_list.html", context)


def letterhead_new(request: Request) -> HttpResponse:
    require(can_prepare_thanks(request.user))
    form = NewLetterheadForm(*_posted(request), programmes=programmes_of(request.user))
    if form.is_valid():
        try:
            made = letterheads.add(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"Letters can go under ‘{made}’. Choose it among their words."
            )
            return redirect("recognition:letterhead_list")
    return render_form(request, "recognition/letterhead_new.html", form, SECTION)


def letterhead_edit(request: Request, pk: int) -> HttpResponse:
    letterhead = _preparing(request, pk)
    form = LetterheadForm(*_posted(request), keep=letterhead)
    if form.is_valid():
        try:
            letterheads.change(letterhead=letterhead, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The letterhead is saved.")
            return redirect("recognition:letterhead_list")
    context = {**SECTION, "letterhead": letterhead, "fixed": _fixed(letterhead)}
    return render_form(request, "recognition/letterhead_edit.html", form, context)


def letterhead_withdraw(request: Request, pk: int) -> HttpResponse:
    """Asks first: what is on its way under it stops."""
    letterhead = _preparing(request, pk)
    if request.method == "POST":
        letterheads.withdraw(letterhead=letterhead, by=request.user)
        messages.success(request, f"‘{letterhead}’ is withdrawn. Nothing goes under it any more.")
        return redirect("recognition:letterhead_list")
    on_their_way = [Campaign.Status.RELEASING, Campaign.Status.PAUSED]
    going = Campaign.objects.filter(letterhead=letterhead, status__in=on_their_way)
    context = {
        **SECTION,
        "letterhead": letterhead,
        "fixed": _fixed(letterhead),
        "going": list(going.order_by("pk")),
    }
    return render(request, "recognition/letterhead_withdraw.html", context)


@cache_control(private=True, max_age=0)
def letterhead_artwork(request: Request, pk: int) -> HttpResponse:
    """The picture, to those who see letters."""
    letterhead = get_object_or_404(Letterhead.objects.visible_to(request.user), pk=pk)
    return HttpResponse(bytes(letterhead.artwork), content_type="image/png")


def _preparing(request: Request, pk: int) -> Letterhead:
    visible = Letterhead.objects.visible_to(request.user).select_related("programme")
    letterhead = get_object_or_404(visible, pk=pk)
    require(can_prepare_thanks(request.user, letterhead.programme))
    return letterhead


def _fixed(letterhead: Letterhead) -> list[Campaign]:
    fixed = Campaign.objects.filter(letterhead=letterhead, status__in=Campaign.FIXED)
    return list(fixed.order_by("pk"))


def _posted(request: Request) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
