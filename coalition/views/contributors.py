"""The people of the coalition."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition import contact, envelopes, households, wishes
from coalition.actions import contributors
from coalition.domain import DomainError
from coalition.filters import Filters, Group, searched_for
from coalition.forms.register import (
    ContributorForm,
    OwnDetailsForm,
    StaffContributorForm,
    TheirPeopleForm,
)
from coalition.http import PAGE_SIZE, Request, link_to, posted, render_form, render_page
from coalition.imports.provenance import imports_of
from coalition.models import Affiliation, Contributor, Merge
from coalition.paging import page_of
from coalition.permissions import (
    can_add_contributor,
    can_ask_for_holds,
    can_edit_contributor,
    can_hear_preferences,
    can_keep_households,
    can_list_contributors,
    can_merge,
    can_merge_people,
    can_place_holds,
    can_remove_identity,
    can_stop_contact,
    require,
)
from coalition.related import related_to
from coalition.views.doubles import looks_like

ABSORBED = 5  # merges shown
GROUPS = [
    Group(
        "name",
        "Name on letters",
        [("", "Not confirmed"), *Contributor.NameSource.choices],
        "name_confirmed_by",
    ),
    Group("language", "Language", Contributor.Language.choices, "language"),
]


COLUMNS = [
    *["pk", "letter_name", "name_confirmed_by"],
    *["deceased_on", "gone_away_on", "objected_at"],
]


def contributor_list(request: Request) -> HttpResponse:
    require(can_list_contributors(request.user))
    filters = Filters(request.GET, GROUPS)
    visible = Contributor.objects.visible_to(request.user)
    searched, rings = searched_for(visible, filters, COLUMNS, ("letter_name", "pk"))
    options, count = filters.tally(searched)
    page = page_of(rings, request.GET, PAGE_SIZE, count)
    page.object_list = _rows(page.object_list)
    context = {
        "section": "people",
        "filters": filters,
        "options": options,
        "count": count,
        "page": page,
        "can_add": can_add_contributor(request.user),
        "can_compare": can_merge_people(request.user),
    }
    return render_page(
        request, "coalition/contributor_list.html", "coalition/_contributors.html", context
    )


def _rows(people: list[Any]) -> list[dict[str, Any]]:
    """What the list shows of each, as plain values."""
    places = Affiliation.objects.in_force().filter(contributor__in=[p.pk for p in people])
    names: dict[int, list[str]] = defaultdict(list)
    columns = ["pk", "contributor_id", "organisation__known_as", "organisation__name"]
    for _, pk, known_as, name in sorted(places.values_list(*columns)):
        names[pk].append(known_as or name)
    link = link_to("contributor_detail")
    return [
        {
            "letter_name": person.letter_name,
            "url": link(person.pk),
            "places": names.get(person.pk) or ["On their own behalf"],
            "do_not_contact": person.deceased_on or person.gone_away_on or person.objected_at,
            "unconfirmed": person.name_confirmed_by not in Contributor.CONFIRMED,
        }
        for person in people
    ]


def contributor_detail(request: Request, pk: int) -> HttpResponse:
    if stays := Contributor.objects.visible_to(request.user).filter(absorbed=pk).first():
        return redirect(stays)
    person = _visible(request, pk)
    context = {
        "section": "people",
        "person": person,
        "can_merge": (may_merge := can_merge(request.user, person)),
        "likely": looks_like(person)[0] if may_merge else [],
        "absorbed": Merge.objects.standing().touching(person).with_rows()[:ABSORBED],
        "affiliations": person.affiliations.select_related("organisation").order_by("-from_on"),
        "offers": person.offers.visible_to(request.user).order_by("-submitted_at")[:10],
        "is_self": person.user_id == request.user.pk,
        "can_edit": can_edit_contributor(request.user, person),
        "imports": imports_of(person),
        **envelopes.in_words(person),
        "related": related_to(person, request.user),
        **_care(request, person),
    }
    return render(request, "coalition/contributor_detail.html", context)


def _care(request: Request, person: Contributor) -> dict[str, Any]:
    """How they like to be thanked, whether they are on hold, and who may change what about it."""
    user = request.user
    stand = contact.stands([person.pk]).get(person.pk, contact.NOTHING)
    return {
        "thanks": wishes.in_words(stand.wishes),
        "is_held": bool(stand.held) and bool(user.roles),
        "household": households.home_of(person),
        "can_hear": can_hear_preferences(user, person),
        "can_stop": can_stop_contact(user),
        "can_hold": can_ask_for_holds(user),
        "can_place": can_place_holds(user),
        "can_remove": can_remove_identity(user),
        "can_keep_households": can_keep_households(user),
    }


def contributor_new(request: Request) -> HttpResponse:
    require(can_add_contributor(request.user))
    form = StaffContributorForm(posted(request))
    if form.is_valid():
        try:
            person = contributors.add(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"{person.letter_name} is on the register.")
            return redirect(person)
    return render_form(request, "coalition/contributor_new.html", form, {"section": "people"})


def contributor_edit(request: Request, pk: int) -> HttpResponse:
    person = _visible(request, pk)
    require(can_edit_contributor(request.user, person))
    form = _form_for(request, person)(posted(request), instance=person)
    if form.is_valid():
        try:
            contributors.change(contributor=person, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The details are saved.")
            return redirect(person)
    context = {"section": "people", "person": Contributor.objects.get(pk=pk)}
    return render_form(request, "coalition/contributor_edit.html", form, context)


def _form_for(request: Request, person: Contributor) -> type[ContributorForm]:
    if can_add_contributor(request.user):
        return StaffContributorForm
    return OwnDetailsForm if person.user_id == request.user.pk else TheirPeopleForm


def _visible(request: Request, pk: int) -> Contributor:
    return get_object_or_404(Contributor.objects.visible_to(request.user), pk=pk)
