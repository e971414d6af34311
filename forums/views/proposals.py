"""Proposals of a forum: all of them, one of them, how one is written, changed and taken back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.permissions import require
from forums.actions import proposals
from forums.forms import ProposalForm, WithdrawProposalForm
from forums.models import Difference, Proposal
from forums.permissions import Place, is_seated
from forums.round_permissions import (
    can_change_proposal,
    can_open_round,
    can_propose,
    can_read_proposals,
    chooses_whose,
)
from forums.round_shown import ProposalShown, lines
from forums.round_terms import next_rule, outside_of
from forums.views.agenda import names_to_leave_out, seats_taken
from forums.views.place import past_the_scope, shown


def find_proposal(here: Place, proposal: int) -> Proposal:
    """For whoever may read them here; 403 for others."""
    require(can_read_proposals(here))
    row = get_object_or_404(here.forum.proposals.with_all(), pk=proposal)
    row.forum = here.forum
    return row


@past_the_scope
def proposal_list(request: Request, here: Place) -> HttpResponse:
    require(can_read_proposals(here))
    rows = here.forum.proposals.with_all()
    undecided = list(rows.undecided().order_by("-pk"))
    over = rows.exclude(status__in=Proposal.UNDECIDED).order_by("-ended_at", "-pk")
    page = Paginator(over, PAGE_SIZE).get_page(request.GET.get("page"))
    open_lines = lines(undecided, here)
    context = {
        **shown(here, "proposals"),
        "asked": sorted((line for line in open_lines if line.round), key=_soonest),
        "writing": [line for line in open_lines if not line.round],
        "over": lines(list(page), here),
        "page": page,
        "can_propose": can_propose(here),
    }
    return render(request, "forums/proposal_list.html", context)


def _soonest(line: ProposalShown) -> tuple[bool, float]:
    """What waits for an item of an agenda has no end yet."""
    closes_at = line.round.closes_at if line.round else None
    return closes_at is None, closes_at.timestamp() if closes_at else 0


@past_the_scope
def proposal_new(request: Request, here: Place) -> HttpResponse:
    require(can_propose(here))
    form = _form(request, here)
    if form.is_valid():
        seat = form.cleaned_data.get("proposer_seat")
        difference = form.cleaned_data.get("difference")
        try:
            made = proposals.begin(
                forum=here.forum,
                proposer_seat=seat or here.member.seat,
                difference=difference,
                by=here.user,
                **form.says(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} is written down. Nobody is asked yet.")
            return redirect(made)
    return render_form(request, "forums/proposal_new.html", form, shown(here, "proposals"))


@past_the_scope
def proposal_edit(request: Request, here: Place, proposal: int) -> HttpResponse:
    row = find_proposal(here, proposal)
    require(can_change_proposal(here, row))
    form = _form(request, here, row)
    if form.is_valid():
        try:
            proposals.rewrite(
                proposal=row,
                seen=form.cleaned_data["stamp"],
                change_note=form.cleaned_data.get("change_note", ""),
                by=here.user,
                **form.says(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The change is saved.")
            return redirect(row)
    going = row.rounds.filter(status="open").first()
    responded = going.responses.standing().count() if going else 0
    context = {
        **shown(here, "proposals"),
        "proposal": row,
        "going": going,
        "responded": responded,
    }
    return render_form(request, "forums/proposal_edit.html", form, context)


@past_the_scope
def proposal_detail(request: Request, here: Place, proposal: int) -> HttpResponse:
    """What it says, what it said before, and each time that members were asked."""
    row = find_proposal(here, proposal)
    versions = list(row.versions.select_related("delegation__delegator").order_by("-number"))
    rounds = list(row.rounds.select_related("version", "item__meeting").order_by("-number"))
    for round in rounds:
        round.proposal = row
    version = versions[0]
    seen = Difference.objects.visible_to(request.user).filter(pk=row.difference_id or 0)
    context = {
        **shown(here, "proposals"),
        "proposal": row,
        "version": version,
        "before": versions[1:],
        "rounds": rounds,
        "outside": outside_of(version) if row.is_undecided else [],
        "difference": seen.first() if row.difference_id else None,
        "rule": next_rule(row),
        "can_change": can_change_proposal(here, row),
        "can_open": can_open_round(here, row),
    }
    return render(request, "forums/proposal_detail.html", context)


@past_the_scope
def proposal_withdraw(request: Request, here: Place, proposal: int) -> HttpResponse:
    """Asks first, and why."""
    row = find_proposal(here, proposal)
    require(can_change_proposal(here, row))
    form = WithdrawProposalForm(posted(request), named=names_to_leave_out(here.forum))
    if form.is_valid():
        try:
            proposals.withdraw(proposal=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row} is taken back. It stays on record.")
            return redirect(row)
    context = {**shown(here, "proposals"), "proposal": row}
    return render_form(request, "forums/proposal_withdraw.html", form, context)


def _form(request: Request, here: Place, proposal: Proposal | None = None) -> ProposalForm:
    version = proposal.versions.select_related("delegation").latest("number") if proposal else None
    differences: list[Difference] = []
    if proposal is None and is_seated(here):
        known = here.forum.differences.unsettled().filter(is_in_scope=True)
        differences = list(known.visible_to(request.user).order_by("pk"))
    seats = None
    initial: dict[str, Any] = {"difference": request.GET.get("difference", "")}
    if proposal is None and chooses_whose(here):
        seats = seats_taken(here.forum)
        initial["proposer_seat"] = here.member.seat_id if here.membership else None
    return ProposalForm(
        posted(request),
        forum=here.forum,
        seats=seats,
        differences=differences,
        named=names_to_leave_out(here.forum),
        version=version,
        initial=initial,
    )
