"""What is handed over to a forum, and one delegation: written down, read, changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.permissions import require
from forums.actions import delegations
from forums.authority.modes import Mode
from forums.authority.record import fingerprint
from forums.delegation_permissions import (
    can_answer_delegation,
    can_draft_delegation,
    can_drop_delegation,
    can_edit_delegation,
    can_renew_delegation,
    can_revoke_delegation,
)
from forums.forms import DelegationForm
from forums.granting import hindrances, overlapping
from forums.models import Delegation, Forum, ReservedMatter
from forums.permissions import Place, leads
from forums.spending import cards
from forums.views.place import in_forum, past_the_scope, shown


@past_the_scope
def delegation_list(request: Request, here: Place) -> HttpResponse:
    """What this forum may decide, on whose promise, and what is left of it."""
    rows = here.forum.delegations.with_all()
    context = {
        **shown(here, "powers"),
        "cards": cards(rows.standing().order_by("effective_from", "pk")),
        "open": rows.open().order_by("pk") if leads(here) else [],
        "past": rows.past().order_by("-ended_at", "-pk"),
        "can_draft": can_draft_delegation(here),
        "reserved": ReservedMatter.objects.standing().filter(programme=here.forum.programme),
    }
    return render(request, "forums/delegation_list.html", context)


@in_forum
def delegation_new(request: Request, here: Place) -> HttpResponse:
    """Begin one; from another that it would take the place of (`replaces` in the address)."""
    require(can_draft_delegation(here))
    seen = Delegation.objects.visible_to(request.user).filter(approved_at__isnull=False)
    old = seen.with_all().filter(pk=number_of(request.GET.get("replaces"))).first()
    form = DelegationForm(_typed(request), forum=here.forum, by=request.user, replaces=old)
    if form.is_valid():
        try:
            made = delegations.draft(forum=here.forum, **form.fields_to_keep(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The draft is saved. Read it through, then send it on.")
            return redirect(made)
    context = {**shown(here, "powers"), "replaces": old, **_around(here.forum)}
    return render_form(request, "forums/delegation_new.html", form, context)


def delegation_edit(request: Request, delegation: int) -> HttpResponse:
    row = _one(request, delegation)
    require(can_edit_delegation(request.user, row))
    form = DelegationForm(_typed(request), forum=row.forum, by=request.user, delegation=row)
    if form.is_valid():
        try:
            delegations.redraft(delegation=row, **form.fields_to_keep(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The draft is saved.")
            return redirect(row)
    context = {"section": "forums", "delegation": row, "forum": row.forum, **_around(row.forum)}
    return render_form(request, "forums/delegation_edit.html", form, context)


def delegation_detail(request: Request, delegation: int) -> HttpResponse:
    """All of it, as whoever hands it over reads it before they do."""
    row, user = _one(request, delegation), request.user
    card = cards([row])[0] if row.approved_at and not row.is_over else None
    context = {
        "section": "forums",
        "delegation": row,
        "card": card,
        "seen": fingerprint(row),
        "handed_on": row.handed_on.filter(approved_at__isnull=False).with_all().order_by("pk"),
        "followed_by": row.replaced_by.filter(approved_at__isnull=False).first(),
        "opens_forum": Forum.objects.visible_to(user).filter(pk=row.forum_id).exists(),
        "can_edit": can_edit_delegation(user, row),
        "can_answer": can_answer_delegation(user, row),
        "can_drop": can_drop_delegation(user, row),
        "can_revoke": can_revoke_delegation(user, row),
        "can_renew": can_renew_delegation(user, row),
        **(_in_the_making(row) if row.is_open else {}),
    }
    return render(request, "forums/delegation_detail.html", context)


def _in_the_making(row: Delegation) -> dict[str, Any]:
    reserved = ReservedMatter.objects.standing().filter(programme=row.forum.programme)
    return {"stops": hindrances(row), "same": overlapping(row), "reserved": reserved}


def _typed(request: Request) -> Any:
    """The posted form; the button that offers an undertaking chooses that for them (DEL-2)."""
    data = posted(request)
    if data is None or "undertaking" not in data:
        return data
    data = data.copy()
    data["mode"] = Mode.UNDERTAKING
    return data


def _around(forum: Forum) -> dict[str, Any]:
    matters = ReservedMatter.objects.standing().filter(programme=forum.programme)
    return {"reserved": matters}


def _one(request: Request, pk: int) -> Delegation:
    return get_object_or_404(Delegation.objects.visible_to(request.user).with_all(), pk=pk)
