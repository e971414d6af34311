"""Seats and who sits in them."""

from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import Organisation
from coalition.permissions import require
from forums.actions import invitations, seats
from forums.aims import aims_of
from forums.forms import InvitationForm, SeatForm
from forums.mix import by_sector, gaps, seats_with_members, with_invitations
from forums.models import Candidate, Invitation, Seat, SeatCall
from forums.permissions import Place, can_curate_forum, can_record_acknowledgement
from forums.seat_permissions import ends_seats_of
from forums.views.place import in_forum, past_the_scope, shown


@past_the_scope
def seat_list(request: Request, here: Place) -> HttpResponse:
    room = seats_with_members(here.forum)
    rows = by_sector(room)
    members = [seat.member for seat in room if seat.member]
    acknowledged = sum(member.has_acknowledged for member in members)
    can_curate = can_curate_forum(here)
    context = {
        **shown(here, "seats"),
        "room": with_invitations(here.forum, room) if can_curate else room,
        "rows": rows,
        "gaps": gaps(rows, aims_of(here.forum)),
        "filled": len(members),
        "acknowledged": acknowledged,
        "waiting": len(members) - acknowledged,
        "can_curate": can_curate,
        "can_record": can_record_acknowledgement(here),
        "may_end": ends_seats_of(here, members),
        "call": here.forum.calls.exclude(status=SeatCall.Status.WITHDRAWN).order_by("-pk").first(),
    }
    return render(request, "forums/seat_list.html", context)


@past_the_scope
def seat_new(request: Request, here: Place) -> HttpResponse:
    require(can_curate_forum(here))
    form = SeatForm(posted(request), initial={"voting": True, "kind": _kind_to_add(here)})
    if form.is_valid():
        try:
            seat = seats.add(forum=here.forum, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The seat ‘{seat}’ is there.")
            return redirect("forums:seat_list", here.forum.pk)
    return render_form(request, "forums/seat_new.html", form, shown(here, "seats"))


def _kind_to_add(here: Place) -> str:
    """A forum needs its chair first."""
    has_chair = here.forum.seats.kept().filter(kind=Seat.Kind.CHAIR).exists()
    return Seat.Kind.MEMBER if has_chair else Seat.Kind.CHAIR


@past_the_scope
def seat_edit(request: Request, here: Place, seat: int) -> HttpResponse:
    require(can_curate_forum(here))
    row = get_object_or_404(here.forum.seats.kept(), pk=seat)
    form = SeatForm(posted(request), initial=model_to_dict(row, SeatForm.base_fields))
    if form.is_valid():
        try:
            seats.change(seat=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The seat is changed.")
            return redirect("forums:seat_list", here.forum.pk)
    context = {**shown(here, "seats"), "seat": row}
    return render_form(request, "forums/seat_edit.html", form, context)


@past_the_scope
def seat_retire(request: Request, here: Place, seat: int) -> HttpResponse:
    """Asks first; refused while somebody sits there."""
    require(can_curate_forum(here))
    row = get_object_or_404(here.forum.seats.kept(), pk=seat)
    if request.method == "POST":
        seats.retire(seat=row, by=here.user)
        messages.success(request, f"The seat ‘{row}’ is taken away.")
        return redirect("forums:seat_list", here.forum.pk)
    return render(request, "forums/seat_retire.html", {**shown(here, "seats"), "seat": row})


@in_forum
def membership_resign(request: Request, here: Place) -> HttpResponse:
    """Asks first. Open to whoever has a seat, whether or not they have read the scope."""
    require(here.membership is not None)
    if request.method == "POST":
        seats.resign(membership=here.member, by=here.user)
        messages.success(request, f"You have given up your seat in {here.forum}. Thank you.")
        return redirect("forums:forum_list")
    context = {**shown(here, "seats"), "is_last_chair": _is_last_chair(here)}
    return render(request, "forums/membership_resign.html", context)


def _is_last_chair(here: Place) -> bool:
    chairs = here.forum.memberships.live().filter(seat__kind=Seat.Kind.CHAIR)
    return list(chairs.values_list("pk", flat=True)) == [here.member.pk]


@past_the_scope
def invitation_new(request: Request, here: Place, seat: int) -> HttpResponse:
    require(can_curate_forum(here))
    row = get_object_or_404(here.forum.seats.kept(), pk=seat)
    form = InvitationForm(posted(request), by=here.user, **_in_mind(request, here))
    if form.is_valid():
        try:
            asked = invitations.invite(seat=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The invitation is on its way to {asked.name}.")
            return redirect("forums:seat_list", here.forum.pk)
    context = {**shown(here, "seats"), "seat": row}
    return render_form(request, "forums/invitation_new.html", form, context)


def _in_mind(request: Request, here: Place) -> dict[str, Any]:
    """Whom the address names: somebody who came forward, or an organisation that was suggested."""
    came = Candidate.objects.standing().filter(call__forum=here.forum).with_people()
    if one := came.filter(pk=_number(request, "candidate")).first():
        return {"name": one.user.name, "email": one.user.email, "organisation": one.organisation}
    seen = Organisation.objects.visible_to(request.user)
    return {"organisation": seen.filter(pk=_number(request, "organisation")).first()}


def _number(request: Request, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


@require_POST
@past_the_scope
def invitation_resend(request: Request, here: Place, invitation: int) -> HttpResponse:
    asked = invitations.resend(invitation=_ours(here, invitation), by=here.user)
    messages.success(request, f"{asked.name} is asked again, and has 14 days to answer.")
    return redirect("forums:seat_list", here.forum.pk)


@require_POST
@past_the_scope
def invitation_revoke(request: Request, here: Place, invitation: int) -> HttpResponse:
    asked = invitations.revoke(invitation=_ours(here, invitation), by=here.user)
    messages.success(request, f"The invitation to {asked.name} is withdrawn.")
    return redirect("forums:seat_list", here.forum.pk)


def _ours(here: Place, invitation: int) -> Invitation:
    require(can_curate_forum(here))
    return get_object_or_404(Invitation.objects.filter(seat__forum=here.forum), pk=invitation)
