"""What is done with a delegation: sent, handed over, sent back, dropped, revoked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import delegation_course, delegations
from forums.delegation_permissions import (
    can_answer_delegation,
    can_drop_delegation,
    can_edit_delegation,
    can_revoke_delegation,
)
from forums.forms import ReturnDelegationForm, RevokeForm
from forums.models import Delegation, Round
from forums.models.delegation_words import Status


@require_POST
def delegation_send(request: Request, delegation: int) -> HttpResponse:
    row = _one(request, delegation)
    require(can_edit_delegation(request.user, row))
    row = delegations.ask(delegation=row, by=request.user)
    messages.success(request, f"{row.role_holder} gets a mail, reads it and hands it over or not.")
    return redirect(row)


@require_POST
def delegation_approve(request: Request, delegation: int) -> HttpResponse:
    row = _one(request, delegation)
    require(can_answer_delegation(request.user, row))
    seen = request.POST.get("seen", "")
    row = delegation_course.approve(delegation=row, seen=seen, by=request.user)
    begun = "is in force" if row.status == Status.LIVE else "is granted"
    messages.success(request, f"{row} {begun}. The members of {row.forum} are told.")
    return redirect(row)


def delegation_send_back(request: Request, delegation: int) -> HttpResponse:
    row = _one(request, delegation)
    require(can_answer_delegation(request.user, row))
    form = ReturnDelegationForm(posted(request))
    if form.is_valid():
        try:
            delegations.send_back(delegation=row, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"It is back with {row.drafted_by}.")
            return redirect(row)
    context = {"section": "forums", "delegation": row}
    return render_form(request, "forums/delegation_send_back.html", form, context)


@require_POST
def delegation_drop(request: Request, delegation: int) -> HttpResponse:
    row = _one(request, delegation)
    require(can_drop_delegation(request.user, row))
    row = delegations.drop(delegation=row, by=request.user)
    messages.success(request, f"{row} is dropped. Nothing is handed over.")
    return redirect("forums:delegation_list", row.forum_id)


def delegation_revoke(request: Request, delegation: int) -> HttpResponse:
    """Asks first: the whole forum is told, and what was handed on ends with it."""
    row = _one(request, delegation)
    require(can_revoke_delegation(request.user, row))
    form = RevokeForm(posted(request))
    if form.is_valid():
        try:
            delegation_course.revoke(delegation=row, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row} has ended. The members of {row.forum} read why.")
            return redirect(row)
    context = {
        "section": "forums",
        "delegation": row,
        "members": row.forum.memberships.live().in_place().count(),
        "handed_on": Delegation.objects.handed_on_from(row),
        "open_rounds": Round.objects.open().filter(version__delegation=row).count(),
    }
    return render_form(request, "forums/delegation_revoke.html", form, context)


def _one(request: Request, pk: int) -> Delegation:
    return get_object_or_404(Delegation.objects.visible_to(request.user).with_all(), pk=pk)
