"""After a restore from a backup: somebody says that letters may go again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from coalition.http import Request
from coalition.permissions import require
from recognition.actions import restores
from recognition.epochs import is_restored
from recognition.models import Campaign, Epoch
from recognition.permissions import can_prepare_thanks
from recognition.views.campaigns import SECTION


def after_restore(request: Request) -> HttpResponse:
    """Asks first: what went after the backup would go once more."""
    require(can_prepare_thanks(request.user))
    if request.method == "POST":
        restores.confirm(by=request.user)
        messages.success(request, "Letters may go. Let each campaign go again by itself.")
        return redirect("recognition:campaign_list")
    paused = Campaign.objects.visible_to(request.user).filter(status=Campaign.Status.PAUSED)
    context = {
        **SECTION,
        "is_restored": is_restored(Epoch.objects.filter(pk=1).first()),
        "paused": paused.order_by("name"),
    }
    return render(request, "recognition/after_restore.html", context)
