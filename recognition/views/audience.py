"""Who gets a letter: chosen from thanks owed, then fixed."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.http import PAGE_SIZE, Request, number_of
from recognition.actions import campaigns
from recognition.models import AudienceRule, Campaign, Candidate, ContributionEvent
from recognition.models.contribution import ContributionQuerySet
from recognition.views.audience_rules import in_words
from recognition.views.campaigns import SECTION, preparing

GROUPS = [
    Group("when", "When", [("late", "Late"), ("in_time", "Not due yet")], "when"),
    Group("kind", "What for", ContributionEvent.Kind.choices, "kind"),
]


def campaign_audience(request: Request, pk: int) -> HttpResponse:
    """Choose from thanks owed: those ticked on this page, everyone who is listed, or nobody."""
    campaign = preparing(request, pk)
    filters = Filters(request.GET, GROUPS)
    rows = _choosable(campaign)
    found = cast(ContributionQuerySet, filters.narrow(rows, _matching)).order_by("due_on", "pk")
    if request.method == "POST":
        chosen = campaigns.choose(campaign=campaign, by=request.user, **_choice(request, found))
        if request.POST.get("choose") == "go":
            return _go_on(request, pk)
        messages.success(
            request, f"{chosen:,} {'person is' if chosen == 1 else 'people are'} chosen."
        )
        return redirect(request.get_full_path())
    rules = AudienceRule.objects.in_use().filter(programme=campaign.programme_id)
    context = {
        **SECTION,
        "campaign": campaign,
        "filters": filters,
        "options": filters.options(rows, _matching),
        "page": Paginator(found.with_people(), PAGE_SIZE).get_page(request.GET.get("page")),
        "chosen": campaign.candidates.count(),
        "by_rule": campaign.candidates.filter(by_rule=True).count(),
        "rules": in_words(rules),
    }
    return render(request, "recognition/campaign_audience.html", context)


@require_POST
def campaign_freeze(request: Request, pk: int) -> HttpResponse:
    preparing(request, pk)
    return _go_on(request, pk)


def _go_on(request: Request, pk: int) -> HttpResponse:
    """Fix the recipients, unless they are, and show the letters."""
    campaign = preparing(request, pk)
    try:
        if campaign.status == Campaign.Status.DRAFT:
            campaigns.freeze(campaign=campaign, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("recognition:campaign_audience", pk)
    return redirect("recognition:campaign_proofs", pk)


def _choosable(campaign: Campaign) -> ContributionQuerySet:
    """Owed in the programme, without a letter; and those that are chosen already."""
    here = Candidate.objects.filter(campaign=campaign, event=OuterRef("pk"))
    free = ContributionEvent.objects.free_for(campaign)
    rows = ContributionEvent.objects.annotate(chosen=Exists(here))
    return rows.filter(Q(chosen=True) | Q(pk__in=free.values("pk"))).with_lateness()


def _choice(request: Request, found: ContributionQuerySet) -> dict[str, ContributionQuerySet]:
    match request.POST.get("choose"):
        case "all":
            return {"add": found}
        case "none":
            return {"remove": ContributionEvent.objects.all()}
    shown = _numbers(request, "shown")
    ticked = _numbers(request, "event") & shown
    events = ContributionEvent.objects
    return {"add": events.filter(pk__in=ticked), "remove": events.filter(pk__in=shown - ticked)}


def _numbers(request: Request, name: str) -> set[int]:
    return {number for text in request.POST.getlist(name) if (number := number_of(text))}


def _matching(rows: ContributionQuerySet, words: str) -> ContributionQuerySet:
    return rows.matching(words)
