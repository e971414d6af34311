"""The register of organisations."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.actions import contributors, organisations
from coalition.domain import DomainError
from coalition.filters import Filters, Group, searched_for
from coalition.forms.register import (
    AffiliationForm,
    IdentifierForm,
    NewOrganisationForm,
    OrganisationForm,
)
from coalition.http import PAGE_SIZE, Request, link_to, posted, render_form, render_page
from coalition.models import (
    Affiliation,
    Contributor,
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
    Sector,
)
from coalition.paging import Ring, page_of
from coalition.permissions import (
    can_add_organisation,
    can_affiliate,
    can_edit_organisation,
    can_import_organisations,
    can_list_organisations,
    require,
)

GROUPS = [
    Group("sector", "Sector", Sector.choices, "sector"),
    Group("status", "Status", Organisation.Status.choices, "status"),
]
COLUMNS = ["pk", "name", "sector", "area", "status"]
SECTORS, STATUSES = dict(Sector.choices), dict(Organisation.Status.choices)


def organisation_list(request: Request) -> HttpResponse:
    require(can_list_organisations(request.user))
    filters = Filters(request.GET, GROUPS)
    visible = Organisation.objects.visible_to(request.user)
    searched, rings = searched_for(visible, filters)
    options, count = filters.tally(searched)
    rows = [Ring(r.values_list(*COLUMNS, named=True), ("name", "pk")) for r in rings]
    page = page_of(rows, request.GET, PAGE_SIZE)
    page.object_list = _rows(page.object_list)
    context = {
        "section": "organisations",
        "filters": filters,
        "options": options,
        "count": count,
        "page": page,
        "can_add": can_add_organisation(request.user),
        "can_import": can_import_organisations(request.user),
    }
    return render_page(
        request, "coalition/organisation_list.html", "coalition/_organisations.html", context
    )


def _rows(organisations: list[Any]) -> list[dict[str, Any]]:
    """What the list shows of each, as plain values."""
    link = link_to("organisation_detail")
    return [
        {
            "name": one.name,
            "url": link(one.pk),
            "sector": SECTORS[one.sector],
            "area": one.area,
            "status": "" if one.status == Organisation.Status.ACTIVE else STATUSES[one.status],
        }
        for one in organisations
    ]


def organisation_detail(request: Request, pk: int) -> HttpResponse:
    organisation = _visible(request, pk)
    affiliations = organisation.affiliations.in_force().select_related("contributor")
    can_open = Contributor.objects.visible_to(request.user).filter(affiliations__in=affiliations)
    context = {
        "section": "organisations",
        "organisation": organisation,
        "identifiers": organisation.identifiers.order_by("scheme", "value"),
        "people": affiliations.order_by("contributor__letter_name", "pk"),
        "can_open": set(can_open.values_list("pk", flat=True)),
        "history": JournalEntry.objects.about(organisation)
        .select_related("by")
        .order_by("-at")[:10],
        "can_edit": can_edit_organisation(request.user, organisation),
    }
    return render(request, "coalition/organisation_detail.html", context)


def organisation_new(request: Request) -> HttpResponse:
    require(can_add_organisation(request.user))
    form = NewOrganisationForm(posted(request))
    if form.is_valid():
        try:
            organisation = organisations.add(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("value", str(error))
        else:
            _say_added(request, organisation)
            return redirect(organisation)
    return render_form(
        request, "coalition/organisation_new.html", form, {"section": "organisations"}
    )


def _say_added(request: Request, organisation: Organisation) -> None:
    messages.success(request, f"{organisation.name} is on the register.")
    same_name = Organisation.objects.filter(name__iexact=organisation.name)
    if same_name.exclude(pk=organisation.pk).exists():
        messages.warning(
            request,
            "Another organisation has the same name. If they are one and the same, keep one.",
        )


def organisation_edit(request: Request, pk: int) -> HttpResponse:
    organisation = _editable(request, pk)
    form = OrganisationForm(posted(request), instance=organisation)
    if form.is_valid():
        try:
            organisations.change(organisation=organisation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("status", str(error))
        else:
            messages.success(request, "The details are saved.")
            return redirect(organisation)
    return render_form(
        request,
        "coalition/organisation_edit.html",
        form,
        {"section": "organisations", "organisation": Organisation.objects.get(pk=pk)},
    )


def identifier_new(request: Request, pk: int) -> HttpResponse:
    organisation = _editable(request, pk)
    form = IdentifierForm(posted(request))
    if form.is_valid():
        try:
            organisations.add_identifier(
                organisation=organisation, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error("value", str(error))
        else:
            messages.success(request, "The register number is added.")
            return redirect(organisation)
    return render_form(
        request,
        "coalition/identifier_new.html",
        form,
        {"section": "organisations", "organisation": organisation},
    )


@require_POST
def identifier_remove(request: Request, pk: int, identifier_pk: int) -> HttpResponse:
    organisation = _editable(request, pk)
    identifier = get_object_or_404(
        OrganisationIdentifier, organisation=organisation, pk=identifier_pk
    )
    organisations.remove_identifier(identifier=identifier, by=request.user)
    messages.success(request, "The register number is removed.")
    return redirect(organisation)


def affiliation_new(request: Request, pk: int) -> HttpResponse:
    organisation = _editable(request, pk)
    form = AffiliationForm(posted(request))
    if form.is_valid():
        fields = dict(form.cleaned_data)
        known = Contributor.objects.named(fields["letter_name"], fields["email"]).first()
        try:
            if known and not can_affiliate(request.user, known):
                raise DomainError(
                    "We know this person already. Ask the programme’s office to add them."
                )
            person = contributors.find_or_add(
                letter_name=fields.pop("letter_name"), email=fields.pop("email"), by=request.user
            )
            contributors.affiliate(
                contributor=person, organisation=organisation, by=request.user, **fields
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{person} is with {organisation} now.")
            return redirect(organisation)
    return render_form(
        request,
        "coalition/affiliation_new.html",
        form,
        {"section": "organisations", "organisation": organisation},
    )


def affiliation_end(request: Request, pk: int, affiliation_pk: int) -> HttpResponse:
    organisation = _editable(request, pk)
    affiliation = get_object_or_404(
        Affiliation.objects.in_force().select_related("contributor"),
        organisation=organisation,
        pk=affiliation_pk,
    )
    if request.method == "POST":
        organisations.end_affiliation(affiliation=affiliation, by=request.user)
        messages.success(request, f"{affiliation.contributor} has left {organisation}.")
        return redirect(organisation)
    context = {
        "section": "organisations",
        "organisation": organisation,
        "affiliation": affiliation,
    }
    return render(request, "coalition/affiliation_end.html", context)


def _visible(request: Request, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)


def _editable(request: Request, pk: int) -> Organisation:
    organisation = _visible(request, pk)
    require(can_edit_organisation(request.user, organisation))
    return organisation
