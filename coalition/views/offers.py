"""The inbox of offers, one's own offers, and the page of each."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coalition import holds, households
from coalition.actions import (
    contact_codes,
    offer_availability,
    offer_clock,
    offer_intake,
    offers,
)
from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.forms.offer_details import DetailedOfferForm
from coalition.http import PAGE_SIZE, Request, link_to, posted, render_form, render_page, words_of
from coalition.models import JournalEntry, Offer, User
from coalition.models.offer import OfferQuerySet
from coalition.models.offer_words import UNNAMED
from coalition.paging import Ring, page_of
from coalition.permissions import can_answer_offers, can_withdraw_offer, require
from coalition.templatetags.ui import due_kind, due_words
from coalition.templatetags.words import ago, day
from coalition.views.offer_steps import steps_for

GROUPS = [
    Group("status", "Where it stands", Offer.Status.choices, "status"),
    Group("only", "How urgent", [("overdue", "Overdue")], "late"),
    Group("owner", "Whose", [("me", "Looked after by me")], "whose"),
    Group("kind", "Kind of help", Offer.Kind.choices, "kind"),
]
NEWEST = "newest"
EARLIER_SHOWN = 5
# Nobody did these: not whoever offered, and nobody here.
OF_THE_CLOCK = [
    offer_intake.OFFER_LINK_SENT,
    offer_availability.OFFER_STILL_ASKED,
    offer_availability.OFFER_TO_BE_RUNG,
    offer_availability.OFFER_EXPIRED,
    offer_clock.OFFER_ESCALATED,
    contact_codes.OFFER_CODE_SENT,
]
COLUMNS = [
    *["pk", "ref", "headline", "kind", "status", "submitted_at", "next_contact_due", "ended"],
    *["programme__name", "contributor__letter_name", "contributor__known_as"],
    *["organisation__name", "organisation__known_as", "asks_not_to_be_named"],
]
KINDS, STATUSES = words_of(Offer.Kind.choices), words_of(Offer.Status.choices)
SETTLED = {Offer.Status.ACCEPTED, Offer.Status.COMPLETED}


def offer_list(request: Request) -> HttpResponse:
    """All offers of the programmes that a lead leads; for others, their own."""
    answers = can_answer_offers(request.user)
    newest = request.GET.get("sort", "" if answers else NEWEST) == NEWEST
    filters = Filters(request.GET, GROUPS, sort=request.GET.get("sort", ""))
    rows = for_the_list(Offer.objects.visible_to(request.user), request.user)
    searched = rows.matching(filters.words) if filters.words else rows
    options, count = filters.tally(searched)
    page = page_of(_rings(filters.chosen_among(searched), newest), request.GET, PAGE_SIZE, count)
    page.object_list = _rows(page.object_list, newest)
    context = {
        "section": "offers",
        "answers": answers,
        "newest": newest,
        "filters": filters,
        "options": options,
        "count": count,
        "page": page,
    }
    return render_page(request, "coalition/offer_list.html", "coalition/_offers.html", context)


def for_the_list(rows: OfferQuerySet, user: User) -> OfferQuerySet:
    """With the columns that only this list filters and orders by."""
    late = When(
        status__in=Offer.OPEN, next_contact_due__lt=timezone.localdate(), then=Value("overdue")
    )
    mine = When(status__in=Offer.OPEN, owner=user, then=Value("me"))
    return rows.annotate(
        late=Case(late, default=Value(""), output_field=CharField()),
        whose=Case(mine, default=Value(""), output_field=CharField()),
        ended=Coalesce("closed_at", "submitted_at"),
    )


def _rings(rows: QuerySet, newest: bool) -> list[Ring]:
    """Newest first; or who waits longest, and then what was closed last."""
    values = rows.values_list(*COLUMNS, named=True)
    if newest:
        return [Ring(values, ("-submitted_at", "-pk"))]
    waiting = values.filter(next_contact_due__isnull=False)
    return [
        Ring(waiting, ("next_contact_due", "submitted_at", "pk")),
        Ring(values.filter(next_contact_due=None), ("-ended", "-pk")),
    ]


def _rows(offers_: list[Any], newest: bool) -> list[dict[str, Any]]:
    """What the list shows of each, as plain values."""
    link = link_to("offer_detail")
    return [
        {
            "headline": offer.headline,
            "url": link(offer.ref),
            "who": _who(offer),
            "kind": KINDS[offer.kind],
            "programme": offer.programme__name,
            "offered_on": f"{timezone.localdate(offer.submitted_at):%Y-%m-%d}",
            "offered": _offered(offer, newest),
            "status": STATUSES[offer.status],
            "tag": _tag(offer.status),
            "due": offer.status in Offer.OPEN and due_words(offer.next_contact_due),
            "due_tag": due_kind(offer.next_contact_due),
        }
        for offer in offers_
    ]


def _who(offer: Any) -> str:
    organisation = offer.organisation__known_as or offer.organisation__name
    if offer.asks_not_to_be_named and not organisation:
        return UNNAMED
    return organisation or offer.contributor__known_as or offer.contributor__letter_name


def _offered(offer: Any, newest: bool) -> str:
    if newest or offer.status not in Offer.OPEN:
        return day(offer.submitted_at)
    return f"offered {ago(offer.submitted_at)}"


def _tag(status: str) -> str:
    """The colour of where it stands, as on the offer's own page."""
    if status == Offer.Status.SUBMITTED:
        return "new"
    return "ok" if status in SETTLED else "talk" if status in Offer.OPEN else "off"


