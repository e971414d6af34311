"""What others say of a decision: dissent in a member’s words, an answer, a call-in, an overrule,
and what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums import decision_permissions as may
from forums.actions import decision_course, dissents, overrides
from forums.forms import (
    AnswerDecisionForm,
    CallInForm,
    DissentForm,
    EvaluateForm,
    OverrideForm,
)
from forums.models import Decision, Dissent
from forums.overruling import kinds_open, may_reverse, their_body, their_office
from forums.permissions import Place
from forums.views.agenda import names_to_leave_out
from forums.views.decisions import framed, on_decision


@on_decision
def dissent_say(request: Request, here: Place, decision: Decision) -> HttpResponse:
    """A member’s own words; what somebody proposed is only where they begin (DEC-4)."""
    require(may.can_say_dissent(here, decision))
    asked = decision.dissents.waiting().filter(membership=here.member).first()
    form = DissentForm(
        posted(request),
        is_attributed=here.forum.is_attributed,
        named=names_to_leave_out(here.forum),
        initial={"words": asked.words if asked else ""},
    )
    context = {**framed(here, decision), "asked": asked}
    return _step(
        request,
        "forums/dissent_say.html",
        (form, context),
        lambda typed: dissents.say(
            decision=decision,
            membership=here.member,
            **{"shown_as": Dissent.ShownAs.ONE_MEMBER, **typed},
            by=here.user,
        ),
        "Your words stand with the decision, as you approved them.",
    )


@require_POST
@on_decision
def dissent_decline(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(may.can_say_dissent(here, decision))
    dissents.decline(decision=decision, membership=here.member, by=here.user)
    messages.success(request, "You leave it at that. Nothing of it is printed.")
    return redirect(decision)


@on_decision
def decision_answer(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(may.can_answer_decision(here.user, decision))
    return _step(
        request,
        "forums/decision_answer.html",
        (AnswerDecisionForm(posted(request)), framed(here, decision)),
        lambda typed: decision_course.answer(decision=decision, **typed, by=here.user),
        "Your answer is on record, and members are told.",
    )


@on_decision
def decision_call_in(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(may.can_call_in_decision(here.user, decision))
    return _step(
        request,
        "forums/decision_call_in.html",
        (CallInForm(posted(request)), framed(here, decision)),
        lambda typed: decision_course.call_in(decision=decision, **typed, by=here.user),
        "It is called in, and members read why. Let it stand, or overrule it, next.",
    )


@require_POST
@on_decision
def decision_let_stand(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(may.can_let_stand(here.user, decision))
    decision_course.let_stand(decision=decision, by=here.user)
    messages.success(request, f"{decision} stands, and is in effect from now.")
    return redirect(decision)


@on_decision
def decision_override(request: Request, here: Place, decision: Decision) -> HttpResponse:
    """In daylight: members are told at once, and it never goes away (OVR-1, OVR-2)."""
    require(may.can_override_decision(here.user, decision))
    body = their_body(decision)
    assert body is not None
    initial = {"office": their_office(decision), "decided_on": timezone.localdate()}
    form = OverrideForm(posted(request), kinds=kinds_open(decision), initial=initial)
    context = {**framed(here, decision), "body": body, "may_reverse": may_reverse(decision)}
    return _step(
        request,
        "forums/decision_override.html",
        (form, context),
        lambda typed: overrides.override(decision=decision, body=body, **typed, by=here.user),
        "It is on record with your reason. Members are told, and hear it first next time.",
    )


@on_decision
def decision_evaluate(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(may.can_evaluate_decision(here, decision))
    return _step(
        request,
        "forums/decision_evaluate.html",
        (EvaluateForm(posted(request)), framed(here, decision)),
        lambda typed: decision_course.evaluate(decision=decision, **typed, by=here.user),
        "What came of it is on record.",
    )


def _step(
    request: Request,
    page: str,
    shown: tuple[BaseForm, dict[str, Any]],
    act: Callable[[dict[str, Any]], Any],
    done: str,
) -> HttpResponse:
    form, context = shown
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(context["decision"])
    return render_form(request, page, form, context)
