"""The private office of whoever signs: what goes out in that name, and what waits for them."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import F, Q, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import User
from coalition.permissions import require
from recognition.actions import mandates
from recognition.forms.mandates import MandateForm
from recognition.models import Campaign, Embargo, Letter, Mandate, Signatory
from recognition.models.mandate import asks_for_mandate
from recognition.permissions import (
    can_halt_letters,
    has_drafted,
    is_private_office,
    looked_after_in,
)
from recognition.proofs import proof_of
from recognition.views.campaigns import visible_campaign
from recognition.views.halts import halts_in

SECTION = {"section": "thanks"}
SHOWN = 50  # campaigns
WEEKS = 4  # that a mandate lasts, unless somebody says otherwise


def office(request: Request) -> HttpResponse:
    """Those whom this person looks after, and the letters that are to be signed by them."""
    require(is_private_office(request.user))
    signatories = Signatory.objects.looked_after_by(request.user).order_by("style", "pk")
    mine = signatories.order_by().values("pk")
    own = Campaign.objects.filter(Q(signatory__in=mine) | Q(second_signatory__in=mine))
    standing = Sum(
        "mandates__max_count",
        filter=Q(mandates__revoked_at=None, mandates__signatory__in=mine),
    )
    rows = own.exclude(status=Campaign.Status.DRAFT).annotate(
        mandated=standing,
        used=Sum(
            "mandates__used",
            filter=Q(mandates__revoked_at=None, mandates__signatory__in=mine),
        ),
    )
    asking = set(asks_for_mandate(request.user).values_list("pk", flat=True))
    found = rows.select_related("signatory", "second_signatory", "author")
    context = {
        **SECTION,
        "signatories": signatories,
        "campaigns": [
            (campaign, campaign.pk in asking)
            for campaign in found.order_by(F("frozen_at").desc(nulls_last=True), "-pk")[:SHOWN]
        ],
        "embargoes": _embargoes(request.user),
        "halts": halts_in(request.user),
        "can_halt": can_halt_letters(request.user) and not halts_in(request.user),
    }
    return render(request, "recognition/office.html", context)


def _embargoes(user: User) -> list[Embargo]:
    """In force or to come: those that hold their letters, and others of the programme."""
    rows = Embargo.objects.visible_to(user).not_over().select_related("signatory")
    return list(rows.order_by("begins_on", "pk"))


def mandate_new(request: Request, pk: int, signatory_pk: int) -> HttpResponse:
    """For one who signs: how many letters, and until when."""
    campaign = visible_campaign(request, pk)
    signatory = next((who for who in campaign.signatories if who.pk == signatory_pk), None)
    if signatory is None:
        raise Http404
    require(signatory in looked_after_in(request.user, campaign))
    require(not has_drafted(request.user, campaign))
    letters = campaign.letters.count()
    today = timezone.localdate()
    form = MandateForm(
        posted(request),
        by_hand=campaign.is_signed_by_hand,
        initial={
            "max_count": letters or None,
            "from_on": today,
            "to_on": today + timedelta(weeks=WEEKS),
        },
    )
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            mandate = mandates.grant(
                campaign=campaign,
                signatory=signatory,
                seen=seen,
                by=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"The mandate is given: {mandate}. You can revoke it at any time."
            )
            return redirect(campaign)
    context = {**SECTION, "campaign": campaign, "signatory": signatory, "letters": letters}
    return render_form(request, "recognition/mandate_new.html", form, context)


def mandate_letters(request: Request, pk: int) -> HttpResponse:
    """Of a mandate for each letter: the next one to read, and the yes to it."""
    mandate = _visible_mandate(request, pk)
    if request.method == "POST":
        letters = Letter.objects.filter(campaign=mandate.campaign_id)
        letter = get_object_or_404(letters, ref=request.POST.get("letter", "")[:24])
        mandates.agree(mandate=mandate, letter=letter, by=request.user)
        return redirect("recognition:mandate_letters", mandate.pk)
    waiting = mandate.to_agree_to()
    following = waiting.with_words().first() if mandate.is_for_each else None
    if mandate.revoked_at or following is None:
        messages.success(request, "There is no letter left to agree to.")
        return redirect(mandate.campaign)
    context = {
        **SECTION,
        "mandate": mandate,
        "campaign": mandate.campaign,
        "left": waiting.count(),
        "letters": mandate.campaign.letters.count(),
        "proof": proof_of(following),
    }
    return render(request, "recognition/mandate_letters.html", context)


def mandate_revoke(request: Request, pk: int) -> HttpResponse:
    """Asks first, on a page that says how many have gone."""
    mandate = _visible_mandate(request, pk)
    if request.method == "POST":
        mandates.revoke(mandate=mandate, by=request.user)
        messages.success(request, "Revoked. Nothing more goes under this mandate.")
        return redirect(mandate.campaign)
    if mandate.revoked_at:
        return redirect(mandate.campaign)
    context = {**SECTION, "mandate": mandate, "campaign": mandate.campaign}
    return render(request, "recognition/mandate_revoke.html", context)


def _visible_mandate(request: Request, pk: int) -> Mandate:
    rows = Mandate.objects.filter(campaign__in=Campaign.objects.visible_to(request.user))
    mandate = get_object_or_404(rows.select_related("campaign__programme", "signatory"), pk=pk)
    require(looked_after_in(request.user, mandate.campaign) != [])
    return mandate
