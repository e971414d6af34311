"""What a partner coordinator's own page shows of one organisation: our offers, needs and people.

settings.PARTNER_SECTIONS names the functions, also those of other apps; each takes the organisation
and the person, and gives a Section or nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from coalition.models import Match, Need, Offer, Organisation, User
from coalition.templatetags.words import day

SHOWN = 8


@dataclass(frozen=True)
class Line:
    """One thing: what it is, where it leads, and what stands beside it."""

    words: str
    url: str = ""
    beside: tuple[str, ...] = ()
    tag: str = ""
    waits: bool = False  # for us


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]
    empty: str
    more_url: str = ""
    more: str = ""


def our_needs(organisation: Organisation, user: User) -> Section:
    rows = Need.objects.filter(organisation=organisation, status__in=Need.OPEN)
    lines = (
        Line(
            need.headline,
            need.get_absolute_url(),
            (f"{need.fulfilled_quantity:,} of {need.quantity:,} met", f"by {day(need.needed_by)}"),
            str(need.get_status_display()),
        )
        for need in rows.order_by("needed_by", "pk")[:SHOWN]
    )
    new = reverse("need_new_for", args=[organisation.pk])
    return _section("Our needs", lines, "Nothing is needed now.", new, "Say what is needed")


def our_matches(organisation: Organisation, user: User) -> Section:
    """Of both kinds: what meets our needs, and what our offers meet."""
    rows = Match.objects.live().with_sides()
    ours = rows.filter(need__organisation=organisation) | rows.filter(
        offer__organisation=organisation
    )
    lines = (
        Line(
            f"{match.quantity:,} for {match.need.headline}",
            match.get_absolute_url(),
            (f"{day(match.starts_on)} to {day(match.ends_on)}",),
            str(match.get_status_display()),
            waits=match.is_unanswered and not match.has_agreed(_our_side(match, organisation)),
        )
        for match in ours.order_by("answer_by", "pk")[:SHOWN]
    )
    return _section("Our matches", lines, "Nothing is matched now.")


def _our_side(match: Match, organisation: Organisation) -> str:
    return "need" if match.need.organisation_id == organisation.pk else "offerer"


def our_offers(organisation: Organisation, user: User) -> Section:
    rows = Offer.objects.filter(organisation=organisation).open()
    lines = (
        Line(
            offer.headline,
            offer.get_absolute_url(),
            (offer.get_kind_display(), f"news by {day(offer.next_contact_due)}"),
            str(offer.get_status_display()),
            waits=offer.status == Offer.Status.NEEDS_INFO,
        )
        for offer in rows.order_by("-pk")[:SHOWN]
    )
    return _section(
        "Our offers", lines, "Nothing is offered now.", reverse("offer_list"), "All offers"
    )


def our_people(organisation: Organisation, user: User) -> Section:
    places = organisation.affiliations.in_force().select_related("contributor")
    lines = (
        Line(
            str(place.contributor.letter_name),
            place.contributor.get_absolute_url(),
            tuple(filter(None, (place.role_title, "coordinator" if place.coordinates else ""))),
        )
        for place in places.order_by("contributor__letter_name", "pk")[:SHOWN]
    )
    return _section(
        "Our people", lines, "Nobody yet.", organisation.get_absolute_url(), "The organisation"
    )


def _section(
    title: str, lines: Iterable[Line], empty: str, more_url: str = "", more: str = ""
) -> Section:
    return Section(title, tuple(lines), empty, more_url, more)
