"""What registers call an organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition.actions import organisations
from coalition.domain import DomainError
from coalition.forms.organisations import IdentifierForm
from coalition.http import Request, posted, render_form
from coalition.models import OrganisationIdentifier
from coalition.views.organisation_access import editable_organisation


def identifier_new(request: Request, pk: int) -> HttpResponse:
    organisation = editable_organisation(request, pk)
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
    organisation = editable_organisation(request, pk)
    identifier = get_object_or_404(
        OrganisationIdentifier, organisation=organisation, pk=identifier_pk
    )
    organisations.remove_identifier(identifier=identifier, by=request.user)
    messages.success(request, "The register number is removed.")
    return redirect(organisation)
