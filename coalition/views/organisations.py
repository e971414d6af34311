"""The register of organisations."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coalition.actions import organisations
from coalition.domain import DomainError
from coalition.filters import Filters, Group, searched_for
from coalition.forms.organisations import NewOrganisationForm, OrganisationForm, StandingForm
from coalition.http import PAGE_SIZE, Request, link_to, posted, render_form, render_page, words_of
from coalition.imports.provenance import imports_of
from coalition.models import Contributor, JournalEntry, Merge, Organisation, Sector
from coalition.paging import page_of
from coalition.permissions import (
    can_add_organisation,
    can_edit_organisation,
    can_import_organisations,
    can_list_organisations,
    can_merge,
    can_merge_organisations,
    can_vouch_for_organisation,
    require,
)
from coalition.related import related_to
from coalition.ties import StillTied
from coalition.views.doubles import looks_like
from coalition.views.organisation_access import editable_organisation, visible_organisation

NAMESAKES = 5  # shown
GROUPS = [
    Group("sector", "Sector", Sector.choices, "sector"),
    Group("status", "Status", Organisation.Status.choices, "status"),
]
COLUMNS = ["pk", "name", "sector", "area", "status"]
SECTORS, STATUSES = words_of(Sector.choices), words_of(Organisation.Status.choices)


def organisation_list(request: Request) -> HttpResponse:
    require(can_list_organisations(request.user))
    filters = Filters(request.GET, GROUPS)
    visible = Organisation.objects.visible_to(request.user)
    searched, rings = searched_for(visible, filters, COLUMNS, ("name", "pk"))
    options, count = filters.tally(searched)
    page = page_of(rings, request.GET, PAGE_SIZE, count)
    page.object_list = _rows(page.object_list)
    context = {
        "section": "organisations",
        "filters": filters,
        "options": options,
        "count": count,
        "page": page,
        "can_add": can_add_organisation(request.user),
        "can_import": can_import_organisations(request.user),
        "can_compare": can_merge_organisations(request.user),
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
    visible = Organisation.objects.visible_to(request.user)
    if stays := visible.filter(absorbed=pk).first():
        return redirect(stays)
    organisation = visible_organisation(request, pk)
    places = organisation.affiliations.select_related("contributor", "verified_by")
    people = places.present_or_planned().order_by("contributor__letter_name", "from_on", "pk")
    can_open = Contributor.objects.visible_to(request.user).filter(affiliations__in=people)
    namesakes = Organisation.objects.visible_to(request.user).filter(name__iexact=organisation.name)
    successions = list(organisation.successions.select_related("successor").order_by("pk"))
    origins = list(organisation.origins.select_related("predecessor").order_by("pk"))
    family = [row.successor_id for row in successions] + [row.predecessor_id for row in origins]
    can_visit = Organisation.objects.visible_to(request.user).filter(
        pk__in=[*family, organisation.parent_id]
    )
    likely, told_apart = looks_like(organisation)
    context = {
        "section": "organisations",
        "organisation": organisation,
        "areas": organisation.areas.order_by("name"),
        "sectors": organisation.sectors.order_by("-to_on", "-pk")[1:],
        "namesakes": namesakes.exclude(pk__in=[pk, *told_apart]).order_by("pk")[:NAMESAKES],
        "likely": likely,
        "branches": organisation.branches.visible_to(request.user).order_by("name", "pk"),
        "successions": successions,
        "origins": origins,
        "can_visit": set(can_visit.values_list("pk", flat=True)),
        "identifiers": organisation.identifiers.order_by("scheme", "value"),
        "people": people,
        "can_open": set(can_open.values_list("pk", flat=True)),
        "history": JournalEntry.objects.about(organisation)
        .select_related("by")
        .order_by("-at")[:10],
        "can_edit": can_edit_organisation(request.user, organisation),
        "can_vouch": can_vouch_for_organisation(request.user),
        "imports": imports_of(organisation),
        "related": related_to(organisation, request.user),
        "can_merge": can_merge(request.user, organisation),
        "absorbed": Merge.objects.standing().touching(organisation).with_rows()[:NAMESAKES],
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
    organisation = editable_organisation(request, pk)
    form, ties = OrganisationForm(posted(request), instance=organisation), []
    if form.is_valid():
        try:
            organisations.change(organisation=organisation, by=request.user, **form.cleaned_data)
        except StillTied as error:
            ties = error.ties
            form.add_error("status", f"{error} See above what to end or hand on first.")
        except DomainError as error:
            form.add_error("status", str(error))
        else:
            messages.success(request, "The details are saved.")
            return redirect(organisation)
    context = {"organisation": Organisation.objects.get(pk=pk), "ties": ties}
    return _render_form(request, "coalition/organisation_edit.html", form, context)


def organisation_standing(request: Request, pk: int) -> HttpResponse:
    organisation = visible_organisation(request, pk)
    require(can_vouch_for_organisation(request.user))
    form = StandingForm(posted(request), instance=organisation)
    if form.is_valid():
        try:
            organisations.change(organisation=organisation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "How it stands with us is saved.")
            return redirect(organisation)
    context = {"organisation": Organisation.objects.get(pk=pk)}
    return _render_form(request, "coalition/organisation_standing.html", form, context)


@require_POST
def organisation_verify(request: Request, pk: int) -> HttpResponse:
    organisation = visible_organisation(request, pk)
    require(can_vouch_for_organisation(request.user))
    organisations.verify(organisation=organisation, by=request.user)
    messages.success(request, f"You have verified who {organisation.name} is.")
    return redirect(organisation)


def _render_form(
    request: Request, page: str, form: BaseForm, context: dict[str, Any]
) -> HttpResponse:
    return render_form(request, page, form, {"section": "organisations", **context})
