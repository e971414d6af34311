"""What leads do with an offer: answer, decide, complete, send news, hand on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import offers
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.offer_answers import (
    AnsweredForm,
    AssignForm,
    StepForm,
    UpdateForm,
    WriteForm,
)
from coalition.forms.offer_decisions import (
    AcceptForm,
    AskForm,
    CompleteForm,
    DeclineForm,
    StandbyForm,
)
from coalition.http import Request, posted, render_form
from coalition.models import Offer
from coalition.permissions import can_answer_offers, require

Status = Offer.Status
DECIDABLE = {Status.ACKNOWLEDGED, Status.IN_TRIAGE, Status.NEEDS_INFO, Status.STANDBY}


@dataclass(frozen=True)
class Step:
    """Something that can be done with an offer next, and in which states."""

    name: str
    label: str
    hint: str
    states: frozenset[str]


STEPS = [
    Step(
        "acknowledge",
        "Answer it as a person",
        "Say how you answered, or write the email here.",
        frozenset({Status.SUBMITTED}),
    ),
    Step("accept", "Accept it", "They hear what comes next, and when.", frozenset(DECIDABLE)),
    Step(
        "ask",
        "Ask for details",
        "They get your question, and a link to answer it.",
        frozenset(DECIDABLE),
    ),
    Step(
        "standby",
        "Keep it for later",
        "On standby until a date, with news at least every 28 days.",
        frozenset(DECIDABLE),
    ),
    Step(
        "decline",
        "Decline it with thanks",
        "A kind no: a reason and a sentence of yours. It still counts as a contribution.",
        frozenset(DECIDABLE),
    ),
    Step(
        "redirect",
        "Pass it on to others",
        "Somebody else could use it better. They are asked first; nothing moves without their yes.",
        frozenset(DECIDABLE),
    ),
    Step(
        "complete",
        "Complete it",
        "The help arrived. Say what it made possible; thanks are owed from then on.",
        frozenset({Status.ACCEPTED}),
    ),
    Step(
        "update",
        "Tell them that nothing has changed",
        "Honest news, and a new date for the next.",
        frozenset({*DECIDABLE, Status.ACCEPTED, Status.PAUSED}),
    ),
]


def steps_for(offer: Offer) -> list[Step]:
    """What can happen next. Nobody is asked twice at once whether it may be passed on."""
    here = [step for step in STEPS if offer.status in step.states]
    return [step for step in here if step.name != "redirect" or offer.asked_redirect is None]


def offer_next(request: Request, ref: str) -> HttpResponse:
    """Go to the page of the step that was chosen; without a choice, back to the offer."""
    offer = to_answer(request, ref)
    chosen = request.GET.get("step")
    if chosen not in {step.name for step in steps_for(offer)}:
        messages.warning(request, "Choose what happens next, then continue.")
        return redirect(offer)
    return redirect(f"offer_{chosen}", offer.ref)


def offer_acknowledge(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    how = request.GET.get("how", "")
    if offer.contributor.can_be_mailed and not how:
        form: StepForm = WriteForm(posted(request), offer=offer, by=request.user)
    else:
        form = AnsweredForm(posted(request), offer=offer, by=request.user, initial={"how": how})
    said = "Your answer is recorded. What happens next with this offer?"
    return take(request, "acknowledge", offer, form, offers.acknowledge, said)


def offer_accept(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = AcceptForm(posted(request), offer=offer, by=request.user)
    return take(request, "accept", offer, form, offers.accept, "The offer is accepted.")


def offer_ask(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = AskForm(posted(request), offer=offer, by=request.user)
    said = "Your question is on its way. The offer comes back here when they answer."
    return take(request, "ask", offer, form, offers.ask_for_details, said)


def offer_standby(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = StandbyForm(posted(request), offer=offer, by=request.user)
    return take(request, "standby", offer, form, offers.put_on_standby, "The offer is on standby.")


def offer_decline(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = DeclineForm(posted(request), offer=offer, by=request.user)
    said = "The offer is declined with thanks. It stands in the ledger as a contribution."
    return take(request, "decline", offer, form, offers.decline, said)


def offer_complete(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = CompleteForm(posted(request), offer=offer, by=request.user)
    said = "The offer is completed. Thanks are owed now, and recognition knows."
    return take(request, "complete", offer, form, offers.complete, said)


def offer_update(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = UpdateForm(posted(request), offer=offer, by=request.user)
    return take(request, "update", offer, form, offers.update, "Your news is recorded.")


def offer_assign(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = AssignForm(posted(request), offer=offer)
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        offers.assign(offer=offer, owner=owner, by=request.user)
        messages.success(request, f"{owner} looks after this offer now.")
        return redirect(offer)
    context = {"section": "offers", "offer": offer}
    return render_form(request, "coalition/offer_assign.html", form, context)


@require_POST
def offer_resume(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    offers.resume(offer=offer, by=request.user)
    messages.success(request, "The offer is being looked into again.")
    return redirect(offer)


def to_answer(request: Request, ref: str) -> Offer:
    offer = get_object_or_404(Offer.objects.visible_to(request.user).with_people(), ref=ref)
    require(can_answer_offers(request.user, offer.programme))
    return offer


def take(
    request: Request,
    name: str,
    offer: Offer,
    form: StepForm,
    act: Callable[..., object],
    said: str,
) -> HttpResponse:
    """Show the form of a step, or take the step. A page that is out of date explains itself
    before anyone writes."""
    if request.method != "POST" and name not in {step.name for step in steps_for(offer)}:
        state = offer.get_status_display().lower()
        raise DomainError(f"This offer is {state} now, so this step is not open.")
    if form.is_valid():
        try:
            act(offer=offer, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            ring(tasks.send_mail)
            messages.success(request, said)
            return redirect(offer)
    context = {"section": "offers", "offer": offer}
    return render_form(request, f"coalition/offer_{name}.html", form, context)
