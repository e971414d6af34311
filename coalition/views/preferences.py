"""How somebody likes to be thanked: chosen, shown in words, and only then saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition import contact, wishes
from coalition.actions import preferences
from coalition.forms.preferences import HeardPreferenceForm, PreferenceForm
from coalition.http import Request, posted, render_form
from coalition.models import Contributor, Household, Organisation, Preference
from coalition.models.preference import Owner
from coalition.permissions import can_hear_preferences, require

STRICTER = (
    "The household, or an organisation that they act for, asks for less than was chosen here,"
    " and the stricter wish holds."
)
NOT_KNOWN_TO_BE_ADULT = (
    "Until we know that they are an adult, no minister thanks them and nothing is said in public."
)


def contributor_thanks(request: Request, pk: int) -> HttpResponse:
    people = Contributor.objects.visible_to(request.user)
    return _choose(request, get_object_or_404(people, pk=pk), "people")


def household_thanks(request: Request, pk: int) -> HttpResponse:
    homes = Household.objects.visible_to(request.user)
    return _choose(request, get_object_or_404(homes, pk=pk), "people")


def organisation_thanks(request: Request, pk: int) -> HttpResponse:
    found = Organisation.objects.visible_to(request.user)
    return _choose(request, get_object_or_404(found, pk=pk), "organisations")


def _choose(request: Request, owner: Owner, section: str) -> HttpResponse:
    user = request.user
    require(can_hear_preferences(user, owner))
    oneself = isinstance(owner, Contributor) and owner.user_id == user.pk
    form = form_for(request, owner, PreferenceForm if oneself else HeardPreferenceForm)
    context = {"section": section, "owner": owner, "oneself": oneself, "back": owner}
    if not is_seen(request, form):
        return ask(request, form, owner, {**context, "cancel": owner.get_absolute_url()})
    means = form.cleaned_data.get("means", preferences.Means.ONLINE)
    preferences.choose(owner=owner, by=user, means=means, **form.wishes)
    messages.success(request, "Saved. From now on, thanks come like this.")
    return redirect(owner)


def form_for(
    request: HttpRequest, owner: Owner, form: type[PreferenceForm] = PreferenceForm
) -> PreferenceForm:
    saved = Preference.objects.filter(**{owner._meta.model_name or "": owner}).first()
    return form(posted(request), preference=saved)


def is_seen(request: HttpRequest, form: PreferenceForm) -> bool:
    """Well-formed, and shown in words before."""
    return form.is_valid() and "seen" in request.POST and "again" not in request.POST


def ask(
    request: HttpRequest, form: PreferenceForm, owner: Owner, context: dict[str, Any]
) -> HttpResponse:
    """The five questions; or, once they are answered, what that means."""
    if form.is_valid() and "again" not in request.POST:
        effect = {"form": form, "effect": effect_of(form, owner), **context}
        return render(request, "coalition/preference_effect.html", effect)
    return render_form(request, "coalition/preference.html", form, context)


def effect_of(form: PreferenceForm, owner: Owner) -> list[str]:
    """PRF-1: together with what others said, in words."""
    chosen = wishes.of(Preference(**form.wishes))
    if not isinstance(owner, Contributor):
        return wishes.in_words(chosen)
    together = wishes.most_restrictive([chosen, contact.wishes_around(owner)])
    notes = [STRICTER] if together != chosen else []
    if owner.adult != Contributor.Adult.YES and together.publicity != "none":
        notes.append(NOT_KNOWN_TO_BE_ADULT)
    return [*wishes.in_words(together), *notes]
