"""A second thing to measure against: the same lists, tuned by hand as far as Django lets one.

Pages by key and searches by trigrams, with plain values and one plain template, and a third of the
markup. No roles, no counts, no filters, no navigation, no design. The floor is in _bare.py.
"""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from benchmarks._bare import chosen
from coalition.http import PAGE_SIZE
from coalition.models import Affiliation, Contributor, Need, Offer, Organisation, Sector

SECTORS, KINDS = dict(Sector.choices), dict(Offer.Kind.choices)
STATUSES, NEED_STATUSES = dict(Offer.Status.choices), dict(Need.Status.choices)


@login_required
def people(request: HttpRequest) -> HttpResponse:
    more = ["name_confirmed_by", "deceased_on"]
    found = _page(request, Contributor.objects.all(), ["letter_name", "id"], more)
    shown = found[:PAGE_SIZE]
    places: dict[int, list[str]] = defaultdict(list)
    of_these = Affiliation.objects.filter(contributor__in=[row[1] for row in shown], to_on=None)
    for pk, name in of_these.values_list("contributor_id", "organisation__name"):
        places[pk].append(name)
    rows = [
        {
            "url": f"/people/{pk}/",
            "name": name,
            "words": places.get(pk, ()),
            "tag": "Do not contact" if died else "" if by else "Name not confirmed",
        }
        for name, pk, by, died in shown
    ]
    return _answer(request, "People", rows, found, 2)


@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    more = ["sector", "area", "status"]
    found = _page(request, Organisation.objects.all(), ["name", "id"], more)
    rows = [
        {
            "url": f"/organisations/{pk}/",
            "name": name,
            "words": [SECTORS[sector], area],
            "tag": "" if status == "active" else status,
        }
        for name, pk, sector, area, status in found[:PAGE_SIZE]
    ]
    return _answer(request, "Organisations", rows, found, 2)


@login_required
def offers(request: HttpRequest) -> HttpResponse:
    waiting = Offer.objects.filter(next_contact_due__isnull=False)
    more = ["ref", "headline", "kind", "status", "contributor__letter_name", "organisation__name"]
    found = _page(request, waiting, ["next_contact_due", "submitted_at", "id"], more)
    rows = [
        {
            "url": f"/offers/{ref}/",
            "name": headline,
            "words": [organisation or person, KINDS[kind], at.date().isoformat(), STATUSES[status]],
            "tag": f"Due on {due.isoformat()}",
        }
        for due, at, _, ref, headline, kind, status, person, organisation in found[:PAGE_SIZE]
    ]
    return _answer(request, "Offers", rows, found, 3)


@login_required
def needs(request: HttpRequest) -> HttpResponse:
    open_ = Need.objects.filter(closed_at=None)
    more = ["ref", "headline", "kind", "area", "quantity", "fulfilled_quantity", "status"]
    found = _page(request, open_, ["needed_by", "id"], [*more, "organisation__name"])
    rows = [
        {
            "url": f"/needs/{ref}/",
            "name": headline,
            "words": [who, KINDS[kind], area, f"{met} of {quantity} met", NEED_STATUSES[status]],
            "tag": f"Due on {due.isoformat()}",
        }
        for due, _, ref, headline, kind, area, quantity, met, status, who in found[:PAGE_SIZE]
    ]
    return _answer(request, "Needs", rows, found, 2)


def _page(
    request: HttpRequest, rows: QuerySet, order: list[str], more: list[str]
) -> list[tuple[Any, ...]]:
    return list(chosen(request, rows, order).values_list(*order, *more)[: PAGE_SIZE + 1])


def _answer(
    request: HttpRequest, title: str, rows: list[dict], found: list[tuple], ordered_by: int
) -> HttpResponse:
    following = ""
    if len(found) > PAGE_SIZE:
        following = "?" + urlencode({"after": found[PAGE_SIZE - 1][:ordered_by]}, doseq=True)
    words = request.GET.get("q", "")
    context = {"title": title, "rows": rows, "next": following, "words": words}
    return render(request, "tuned.html", {**context, "user": request.user})
