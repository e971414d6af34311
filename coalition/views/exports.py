"""Lists as files: the same rows as on the page with the same address, and all of them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from coalition.actions import exports
from coalition.exports.organisations import OFFERS, ORGANISATIONS
from coalition.exports.people import PEOPLE, with_surroundings
from coalition.exports.tables import Table
from coalition.exports.vcard import vcard
from coalition.filters import Filters, count_words
from coalition.http import Request
from coalition.models import Contributor, Offer, Organisation
from coalition.permissions import can_list_contributors, can_list_organisations, require
from coalition.views import contributors, offers, organisations

AT_A_TIME = 1000  # rows that the database hands over


def contributor_export(request: Request) -> HttpResponse | StreamingHttpResponse:
    """Asks first: the file has addresses of people, and is written down (P4)."""
    require(can_list_contributors(request.user))
    filters = Filters(request.GET, contributors.GROUPS)
    found = filters.narrow(Contributor.objects.visible_to(request.user), _matching)
    if request.method == "POST":
        chosen = {name: values for name, values in filters.chosen.items() if values}
        exports.note_people(filters=chosen, searched=bool(filters.words), by=request.user)
        people = found.order_by("letter_name", "pk").iterator(chunk_size=AT_A_TIME)
        return file(PEOPLE, with_surroundings(people))
    context = {"section": "people", "filters": filters, "count": count_words(found)}
    return render(request, "coalition/contributor_export.html", context)


@require_POST
def contributor_card(request: Request, pk: int) -> HttpResponse:
    """One person, for an address book."""
    person = get_object_or_404(Contributor.objects.visible_to(request.user), pk=pk)
    exports.note_card(contributor=person, by=request.user)
    card = vcard(
        next(with_surroundings([person])), uid=request.build_absolute_uri(person.get_absolute_url())
    )
    return _download(HttpResponse(card, content_type="text/vcard; charset=utf-8"), f"{pk}.vcf")


def organisation_export(request: Request) -> StreamingHttpResponse:
    require(can_list_organisations(request.user))
    filters = Filters(request.GET, organisations.GROUPS)
    found = filters.narrow(Organisation.objects.visible_to(request.user), _matching)
    rows = found.order_by("name", "pk").prefetch_related("identifiers")
    return file(ORGANISATIONS, rows.iterator(chunk_size=AT_A_TIME))


def offer_export(request: Request) -> StreamingHttpResponse:
    """One's own, or all of the programmes that one leads; whoever has none gets an empty list."""
    filters = Filters(request.GET, offers.GROUPS)
    visible = offers.for_the_list(Offer.objects.visible_to(request.user), request.user)
    rows = filters.narrow(visible.with_people(), _matching).order_by("-submitted_at", "-pk")
    return file(OFFERS, rows.iterator(chunk_size=AT_A_TIME))


def contributor_export_descriptor(request: Request) -> JsonResponse:
    require(can_list_contributors(request.user))
    return descriptor(PEOPLE)


def organisation_export_descriptor(request: Request) -> JsonResponse:
    require(can_list_organisations(request.user))
    return descriptor(ORGANISATIONS)


def offer_export_descriptor(request: Request) -> JsonResponse:
    return descriptor(OFFERS)


def _matching(rows: Any, words: str) -> Any:
    return rows.matching(words)


def file(table: Table, rows: Iterable[Any]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(table.lines(rows), content_type="text/csv; charset=utf-8")
    return _download(response, table.file_name)


def descriptor(table: Table) -> JsonResponse:
    return _download(JsonResponse(table.descriptor()), "datapackage.json")


def _download(response: Any, name: str) -> Any:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "no-store"
    return response
