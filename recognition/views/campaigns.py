"""Letters that go out together: who gets them, in which words, and when they go."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import JournalEntry, RoleGrant, User
from coalition.permissions import require
from recognition import needs, unpostable
from recognition.actions import campaigns
from recognition.epochs import is_restored
from recognition.forms.campaigns import CampaignForm
from recognition.models import (
    Campaign,
    Candidate,
    ContributionEvent,
    Epoch,
    Letter,
    LetterTemplate,
    TemplateVersion,
)
from recognition.permissions import (
    can_change_campaign,
    can_halt_letters,
    can_prepare_thanks,
    can_release_campaign,
    can_see_campaigns,
    can_see_people,
    can_see_thanks,
    is_private_office,
)
from recognition.typesetting.placeholders import used
from recognition.views import steps
from recognition.views.halts import halts_in, programmes_to_halt
from recognition.views.mandates import mandates_of
from recognition.views.taken import papers_of

SECTION = {"section": "thanks", "tab": "campaigns"}
HISTORY = 30  # entries
STATES = [Group("status", "How far", Campaign.Status.choices, "status")]


def campaign_list(request: Request) -> HttpResponse:
    if is_private_office(request.user) and not can_see_thanks(request.user):
        return redirect("recognition:office")
    require(can_see_campaigns(request.user))
    filters = Filters(request.GET, STATES)
    visible = Campaign.objects.visible_to(request.user)
    found = filters.narrow(visible, _named).order_by("-created_at", "-pk")
    rows = found.select_related("author", "signatory", "second_signatory").annotate(
        chosen=_count(Candidate), count=_count(Letter)
    )
    context = {
        **SECTION,
        "filters": filters,
        "options": filters.options(visible, _named),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "can_see_thanks": can_see_thanks(request.user),
        "can_prepare": can_prepare_thanks(request.user),
        "is_restored": is_restored(Epoch.objects.filter(pk=1).first()),
        "can_halt": can_halt_letters(request.user)
        and visible.going_out().filter(programme__in=programmes_to_halt(request.user)).exists(),
        "halts": halts_in(request.user),
    }
    return render(request, "recognition/campaign_list.html", context)


def campaign_new(request: Request) -> HttpResponse:
    require(can_prepare_thanks(request.user))
    form = form_for(CampaignForm, request, programmes_of(request.user))
    if form.is_valid():
        try:
            programme = form.cleaned_data["signatory"].programme
            campaign = campaigns.begin(programme=programme, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("recognition:campaign_audience", campaign.pk)
    return render_form(request, "recognition/campaign_new.html", form, {**SECTION, **_lacks(form)})


def campaign_detail(request: Request, pk: int) -> HttpResponse:
    """The five steps, how far each is, and the one thing to do next."""
    campaign = visible_campaign(request, pk)
    can_change = can_change_campaign(request.user, campaign)
    chosen, letters = campaign.candidates.count(), campaign.letters.count()
    excluded = campaign.exclusions.count()
    answers = needs.answers(campaign)
    history = JournalEntry.objects.about(campaign).select_related("by").order_by("-at", "-pk")
    context = {
        **SECTION,
        "campaign": campaign,
        "chosen": chosen,
        "letters": letters,
        "excluded": excluded,
        "steps": steps.steps_of(
            campaign,
            chosen=chosen,
            letters=letters,
            excluded=excluded,
            answers=answers,
            can_change=can_change,
            sees_people=can_see_people(request.user, campaign.programme),
        ),
        "history": steps.told(history[:HISTORY]),
        "can_change": can_change,
        "answers": answers,
        "can_approve": any(request.user in answer.people for answer in answers),
        "can_release": can_release_campaign(request.user, campaign),
        "mandates": mandates_of(request.user, campaign),
        "unpostable": unpostable.sum_of(request.user, campaign, chosen),
        "papers": papers_of(request.user, campaign),
    }
    return render(request, "recognition/campaign_detail.html", context)


def campaign_words(request: Request, pk: int) -> HttpResponse:
    campaign = preparing(request, pk)
    form = form_for(CampaignForm, request, [campaign.programme_id], keep=campaign)
    if form.is_valid():
        try:
            campaigns.change_words(campaign=campaign, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The words are saved.")
            return redirect(campaign)
    context = {**SECTION, "campaign": visible_campaign(request, pk)}
    return render_form(request, "recognition/campaign_words.html", form, context)


def programmes_of(user: User) -> list[int]:
    """Where this person prepares thanks."""
    return [pk for role, pk in user.roles if role == RoleGrant.Role.RECOGNITION_ADMIN]


def visible_campaign(request: Request, pk: int) -> Campaign:
    visible = Campaign.objects.visible_to(request.user).select_related(
        *["programme", "author", "signatory", "second_signatory"],
        *["letterhead__issuing_body", "template_version__template"],
    )
    return get_object_or_404(visible, pk=pk)


def form_for(
    form_class: type[CampaignForm],
    request: Request,
    programmes: list[int],
    *,
    keep: Campaign | None = None,
    for_one: ContributionEvent | None = None,
) -> Any:
    """A campaign's form, filled in with what it has, or with the only or the likeliest choice."""
    form = form_class(posted(request), programmes=programmes, keep=keep)
    names = ["name", "template_version", "signatory", "second_signatory", "letterhead"]
    names += ["dated_on", "in_ink", "personal_line"]
    if keep:
        form.initial = {name: getattr(keep, name) for name in names}
        return form
    if for_one:
        form.initial["template_version"] = likeliest(form.versions, for_one)
    elif len(form.versions) == 1:
        form.initial["template_version"] = form.versions[0]
    if len(form.signatories) == 1:
        form.initial["signatory"] = form.signatories[0]
    return form


def likeliest(versions: list[TemplateVersion], event: ContributionEvent) -> TemplateVersion | None:
    """A letter in the person's language, that needs no fact which we do not know."""
    known = {name for name in ("what_it_made_possible", "organisation") if getattr(event, name)}
    asks = {"what_it_made_possible", "organisation", "offer_reference"}

    kinds = {LetterTemplate.Kind.LETTER, LetterTemplate.Kind.LATE}

    def unlikely(version: TemplateVersion) -> tuple[bool, bool, int, bool]:
        wanted, kind = used(version.body), version.template.kind
        wrong_language = version.template.language != event.contributor.language
        late = kind == LetterTemplate.Kind.LATE
        lacking = len((wanted & asks) - known)
        return (kind not in kinds, wrong_language, lacking, late != event.is_late)

    return min(versions, key=unlikely, default=None)


def _lacks(form: CampaignForm) -> dict[str, bool]:
    """What must be there before letters can be prepared at all."""
    return {"no_words": not form.versions, "no_signatory": not form.signatories}


def preparing(request: Request, pk: int) -> Campaign:
    """The campaign, if this person prepares letters in its programme and it is not released."""
    campaign = visible_campaign(request, pk)
    require(can_prepare_thanks(request.user, campaign.programme))
    return campaign.require_can_change()


def _count(model: type[Candidate] | type[Letter]) -> Any:
    rows = model._default_manager.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return rows.annotate(number=Count("pk")).values("number")


def _named(rows: QuerySet, words: str) -> QuerySet:
    return rows.filter(name__icontains=words)
