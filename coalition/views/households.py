"""Households: who lives together, and whether one letter can go to all of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition import holds
from coalition.actions import households
from coalition.domain import DomainError
from coalition.forms.households import HouseholdForm, OthersForm
from coalition.households import addressing
from coalition.http import Request, posted, render_form
from coalition.models import Contributor, Household
from coalition.permissions import (
    can_ask_for_holds,
    can_hear_preferences,
    can_keep_households,
    require,
)

SECTION = {"section": "people"}


def household_new(request: Request, pk: int) -> HttpResponse:
    """Begun from the page of one of them."""
    people = Contributor.objects.visible_to(request.user)
    person = get_object_or_404(people, pk=pk)
    require(can_keep_households(request.user))
    others = OthersForm(posted(request), people=people)
    form = HouseholdForm(posted(request), initial={"address": person.address})
    if others.is_valid() & form.is_valid():
        everyone = [person, *others.cleaned_data["others"]]
        try:
            household = households.begin(people=everyone, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{household} are one household.")
            return redirect(household)
    status = 422 if others.errors or form.errors else 200
    context = {**SECTION, "person": person, "others": others, "form": form}
    return render(request, "coalition/household_new.html", context, status=status)


def household_detail(request: Request, pk: int) -> HttpResponse:
    household = _household(request, pk)
    user = request.user
    members = household.members.select_related("contributor").order_by("pk")
    context = {
        **SECTION,
        "household": household,
        "members": members,
        "addressing": addressing(household),
        "is_held": holds.holding(household).exists(),
        "can_keep": can_keep_households(user),
        "can_hold": can_ask_for_holds(user),
        "can_hear": can_hear_preferences(user, household),
    }
    return render(request, "coalition/household_detail.html", context)


def household_edit(request: Request, pk: int) -> HttpResponse:
    household = _household(request, pk)
    require(can_keep_households(request.user))
    form = HouseholdForm(posted(request), instance=household)
    if form.is_valid():
        households.change(household=household, by=request.user, **form.cleaned_data)
        messages.success(request, "The details are saved.")
        return redirect(household)
    context = {**SECTION, "household": Household.objects.get(pk=pk)}
    return render_form(request, "coalition/household_edit.html", form, context)


def household_end(request: Request, pk: int) -> HttpResponse:
    household = _household(request, pk)
    require(can_keep_households(request.user))
    if request.method == "POST":
        households.end(household=household, by=request.user)
        messages.success(request, "From now on each of them gets letters of their own.")
        return redirect(household)
    return render(request, "coalition/household_end.html", {**SECTION, "household": household})


def _household(request: Request, pk: int) -> Household:
    return get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
