"""What a member does in a round: respond, step back, answer a question, call it a preference."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.permissions import require
from forums.actions import responses
from forums.actions.responses import Given
from forums.forms import (
    AnswerQuestionForm,
    ClassifyForm,
    RecordResponseForm,
    ReplyForm,
    RespondForm,
)
from forums.models import Membership, Proxy, Response, Round
from forums.naming import byline
from forums.permissions import Place
from forums.round_permissions import (
    can_answer_question,
    can_record_responses,
    can_reply,
    has_a_vote,
    sees_responses,
)
from forums.round_shown import show
from forums.rounds import ballot
from forums.views.agenda import names_to_leave_out
from forums.views.place import past_the_scope
from forums.views.rounds import about_round, find_round

SAID = "Your response counts until you change it. Others’ responses are shown below now."


@past_the_scope
def round_respond(request: Request, here: Place, round: int) -> HttpResponse:
    """One page: what is proposed, and five answers; for somebody else, by their proxy."""
    row = find_round(here, round)
    require(has_a_vote(here))
    proxy = _proxy(request, here)
    member = proxy.giver if proxy else here.member
    before = row.responses.standing().filter(seat=member.seat_id).first()
    form = RespondForm(
        posted(request), named=names_to_leave_out(here.forum), initial=_as_given(before)
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            responses.respond(
                round=row,
                membership=member,
                given=Given(typed["kind"], typed["text"], typed["suggested_change"]),
                seen=number_of(typed["seen"]) or None,
                by=here.user,
                proxy=proxy,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is noted for whom you speak." if proxy else SAID)
            return redirect(row)
    context = {**about_round(here, row), "proxy": proxy, "before": before}
    return render_form(request, "forums/round_respond.html", form, context)


def _proxy(request: Request, here: Place) -> Proxy | None:
    """Held by this person (`proxy` in the address)."""
    key = request.GET.get("proxy")
    if not key:
        return None
    held = Proxy.objects.standing().filter(holder=here.member).with_people()
    return get_object_or_404(held, pk=number_of(key))


def _as_given(before: Response | None) -> dict[str, Any]:
    if before is None or before.kind == "recused":
        return {}
    return {
        "kind": before.kind,
        "text": before.text,
        "suggested_change": before.suggested_change,
        "seen": str(before.pk),
    }


@past_the_scope
def round_step_back(request: Request, here: Place, round: int) -> HttpResponse:
    """Asks first: a seat that steps back stays out of this round."""
    row = find_round(here, round)
    require(has_a_vote(here))
    refused = ""
    if request.method == "POST":
        try:
            responses.step_back(round=row, membership=here.member, by=here.user)
        except DomainError as error:
            refused = str(error)
        else:
            messages.success(request, "Your seat has stepped back, and counts in neither number.")
            return redirect(row)
    context = {**about_round(here, row), "refused": refused}
    return render(request, "forums/round_step_back.html", context, status=422 if refused else 200)


@past_the_scope
def round_record(request: Request, here: Place, round: int) -> HttpResponse:
    """What is said aloud in the meeting, seat by seat."""
    row = find_round(here, round)
    require(can_record_responses(here, row))
    seats = {one.seat: one for one in ballot(row).waits_for}
    form = RecordResponseForm(
        posted(request),
        seats={seat: one.title for seat, one in seats.items()},
        named=names_to_leave_out(here.forum),
    )
    if form.is_valid():
        typed = form.cleaned_data
        asked = seats[int(typed["seat"])]
        try:
            responses.respond(
                round=row,
                membership=Membership.objects.get(pk=asked.membership),
                given=Given(typed["kind"], typed["text"], typed["suggested_change"]),
                seen=asked.response,
                by=here.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Noted for ‘{asked.title}’.")
            return redirect(request.path if len(seats) > 1 else row.get_absolute_url())
    context = {**about_round(here, row), "waits": len(seats)}
    return render_form(request, "forums/round_record.html", form, context)


@past_the_scope
def response_answer(request: Request, here: Place, round: int, response: int) -> HttpResponse:
    row, found = _one(here, round, response)
    require(can_answer_question(here, row))
    return _step(
        request,
        (here, row, found, "forums/response_answer.html"),
        AnswerQuestionForm(posted(request), named=names_to_leave_out(here.forum)),
        lambda typed: responses.answer(response=found, **typed, by=here.user),
        "It is answered, and whoever asked gets a mail.",
    )


@past_the_scope
def response_classify(request: Request, here: Place, round: int, response: int) -> HttpResponse:
    """For seats without a conflict that have responded themselves (RND-3, RND-5)."""
    row, found = _one(here, round, response)
    mine = row.responses.standing().filter(membership=here.membership).first()
    require(has_a_vote(here) and sees_responses(here, row, mine))
    return _step(
        request,
        (here, row, found, "forums/response_classify.html"),
        ClassifyForm(posted(request), named=names_to_leave_out(here.forum)),
        lambda typed: responses.classify(
            response=found, membership=here.member, **typed, by=here.user
        ),
        "It is on record that you call it a preference. The objector gets a mail.",
    )


@past_the_scope
def response_reply(request: Request, here: Place, round: int, response: int) -> HttpResponse:
    row, found = _one(here, round, response)
    require(can_reply(here, row, found))
    return _step(
        request,
        (here, row, found, "forums/response_reply.html"),
        ReplyForm(
            posted(request), named=names_to_leave_out(here.forum), initial={"text": found.reply}
        ),
        lambda typed: responses.reply(response=found, **typed, by=here.user),
        "Your reply is recorded with your objection.",
    )


def _one(here: Place, round: int, response: int) -> tuple[Round, Response]:
    """404 for what this person may not see (RND-5)."""
    row = find_round(here, round)
    found = get_object_or_404(row.responses.standing().with_people(), pk=response)
    visible = {one.row.pk: one.row for one in show(row, here).responses}
    found = visible.get(found.pk) or get_object_or_404(row.responses.none())
    found.round = row
    return row, found


def _step(
    request: Request,
    page: tuple[Place, Round, Response, str],
    form: BaseForm,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """A form on a page of its own, and one action; then back to the round."""
    here, round, response, template = page
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(round)
    who = str(byline(response.membership, here.forum, here.user))
    context = {**about_round(here, round), "response": response, "who": who}
    return render_form(request, template, form, context)
