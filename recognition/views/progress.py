"""Letters on their way: how far they are, what stopped, and what a person can do about it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.http import PAGE_SIZE, Request, render_page
from coalition.permissions import require
from recognition import gates, standing, tasks, troubles
from recognition.actions import progress
from recognition.epochs import is_restored
from recognition.models import Campaign, Epoch, Letter, PrintPack
from recognition.models.letter import LetterQuerySet
from recognition.outlook import by_post
from recognition.permissions import (
    can_pause_campaign,
    can_release_campaign,
    can_resume_campaign,
    can_see_people,
    can_settle_letters,
)
from recognition.views.campaigns import SECTION, visible_campaign
from recognition.views.halts import halts_in
from recognition.views.mandates import mandates_of

STOP_POLLING = 286  # htmx's word for: this was the last answer
STATES = [
    Group("status", "How far", Letter.Status.choices, "status"),
    Group("cause", "Why it failed", Letter.Cause.choices, "cause"),
    Group("gate", "Stopped by the check", list(gates.TITLES.items()), "stopped_by"),
]


def campaign_progress(request: Request, pk: int) -> HttpResponse:
    campaign = _released(request, pk)
    stands = standing.of(campaign)
    context = {
        **SECTION,
        "campaign": campaign,
        "standing": stands,
        "post": by_post(campaign),
        "sees_people": can_see_people(request.user, campaign.programme),
        "mandates": mandates_of(request.user, campaign),
        "halts": halts_in(request.user, [campaign.programme_id]),
        "still": "still" in request.GET,
        "to_print": campaign.letters.filter(
            channel=Letter.Channel.PRINT, status=Letter.Status.READY
        ).count(),
        "packs": PrintPack.objects.filter(campaign=campaign).order_by("pk"),
        "is_restored": is_restored(Epoch.objects.filter(pk=1).first()),
        "can_pause": can_pause_campaign(request.user, campaign),
        "can_resume": can_resume_campaign(request.user, campaign),
        "can_settle": can_settle_letters(request.user, campaign),
        "can_release": can_release_campaign(request.user, campaign),
    }
    page, fragment = "recognition/campaign_progress.html", "recognition/_progress.html"
    response = render_page(request, page, fragment, context)
    if request.headers.get("HX-Request") and not stands.is_moving:
        response.status_code = STOP_POLLING
    return response


@require_POST
def campaign_pause(request: Request, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    require(can_pause_campaign(request.user, campaign))
    progress.pause(campaign=campaign, by=request.user)
    messages.success(request, "Paused. A letter that is being handed over now still goes.")
    return redirect("recognition:campaign_progress", pk)


@require_POST
def campaign_resume(request: Request, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    require(can_resume_campaign(request.user, campaign))
    progress.resume(campaign=campaign, by=request.user)
    tasks.wake(pk)
    messages.success(request, "The letters are on their way again.")
    return redirect("recognition:campaign_progress", pk)


def campaign_stop(request: Request, pk: int) -> HttpResponse:
    """Asks first: what has not gone never will."""
    campaign = _released(request, pk)
    require(can_settle_letters(request.user, campaign))
    if request.method == "POST":
        count = progress.stop(campaign=campaign, by=request.user)
        messages.success(request, f"{_letters(count)} stopped for good; thanks are owed as before.")
        return redirect("recognition:campaign_progress", pk)
    if campaign.status != Campaign.Status.PAUSED:
        return redirect("recognition:campaign_progress", pk)
    context = {**SECTION, "campaign": campaign, "count": campaign.letters.unsettled().count()}
    return render(request, "recognition/campaign_stop.html", context)


def campaign_letters(request: Request, pk: int) -> HttpResponse:
    """All letters of a campaign, or those in some state."""
    campaign = visible_campaign(request, pk)
    require(can_see_people(request.user, campaign.programme))
    filters = Filters(request.GET, STATES)
    letters = Letter.objects.filter(campaign=campaign)
    found = filters.narrow(letters, _matching).order_by("pk")
    context = {
        **SECTION,
        "campaign": campaign,
        "filters": filters,
        "options": filters.options(letters, _matching),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "recognition/campaign_letters.html", context)


def campaign_retry(request: Request, pk: int, slug: str) -> HttpResponse:
    """Asks first: these letters may go out within seconds."""
    campaign, letters, context = _in_trouble(request, pk, slug)
    if request.method == "POST":
        count = progress.retry(campaign=campaign, letters=letters, by=request.user)
        tasks.wake(pk)
        messages.success(request, f"{_letters(count)} going through all checks again.")
        return redirect("recognition:campaign_progress", pk)
    return render(request, "recognition/campaign_retry.html", context)


def campaign_take_out(request: Request, pk: int, slug: str) -> HttpResponse:
    """Asks first: these letters will not go."""
    campaign, letters, context = _in_trouble(request, pk, slug)
    if request.method == "POST":
        count = progress.take_out(campaign=campaign, letters=letters, by=request.user)
        messages.success(request, f"{_letters(count)} taken out; thanks are owed as before.")
        return redirect("recognition:campaign_progress", pk)
    return render(request, "recognition/campaign_take_out.html", context)


def _released(request: Request, pk: int) -> Campaign:
    campaign = visible_campaign(request, pk)
    if campaign.released_at is None:
        raise Http404
    return campaign


def _in_trouble(
    request: Request, pk: int, slug: str
) -> tuple[Campaign, LetterQuerySet, dict[str, Any]]:
    campaign = _released(request, pk)
    require(can_settle_letters(request.user, campaign))
    if slug not in troubles.TROUBLES:
        raise Http404
    letters = troubles.in_trouble(Letter.objects.filter(campaign=campaign), slug)
    count = letters.count()
    if not count:
        raise DomainError("Somebody has dealt with these letters already.")
    trouble = troubles.TROUBLES[slug]
    return campaign, letters, {**SECTION, "campaign": campaign, "trouble": trouble, "count": count}


def _letters(count: int) -> str:
    return f"{count:,} {'letter is' if count == 1 else 'letters are'}"


def _matching(letters: LetterQuerySet, words: str) -> LetterQuerySet:
    return letters.filter(letter_name__icontains=words) | letters.filter(ref__iexact=words)
