"""Letters for a print house: packs of PDFs, taken away and handed over by a person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coalition.bell import ring
from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from recognition import packing, store, tasks
from recognition.actions import packs
from recognition.forms.packs import HandedOverForm, SignedForm
from recognition.models import PackFile, PrintPack
from recognition.permissions import can_prepare_thanks
from recognition.sheets import to_take_out
from recognition.views.campaigns import SECTION, visible_campaign


@require_POST
def pack_new(request: Request, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    require(can_prepare_thanks(request.user, campaign.programme))
    pack = packs.begin(campaign=campaign, by=request.user)
    ring(tasks.make_pack, pack.pk)
    messages.success(request, "The pack is being made: every letter is checked once more.")
    return redirect(pack)


def pack_detail(request: Request, pk: int) -> HttpResponse:
    pack = _visible(request, pk)
    packed = pack.packed.order_by("position")
    unsigned = pack.packed.filter(taken_back=False, letter__signed_at=None).count()
    context = {
        **SECTION,
        "pack": pack,
        "campaign": pack.campaign,
        "sheets": to_take_out(pack),
        "unsigned": unsigned if pack.campaign.is_signed_by_hand else 0,
        "files": pack.files.order_by("number"),
        "count": packed.count(),
        "envelopes": packed.values("envelope").distinct().count(),
    }
    return render(request, "recognition/pack_detail.html", context)


@never_cache
def pack_file(request: Request, pk: int, name: str) -> HttpResponse:
    """A PDF of the pack, its manifest or its checksums; the journal knows who took it (P4)."""
    pack = _visible(request, pk)
    files = {file.name: file for file in pack.files.order_by("number")}
    lists = {pack.manifest_name, pack.checksums_name}
    if pack.campaign.is_greeted_by_hand:
        lists.add(pack.greetings_name)
    if pack.made_at is None or name not in {*lists, *files}:
        raise Http404
    packed = pack.packed.select_related("letter").order_by("position")
    if name == pack.manifest_name:
        kind, body = "text/csv; charset=utf-8", packing.manifest(list(files.values()), list(packed))
    elif name == pack.greetings_name:
        kind, body = "text/csv; charset=utf-8", packing.greetings(list(packed))
    elif name == pack.checksums_name:
        kind, body = "text/plain", packing.checksums(list(files.values())).encode()
    else:
        kind, body = "application/pdf", _pdf(files[name])
    packs.note_download(pack=pack, name=name, by=request.user)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=disposition)


def pack_sign(request: Request, pk: int) -> HttpResponse:
    """Asks which were not: those are held, and a person says what becomes of them."""
    pack = _visible(request, pk)
    if request.method == "GET" and not pack.campaign.is_signed_by_hand:
        return redirect(pack)
    form = SignedForm(posted(request))
    if form.is_valid():
        try:
            count = packs.sign(pack=pack, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{_letters(count)} signed, and can be posted.")
            return redirect(pack)
    context = {**SECTION, "pack": pack, "campaign": pack.campaign, "count": pack.packed.count()}
    return render_form(request, "recognition/pack_sign.html", form, context)


def pack_hand_over(request: Request, pk: int) -> HttpResponse:
    """Asks the day: from then on everybody in it is thanked."""
    pack = _visible(request, pk)
    sheets = to_take_out(pack)
    by_hand = pack.campaign.is_signed_by_hand
    form = HandedOverForm(posted(request), by_hand=by_hand, sheets=len(sheets))
    if form.is_valid():
        try:
            count = packs.hand_over(pack=pack, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{_letters(count)} marked as sent.")
            return redirect(pack)
    still_in_it = pack.packed.filter(taken_back=False).count()
    context = {**SECTION, "pack": pack, "count": still_in_it, "sheets": sheets}
    return render_form(request, "recognition/pack_hand_over.html", form, context)


def pack_take_back(request: Request, pk: int) -> HttpResponse:
    """Asks first: if it did go, they would be printed twice."""
    pack = _visible(request, pk)
    if request.method == "POST":
        count = packs.take_back(pack=pack, by=request.user)
        messages.success(request, f"{_letters(count)} waiting for another pack.")
        return redirect("recognition:campaign_progress", pack.campaign_id)
    context = {**SECTION, "pack": pack, "count": pack.packed.count()}
    return render(request, "recognition/pack_take_back.html", context)


def _pdf(file: PackFile) -> bytes:
    try:
        return store.get(file.digest)
    except store.Damaged as error:
        raise Http404 from error


def _visible(request: Request, pk: int) -> PrintPack:
    """Only for those who prepare letters: it is names and addresses."""
    packs_seen = PrintPack.objects.visible_to(request.user).select_related(
        "campaign__programme", "begun_by", "settled_by"
    )
    pack = get_object_or_404(packs_seen, pk=pk)
    require(can_prepare_thanks(request.user, pack.campaign.programme))
    return pack


def _letters(count: int) -> str:
    return f"{count:,} {'letter is' if count == 1 else 'letters are'}"
