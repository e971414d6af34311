"""Times in which some letters do not go: set, lifted, and what goes all the same."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import RoleGrant, User
from coalition.permissions import require
from recognition.actions import embargoes
from recognition.forms.embargoes import EmbargoForm, SignatoryEmbargoForm, WaiverForm
from recognition.models import Campaign, Embargo, Signatory, Waiver
from recognition.permissions import (
    can_change_embargo,
    can_see_embargoes,
    can_see_thanks,
    can_set_embargo,
    looks_after,
)

SECTION = {"section": "thanks", "tab": "embargoes"}
MAY_SET = {RoleGrant.Role.RECOGNITION_APPROVER, RoleGrant.Role.PROGRAMME_LEAD}


def embargo_list(request: Request) -> HttpResponse:
    """What is in force or to come first, the earliest first; then what is over."""
    require(can_see_embargoes(request.user))
    rows = Embargo.objects.visible_to(request.user).select_related("signatory", "set_by")
    standing = [row for row in rows.order_by("begins_on", "pk") if not row.is_over]
    over = [row for row in rows.order_by("-ends_on", "-pk")[:50] if row.is_over]
    context = {
        **SECTION,
        "standing": standing,
        "over": over,
        "can_set": can_set_embargo(request.user),
        "can_see_thanks": can_see_thanks(request.user),
    }
    return render(request, "recognition/embargo_list.html", context)


def embargo_new(request: Request) -> HttpResponse:
    require(can_set_embargo(request.user))
    form = EmbargoForm(posted(request), programmes=_programmes(request.user))
    if form.is_valid():
        try:
            made = embargoes.set_(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"‘{made}’ is set. Letters that it covers stop at their turn."
            )
            return redirect(made)
    return render_form(request, "recognition/embargo_new.html", form, SECTION)


def signatory_embargo(request: Request, pk: int) -> HttpResponse:
    """By the private office, for what goes out in that name (story 23)."""
    visible = Signatory.objects.visible_to(request.user).select_related("programme")
    signatory = get_object_or_404(visible, pk=pk)
    require(looks_after(request.user, signatory))
    form = SignatoryEmbargoForm(posted(request))
    if form.is_valid():
        try:
            made = embargoes.set_for(signatory=signatory, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"‘{made}’ is set. Letters that it covers stop at their turn."
            )
            return redirect(made)
    context = {**SECTION, "signatory": signatory}
    return render_form(request, "recognition/signatory_embargo.html", form, context)


def embargo_detail(request: Request, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    waivers = row.waivers.filter(campaign__in=Campaign.objects.visible_to(request.user))
    waivers = waivers.select_related("campaign", "asked_by", "agreed_by").order_by("pk")
    context = {
        **SECTION,
        "embargo": row,
        "waivers": waivers,
        "can_set": can_change_embargo(request.user, row) and not row.is_over,
        "to_agree": set(row.waivers.to_agree_by(request.user).values_list("pk", flat=True)),
    }
    return render(request, "recognition/embargo_detail.html", context)


def embargo_lift(request: Request, pk: int) -> HttpResponse:
    """Asks first: letters go again when somebody tries them."""
    row = _visible(request, pk)
    require(can_change_embargo(request.user, row))
    if request.method == "POST":
        embargoes.lift(embargo=row, by=request.user)
        messages.success(request, f"‘{row}’ is lifted. What it held waits for a person.")
        return redirect(row)
    return render(request, "recognition/embargo_lift.html", {**SECTION, "embargo": row})


def waiver_new(request: Request, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    require(can_change_embargo(request.user, row))
    visible = Campaign.objects.visible_to(request.user)
    form = WaiverForm(posted(request), embargo=row, visible=visible)
    if form.is_valid():
        try:
            embargoes.ask_waiver(embargo=row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "On record. They go once somebody else agrees.")
            return redirect(row)
    return render_form(request, "recognition/waiver_new.html", form, {**SECTION, "embargo": row})


def waiver_agree(request: Request, pk: int) -> HttpResponse:
    """Asks first: these letters go although others must not."""
    visible = Embargo.objects.visible_to(request.user)
    rows = Waiver.objects.filter(embargo__in=visible)
    waiver = get_object_or_404(
        rows.select_related("embargo__signatory", "embargo__programme", "campaign", "asked_by"),
        pk=pk,
    )
    require(can_change_embargo(request.user, waiver.embargo))
    if request.method == "POST":
        embargoes.agree_waiver(waiver=waiver, by=request.user)
        messages.success(request, f"“{waiver.campaign}” goes in spite of ‘{waiver.embargo}’.")
        return redirect(waiver.embargo)
    context = {**SECTION, "waiver": waiver, "embargo": waiver.embargo}
    return render(request, "recognition/waiver_agree.html", context)


def _visible(request: Request, pk: int) -> Embargo:
    rows = Embargo.objects.visible_to(request.user)
    rows = rows.select_related("programme", "signatory", "set_by", "lifted_by")
    return get_object_or_404(rows, pk=pk)


def _programmes(user: User) -> list[int]:
    return sorted({pk for role, pk in user.roles if role in MAY_SET})
