"""The floor to measure against: a bare Django page that shows the same rows.

One view for each list, written as Django is usually written: rows of the model with what belongs to
them joined or prefetched, and a template that says `{% url %}` and asks for the words of choices.
The markup of a row is that of our own. No roles, no counts, no filters, no navigation, no design;
but pages by key and searches by trigrams, so that it does not lose by what the database does.
"""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from coalition.http import PAGE_SIZE
from coalition.models import Affiliation, Contributor, Need, Offer, Organisation

INDEXES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS bare_people ON coalition_contributor
    USING gin (lower(letter_name) gin_trgm_ops);
CREATE INDEX IF NOT EXISTS bare_organisations ON coalition_organisation
    USING gin (lower(name) gin_trgm_ops);
"""


@login_required
def people(request: HttpRequest) -> HttpResponse:
    places = Affiliation.objects.in_force().select_related("organisation").order_by("pk")
    rows = Contributor.objects.prefetch_related(Prefetch("affiliations", places))
    return _answer(request, "people.html", rows, ["letter_name", "id"])


@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    return _answer(request, "organisations.html", Organisation.objects.all(), ["name", "id"])


@login_required
def offers(request: HttpRequest) -> HttpResponse:
    waiting = Offer.objects.filter(next_contact_due__isnull=False)
    rows = waiting.select_related("contributor", "organisation")
    return _answer(request, "offers.html", rows, ["next_contact_due", "submitted_at", "id"])


@login_required
def needs(request: HttpRequest) -> HttpResponse:
    rows = Need.objects.filter(closed_at=None).select_related("organisation")
    return _answer(request, "needs.html", rows, ["needed_by", "id"])


def _answer(
    request: HttpRequest, template: str, rows: QuerySet, order: Sequence[str]
) -> HttpResponse:
    found = list(chosen(request, rows, order)[: PAGE_SIZE + 1])
    following = ""
    if len(found) > PAGE_SIZE:
        last = [getattr(found[PAGE_SIZE - 1], column) for column in order]
        following = urlencode({"after": last}, doseq=True)
    context = {"rows": found[:PAGE_SIZE], "next": following, "words": request.GET.get("q", "")}
    return render(request, template, context)


def chosen(request: HttpRequest, rows: QuerySet, order: Sequence[str]) -> QuerySet:
    """Rows like the words asked for, or those beyond the key. `order` names columns of the table,
    and the last is its key."""
    table, words = rows.model._meta.db_table, request.GET.get("q", "")
    if words:
        name = f"lower({table}.{order[0]})"
        rows = rows.extra(where=[f"{name} %%> %s"], params=[words])
        like = {"distance": f"{name} <->> %s"}
        return rows.extra(select=like, select_params=[words]).order_by("distance", *order)
    rows = rows.order_by(*order)
    if key := request.GET.getlist("after"):
        here = ", ".join(f"{table}.{column}" for column in order)
        there = ", ".join(["%s"] * len(order))
        rows = rows.extra(where=[f"({here}) > ({there})"], params=key)
    return rows
