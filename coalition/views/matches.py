"""Matches: proposed from a suggestion, answered by both sides, checked, and what came of them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import match_course, matches
from coalition.bell import ring
from coalition.consent import coordinators, may_go_on, may_show_details
from coalition.domain import DomainError
from coalition.forms.matches import (
    NO,
    CheckForm,
    EndMatchForm,
    HeardForm,
    OutcomeForm,
    ProposeForm,
)
from coalition.http import Request, posted, render_form
from coalition.models import Check, JournalEntry, Match, Need, Offer
from coalition.models.match import free_of, missing_of
from coalition.models.need_words import Outcome, Side
from coalition.permissions import (
    can_end_match,
    can_lead_match,
    can_propose_match,
    can_propose_match_of,
    can_record_checks,
    can_say_outcome,
    can_see_failed_checks,
    is_coordinator,
    require,
    side_of,
)
from coalition.suggestions import needs_for, start_and_end

SAID_YES = "That is a yes. Whoever is on the other side is asked too, or has said yes already."
SAID_NO = "Thank you for saying so. The other side is told, kindly."


def offer_needs(request: Request, ref: str) -> HttpResponse:
    """Which needs an offer could meet, and what it is matched to."""
    offer = get_object_or_404(Offer.objects.visible_to(request.user).with_people(), ref=ref)
    require(can_propose_match_of(request.user, offer))
    context = {
        "section": "offers",
        "offer": offer,
        "free": free_of(offer),
        "suggestions": needs_for(offer),
        "matches": offer.matches.with_sides().order_by("-pk"),
    }
    return render(request, "coalition/offer_needs.html", context)


def match_new(request: Request, ref: str, offer_ref: str) -> HttpResponse:
    """The second of two clicks: how much, and for how long; both are filled in."""
    need = get_object_or_404(Need.objects.visible_to(request.user).with_people(), ref=ref)
    offer = get_object_or_404(Offer.objects.with_people(), ref=offer_ref, programme=need.programme)
    leads_need = can_propose_match(request.user, need)
    require(leads_need or can_propose_match_of(request.user, offer))
    form = ProposeForm(posted(request), need=need, offer=offer, initial=_in_common(need, offer))
    if form.is_valid():
        agrees = _proposing_side(request, need, offer)
        try:
            match = matches.propose(
                need=need, offer=offer, agrees=agrees, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            ring(tasks.send_mail)
            messages.success(request, "Both sides are asked. They have five working days.")
            return redirect(match)
    context = {
        "section": "needs",
        "need": need,
        "offer": offer,
        "knows_offer": can_propose_match_of(request.user, offer),
    }
    return render_form(request, "coalition/match_new.html", form, context)


def _in_common(need: Need, offer: Offer) -> dict[str, Any]:
    starts_on, ends_on = start_and_end(need, offer)
    quantity = min(free_of(offer), missing_of(need))
    return {"quantity": quantity, "starts_on": starts_on, "ends_on": ends_on}


def _proposing_side(request: Request, need: Need, offer: Offer) -> str:
    """Whoever proposes it for their own organisation says yes with it; a lead asks both."""
    if is_coordinator(request.user, need.organisation):
        return Side.NEED
    theirs = offer.organisation is not None and is_coordinator(request.user, offer.organisation)
    return Side.OFFERER if theirs or offer.contributor.user_id == request.user.pk else ""


def match_detail(request: Request, pk: int) -> HttpResponse:
    match = _visible(request, pk)
    side = side_of(request.user, match)
    leads = can_lead_match(request.user, match)
    context = {
        "section": "needs",
        "match": match,
        "side": side,
        "leads": leads,
        "has_answered": bool(side) and match.has_agreed(side),
        "may_go_on": may_go_on(match),
        "details": may_show_details(match),
        "coordinators": coordinators(match.need.organisation),
        "checks": match.checks.select_related("seen_by").order_by("pk"),
        "can_record_checks": can_record_checks(request.user, match),
        "guards": can_see_failed_checks(request.user, match),
        "can_end": can_end_match(request.user, match),
        "outcomes": Outcome.choices,
        "can_say_outcome": can_say_outcome(request.user, match),
        "history": JournalEntry.objects.about(match).select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "coalition/match_detail.html", context)


@require_POST
def match_answer(request: Request, pk: int) -> HttpResponse:
    """One click, yes or no, of whoever answers for a side."""
    match = _visible(request, pk)
    side = side_of(request.user, match)
    require(bool(side))
    says_no = request.POST.get("answer") == NO
    act = matches.decline if says_no else matches.agree
    act(match=match, side=side, by=request.user)
    ring(tasks.send_mail)
    messages.success(request, SAID_NO if says_no else SAID_YES)
    return redirect(match)


@require_POST
def match_said(request: Request, pk: int) -> HttpResponse:
    """What came of it, as whoever offered saw it."""
    match = _visible(request, pk)
    require(side_of(request.user, match) == Side.OFFERER)
    outcome = request.POST.get("outcome", "")
    if outcome not in Outcome:
        messages.warning(request, "Choose what came of it, then send it.")
    else:
        match_course.say_outcome(match=match, outcome=outcome, by=request.user)
        messages.success(request, "Thank you. It is written down.")
    return redirect(match)


def match_heard(request: Request, pk: int) -> HttpResponse:
    """A lead writes down what a side said by phone or in person."""
    match = _visible(request, pk)
    require(can_lead_match(request.user, match))
    if not match.is_unanswered:
        raise DomainError(f"This match is {match.get_status_display().lower()} now.")
    form = HeardForm(posted(request), match=match)
    return _take(request, "heard", match, form, _hear, "It is written down.")


def _hear(*, answer: str, **said: Any) -> Match:
    return matches.decline(**said) if answer == NO else matches.agree(**said)


def match_end(request: Request, pk: int) -> HttpResponse:
    match = _visible(request, pk)
    require(can_end_match(request.user, match))
    match.require_can_become(Match.Status.CANCELLED)
    said = "The match has ended, and both sides are told."
    return _take(request, "end", match, EndMatchForm(posted(request)), matches.cancel, said)


def match_outcome(request: Request, pk: int) -> HttpResponse:
    match = _visible(request, pk)
    require(can_say_outcome(request.user, match))
    match.require_can_become(Match.Status.COMPLETED)
    form = OutcomeForm(posted(request), match=match)
    said = "Thank you. Whoever helped hears it, and thanks follow."
    return _take(request, "outcome", match, form, match_course.complete, said)


def match_check(request: Request, pk: int, check_pk: int) -> HttpResponse:
    match = _visible(request, pk)
    require(can_record_checks(request.user, match))
    check = get_object_or_404(Check, match=match, pk=check_pk)
    guards = can_see_failed_checks(request.user, match)
    form = CheckForm(posted(request), instance=get_object_or_404(Check, pk=check_pk), guards=guards)

    def act(*, match: Match, **seen: Any) -> Check:
        return match_course.record_check(check=check, **seen)

    said = "The check is recorded."
    return _take(request, "check", match, form, act, said, check=check)


def _visible(request: Request, pk: int) -> Match:
    return get_object_or_404(Match.objects.visible_to(request.user).with_sides(), pk=pk)


def _take(
    request: Request,
    name: str,
    match: Match,
    form: forms.BaseForm,
    act: Callable[..., Any],
    said: str,
    **more: Any,
) -> HttpResponse:
    """Show the form of a step, or take the step."""
    if form.is_valid():
        try:
            act(match=match, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            ring(tasks.send_mail)
            messages.success(request, said)
            return redirect(match)
    context = {"section": "needs", "match": match, **more}
    return render_form(request, f"coalition/match_{name}.html", form, context)
