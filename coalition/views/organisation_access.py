"""The organisation that a page is about, for whoever may see or change it."""

from django.shortcuts import get_object_or_404

from coalition.http import Request
from coalition.models import Organisation
from coalition.permissions import can_edit_organisation, require


def visible_organisation(request: Request, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)


def editable_organisation(request: Request, pk: int) -> Organisation:
    organisation = visible_organisation(request, pk)
    require(can_edit_organisation(request.user, organisation))
    return organisation
