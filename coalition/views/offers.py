"""The inbox of offers, one's own offers, and the page of each."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, F, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coalition.actions import offer_intake, offers
from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.forms.offers import FullOfferForm
from coalition.http import PAGE_SIZE, Request, posted, render_form, render_page
from coalition.models import JournalEntry, Offer, User
from coalition.models.offer import OfferQuerySet
from coalition.permissions import can_answer_offers, can_withdraw_offer, require
from coalition.views.offer_steps import steps_for

GROUPS = [
    Group("status", "Where it stands", Offer.Status.choices, "status"),
    Group("only", "How urgent", [("overdue", "Overdue")], "late"),
    Group("owner", "Whose", [("me", "Looked after by me")], "whose"),
    Group("kind", "Kind of help", Offer.Kind.choices, "kind"),
]
NEWEST = "newest"
Options = tuple[Group, list[tuple[str, str, int, bool]]]


def offer_list(request: Request) -> HttpResponse:
    """All offers of the programmes that a lead leads; for others, their own."""
    answers = can_answer_offers(request.user)
    newest = request.GET.get("sort", "" if answers else NEWEST) == NEWEST
    filters = Filters(request.GET, GROUPS, sort=request.GET.get("sort", ""))
    rows = _for_the_list(Offer.objects.visible_to(request.user), request.user)
    options, total = _options(filters, rows)
    soonest = [F("next_contact_due").asc(nulls_last=True), "-closed_at", "submitted_at"]
    order = ["-submitted_at"] if newest else soonest
    found = filters.narrow(rows.with_people(), _matching).order_by(*order, "-pk")
    paginator = Paginator(found, PAGE_SIZE)
    paginator.count = total  # known already, so not asked again
    context = {
        "section": "offers",
        "answers": answers,
        "newest": newest,
        "filters": filters,
        "options": options,
        "page": paginator.get_page(request.GET.get("page")),
    }
    return render_page(request, "coalition/offer_list.html", "coalition/_offers.html", context)


def _for_the_list(rows: OfferQuerySet, user: User) -> OfferQuerySet:
    """With the two columns that only this list filters by."""
    late = When(
        status__in=Offer.OPEN, next_contact_due__lt=timezone.localdate(), then=Value("overdue")
    )
    mine = When(status__in=Offer.OPEN, owner=user, then=Value("me"))
    return rows.annotate(
        late=Case(late, default=Value(""), output_field=CharField()),
        whose=Case(mine, default=Value(""), output_field=CharField()),
    )


def _matching(rows: Any, words: str) -> OfferQuerySet:
    return rows.matching(words)


def _options(filters: Filters, rows: OfferQuerySet) -> tuple[list[Options], int]:
    """What each group of filters would show, and how many rows are found: one query for all."""
    searched = rows.matching(filters.words) if filters.words else rows
    fields = [group.field for group in filters.groups]
    tallies = list(searched.order_by().values_list(*fields).annotate(Count("pk")))
    options = []
    for number, group in enumerate(filters.groups):
        counts: Counter[str] = Counter()
        for *values, n in tallies:
            if _let_through(filters, values, but=group):
                counts[values[number]] += n
        chosen = filters.chosen[group.name]
        shown = [
            (value, label, counts[value], value in chosen)
            for value, label in group.choices
            if counts[value] or value in chosen
        ]
        if shown:
            options.append((group, shown))
    return options, sum(n for *values, n in tallies if _let_through(filters, values))


def _let_through(filters: Filters, values: list[str], but: Group | None = None) -> bool:
    """Rows with these values pass all groups; `but` leaves one out, for its own counts."""
    return all(
        group == but or not filters.chosen[group.name] or value in filters.chosen[group.name]
        for group, value in zip(filters.groups, values, strict=True)
    )


def offer_detail(request: Request, ref: str) -> HttpResponse:
    offer = _visible(request, ref)
    answers = can_answer_offers(request.user, offer.programme)
    same = Offer.objects.visible_to(request.user).perhaps_same_as(offer) if answers else []
    context = {
        "section": "offers",
        "offer": offer,
        "answers": answers,
        "steps": steps_for(offer) if answers else [],
        "history": _history(offer),
        "same": same,
        "can_change": can_withdraw_offer(request.user, offer),
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
    form = FullOfferForm(posted(request), offer=offer)
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
