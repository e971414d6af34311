"""A partner coordinator's own page: what our organisation offers, needs, and waits for."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string

from coalition.http import Request
from coalition.models import Organisation
from coalition.permissions import is_coordinator, require


def partner_list(request: Request) -> HttpResponse:
    """Of several organisations, choose one; of one, go there."""
    require(is_coordinator(request.user))
    ours = list(Organisation.objects.coordinated_by(request.user).order_by("name", "pk"))
    if len(ours) == 1:
        return redirect("partner_detail", ours[0].pk)
    context = {"section": "partner", "organisations": ours}
    return render(request, "coalition/partner_list.html", context)


def partner_detail(request: Request, pk: int) -> HttpResponse:
    ours = Organisation.objects.coordinated_by(request.user)
    organisation = get_object_or_404(ours, pk=pk)
    shown = [import_string(path)(organisation, request.user) for path in settings.PARTNER_SECTIONS]
    sections = [section for section in shown if section]
    context = {
        "section": "partner",
        "organisation": organisation,
        "several": len(request.user.coordinates) > 1,
        "sections": sections,
        "waiting": [line for section in sections for line in section.lines if line.waits],
    }
    return render(request, "coalition/partner_detail.html", context)
