"""What a campaign will send, page by page; and other people's yes or no."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.permissions import require
from coalition.spreadsheets.writer import to_csv
from recognition import content, needs
from recognition.actions import approvals, campaigns
from recognition.forms.approvals import ApproveForm, SendBackForm
from recognition.models import Campaign, Letter
from recognition.permissions import (
    can_approve_campaign,
    can_prepare_thanks,
    can_see_people,
    can_see_thanks,
)
from recognition.proofs import proof_of, ugliest_first
from recognition.views import papers
from recognition.views.campaigns import SECTION, visible_campaign

SHOWN = 10  # exclusions; the rest are in the file


def campaign_proofs(request: Request, pk: int) -> HttpResponse:
    """The letters that are likeliest to go wrong, as they will be."""
    campaign = visible_campaign(request, pk)
    if not campaign.frozen_at:
        return redirect(campaign)
    answers = needs.answers(campaign)
    context = {
        **_what_will_go(request, campaign),
        "can_ask": can_prepare_thanks(request.user, campaign.programme)
        and campaign.can_become(Campaign.Status.IN_REVIEW),
        "can_prepare": can_prepare_thanks(request.user, campaign.programme),
        "answers": answers,
        "unanswerable": needs.unanswerable(answers),
    }
    return render(request, "recognition/campaign_proofs.html", context)


def campaign_recipients(request: Request, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    require(can_see_people(request.user, campaign.programme))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    letters = campaign.letters.filter(letter_name__icontains=words).order_by("letter_name", "pk")
    rows = letters.select_related("event__organisation")
    context = {
        **SECTION,
        "campaign": campaign,
        "words": words,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "recognition/campaign_recipients.html", context)


def campaign_exclusions(request: Request, pk: int) -> HttpResponse:
    """Everyone who was chosen but gets no letter, with the reason, as CSV (CMP-1). It takes
    personal data out of the building, so the journal knows of it (P4)."""
    campaign = visible_campaign(request, pk)
    require(can_see_people(request.user, campaign.programme))
    campaigns.note_export(campaign=campaign, by=request.user)
    rows = campaign.exclusions.select_related("contributor", "event").order_by("gate", "pk")
    table = to_csv(
        ["Name", "What they did", "Gate", "Why there is no letter"],
        [
            [row.contributor.letter_name, row.event.what_they_did, row.gate, row.reason]
            for row in rows
        ],
    )
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="no-letter-{campaign.pk}.csv"'},
    )


def proof_detail(request: Request, pk: int, letter_pk: int) -> HttpResponse:
    letter = _letter(request, pk, letter_pk)
    context = {
        **SECTION,
        "campaign": letter.campaign,
        "proof": proof_of(letter),
        "sees_people": can_see_people(request.user, letter.campaign.programme),
    }
    return render(request, "recognition/proof_detail.html", context)


def proof_page(request: Request, pk: int, letter_pk: int, page: int) -> HttpResponse:
    """A page of the proof as a picture."""
    letter = _letter(request, pk, letter_pk)
    return papers.page_image(request, content.compose_proof(letter), page)


def proof_pdf(request: Request, pk: int, letter_pk: int) -> HttpResponse:
    """The same as a PDF."""
    return papers.pdf_of(request, content.compose_proof(_letter(request, pk, letter_pk)))


@require_POST
def campaign_ask(request: Request, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    require(can_prepare_thanks(request.user, campaign.programme))
    approvals.ask(campaign=campaign, seen=request.POST.get("seen", ""), by=request.user)
    messages.success(request, "Those who may approve are told. You hear from us when they decide.")
    return redirect(campaign)


def campaign_approve(request: Request, pk: int) -> HttpResponse:
    """All that will be sent, on one page; the yes binds to exactly that (CMP-3)."""
    campaign = visible_campaign(request, pk)
    require(can_approve_campaign(request.user, campaign))
    answers = needs.open_to(request.user, campaign)
    form = ApproveForm(posted(request), answers=answers)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            approvals.approve(campaign=campaign, seen=seen, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _said_yes(campaign))
        return redirect(campaign)
    if request.method == "GET" and not (answers and campaign.status == Campaign.Status.IN_REVIEW):
        return redirect(campaign)
    context = {
        **_what_will_go(request, campaign),
        "answers": answers,
        "all_answers": needs.answers(campaign),
        "why_more": needs.why_more(campaign),
        "form": form,
        "can_see_thanks": can_see_thanks(request.user),
    }
    return render_form(request, "recognition/campaign_approve.html", form, context)


def campaign_send_back(request: Request, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    require(can_approve_campaign(request.user, campaign))
    form = SendBackForm(posted(request))
    if form.is_valid():
        try:
            approvals.send_back(campaign=campaign, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Sent back. {campaign.author} is told what should change.")
            return redirect(campaign)
    context = {**SECTION, "campaign": campaign}
    return render_form(request, "recognition/campaign_send_back.html", form, context)


def _said_yes(campaign: Campaign) -> str:
    campaign.refresh_from_db(fields=["status"])
    if campaign.status == Campaign.Status.APPROVED:
        return f"You approved these letters. {campaign.author} is told."
    missing = needs.in_words(needs.lacking(campaign))
    return f"Your yes is on record. Still asked for: {missing}."


def _what_will_go(request: Request, campaign: Campaign) -> dict[str, Any]:
    """The same for whoever prepares and whoever approves; the private office sees proofs, and how
    many there are besides (product §1)."""
    excluded = campaign.exclusions.select_related("contributor", "event").order_by("gate", "pk")
    return {
        **SECTION,
        "campaign": campaign,
        "letters": campaign.letters.count(),
        "excluded": excluded[:SHOWN],
        "excluded_count": campaign.exclusions.count(),
        "proofs": ugliest_first(campaign),
        "sees_people": can_see_people(request.user, campaign.programme),
    }


def _letter(request: Request, pk: int, letter_pk: int) -> Letter:
    campaigns = Campaign.objects.visible_to(request.user)
    letters = Letter.objects.filter(campaign__in=campaigns).with_words()
    return get_object_or_404(letters, pk=letter_pk, campaign=pk)
