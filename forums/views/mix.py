"""Whom a forum aims to have in the room, and who is missing."""

from collections.abc import Sequence

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import mix as actions
from forums.aims import Aim, aims_of, clash_of, traits_of
from forums.effects import effect_of
from forums.forms import LimitForm, PreviewForm, TargetEditForm, TargetForm
from forums.matrix import matrix_of
from forums.mix import by_sector, gaps, seats_with_members, with_too_many_seats
from forums.models import MixTarget
from forums.permissions import Place, can_curate_forum, can_look_for_people
from forums.views.place import past_the_scope, shown
from forums.whom_to_ask import gaps_to_close, seat_for, suggestions


@past_the_scope
def mix(request: Request, here: Place) -> HttpResponse:
    room = seats_with_members(here.forum)
    aims, rows = aims_of(here.forum), by_sector(room)
    targets = [aim.target for aim in aims]
    context = {
        **shown(here, "seats"),
        "groups": _by_attribute(aims),
        "gaps": gaps(rows, aims),
        "rows": rows,
        "matrix": matrix_of(room, aims),
        "preview": _preview(request, here, aims),
        "clash": clash_of(targets, [seat.seat for seat in room]),
        "crowded": with_too_many_seats(here.forum, room),
        "can_curate": can_curate_forum(here),
        "can_look": can_look_for_people(here),
    }
    return render(request, "forums/mix.html", context)


def _preview(request: Request, here: Place, aims: Sequence[Aim]) -> dict[str, object]:
    """What it would change to ask somebody from the organisation that the address names."""
    if not can_curate_forum(here):
        return {}
    form = PreviewForm(request.GET if "organisation" in request.GET else None, by=here.user)
    if not form.is_valid():
        return {"form": form}
    organisation = form.cleaned_data["organisation"]
    return {
        "form": form,
        "organisation": organisation,
        "effect": effect_of(aims, traits_of(organisation)),
        "seat": seat_for(organisation, list(here.forum.seats.empty().in_order())),
    }


@past_the_scope
def mix_ask(request: Request, here: Place) -> HttpResponse:
    """Whom to ask from the register, for one gap (`for` in the address) or for any."""
    require(can_look_for_people(here))
    aims = aims_of(here.forum)
    open_gaps = gaps_to_close(aims)
    one = [aim for aim in open_gaps if str(aim.target.pk) == request.GET.get("for")]
    context = {
        **shown(here, "seats"),
        "gaps": open_gaps,
        "chosen": one[0] if one else None,
        "found": suggestions(here.forum, one or open_gaps, aims, user=here.user),
    }
    return render(request, "forums/mix_ask.html", context)


def _by_attribute(aims: Sequence[Aim]) -> list[tuple[str, list[Aim]]]:
    groups = [
        (str(attribute.label), [aim for aim in aims if aim.target.attribute == attribute])
        for attribute in MixTarget.Attribute
    ]
    return [(label, found) for label, found in groups if found]


@past_the_scope
def target_new(request: Request, here: Place) -> HttpResponse:
    require(can_curate_forum(here))
    form = TargetForm(posted(request))
    if form.is_valid():
        try:
            target = actions.aim_for(forum=here.forum, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The forum aims for: {target}.")
            return redirect("forums:mix", here.forum.pk)
    return render_form(request, "forums/target_new.html", form, shown(here, "seats"))


@past_the_scope
def target_edit(request: Request, here: Place, target: int) -> HttpResponse:
    require(can_curate_forum(here))
    row = _target(here, target)
    form = TargetEditForm(posted(request), initial=model_to_dict(row, ["least", "most", "reason"]))
    if form.is_valid():
        try:
            actions.change(target=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The target is changed.")
            return redirect("forums:mix", here.forum.pk)
    context = {**shown(here, "seats"), "target": row}
    return render_form(request, "forums/target_edit.html", form, context)


@require_POST
@past_the_scope
def target_remove(request: Request, here: Place, target: int) -> HttpResponse:
    require(can_curate_forum(here))
    row = _target(here, target)
    actions.remove(target=row, by=here.user)
    messages.success(request, f"The forum has no target for ‘{row}’ any more.")
    return redirect("forums:mix", here.forum.pk)


@past_the_scope
def mix_limit(request: Request, here: Place) -> HttpResponse:
    require(can_curate_forum(here))
    form = LimitForm(posted(request), initial={"most": here.forum.seats_per_organisation})
    if form.is_valid():
        actions.limit_seats(forum=here.forum, **form.cleaned_data, by=here.user)
        messages.success(request, "The limit is changed.")
        return redirect("forums:mix", here.forum.pk)
    return render_form(request, "forums/mix_limit.html", form, shown(here, "seats"))


def _target(here: Place, pk: int) -> MixTarget:
    return get_object_or_404(here.forum.targets.with_places(), pk=pk)
