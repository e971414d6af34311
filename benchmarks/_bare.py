"""The floor to measure against: one Django view for each list, with the same rows, and no more.

Pages by key and searches by trigrams, with plain values and one plain template, as quick as
Django lets one write it. No roles, no counts, no filters, no navigation, no design.
"""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode

from coalition.http import PAGE_SIZE
from coalition.models import Affiliation, Contributor, Organisation, Sector

SECTORS = dict(Sector.choices)
INDEXES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS bare_people ON coalition_contributor
    USING gin (lower(letter_name) gin_trgm_ops);
CREATE INDEX IF NOT EXISTS bare_organisations ON coalition_organisation
    USING gin (lower(name) gin_trgm_ops);
"""


@login_required
def people(request: HttpRequest) -> HttpResponse:
    found = _page(request, Contributor, "letter_name", ["name_confirmed_by", "deceased_on"])
    shown = found[:PAGE_SIZE]
    places: dict[int, list[str]] = defaultdict(list)
    of_these = Affiliation.objects.filter(contributor__in=[row[0] for row in shown], to_on=None)
    for pk, name in of_these.values_list("contributor_id", "organisation__name"):
        places[pk].append(name)
    rows = [
        {
            "url": f"/people/{pk}/",
            "name": name,
            "words": places.get(pk, ()),
            "tag": "Do not contact" if died else "" if by else "Name not confirmed",
        }
        for pk, name, by, died in shown
    ]
    return _answer(request, "People", rows, found)


@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    found = _page(request, Organisation, "name", ["sector", "area", "status"])
    rows = [
        {
            "url": f"/organisations/{pk}/",
            "name": name,
            "words": [SECTORS[sector], area],
            "tag": "" if status == "active" else status,
        }
        for pk, name, sector, area, status in found[:PAGE_SIZE]
    ]
    return _answer(request, "Organisations", rows, found)


def _page(request: HttpRequest, model: Any, name: str, more: list[str]) -> list[tuple]:
    table, words, key = model._meta.db_table, request.GET.get("q", ""), request.GET.get("after")
    rows = model.objects.values_list("pk", name, *more).order_by(name, "pk")
    if words:
        like = {"select": {"distance": f"lower({name}) <->> %s"}, "select_params": [words]}
        rows = rows.extra(where=[f"lower({name}) %%> %s"], params=[words])
        rows = rows.extra(**like).order_by("distance", name, "pk").values_list("pk", name, *more)
    elif key:
        where = [f"({table}.{name}, {table}.id) > (%s, %s)"]
        rows = rows.extra(where=where, params=[key, request.GET["pk"]])
    return list(rows[: PAGE_SIZE + 1])


def _answer(request: HttpRequest, title: str, rows: list[dict], found: list[tuple]) -> HttpResponse:
    following = ""
    if len(found) > PAGE_SIZE:
        pk, name = found[PAGE_SIZE - 1][:2]
        following = "?" + urlencode({"after": name, "pk": pk})
    words = request.GET.get("q", "")
    context = {"title": title, "rows": rows, "next": following, "words": words}
    return render(request, "list.html", {**context, "user": request.user})


urlpatterns = [path("people/", people), path("organisations/", organisations)]
