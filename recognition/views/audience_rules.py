"""Saved rules for audiences: which there are, whom one finds now, and choosing by it (CMP-1)."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.permissions import require
from recognition.actions import audience_rules
from recognition.criteria import Criteria
from recognition.forms.audience_rules import AudienceRuleForm, NewAudienceRuleForm
from recognition.models import AudienceRule, Campaign, ContributionEvent
from recognition.permissions import can_prepare_thanks, can_see_thanks
from recognition.views.campaigns import SECTION, preparing, programmes_of

SAMPLE = 10


def audience_rule_list(request: Request) -> HttpResponse:
    require(can_see_thanks(request.user))
    visible = AudienceRule.objects.visible_to(request.user).in_use().select_related("written_by")
    context = {
        **SECTION,
        "rules": in_words(visible),
        "can_prepare": can_prepare_thanks(request.user),
    }
    return render(request, "recognition/audience_rule_list.html", context)


def audience_rule_new(request: Request) -> HttpResponse:
    """?campaign= goes on with the recipients of that campaign."""
    require(can_prepare_thanks(request.user))
    campaign = _campaign(request)
    programmes = [campaign.programme_id] if campaign else programmes_of(request.user)
    form = NewAudienceRuleForm(posted(request), programmes=programmes)
    if form.is_valid():
        try:
            rule = audience_rules.keep(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"The rule ‘{rule}’ is saved.")
            return _go_on(campaign, rule)
    context = {**SECTION, "campaign": campaign}
    return render_form(request, "recognition/audience_rule_new.html", form, context)


def audience_rule_edit(request: Request, pk: int) -> HttpResponse:
    rule = _preparing(request, pk)
    form = AudienceRuleForm(posted(request), keep=rule)
    if form.is_valid():
        try:
            audience_rules.change(rule=rule, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The rule is saved. Who is chosen already stays chosen.")
            return _go_on(_campaign(request), rule)
    context = {**SECTION, "rule": rule}
    return render_form(request, "recognition/audience_rule_edit.html", form, context)


def audience_rule_retire(request: Request, pk: int) -> HttpResponse:
    """Asks first: it cannot be taken into use again."""
    rule = _preparing(request, pk)
    if request.method == "POST":
        audience_rules.retire(rule=rule, by=request.user)
        messages.success(request, f"The rule ‘{rule}’ is out of use.")
        return redirect("recognition:audience_rule_list")
    return render(request, "recognition/audience_rule_retire.html", {**SECTION, "rule": rule})


def campaign_rule(request: Request, pk: int, rule_pk: int) -> HttpResponse:
    """Whom the rule finds now: how many, and a few of them. A POST chooses them."""
    campaign = preparing(request, pk)
    of_programme = AudienceRule.objects.in_use().filter(programme=campaign.programme_id)
    rule = get_object_or_404(of_programme, pk=rule_pk)
    if request.method == "POST":
        chosen = audience_rules.choose(campaign=campaign, rule=rule, by=request.user)
        are = "thing is" if chosen == 1 else "things are"
        messages.success(request, f"Chosen by ‘{rule}’: {chosen:,} {are} to be thanked for now.")
        return redirect("recognition:campaign_audience", pk)
    criteria = Criteria.read(rule.criteria)
    free = ContributionEvent.objects.free_for(campaign)
    found = criteria.narrow(free)
    context = {
        **SECTION,
        "campaign": campaign,
        "rule": rule,
        "words": criteria.in_words(),
        "count": found.count(),
        "people": found.order_by().values("contributor").distinct().count(),
        "sample": found.with_people().order_by("due_on", "pk")[:SAMPLE],
        "by_hand": campaign.candidates.filter(by_rule=False).count(),
    }
    return render(request, "recognition/campaign_rule.html", context)


def in_words(rules: QuerySet[AudienceRule]) -> list[tuple[AudienceRule, str]]:
    """Each with what it looks for."""
    return [(rule, Criteria.read(rule.criteria).in_words()) for rule in rules.order_by("name")]


def _go_on(campaign: Campaign | None, rule: AudienceRule) -> HttpResponse:
    if campaign:
        return redirect("recognition:campaign_rule", campaign.pk, rule.pk)
    return redirect("recognition:audience_rule_list")


def _campaign(request: Request) -> Campaign | None:
    number = number_of(request.GET.get("campaign"))
    return preparing(request, number) if number else None


def _preparing(request: Request, pk: int) -> AudienceRule:
    visible = AudienceRule.objects.visible_to(request.user).in_use().select_related("programme")
    rule = get_object_or_404(visible, pk=pk)
    require(can_prepare_thanks(request.user, rule.programme))
    return rule
