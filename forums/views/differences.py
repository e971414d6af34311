"""Differences: those of a forum, one of them, and how one is named."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import Organisation
from coalition.permissions import can_speak_for, require
from forums.actions import differences
from forums.differing import opening, shown_positions, whose
from forums.forms import DifferenceForm
from forums.models import Difference, Forum
from forums.naming import named_in
from forums.permissions import (
    Place,
    can_list_differences,
    can_name_difference,
    can_steer_difference,
    can_withdraw_difference,
    chairs,
    find_place,
    is_seated,
    must_acknowledge,
    organisations_of,
)
from forums.round_permissions import can_propose
from forums.views.place import View, past_the_scope, scope_first, shown

Status = Difference.Status


def on_difference(view: Callable[..., HttpResponse]) -> View:
    """Hands the view a Place and the Difference. It is not there for whom it is not (DIF-5):
    a person who speaks for an organisation that is asked need not sit in the forum."""

    @wraps(view)
    def entered(request: Request, pk: int, difference: int, **rest: Any) -> HttpResponse:
        forum = get_object_or_404(Forum.objects.select_related("programme", "convened_by"), pk=pk)
        here = find_place(request.user, forum)
        if must_acknowledge(here):
            return scope_first(request, here)
        rows = forum.differences.visible_to(request.user).with_forum()
        row = get_object_or_404(rows, pk=difference)
        require(not here.rests)
        return view(request, here, row, **rest)

    return entered


def framed(here: Place) -> dict[str, Any]:
    """The forum's frame; whoever does not sit here is not shown the way around it."""
    return {**shown(here, "differences"), "is_guest": here.membership is None}


@past_the_scope
def difference_list(request: Request, here: Place) -> HttpResponse:
    """Titles of what is on record, newest first. Members see their own in the making; leads see how
    many there are (DIF-5)."""
    require(can_list_differences(here))
    in_the_making = here.forum.differences.in_the_making()
    seated = is_seated(here)
    context = {
        **framed(here),
        "known": here.forum.differences.known().order_by("-acknowledged_at", "-pk"),
        "mine": in_the_making.visible_to(request.user).order_by("-pk") if seated else [],
        "in_the_making": 0 if seated else in_the_making.count(),
        "late": 0 if seated else in_the_making.exclude(escalated_at=None).unanswered().count(),
        "may_open": seated,
        "can_name": can_name_difference(here),
        "opening": opening(here.forum) if seated else [],
    }
    return render(request, "forums/difference_list.html", context)


@past_the_scope
def difference_new(request: Request, here: Place) -> HttpResponse:
    """Name a difference: it goes to the chair and to nobody else."""
    require(can_name_difference(here))
    organisations = organisations_of(here)
    form = DifferenceForm(posted(request), named=named_in(here.forum), organisations=organisations)
    if form.is_valid():
        try:
            difference = differences.name(membership=here.member, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                f"{difference.ref} is with the chair, who answers within five working days.",
            )
            return redirect(difference)
    context = {**framed(here), "silent": _cannot_speak(here, organisations)}
    return render_form(request, "forums/difference_new.html", form, context)


def _cannot_speak(here: Place, organisations: list[Organisation]) -> list[Organisation]:
    """Somebody else accepts the wording for these."""
    return [one for one in organisations if not can_speak_for(here.member.contributor, one)]


@on_difference
def difference_detail(request: Request, here: Place, difference: Difference) -> HttpResponse:
    """Reading it is on record (DIF-5). There is nothing to reply to, vote on or count (DIF-3)."""
    differences.note_reading(difference=difference, by=request.user)
    is_chair = chairs(here, difference)
    spoken_for = difference.positions.standing().spoken_for_by(request.user)
    ours = list(spoken_for.values_list("pk", flat=True))
    positions = shown_positions(
        difference,
        ours=ours,
        raised_it=difference.raised_by_id == request.user.pk,
        sees_names=is_chair,
    )
    context = {
        **framed(here),
        "difference": difference,
        "positions": positions,
        "whose": whose(positions),
        "waiting": [row.position for row in positions if not row.position.is_agreed],
        "can_answer": is_chair and difference.status == Status.RAISED,
        "can_acknowledge": is_chair and difference.status == Status.WORDING,
        "can_return": is_chair and difference.is_private,
        "can_withdraw": can_withdraw_difference(here, difference),
        "can_word": difference.is_private,
        "can_steer": can_steer_difference(here, difference),
        "is_named": here.forum.is_attributed or is_chair,
        "can_propose": _is_ours(difference) and can_propose(here),
    }
    return render(request, "forums/difference_detail.html", context)


def _is_ours(difference: Difference) -> bool:
    """What is out of scope has a signpost, and nothing is proposed on it (DIF-4)."""
    return difference.is_in_scope is True and difference.status in Difference.UNSETTLED