def offer_detail(request: Request, ref: str) -> HttpResponse:
    offer = _visible(request, ref)
    answers = can_answer_offers(request.user, offer.programme)
    seen = Offer.objects.visible_to(request.user)
    same = seen.perhaps_same_as(offer) if answers else []
    earlier = seen.earlier_of(offer)[:EARLIER_SHOWN] if answers else []
    household = households.offering(offer)
    is_theirs = offer.contributor.user_id == request.user.pk
    names_them = answers or is_theirs or not offer.asks_not_to_be_named
    context = {
        "section": "offers",
        "offer": offer,
        "household": household,
        "who": (household or offer.contributor) if names_them else UNNAMED,
        "answers": answers,
        "steps": steps_for(offer) if answers else [],
        "history": _history(offer),
        "same": same,
        "earlier": earlier,
        "of_the_clock": OF_THE_CLOCK,
        "asked": offer.asked_redirect if answers else None,
        "can_change": can_withdraw_offer(request.user, offer),
        "is_held": answers and holds.in_force(offer, holds.Scope.CONTACT),
    }
    return render(request, "coalition/offer_detail.html", context)


def _history(offer: Offer) -> list[tuple[JournalEntry, list[str]]]:
    """What happened, newest first, with the facts that were said in words."""
    entries = JournalEntry.objects.about(offer).select_related("by").order_by("-at", "-pk")
    words = dict(Offer.Said.choices)
    return [
        (entry, [words.get(code, code) for code in entry.facts.get("said", [])])
        for entry in entries
    ]


def offer_edit(request: Request, ref: str) -> HttpResponse:
    offer = _visible(request, ref)
    require(can_withdraw_offer(request.user, offer))
    if not offer.is_undecided:
        raise DomainError(offer.why_its_words_stay)
    form = DetailedOfferForm(posted(request), offer=offer)
    if form.is_valid():
        try:
            offer_intake.change(offer=offer, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The changes are saved.")
            return redirect(offer)
    context = {"section": "offers", "offer": offer}
    return render_form(request, "coalition/offer_edit.html", form, context)


def offer_withdraw(request: Request, ref: str) -> HttpResponse:
    offer = _visible(request, ref)
    require(can_withdraw_offer(request.user, offer))
    offer.require_can_become(Offer.Status.WITHDRAWN)
    if request.method == "POST":
        offers.withdraw(offer=offer, by=request.user)
        messages.success(request, "The offer is withdrawn.")
        return redirect(offer)
    context = {"section": "offers", "offer": offer}
    return render(request, "coalition/offer_withdraw.html", context)


def _visible(request: Request, ref: str) -> Offer:
    return get_object_or_404(Offer.objects.visible_to(request.user).with_people(), ref=ref)
