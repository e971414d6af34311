"""Steps of a difference: of the chair, of whoever raised it, of organisations that are asked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import difference_course, differences, positions
from forums.differing import organisations_to_invite
from forums.forms import OpenForm, PositionForm, ReturnForm, ReviewDateForm, SettleForm
from forums.models import Difference, Position
from forums.naming import named_in
from forums.permissions import Place, can_steer_difference, can_withdraw_difference, chairs
from forums.views.differences import framed, on_difference

Status = Difference.Status


@on_difference
def difference_open(request: Request, here: Place, difference: Difference) -> HttpResponse:
    """The chair's answer: who else is asked for words, and whether it is ours to settle."""
    require(chairs(here, difference))
    if difference.status != Status.RAISED:
        return redirect(difference)
    form = OpenForm(
        posted(request),
        named=named_in(here.forum),
        difference=difference,
        organisations=organisations_to_invite(difference),
    )
    return _step(
        request,
        (here, difference, "forums/difference_open.html"),
        form,
        lambda typed: differences.open_for_wording(difference=difference, **typed, by=here.user),
        "It is open for wording. Each organisation is asked for its own words.",
    )


@on_difference
def difference_return(request: Request, here: Place, difference: Difference) -> HttpResponse:
    require(chairs(here, difference))
    return _step(
        request,
        (here, difference, "forums/difference_return.html"),
        ReturnForm(posted(request), named=named_in(here.forum)),
        lambda typed: differences.give_back(difference=difference, **typed, by=here.user),
        "It is returned with your reason. Members never learn of it.",
    )


@on_difference
def difference_withdraw(request: Request, here: Place, difference: Difference) -> HttpResponse:
    """Asks first."""
    require(can_withdraw_difference(here, difference))
    if request.method == "POST":
        differences.withdraw(difference=difference, by=here.user)
        messages.success(request, "You have taken it back. Members never learn of it.")
        return redirect("forums:difference_list", here.forum.pk)
    context = {**framed(here), "difference": difference}
    return render(request, "forums/difference_withdraw.html", context)


@on_difference
def difference_acknowledge(request: Request, here: Place, difference: Difference) -> HttpResponse:
    """Asks first, for it reaches every member: and when it is to be looked at again."""
    require(chairs(here, difference))
    return _step(
        request,
        (here, difference, "forums/difference_acknowledge.html"),
        ReviewDateForm(posted(request)),
        lambda typed: differences.acknowledge(difference=difference, **typed, by=here.user),
        "It is acknowledged. Members get a mail that says so, and not what it is about.",
    )


@require_POST
@on_difference
def difference_take_on(request: Request, here: Place, difference: Difference) -> HttpResponse:
    require(can_steer_difference(here, difference))
    difference = difference_course.take_on(difference=difference, by=here.user)
    messages.success(request, f"It is {difference.get_status_display().lower()} from now on.")
    return redirect(difference)


@on_difference
def difference_settle(request: Request, here: Place, difference: Difference) -> HttpResponse:
    """What became of it; or, of one that is parked, until when it stays so."""
    require(can_steer_difference(here, difference))
    return _step(
        request,
        (here, difference, "forums/difference_settle.html"),
        SettleForm(posted(request), named=named_in(here.forum), difference=difference),
        lambda typed: _settle(difference, typed, here),
        "What became of it is on record.",
    )


def _settle(difference: Difference, typed: dict[str, Any], here: Place) -> None:
    if typed["how"] == Status.PARKED:
        difference_course.review(difference=difference, review_on=typed["review_on"], by=here.user)
    else:
        difference_course.settle(
            difference=difference,
            how=Status(typed["how"]),
            outcome=typed["outcome"],
            by=here.user,
        )


@on_difference
def position(request: Request, here: Place, difference: Difference, position: int) -> HttpResponse:
    """Our words, by whoever can speak for us; until members know of the difference (DIF-2)."""
    row = _ours(request, difference, position)
    form = PositionForm(
        posted(request), named=named_in(here.forum), initial={"wording": row.wording}
    )
    return _step(
        request,
        (here, difference, "forums/position.html"),
        form,
        lambda typed: positions.say(position=row, **typed, by=here.user),
        f"These are the words of {row.organisation} now.",
        {"position": row},
    )


@on_difference
def position_decline(
    request: Request, here: Place, difference: Difference, position: int
) -> HttpResponse:
    """Asks first."""
    row = _ours(request, difference, position)
    if request.method == "POST":
        positions.decline(position=row, by=here.user)
        messages.success(request, f"{row.organisation} says nothing on this, and is left out.")
        return redirect("dashboard")
    context = {**framed(here), "difference": difference, "position": row}
    return render(request, "forums/position_decline.html", context)


def _ours(request: Request, difference: Difference, pk: int) -> Position:
    """Another organisation's is not there to be found (AFF-2)."""
    spoken_for = difference.positions.standing().spoken_for_by(request.user)
    return get_object_or_404(spoken_for.select_related("organisation", "difference"), pk=pk)


def _step(
    request: Request,
    page: tuple[Place, Difference, str],
    form: BaseForm,
    act: Callable[[dict[str, Any]], object],
    done: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form on a page of its own, and one action; then back to the difference."""
    here, difference, template = page
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            seen = Difference.objects.visible_to(here.user).contains(difference)
            return redirect(difference if seen else "dashboard")
    context = {**framed(here), "difference": difference, **(more or {})}
    return render_form(request, template, form, context)
