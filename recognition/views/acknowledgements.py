"""Thanks that people give themselves: who does it, what they say, and that it was done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import JournalEntry
from coalition.permissions import require
from recognition import recipients, scripts, ways
from recognition.actions import acknowledgements
from recognition.forms.acknowledgements import PlanForm
from recognition.models import Acknowledgement, ContributionEvent, Invitation
from recognition.permissions import can_give_thanks, can_prepare_thanks

SECTION = {"section": "thanks", "tab": "ledger"}
Kind, Status = Acknowledgement.Kind, Acknowledgement.Status


def acknowledgement_new(request: Request, pk: int) -> HttpResponse:
    """Only what the person allows is on offer (AKN-1)."""
    events = ContributionEvent.objects.visible_to(request.user).with_people()
    event = get_object_or_404(events, pk=pk)
    require(can_prepare_thanks(request.user, event.programme))
    known = recipients.about_all([event])[event.pk]
    allowed = list(ways.open_ways(event, known))
    initial = {"thanker": "programme_lead", "giver": request.user}
    form = PlanForm(posted(request), programme=event.programme, allowed=allowed, initial=initial)
    if form.is_valid():
        try:
            planned = acknowledgements.plan(event=event, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _planned(request, event, planned)
    context = {**SECTION, "event": event, "allowed": allowed}
    return render_form(request, "recognition/acknowledgement_new.html", form, context)


def acknowledgement_detail(request: Request, pk: int) -> HttpResponse:
    """The facts, ready to be said or to be written by hand; for printing, too."""
    given = _visible(request, pk)
    event = given.event
    known = recipients.about_all([event])[event.pk]
    may = ways.may(event, known, given.kind, given.thanker) if given.kind in ways.WAYS else None
    context = {
        **SECTION,
        "given": given,
        "event": event,
        "person": event.contributor,
        "script": _script(given, known, request.user.name),
        "stopped": "" if may is None or may else may.sentence,
        "is_mine": given.giver_id == request.user.pk,
        "can_drop": given.is_to_give and can_give_thanks(request.user, event.programme),
        "history": JournalEntry.objects.about(given).select_related("by").order_by("-at", "-pk"),
        "is_late": given.is_late(),
        "invitation": Invitation.objects.filter(acknowledgement=given).first(),
    }
    return render(request, "recognition/acknowledgement_detail.html", context)


@require_POST
def acknowledgement_give(request: Request, pk: int) -> HttpResponse:
    given = acknowledgements.give(acknowledgement=_visible(request, pk), by=request.user)
    messages.success(request, f"{given.event.contributor} has been thanked.")
    return redirect("recognition:event_list")


@require_POST
def acknowledgement_miss(request: Request, pk: int) -> HttpResponse:
    given = _visible(request, pk)
    acknowledgements.miss(acknowledgement=given, by=request.user)
    messages.success(request, "It is noted that nobody answered. Thanks are owed as before.")
    return redirect(given)


@require_POST
def acknowledgement_drop(request: Request, pk: int) -> HttpResponse:
    given = _visible(request, pk)
    acknowledgements.drop(acknowledgement=given, by=request.user)
    messages.success(request, f"Thanks are owed to {given.event.contributor} as before.")
    return redirect("recognition:event_list")


@require_POST
def acknowledgement_return(request: Request, pk: int) -> HttpResponse:
    given = acknowledgements.come_back(acknowledgement=_visible(request, pk), by=request.user)
    messages.success(request, f"It came back, so thanks are owed to {given.event.contributor}.")
    return redirect(given)


def _planned(
    request: Request, event: ContributionEvent, planned: Acknowledgement | None
) -> HttpResponse:
    if planned is None:
        messages.success(request, f"{event.contributor} prefers no thanks, so none are owed.")
        return redirect("recognition:event_list")
    messages.success(request, f"{planned.giver} does it by {planned.due_on:%-d %B %Y}.")
    return redirect(planned)


def _script(given: Acknowledgement, known: recipients.Known, caller: str) -> str:
    """What to say; empty for what is written by hand in words of one’s own."""
    match given.kind:
        case Kind.MENTION:
            return scripts.mention(given.event, known)
        case Kind.CALL:
            return scripts.call(given.event, caller)
    return ""


def _visible(request: Request, pk: int) -> Acknowledgement:
    visible = Acknowledgement.objects.visible_to(request.user).with_events()
    return get_object_or_404(visible, pk=pk)
