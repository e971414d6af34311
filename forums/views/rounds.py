"""Rounds: opened, looked at, closed; the chair decides where it is theirs; proxies."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from coalition.templatetags.words import clock, weekday
from forums.actions import round_course, rounds
from forums.decision_permissions import can_record_decision
from forums.forms import OpenRoundForm, RulingForm
from forums.models import Round
from forums.permissions import Place, can_run_meetings
from forums.round_permissions import (
    can_answer_question,
    can_change_proposal,
    can_close_round,
    can_name_proxy,
    can_open_round,
    can_read_proposals,
    can_record_responses,
    can_rule,
)
from forums.round_shown import show
from forums.round_terms import earliest_close, next_rule
from forums.rounds import ballot
from forums.views.agenda import names_to_leave_out
from forums.views.place import past_the_scope, shown
from forums.views.proposals import find_proposal

MODE = Round.Mode


def find_round(here: Place, round: int) -> Round:
    """For whoever may read them here; 403 for others."""
    require(can_read_proposals(here))
    rows = Round.objects.with_all().filter(proposal__forum=here.forum)
    row = get_object_or_404(rows, pk=round)
    row.proposal.forum = here.forum
    return row


def about_round(here: Place, round: Round) -> dict[str, object]:
    return {
        **shown(here, "proposals"),
        "round": round,
        "proposal": round.proposal,
        "version": round.version,
    }


@past_the_scope
def round_open(request: Request, here: Place, proposal: int) -> HttpResponse:
    """It reaches everyone who has a vote, so it says to how many before."""
    row = find_proposal(here, proposal)
    require(can_open_round(here, row))
    form = OpenRoundForm(posted(request), proposal=row, named=names_to_leave_out(here.forum))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            if typed["mode"] == MODE.MEETING:
                made = rounds.put_on_agenda(proposal=row, item=typed["item"], by=here.user)
            else:
                made = rounds.open_between_meetings(
                    proposal=row,
                    closes_at=typed["closes"],
                    urgent_because=typed["urgent_because"],
                    by=here.user,
                )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _opened(made))
            return redirect(made)
    voters = here.forum.memberships.live().in_place().acknowledged().with_a_vote()
    context = {
        **shown(here, "proposals"),
        "proposal": row,
        "version": row.versions.latest("number"),
        "voters": voters.count(),
        "rule": next_rule(row),
        "first": earliest_close(here.forum),
    }
    return render_form(request, "forums/round_open.html", form, context)


def _opened(round: Round) -> str:
    if round.status == Round.Status.DRAFT:
        return "It waits under its item. Open the round when its turn comes in the meeting."
    return f"The round is open until {clock(round.closes_at)} on {weekday(round.closes_at)}."


@require_POST
@past_the_scope
def round_begin(request: Request, here: Place, round: int) -> HttpResponse:
    """In the meeting, its item has come."""
    row = find_round(here, round)
    require(can_run_meetings(here))
    try:
        rounds.open_in_meeting(round=row, by=here.user)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "The round is open. Each seat that is here responds.")
    return redirect(row)


@past_the_scope
def round_detail(request: Request, here: Place, round: int) -> HttpResponse:
    """What is asked, what this person may see of the answers, and what waits for them."""
    row = find_round(here, round)
    context = {
        **about_round(here, row),
        "seen": show(row, here),
        "can_close": can_close_round(here, row) and row.rule != "chair",
        "can_rule": can_rule(here, row),
        "can_begin": row.status == Round.Status.DRAFT and can_run_meetings(here),
        "can_change": can_change_proposal(here, row.proposal),
        "can_record": can_record_responses(here, row),
        "can_name_proxy": can_name_proxy(here) and (row.takes_responses or not row.opens_at),
        "answers_questions": can_answer_question(here, row),
        **_on_record(here, row),
    }
    return render(request, "forums/round_detail.html", context)


def _on_record(here: Place, row: Round) -> dict[str, Any]:
    """The decision that was written of it, or whether this person can write it."""
    if row.status != Round.Status.PASSED:
        return {}
    found = row.decisions.kept().first()
    return {"decision": found, "can_write": found is None and can_record_decision(here)}


@past_the_scope
def round_close(request: Request, here: Place, round: int) -> HttpResponse:
    """Asks first: nothing can be added afterwards."""
    row = find_round(here, round)
    require(can_close_round(here, row))
    refused = ""
    if request.method == "POST":
        try:
            row = round_course.close(round=row, by=here.user)
        except DomainError as error:
            refused = str(error)
        else:
            messages.success(request, f"The round is over: {row.get_status_display().lower()}.")
            return redirect(row)
    context = {**about_round(here, row), "ballot": ballot(row), "refused": refused}
    return render(request, "forums/round_close.html", context, status=422 if refused else 200)


@past_the_scope
def round_rule(request: Request, here: Place, round: int) -> HttpResponse:
    """The chair decides, after hearing everyone."""
    row = find_round(here, round)
    require(can_rule(here, row))
    form = RulingForm(posted(request), named=names_to_leave_out(here.forum))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            round_course.rule(
                round=row,
                carried=typed["carried"] == "yes",
                because=typed["because"],
                by=here.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is decided, and members get a mail.")
            return redirect(row)
    context = {**about_round(here, row), "seen": show(row, here)}
    return render_form(request, "forums/round_rule.html", form, context)
