"""Open Referral UK, read-only: what a service directory asks, answered in its own words.

For whoever holds a role and has signed in; they see the offers that they see on the site.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from coalition.exports import open_referral
from coalition.http import Request
from coalition.models import Offer, Organisation
from coalition.permissions import can_read_open_referral, require

PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 50, 100, 100_000


def open_referral_about(request: Request) -> JsonResponse:
    require(can_read_open_referral(request.user))
    return _json(open_referral.about())


def open_referral_services(request: Request) -> JsonResponse:
    """`search`, `page` and `per_page` as in the OpenAPI of the profile."""
    rows = _services(request)
    if words := _words(request):
        rows = rows.matching(words)
    return _page(request, rows.order_by("pk"), open_referral.brief_service)


def open_referral_service(request: Request, uuid: UUID) -> JsonResponse:
    row = _one(_services(request), open_referral.SERVICE, uuid)
    return _json(open_referral.service(row))


def open_referral_organizations(request: Request) -> JsonResponse:
    rows = _organisations(request)
    if words := _words(request):
        rows = rows.matching(words)
    return _page(request, rows.order_by("pk"), open_referral.brief_organisation)


def open_referral_organization(request: Request, uuid: UUID) -> JsonResponse:
    row = _one(_organisations(request), open_referral.ORGANISATION, uuid)
    services = _services(request).filter(organisation=row).order_by("pk")
    return _json(open_referral.whole_organisation(row, services))


def _services(request: Request) -> Any:
    require(can_read_open_referral(request.user))
    rows = Offer.objects.visible_to(request.user).exclude(organisation=None)
    shown = rows.filter(status__in=open_referral.SHOWN).select_related("organisation")
    return shown.prefetch_related("organisation__identifiers")


def _organisations(request: Request) -> Any:
    require(can_read_open_referral(request.user))
    return Organisation.objects.visible_to(request.user).prefetch_related("identifiers")


def _words(request: HttpRequest) -> str:
    return request.GET.get("search", "").replace("\x00", "").strip()[:100]


def _one(rows: QuerySet, kind: int, uuid: UUID) -> Any:
    pk = open_referral.pk_of(kind, uuid)
    if pk is None:
        raise Http404
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, rows: QuerySet, told: Any) -> JsonResponse:
    number = _number(request, "page", 1, LAST_PAGE)
    size = _number(request, "per_page", PER_PAGE, MOST_PER_PAGE)
    shown = [told(row) for row in rows[(number - 1) * size : number * size]]
    return _json(open_referral.page(shown, number=number, size=size, total=rows.count()))


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    said = request.GET.get(name, "")
    if not (said.isascii() and said.isdecimal()):
        return otherwise
    return min(max(int(said[:9]), 1), most)


def _json(said: dict[str, Any]) -> JsonResponse:
    return JsonResponse(said, headers={"Cache-Control": "no-store"})
