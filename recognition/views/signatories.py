"""Who signs letters. The picture of a signature goes in here and never comes out (SIG-1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from recognition.actions import signatories
from recognition.forms.signatories import (
    NewSignatoryForm,
    OfficeForm,
    SignatoryForm,
    SignatureForm,
)
from recognition.models import Campaign, Signatory
from recognition.permissions import can_prepare_thanks, can_see_thanks, looks_after
from recognition.views.campaigns import programmes_of

SECTION = {"section": "thanks", "tab": "signatories"}


def signatory_list(request: Request) -> HttpResponse:
    require(can_see_thanks(request.user))
    today = timezone.localdate()
    visible = Signatory.objects.visible_to(request.user).prefetch_related("private_office")
    rows = [
        (
            signatory,
            signatory.is_in_office(today),
            bool(signatory.signature_image),
            signatory.private_office.all(),
        )
        for signatory in visible.order_by("style", "pk")
    ]
    context = {**SECTION, "rows": rows, "can_prepare": can_prepare_thanks(request.user)}
    return render(request, "recognition/signatory_list.html", context)


def signatory_new(request: Request) -> HttpResponse:
    require(can_prepare_thanks(request.user))
    form = NewSignatoryForm(*_posted(request), programmes=programmes_of(request.user))
    if form.is_valid():
        try:
            signatory = signatories.add(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{signatory.style} can sign letters.")
            return redirect("recognition:signatory_list")
    return render_form(request, "recognition/signatory_new.html", form, SECTION)


def signatory_edit(request: Request, pk: int) -> HttpResponse:
    visible = Signatory.objects.visible_to(request.user).select_related("programme")
    signatory = get_object_or_404(visible, pk=pk)
    require(can_prepare_thanks(request.user, signatory.programme))
    has_picture = bool(signatory.signature_image)
    signed = Campaign.objects.of_signatory(signatory)
    fixed = signed.filter(status__in=Campaign.FIXED).order_by("pk")
    form = SignatoryForm(*_posted(request), instance=signatory)
    if form.is_valid():
        try:
            signatories.change(signatory=signatory, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The details are saved.")
            return redirect("recognition:signatory_list")
    context = {**SECTION, "has_picture": has_picture, "fixed": list(fixed)}
    return render_form(request, "recognition/signatory_edit.html", form, context)


def signatory_office(request: Request, pk: int) -> HttpResponse:
    """Who sees and stops what goes out in this name."""
    visible = Signatory.objects.visible_to(request.user).select_related("programme")
    signatory = get_object_or_404(visible, pk=pk)
    require(can_prepare_thanks(request.user, signatory.programme))
    form = OfficeForm(posted(request), signatory=signatory)
    if form.is_valid():
        try:
            signatories.hand_to(signatory=signatory, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The private office of {signatory.style} is saved.")
            return redirect("recognition:signatory_list")
    context = {**SECTION, "signatory": signatory, "nobody": not form.entitled}
    return render_form(request, "recognition/signatory_office.html", form, context)


def signature_edit(request: Request, pk: int) -> HttpResponse:
    """The private office gives the picture of a signature, or another one (SIG-1)."""
    signatory = _looked_after(request, pk)
    form = SignatureForm(*_posted(request))
    if form.is_valid():
        picture = form.cleaned_data["signature"]
        try:
            signatories.keep_signature(signatory=signatory, picture=picture, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The signature is kept, sealed. No page shows it again.")
            return redirect("recognition:office")
    signed = Campaign.objects.of_signatory(signatory)
    context = {
        **SECTION,
        "signatory": signatory,
        "has_picture": bool(signatory.signature_image),
        "fixed": list(signed.filter(status__in=Campaign.FIXED).order_by("pk")),
    }
    return render_form(request, "recognition/signature_edit.html", form, context)


def signature_remove(request: Request, pk: int) -> HttpResponse:
    """Asks first: nothing is signed with it from then on."""
    signatory = _looked_after(request, pk)
    if request.method == "POST":
        signatories.keep_signature(signatory=signatory, picture=None, by=request.user)
        messages.success(request, "The signature is removed.")
        return redirect("recognition:office")
    return render(request, "recognition/signature_remove.html", {**SECTION, "signatory": signatory})


def _looked_after(request: Request, pk: int) -> Signatory:
    signatory = get_object_or_404(Signatory.objects.visible_to(request.user), pk=pk)
    require(looks_after(request.user, signatory))
    return signatory


def _posted(request: Request) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
