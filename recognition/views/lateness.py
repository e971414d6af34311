"""Where no ordinary letter goes: thanks more than a year late, and people who have died."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coalition.domain import DomainError
from coalition.http import Request
from coalition.permissions import require
from recognition import lateness
from recognition.actions import lateness as actions
from recognition.models import ContributionEvent
from recognition.permissions import can_decide_late
from recognition.views.ledger import SECTION


def event_late(request: Request, pk: int) -> HttpResponse:
    """The programme lead decides whether a letter still goes (AKN-3)."""
    event = _visible(request, pk)
    require(can_decide_late(request.user, event.programme))
    if request.method == "POST":
        actions.thank_even_so(event=event, by=request.user)
        messages.success(request, "Decided: they are thanked, in words that say how late it is.")
        return redirect("recognition:event_list")
    today = timezone.localdate()
    if not lateness.needs_a_decision(event, today):
        raise DomainError("Nobody needs to decide about this now.")
    context = {**SECTION, "event": event, "days": lateness.days_late(event, today)}
    return render(request, "recognition/event_late.html", context)


def event_family(request: Request, pk: int) -> HttpResponse:
    """What helps to write to a bereaved family by hand. Nothing is ever queued to them."""
    event = _visible(request, pk)
    if not event.contributor.deceased_on:
        raise Http404
    return render(request, "recognition/event_family.html", {**SECTION, "event": event})


def _visible(request: Request, pk: int) -> ContributionEvent:
    visible = ContributionEvent.objects.visible_to(request.user)
    rows = visible.select_related("contributor", "organisation", "programme", "late_decision")
    return get_object_or_404(rows, pk=pk)
