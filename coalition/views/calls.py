"""Calls for offers, as the leads see them: made, opened, paused, closed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import calls
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.calls import CallCloseForm, CallForm
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import CallForOffers, Programme, RoleGrant
from coalition.permissions import can_answer_offers, require
from coalition.templatetags.words import weekday

Status = CallForOffers.Status


def call_list(request: Request) -> HttpResponse:
    require(can_answer_offers(request.user))
    rows = CallForOffers.objects.visible_to(request.user).with_taken().select_related("programme")
    page = Paginator(rows.order_by("-made_at", "-pk"), PAGE_SIZE)
    context = {"section": "offers", "page": page.get_page(request.GET.get("page"))}
    return render(request, "coalition/call_list.html", context)


def call_new(request: Request) -> HttpResponse:
    require(can_answer_offers(request.user))
    led = Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD).order_by("name")
    form = CallForm(posted(request), programmes=led)
    if form.is_valid():
        call = calls.draft(by=request.user, **form.cleaned_data)
        messages.success(request, "The call is written. Nobody else sees it until you open it.")
        return redirect(call)
    return render_form(request, "coalition/call_new.html", form, {"section": "offers"})


def call_edit(request: Request, pk: int) -> HttpResponse:
    call = _led(request, pk)
    form = CallForm(posted(request), call=call)
    if form.is_valid():
        try:
            calls.change(call=call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The call is saved.")
            return redirect(call)
    context = {"section": "offers", "call": call}
    return render_form(request, "coalition/call_edit.html", form, context)


def call_detail(request: Request, pk: int) -> HttpResponse:
    call = _led(request, pk)
    rows = call.offers.with_people().order_by("next_contact_due", "submitted_at", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": "offers",
        "call": call,
        "taken": call.offers.taken_quantity(),
        "undecided": call.offers.undecided().count(),
        "page": page,
    }
    return render(request, "coalition/call_detail.html", context)


@require_POST
def call_open(request: Request, pk: int) -> HttpResponse:
    call = calls.open_call(call=_led(request, pk), by=request.user)
    if call.status == Status.DRAFT:
        messages.success(request, f"The call opens by itself on {weekday(call.opens_at)}.")
    else:
        messages.success(request, "The call is open.")
    return redirect(call)


@require_POST
def call_pause(request: Request, pk: int) -> HttpResponse:
    call = calls.pause(call=_led(request, pk), by=request.user)
    messages.success(request, "The call is paused. Nothing more comes in by it.")
    return redirect(call)


def call_close(request: Request, pk: int) -> HttpResponse:
    """Asks first, and for an answer to everyone who waits for one (CAL-2)."""
    call = _led(request, pk)
    call.require_can_become(Status.CLOSED)
    undecided = list(call.offers.undecided().select_related("contributor").order_by("pk"))
    form = CallCloseForm(posted(request), undecided=undecided)
    if form.is_valid():
        try:
            calls.close(call=call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            ring(tasks.send_mail)
            messages.success(request, "The call is closed, and everyone has an answer.")
            return redirect(call)
    context = {"section": "offers", "call": call, "undecided": undecided}
    return render_form(request, "coalition/call_close.html", form, context)


def _led(request: Request, pk: int) -> CallForOffers:
    require(can_answer_offers(request.user))
    rows = CallForOffers.objects.visible_to(request.user).select_related("programme", "owner")
    return get_object_or_404(rows, pk=pk)
