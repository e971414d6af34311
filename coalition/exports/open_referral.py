"""Organisations and what they offer as Open Referral UK says it (HSDS-UK 3.0).

Services are offers that an organisation made and that stand, or were carried out. No person is in
here, and no way to reach one.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from coalition.models import Offer, Organisation, OrganisationIdentifier

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/hsds/schema_reference.html"
OPENAPI = "https://raw.githubusercontent.com/openreferral/uk-profile/main/schema/openapi.json"
ORGANISATION, SERVICE, IDENTIFIER, AREA, SCHEDULE = range(1, 6)
PAUSED = {Offer.Status.STANDBY, Offer.Status.NEEDS_INFO}
SHOWN = [*Offer.OPEN, Offer.Status.COMPLETED]
Json = dict[str, Any]


def uuid_of(kind: int, pk: int) -> UUID:
    """Ours count upwards; HSDS wants UUIDs. Version 8 (RFC 9562) is for what one makes oneself."""
    return UUID(f"{kind:08x}-0000-8000-8000-{pk:012x}")


def pk_of(kind: int, uuid: UUID) -> int | None:
    pk = uuid.int & 0xFFFF_FFFF_FFFF
    return pk if uuid_of(kind, pk) == uuid else None


def brief_organisation(row: Organisation) -> Json:
    """As lists have it: what there is one of."""
    made = {
        "id": str(uuid_of(ORGANISATION, row.pk)),
        "name": row.name,
        "description": ", ".join(filter(None, [row.get_sector_display(), row.area])),
        "uri": settings.SITE_URL + row.get_absolute_url(),
    }
    return {**made, "website": row.website} if row.website else made


def organisation(row: Organisation) -> Json:
    numbers = [_identifier(one) for one in row.identifiers.all()]
    return {**brief_organisation(row), "organization_identifiers": numbers}


def whole_organisation(row: Organisation, services: Iterable[Offer]) -> Json:
    return {**organisation(row), "services": [_service(one) for one in services]}


def brief_service(row: Offer) -> Json:
    assert row.organisation
    return {**_itself(row), "organization": brief_organisation(row.organisation)}


def service(row: Offer) -> Json:
    assert row.organisation
    return {**_service(row), "organization": organisation(row.organisation)}


def _service(row: Offer) -> Json:
    return {**_itself(row), "service_areas": _areas(row), "schedules": _schedules(row)}


def _itself(row: Offer) -> Json:
    made = {
        "id": str(uuid_of(SERVICE, row.pk)),
        "name": row.headline,
        "status": _status(row),
        "last_modified": timezone.localtime(row.submitted_at).isoformat(),
    }
    return {**made, "description": row.what_exactly} if row.what_exactly else made


def page(contents: list[Json], *, number: int, size: int, total: int) -> Json:
    pages = max(1, -(-total // size))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def about() -> Json:
    return {"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI}


def _status(row: Offer) -> str:
    if row.status == Offer.Status.ACCEPTED:
        return "active"
    if row.status in PAUSED:
        return "temporarily closed"
    return "inactive" if row.is_open else "defunct"


def _identifier(row: OrganisationIdentifier) -> Json:
    return {
        "id": str(uuid_of(IDENTIFIER, row.pk)),
        "identifier_scheme": row.scheme,
        "identifier_type": row.get_scheme_display(),
        "identifier": row.value,
    }


def _areas(row: Offer) -> list[Json]:
    return [{"id": str(uuid_of(AREA, row.pk)), "name": row.area}] if row.area else []


def _schedules(row: Offer) -> list[Json]:
    if not (row.available_from or row.available_to):
        return []
    made = {"id": str(uuid_of(SCHEDULE, row.pk)), "description": row.get_per_display()}
    if row.available_from:
        made["valid_from"] = row.available_from.isoformat()
    if row.available_to:
        made["valid_to"] = row.available_to.isoformat()
    return [made]
