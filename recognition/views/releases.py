"""The last look before letters go; and the ways back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from coalition.templatetags.words import moment
from recognition import needs, tasks
from recognition.actions import campaigns, releases
from recognition.forms.releases import ReleaseForm, RestForm
from recognition.models import Campaign, Embargo
from recognition.outlook import by_post
from recognition.permissions import can_release_campaign
from recognition.views.campaigns import SECTION, preparing, visible_campaign
from recognition.views.halts import halts_in

MANY = 50  # letters from which the number is typed by hand


def campaign_release(request: Request, pk: int) -> HttpResponse:
    """The last look: how many, from whom, to whom; many must be typed as a number."""
    campaign = visible_campaign(request, pk)
    require(can_release_campaign(request.user, campaign))
    if request.method == "GET" and not campaign.can_become(Campaign.Status.RELEASING):
        return redirect(campaign)
    letters = campaign.letters.count()
    form = ReleaseForm(posted(request), letters=letters) if letters >= MANY else None
    if request.method == "POST" and (form is None or form.is_valid()):
        seen = request.POST.get("seen", "")
        try:
            how = form.cleaned_data if form else {}
            releases.release(campaign=campaign, seen=seen, by=request.user, **how)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            tasks.wake(pk)
            messages.success(request, _on_their_way(letters, **how))
            return redirect("recognition:campaign_progress", pk)
        return redirect(campaign)
    context = {
        **SECTION,
        "campaign": campaign,
        "letters": letters,
        "post": by_post(campaign),
        "form": form,
        "answers": needs.answers(campaign),
        "excluded": campaign.exclusions.count(),
        "embargo": Embargo.objects.in_force().covering(campaign).order_by("-ends_on").first(),
        "halts": halts_in(request.user, [campaign.programme_id]),
    }
    status = 422 if form and form.errors else 200
    return render(request, "recognition/campaign_release.html", context, status=status)


def campaign_reopen(request: Request, pk: int) -> HttpResponse:
    """Asks first: letters that were fixed are made anew, and approvals are void."""
    campaign = preparing(request, pk)
    if request.method == "POST":
        campaigns.reopen(campaign=campaign, why=f"{request.user} opened it again", by=request.user)
        messages.success(request, "The campaign is a draft again.")
        return redirect(campaign)
    context = {**SECTION, "campaign": campaign, "letters": campaign.letters.count()}
    return render(request, "recognition/campaign_reopen.html", context)


def campaign_cancel(request: Request, pk: int) -> HttpResponse:
    campaign = preparing(request, pk)
    if request.method == "POST":
        campaigns.cancel(campaign=campaign, by=request.user)
        messages.success(
            request, f"“{campaign}” is given up. Its people are owed thanks as before."
        )
        return redirect("recognition:campaign_list")
    context = {**SECTION, "campaign": campaign, "letters": campaign.letters.count()}
    return render(request, "recognition/campaign_cancel.html", context)


def campaign_rest(request: Request, pk: int) -> HttpResponse:
    """Another time for letters that go later, or now."""
    campaign = visible_campaign(request, pk)
    require(can_release_campaign(request.user, campaign))
    wave = get_object_or_404(campaign.waves.to_come().order_by("number")[:1])
    now = "now" in request.POST
    form = RestForm(None if now else posted(request))
    if now or form.is_valid():
        goes_at = None if now else form.cleaned_data["goes_at"]
        try:
            releases.move_wave(wave=wave, goes_at=goes_at, by=request.user)
        except DomainError as error:
            if now:
                raise
            form.add_error(None, str(error))
        else:
            tasks.wake(pk)
            messages.success(request, _when(wave.letters, goes_at))
            return redirect("recognition:campaign_progress", pk)
    context = {**SECTION, "campaign": campaign, "wave": wave}
    return render_form(request, "recognition/campaign_rest.html", form, context)


def _on_their_way(letters: int, first: int | None = None, rest_at: datetime | None = None) -> str:
    if first and rest_at:
        return f"{first:,} go now, and the other {letters - first:,} {moment(rest_at)}."
    return f"{letters:,} {'letter is' if letters == 1 else 'letters are'} on the way."


def _when(letters: int, goes_at: datetime | None) -> str:
    what = f"The other {letters:,}" if letters > 1 else "The other letter"
    go = "goes" if letters == 1 else "go"
    return f"{what} {go} {moment(goes_at) if goes_at else 'now'}."
