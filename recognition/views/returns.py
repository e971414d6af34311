"""Letters that came back by post: told by GOV.UK Notify, looked into by a person (DLV-3)."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_template
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, render_form
from coalition.http import posted as sent_form
from coalition.permissions import require
from recognition.actions import returns
from recognition.forms.returns import FoundForm
from recognition.models import DeliveryAttempt
from recognition.permissions import can_see_thanks, can_settle_letters

SECTION = {"section": "thanks", "tab": "regrets"}
State = DeliveryAttempt.State


@login_not_required
@csrf_exempt  # GOV.UK Notify posts here; the token is what counts
@require_POST
def notify_returned(request: HttpRequest) -> HttpResponse:
    """Says 204 to a letter that is not ours, too: Notify would ask again and again."""
    token = settings.NOTIFY_CALLBACK_TOKEN
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not constant_time_compare(shown, token):
        return HttpResponse(status=401)
    try:
        told = json.loads(request.body)
        ref = str(told["notification_id"])
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    returns.came_back(provider_ref=ref, reference=str(told.get("reference") or ""))
    return HttpResponse(status=204)


def return_list(request: Request) -> HttpResponse:
    """Those at which nobody has looked come first, the oldest of them first."""
    require(can_see_thanks(request.user))
    rows = DeliveryAttempt.objects.visible_to(request.user).filter(state=State.RETURNED)
    rows = rows.select_related("letter__campaign", "seen_by")
    rows = rows.order_by(F("seen_at").desc(nulls_first=True), "heard_at", "pk")
    context = {
        **SECTION,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render_template(request, "recognition/return_list.html", context)


def return_look(request: Request, pk: int) -> HttpResponse:
    attempts = DeliveryAttempt.objects.visible_to(request.user).came_back()
    attempt = get_object_or_404(
        attempts.select_related("letter__campaign__programme", "letter__contributor"), pk=pk
    )
    require(can_settle_letters(request.user, attempt.letter.campaign))
    form = FoundForm(sent_form(request))
    if form.is_valid():
        try:
            returns.look_into(attempt=attempt, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is on record what you found. Thank you for looking.")
            return redirect("recognition:return_list")
    context = {**SECTION, "attempt": attempt, "letter": attempt.letter}
    return render_form(request, "recognition/return_look.html", form, context)
