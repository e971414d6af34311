"""Which offers could meet a need, and which needs an offer could meet: best first, with the reason
in words. The database picks the likeliest, so that it costs the same for any number of offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.dateformat import format as format_date

from coalition.consent import those_that_may_match
from coalition.models import Match, Need, Offer
from coalition.models.match import free_of, missing_of, promised_to_needs, taken_of_offers
from coalition.models.offer_words import Kind
from coalition.places import Places

LIKELIEST, SHOWN = 100, 10
SIMILAR = [
    {Kind.TIME_ONCE, Kind.TIME_REGULAR},
    {Kind.GOODS_NEW, Kind.GOODS_USED},
    {Kind.STAY, Kind.VENUE},
    {Kind.SKILL, Kind.ADVICE, Kind.LANGUAGE},
]
# Offers that a lead has answered and not let go; only an accepted one can be proposed.
SUGGESTED = [
    Offer.Status.ACKNOWLEDGED,
    Offer.Status.IN_TRIAGE,
    Offer.Status.STANDBY,
    Offer.Status.ACCEPTED,
]


@dataclass(frozen=True)
class Suggestion:
    """One offer for one need. `covers` is how much of it could be proposed now."""

    need: Need
    offer: Offer
    covers: int
    score: float
    reasons: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """Same kind; also in Aldermere; free from 3 May; covers 12 of 20."""
        words = "; ".join(self.reasons)
        return words[:1].upper() + words[1:]

    @property
    def can_be_proposed(self) -> bool:
        return self.offer.status == Offer.Status.ACCEPTED


def offers_for(need: Need, of: Iterable[int] | None = None) -> list[Suggestion]:
    """For a need that is open: offers of its kind or a similar one, there while it is needed, of
    which something is free; only those of certain organisations, if ids are given."""
    still = missing_of(need)
    begins = max(timezone.localdate(), need.needed_from or date.min)
    rows: Any = Offer.objects.filter(
        Q(available_to=None) | Q(available_to__gte=begins),
        Q(available_from=None) | Q(available_from__lte=need.needed_by),
        programme=need.programme_id,
        status__in=SUGGESTED,
        kind__in=_similar_to(need.kind),
    ).exclude(organisation=need.organisation_id)
    if of is not None:
        rows = rows.filter(organisation__in=of)
    tried = Match.objects.live().filter(need=need)
    rows = rows.exclude(pk__in=tried.values("offer")).annotate(taken=taken_of_offers())
    rows = _likeliest(rows.filter(taken__lt=F("quantity")), need.kind, need.area).with_people()
    free = {offer.pk: offer.quantity - offer.taken for offer in rows}
    places = Places([need.area, *(offer.area for offer in rows)])
    found = [
        _fit(need, offer, free[offer.pk], still, places) for offer in those_that_may_match(rows)
    ]
    return _best(found) if still else []


def needs_for(offer: Offer) -> list[Suggestion]:
    """For an offer: needs that are open, of its kind or a similar one, while it is there."""
    free = free_of(offer)
    last = offer.available_to or date.max
    rows: Any = Need.objects.matchable().filter(
        Q(needed_from=None) | Q(needed_from__lte=last),
        needed_by__gte=max(timezone.localdate(), offer.available_from or date.min),
        programme=offer.programme_id,
        kind__in=_similar_to(offer.kind),
    )
    if offer.organisation_id:
        rows = rows.exclude(organisation=offer.organisation_id)
    tried = Match.objects.live().filter(offer=offer)
    rows = rows.exclude(pk__in=tried.values("need")).annotate(promised=promised_to_needs())
    rows = _likeliest(rows.filter(promised__lt=F("quantity")), offer.kind, offer.area).with_people()
    places = Places([offer.area, *(need.area for need in rows)])
    found = [_fit(need, offer, free, need.quantity - need.promised, places) for need in rows]
    return _best(found) if free else []


def _similar_to(kind: str) -> set[str]:
    return {kind}.union(*(group for group in SIMILAR if kind in group))


def _likeliest(rows: Any, kind: str, area: str) -> Any:
    """The few that are looked at more closely."""
    named = Q(area="")
    for place in Places([area]).near(area):
        named |= Q(area__icontains=place)
    score = Case(When(kind=kind, then=Value(2)), default=Value(0)) + Case(
        When(named, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return rows.annotate(likely=score).order_by("-likely", "pk")[:LIKELIEST]


def _fit(need: Need, offer: Offer, free: int, still: int, places: Places) -> Suggestion:
    covers = min(free, still)
    parts = [
        _by_kind(need, offer),
        _by_place(need, offer, places),
        _by_days(need, offer),
        (2 * covers / need.quantity, f"covers {covers:,} of {still:,}"),
    ]
    return Suggestion(
        need, offer, covers, sum(score for score, _ in parts), tuple(words for _, words in parts)
    )


def _by_kind(need: Need, offer: Offer) -> tuple[float, str]:
    if need.kind == offer.kind:
        return 8, "same kind"
    return (
        3,
        f"similar kind ({offer.get_kind_display().lower()} for {need.get_kind_display().lower()})",
    )


def _by_place(need: Need, offer: Offer, places: Places) -> tuple[float, str]:
    both = places.common(need.area, offer.area)
    if both:
        return 4, f"also in {' and '.join(both)}"
    if places.meet(need.area, offer.area):
        return 2, "the place is open"
    return 0, f"elsewhere, in {offer.area} for {need.area}"


def _by_days(need: Need, offer: Offer) -> tuple[float, str]:
    begins = max(timezone.localdate(), need.needed_from or date.min)
    if offer.available_from and offer.available_from > begins:
        return 1, f"free from {format_date(offer.available_from, 'j F')}"
    if offer.available_to and offer.available_to < need.needed_by:
        return 1, f"free until {format_date(offer.available_to, 'j F')}"
    return 2, "free for the whole time"


def _best(found: Iterable[Suggestion]) -> list[Suggestion]:
    return sorted(found, key=lambda one: (-one.score, one.need.needed_by, one.offer.pk))[:SHOWN]


def start_and_end(need: Need, offer: Offer) -> tuple[date, date]:
    """The days that both have in common, from today on; the end is never before the start."""
    begins = max(
        timezone.localdate(), need.needed_from or date.min, offer.available_from or date.min
    )
    return begins, max(begins, min(need.needed_by, offer.available_to or date.max))
