"""How seats end: a term that is renewed or not, and what two people decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import removals, terms
from forums.forms import RemovalForm, TermForm
from forums.models import Membership, Removal
from forums.permissions import Place
from forums.seat_permissions import (
    can_confirm_removal,
    can_decide_term,
    can_propose_removal,
    can_see_removal,
    can_withdraw_removal,
)
from forums.views.place import in_forum, past_the_scope, shown


@past_the_scope
def membership_term(request: Request, here: Place, membership: int) -> HttpResponse:
    """Renew it, or let it end."""
    row = _member(here, membership)
    require(can_decide_term(here, row))
    form = TermForm(posted(request), membership=row)
    if form.is_valid():
        try:
            decide = terms.renew if form.cleaned_data["renew"] else terms.let_end
            row = decide(membership=row, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _decided(row))
            return redirect("forums:seat_list", here.forum.pk)
    return render_form(
        request, "forums/membership_term.html", form, {**shown(here, "seats"), "member": row}
    )


def _decided(member: Membership) -> str:
    if member.not_renewed_at:
        return "The term ends on its day. You can still renew it until then."
    return f"The term of {member.contributor} is renewed, and they are told."


@past_the_scope
def removal_new(request: Request, here: Place, membership: int) -> HttpResponse:
    row = _member(here, membership)
    require(can_propose_removal(here, row))
    form = RemovalForm(posted(request))
    if form.is_valid():
        try:
            removal = removals.propose(membership=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It waits for a second person now. The member is not told.")
            return redirect(removal)
    return render_form(
        request, "forums/removal_new.html", form, {**shown(here, "seats"), "member": row}
    )


@in_forum
def removal(request: Request, here: Place, removal: int) -> HttpResponse:
    row = _removal(here, removal)
    context = {
        **shown(here, "seats"),
        "removal": row,
        "member": row.membership,
        "can_confirm": can_confirm_removal(here, row),
        "can_withdraw": can_withdraw_removal(here, row),
        "is_mine": row.proposed_by_id == here.user.pk,
    }
    return render(request, "forums/removal.html", context)


@require_POST
@in_forum
def removal_confirm(request: Request, here: Place, removal: int) -> HttpResponse:
    row = removals.confirm(removal=_removal(here, removal), by=here.user)
    who = row.membership.contributor
    messages.success(request, f"The seat of {who} has ended. They are told, with thanks.")
    return redirect("forums:seat_list", here.forum.pk)


@require_POST
@in_forum
def removal_withdraw(request: Request, here: Place, removal: int) -> HttpResponse:
    removals.withdraw(removal=_removal(here, removal), by=here.user)
    messages.success(request, "It is withdrawn. The seat stays as it is.")
    return redirect("forums:seat_list", here.forum.pk)


def _member(here: Place, pk: int) -> Membership:
    members = here.forum.memberships.live().with_people().select_related("forum__programme")
    return get_object_or_404(members, pk=pk)


def _removal(here: Place, pk: int) -> Removal:
    """It is there for the two sides only: the member never learns of one that is withdrawn."""
    rows = Removal.objects.filter(membership__forum=here.forum).with_people()
    row = get_object_or_404(rows, pk=pk)
    require(can_see_removal(here, row))
    return row
