"""The private office of whoever signs: what goes out in that name, and what waits for them."""

from django.http import HttpResponse
from django.shortcuts import render

from coalition.http import Request
from coalition.permissions import require
from recognition.models import Campaign, Signatory
from recognition.permissions import is_private_office

SECTION = {"section": "thanks"}
OVER = [Campaign.Status.COMPLETE, Campaign.Status.CANCELLED]
SHOWN = 50  # campaigns


def office(request: Request) -> HttpResponse:
    """Those whom this person looks after, and the letters that are to be signed by them."""
    require(is_private_office(request.user))
    signatories = Signatory.objects.looked_after_by(request.user).order_by("style", "pk")
    campaigns = Campaign.objects.filter(signatory__in=signatories.values("pk"))
    rows = campaigns.exclude(status=Campaign.Status.DRAFT).select_related("signatory", "author")
    context = {
        **SECTION,
        "signatories": signatories,
        "campaigns": rows.order_by("-frozen_at", "-pk")[:SHOWN],
    }
    return render(request, "recognition/office.html", context)
