"""What tells two of the register apart: the same questions to each, answered in words."""

from collections import Counter, defaultdict
from collections.abc import Collection

from django.db.models import Count, QuerySet

from coalition.domain import one_line
from coalition.models import (
    Affiliation,
    Contributor,
    Offer,
    Organisation,
    OrganisationIdentifier,
)
from coalition.templatetags.words import day

Facts = dict[int, dict[str, str]]


def facts_of(model: type[Organisation | Contributor], pks: Collection[int]) -> Facts:
    """Label → words, for each; every one has every label. Four queries, however many they are."""
    return _of_organisations(pks) if model is Organisation else _of_people(pks)


def _of_organisations(pks: Collection[int]) -> Facts:
    numbers = defaultdict(list)
    for number in OrganisationIdentifier.objects.filter(organisation__in=pks).order_by("pk"):
        numbers[number.organisation_id].append(str(number))
    people = _counted(Affiliation.objects.in_force().filter(organisation__in=pks), "organisation")
    offers = _counted(Offer.objects.filter(organisation__in=pks), "organisation")
    found = Organisation.objects.filter(pk__in=pks).select_related("parent")
    return {
        one.pk: {
            "Name": one.name,
            "Also known as": one.known_as,
            "Register numbers": ", ".join(numbers[one.pk]),
            "Place": ", ".join(filter(None, [one.area, one.postcode])),
            "Website": one.website,
            "Sector": one.get_sector_display(),
            "Status": one.get_status_display(),
            "Part of": str(one.parent or ""),
            "People": _number(people[one.pk]),
            "Offers": _number(offers[one.pk]),
        }
        for one in found
    }


def _of_people(pks: Collection[int]) -> Facts:
    places = defaultdict(list)
    here = Affiliation.objects.in_force().filter(contributor__in=pks)
    for place in here.select_related("organisation").order_by("pk"):
        places[place.contributor_id].append(str(place.organisation))
    offers = _counted(Offer.objects.filter(contributor__in=pks), "contributor")
    return {
        one.pk: {
            "Name": one.letter_name,
            "Known as": one.known_as,
            "Email": one.email,
            "Phone": one.phone,
            "Address": one_line(one.address),
            "Organisations": ", ".join(places[one.pk]),
            "Offers": _number(offers[one.pk]),
            "Account": "Signs in here" if one.user_id else "",
            "Contact": _why_not(one),
            "On the register since": day(one.added_at),
        }
        for one in Contributor.objects.filter(pk__in=pks)
    }


def _why_not(one: Contributor) -> str:
    """CON-2: what must survive whatever is decided here."""
    if one.deceased_on:
        return f"Died on {day(one.deceased_on)}"
    if one.objected_at:
        return "Asked for no further contact"
    return "Gone away" if one.gone_away_on else ""


def _number(count: int) -> str:
    return f"{count:,}" if count else ""


def _counted(rows: QuerySet, owner: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(f"{owner}_id").annotate(Count("pk"))))
