"""What an organisation came from, and what it became."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition.actions import successions
from coalition.domain import DomainError
from coalition.forms.organisations import SuccessionForm
from coalition.http import Request, posted, render_form
from coalition.models import OrganisationSuccession
from coalition.permissions import can_vouch_for_organisation, require
from coalition.views.organisation_access import visible_organisation


def succession_new(request: Request, pk: int) -> HttpResponse:
    organisation = visible_organisation(request, pk)
    require(can_vouch_for_organisation(request.user))
    form = SuccessionForm(posted(request))
    if form.is_valid():
        fields = dict(form.cleaned_data)
        pair = [organisation, fields.pop("organisation")]
        before, after = pair if fields.pop("direction") == "after" else reversed(pair)
        try:
            successions.note(predecessor=before, successor=after, by=request.user, **fields)
        except DomainError as error:
            form.add_error("organisation_name", str(error))
        else:
            messages.success(request, f"It is noted that {after.name} followed {before.name}.")
            return redirect(organisation)
    context = {"section": "organisations", "organisation": organisation}
    return render_form(request, "coalition/succession_new.html", form, context)


@require_POST
def succession_remove(request: Request, pk: int, succession_pk: int) -> HttpResponse:
    organisation = visible_organisation(request, pk)
    require(can_vouch_for_organisation(request.user))
    either = Q(predecessor=organisation) | Q(successor=organisation)
    succession = get_object_or_404(OrganisationSuccession, either, pk=succession_pk)
    successions.take_back(succession=succession, by=request.user)
    messages.success(request, "That note is taken back.")
    return redirect(organisation)
