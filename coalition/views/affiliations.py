"""People's places in an organisation: begun, corrected, confirmed, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition.actions import affiliations, contributors
from coalition.domain import DomainError
from coalition.forms.affiliations import AffiliationEditForm, AffiliationEndForm, AffiliationForm
from coalition.http import Request, posted, render_form
from coalition.models import Affiliation, Contributor, Organisation
from coalition.permissions import can_affiliate
from coalition.templatetags.words import day
from coalition.views.organisation_access import editable_organisation


def affiliation_new(request: Request, pk: int) -> HttpResponse:
    organisation = editable_organisation(request, pk)
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


def affiliation_edit(request: Request, pk: int, affiliation_pk: int) -> HttpResponse:
    organisation = editable_organisation(request, pk)
    affiliation = _place(organisation, affiliation_pk)
    form = AffiliationEditForm(posted(request), instance=affiliation)
    if form.is_valid():
        try:
            affiliations.change(affiliation=affiliation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("from_on", str(error))
        else:
            messages.success(request, "The place is saved.")
            return redirect(organisation)
    context = _context(organisation, _place(organisation, affiliation_pk))
    return render_form(request, "coalition/affiliation_edit.html", form, context)


@require_POST
def affiliation_confirm(request: Request, pk: int, affiliation_pk: int) -> HttpResponse:
    organisation = editable_organisation(request, pk)
    affiliation = affiliations.confirm(
        affiliation=_place(organisation, affiliation_pk), by=request.user
    )
    messages.success(request, f"You have confirmed the place of {affiliation.contributor}.")
    return redirect(organisation)


def affiliation_end(request: Request, pk: int, affiliation_pk: int) -> HttpResponse:
    organisation = editable_organisation(request, pk)
    affiliation = _place(organisation, affiliation_pk)
    form = AffiliationEndForm(posted(request), affiliation=affiliation)
    if form.is_valid():
        try:
            ended = affiliations.end(affiliation=affiliation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("on", str(error))
        else:
            last = day(ended.to_on)
            messages.success(request, f"The last day of {ended.contributor} there is {last}.")
            return redirect(organisation)
    context = _context(organisation, affiliation)
    return render_form(request, "coalition/affiliation_end.html", form, context)


def _place(organisation: Organisation, pk: int) -> Affiliation:
    """One that is not over: what has ended stays as it was."""
    places = organisation.affiliations.present_or_planned().select_related("contributor")
    return get_object_or_404(places, pk=pk)


def _context(organisation: Organisation, affiliation: Affiliation) -> dict[str, object]:
    return {
        "section": "organisations",
        "organisation": organisation,
        "affiliation": affiliation,
    }
