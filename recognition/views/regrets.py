"""Letters that were wrong: reported, apologised for by a person, and put right."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.permissions import require
from recognition.actions import corrections, regrets
from recognition.forms.campaigns import ThankOneForm
from recognition.forms.regrets import ApologyForm, OwnerForm, RegretForm
from recognition.models import Letter, Regret
from recognition.models.regret import RegretQuerySet
from recognition.permissions import can_prepare_thanks, can_report_regret, can_see_thanks
from recognition.risks import SHOWN, at_same_risk
from recognition.views.campaigns import form_for

SECTION = {"section": "thanks", "tab": "regrets"}
GROUPS = [
    Group("state", "Apology", [("owed", "Owed"), ("given", "Given")], "state"),
    Group("kind", "What was wrong", Regret.Kind.choices, "kind"),
]


def regret_list(request: Request) -> HttpResponse:
    """Apologies owed first, the earliest due first."""
    require(can_see_thanks(request.user))
    filters = Filters(request.GET, GROUPS)
    visible = _with_state(Regret.objects.visible_to(request.user))
    found = cast(RegretQuerySet, filters.narrow(visible, _named))
    rows = found.with_letters().order_by(F("apologised_at").desc(nulls_first=True), "due_on", "pk")
    letters = Letter.objects.visible_to(request.user)
    sent = letters.filter(status=Letter.Status.SENT).count()
    wrong = visible.aggregate(letters=Count("letter", distinct=True))["letters"]
    context = {
        **SECTION,
        "filters": filters,
        "options": filters.options(visible, _named),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "sent": sent,
        "wrong": wrong,
        "per_thousand": round(1000 * wrong / sent, 1) if sent else None,
    }
    return render(request, "recognition/regret_list.html", context)


def regret_new(request: Request, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter.objects.visible_to(request.user).with_words(), pk=pk)
    require(can_report_regret(request.user, letter.campaign))
    form = RegretForm(posted(request), campaign=letter.campaign)
    if form.is_valid():
        try:
            regret = regrets.report(letter=letter, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _say_what_follows(request, regret)
            return redirect(regret)
    return render_form(request, "recognition/regret_new.html", form, {**SECTION, "letter": letter})


def regret_detail(request: Request, pk: int) -> HttpResponse:
    """What was wrong, what is done about it, and which other letters rest on the same."""
    regret = _visible(request, pk)
    letter, campaign = regret.letter, regret.letter.campaign
    risk = at_same_risk(regret)
    prepares = can_prepare_thanks(request.user, campaign.programme)
    context = {
        **SECTION,
        "regret": regret,
        "letter": letter,
        "campaign": campaign,
        "risk": risk,
        "at_risk": list(risk.letters[: SHOWN + 1]),
        "most": SHOWN,
        "is_mine": regret.owner_id == request.user.pk,
        "can_hand_on": can_report_regret(request.user, campaign),
        "can_correct": prepares and regret.kind in corrections.CORRECTABLE,
        "correction": letter.correction,
    }
    return render(request, "recognition/regret_detail.html", context)


def regret_apologise(request: Request, pk: int) -> HttpResponse:
    """For its owner, one at a time: nothing here is sent to anybody."""
    regret = _visible(request, pk)
    require(regret.owner_id == request.user.pk)
    return _settle(
        request,
        regret,
        ApologyForm(posted(request)),
        "recognition/regret_apologise.html",
        lambda asked: regrets.apologise(regret=regret, by=request.user, **asked),
        "It is on record that you apologised. Thank you for doing it yourself.",
    )


def regret_hand_on(request: Request, pk: int) -> HttpResponse:
    regret = _visible(request, pk)
    campaign = regret.letter.campaign
    require(can_report_regret(request.user, campaign))
    return _settle(
        request,
        regret,
        OwnerForm(posted(request), campaign=campaign, initial={"owner": regret.owner_id}),
        "recognition/regret_hand_on.html",
        lambda asked: regrets.hand_on(regret=regret, by=request.user, **asked),
        "Handed on. The day by which somebody hears from us stays.",
    )


def letter_correct(request: Request, pk: int) -> HttpResponse:
    """A new letter that says it right: a campaign of one, ready to be proofed."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user).with_words(), pk=pk)
    campaign = letter.campaign
    require(can_prepare_thanks(request.user, campaign.programme))
    form = form_for(ThankOneForm, request, [campaign.programme_id], for_one=letter.event)
    form.initial |= {"signatory": campaign.signatory_id, "personal_line": campaign.personal_line}
    if form.is_valid():
        try:
            made = corrections.correct(letter=letter, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("recognition:campaign_proofs", made.pk)
    return render_form(
        request, "recognition/letter_correct.html", form, {**SECTION, "letter": letter}
    )


def _settle(
    request: Request,
    regret: Regret,
    form: Any,
    template: str,
    settle: Callable[[dict[str, Any]], Regret],
    said: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            settle(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(regret)
    return render_form(request, template, form, {**SECTION, "regret": regret})


def _say_what_follows(request: Request, regret: Regret) -> None:
    if regret.times > 1:
        messages.success(request, "This was reported already, and is counted once.")
    else:
        messages.success(request, f"On record. {regret.owner} apologises, in their own words.")
    regret.letter.campaign.refresh_from_db()
    if regret.letter.campaign.breaker:
        messages.warning(request, "The rest of these letters has stopped until somebody looks.")


def _visible(request: Request, pk: int) -> Regret:
    visible = Regret.objects.visible_to(request.user).with_letters()
    return get_object_or_404(visible.select_related("reported_by", "letter__event"), pk=pk)


def _with_state(rows: RegretQuerySet) -> RegretQuerySet:
    owed = When(apologised_at=None, then=Value("owed"))
    return rows.annotate(state=Case(owed, default=Value("given")))


def _named(rows: RegretQuerySet, words: str) -> RegretQuerySet:
    return rows.filter(letter__letter_name__icontains=words) | rows.filter(
        letter__ref__iexact=words
    )
