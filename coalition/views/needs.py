"""What is needed: the list, and the page of each need."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.actions import needs
from coalition.aggregate import one_persons_story
from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.forms.needs import CloseNeedForm, NeedForm, NewNeedForm, VerifyForm
from coalition.http import PAGE_SIZE, Request, link_to, posted, render_form, render_page, words_of
from coalition.models import JournalEntry, Match, Need, Organisation, Programme, User
from coalition.models.match import missing_of
from coalition.paging import Ring, page_of
from coalition.permissions import (
    can_close_need,
    can_edit_need,
    can_list_needs,
    can_open_need,
    can_propose_match,
    can_raise_need,
    can_verify_need,
    is_lead,
    require,
)
from coalition.privacy import others_details
from coalition.suggestions import offers_for
from coalition.templatetags.ui import due_kind, due_words

GROUPS = [
    Group("status", "Where it stands", Need.Status.choices, "status"),
    Group("urgency", "How urgent", Need.Urgency.choices, "urgency"),
    Group("kind", "Kind of help", Need.Kind.choices, "kind"),
]
COLUMNS = [
    *["pk", "ref", "headline", "kind", "area", "status", "needed_by", "closed_at"],
    *["quantity", "fulfilled_quantity", "unit", "organisation__name", "organisation__known_as"],
]
KINDS, STATUSES = words_of(Need.Kind.choices), words_of(Need.Status.choices)
ORGANISATIONS_AT_ONCE = 20


def need_list(request: Request) -> HttpResponse:
    """All needs of the programmes that a lead leads; for partners their own, and what is open."""
    require(can_list_needs(request.user))
    filters = Filters(request.GET, GROUPS)
    visible = Need.objects.visible_to(request.user)
    searched = visible.matching(filters.words) if filters.words else visible
    options, count = filters.tally(searched)
    page = page_of(_rings(filters.chosen_among(searched)), request.GET, PAGE_SIZE, count)
    page.object_list = _rows(page.object_list)
    context = {
        "section": "needs",
        "filters": filters,
        "options": options,
        "count": count,
        "page": page,
        "leads": is_lead(request.user),
    }
    return render_page(request, "coalition/need_list.html", "coalition/_needs.html", context)


def _rings(rows: QuerySet) -> list[Ring]:
    """What is needed soonest; and then what was closed last."""
    values = rows.values_list(*COLUMNS, named=True)
    return [
        Ring(values.filter(closed_at=None), ("needed_by", "pk")),
        Ring(values.filter(closed_at__isnull=False), ("-closed_at", "-pk")),
    ]


def _rows(needs_: list[Any]) -> list[dict[str, Any]]:
    """What the list shows of each, as plain values."""
    link = link_to("need_detail")
    return [
        {
            "headline": need.headline,
            "url": link(need.ref),
            "who": need.organisation__known_as or need.organisation__name,
            "kind": KINDS[need.kind],
            "area": need.area,
            "met": f"{need.fulfilled_quantity:,} of {need.quantity:,} {need.unit}".rstrip(),
            "status": STATUSES[need.status],
            "tag": _tag(need.status),
            "due": need.status in Need.OPEN and due_words(need.needed_by),
            "due_tag": due_kind(need.needed_by),
        }
        for need in needs_
    ]


def _tag(status: str) -> str:
    """The colour of where it stands, as on the need's own page."""
    if status == Need.Status.DRAFT:
        return "new"
    return "ok" if status == Need.Status.MET else "talk" if status in Need.OPEN else "off"


def need_new(request: Request) -> HttpResponse:
    """For which organisation? A partner coordinator of one is sent on."""
    require(can_list_needs(request.user))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = _organisations(request.user, words)
    if len(found) == 1 and not is_lead(request.user):
        return redirect("need_new_for", found[0].pk)
    context = {"section": "needs", "words": words, "found": found}
    return render(request, "coalition/need_new.html", context)


def _organisations(user: User, words: str) -> list[Organisation]:
    if not is_lead(user):
        return list(Organisation.objects.coordinated_by(user).order_by("name", "pk"))
    if not words:
        return []
    return list(Organisation.objects.matching(words).order_by("name")[:ORGANISATIONS_AT_ONCE])


def need_new_for(request: Request, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    require(can_raise_need(request.user, organisation))
    form = NewNeedForm(posted(request), programmes=_programmes(request.user))
    if form.is_valid():
        need = needs.raise_for(organisation=organisation, by=request.user, **form.cleaned_data)
        messages.success(
            request, "The need is written down. A second person confirms it; then it is matched."
        )
        return redirect(need)
    context = {"section": "needs", "organisation": organisation}
    return render_form(request, "coalition/need_new_for.html", form, context)


def _programmes(user: User) -> list[Programme]:
    """Those that a lead leads; for a partner, any."""
    led = Programme.objects.with_role(user, "programme_lead")
    return list((led if is_lead(user) else Programme.objects.all()).order_by("name"))


def need_detail(request: Request, ref: str) -> HttpResponse:
    need = _visible(request, ref)
    may_suggest = need.can_be_met
    # Whoever needs it looks at all offers; other partners at their own.
    ours = None if can_propose_match(request.user, need) else request.user.coordinates
    matches = Match.objects.visible_to(request.user).filter(need=need).with_sides()
    context = {
        "section": "needs",
        "need": need,
        "promised": need.quantity - missing_of(need),
        "leads": is_lead(request.user, need.programme),
        "can_edit": can_edit_need(request.user, need),
        "can_verify": can_verify_need(request.user, need),
        "can_open": can_open_need(request.user, need),
        "can_close": can_close_need(request.user, need),
        "suggestions": offers_for(need, of=ours) if may_suggest else [],
        "may_suggest": may_suggest,
        "knows_offers": ours is not None or is_lead(request.user, need.programme),
        "matches": matches.order_by("-pk"),
        "history": JournalEntry.objects.about(need).select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "coalition/need_detail.html", context)


def need_edit(request: Request, ref: str) -> HttpResponse:
    need = _visible(request, ref)
    require(can_edit_need(request.user, need))
    if need.status != Need.Status.DRAFT:
        raise DomainError("A second person has confirmed this need, so its words stay.")
    form = NeedForm(posted(request), need=need)
    if form.is_valid():
        needs.change(need=need, by=request.user, **form.cleaned_data)
        messages.success(request, "The changes are saved.")
        return redirect(need)
    return render_form(
        request, "coalition/need_edit.html", form, {"section": "needs", "need": need}
    )


def need_verify(request: Request, ref: str) -> HttpResponse:
    need = _visible(request, ref)
    require(can_verify_need(request.user, need))
    need.require_can_become(Need.Status.VERIFIED)
    form = VerifyForm(posted(request))
    if form.is_valid():
        opens = can_open_need(request.user, need)
        try:
            needs.verify(need=need, opens=opens, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _confirmed(opens))
            return redirect(need)
    text = f"{need.headline}\n{need.description}"
    noticed = [*others_details(text), *(f"“{words}”" for words in one_persons_story(text))]
    context = {"section": "needs", "need": need, "noticed": noticed}
    return render_form(request, "coalition/need_verify.html", form, context)


def _confirmed(opens: bool) -> str:
    if opens:
        return "The need is confirmed and open. Below are the offers that could meet it."
    return "The need is confirmed. A programme lead opens it."


@require_POST
def need_open(request: Request, ref: str) -> HttpResponse:
    need = _visible(request, ref)
    require(can_open_need(request.user, need))
    needs.open_up(need=need, by=request.user)
    messages.success(request, "The need is open. Below are the offers that could meet it.")
    return redirect(need)


def need_close(request: Request, ref: str) -> HttpResponse:
    need = _visible(request, ref)
    require(can_close_need(request.user, need))
    need.require_can_become(Need.Status.UNMET_CLOSED)
    form = CloseNeedForm(posted(request))
    if form.is_valid():
        needs.close_unmet(need=need, by=request.user, **form.cleaned_data)
        messages.success(request, "The need is closed, and counted among those not met.")
        return redirect(need)
    context = {"section": "needs", "need": need, "live": need.matches.live().count()}
    return render_form(request, "coalition/need_close.html", form, context)


def need_withdraw(request: Request, ref: str) -> HttpResponse:
    need = _visible(request, ref)
    require(can_edit_need(request.user, need))
    need.require_can_become(Need.Status.WITHDRAWN)
    if request.method == "POST":
        needs.withdraw(need=need, by=request.user)
        messages.success(request, "The need is withdrawn.")
        return redirect(need)
    context = {"section": "needs", "need": need, "live": need.matches.live().count()}
    return render(request, "coalition/need_withdraw.html", context)


def _visible(request: Request, ref: str) -> Need:
    return get_object_or_404(Need.objects.visible_to(request.user).with_people(), ref=ref)
