"""Whom to ask from the register to close a gap, best first, with the reason in words. The database
picks the likeliest, so that it costs the same for any number of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from coalition.domain import in_force
from coalition.models import Affiliation, Contributor, Hold, Organisation, User
from forums.aims import Aim, Traits, areas_of
from forums.effects import Effect, effect_of
from forums.models import Forum, Invitation, Membership, MixTarget, Seat
from forums.models.forum import sector_of

Attribute = MixTarget.Attribute
LIKELIEST, SHOWN, PEOPLE_SHOWN = 60, 10, 20


@dataclass(frozen=True)
class Suggestion:
    """An organisation to ask, what that would change, and the empty seat that suits it best."""

    organisation: Organisation
    effect: Effect
    seat: Seat | None
    is_known: bool  # somebody there is on the register

    @property
    def reason(self) -> str:
        words = [self.effect.in_words]
        if self.seat and self.seat.sector == self.organisation.sector:
            words.append(f"the seat ‘{self.seat}’ hopes for somebody like them")
        words.append("we know somebody there" if self.is_known else "we know nobody there yet")
        sentence = "; ".join(words)
        return f"{sentence[:1].upper()}{sentence[1:]}."


def gaps_to_close(aims: Sequence[Aim]) -> list[Aim]:
    """Those for which an organisation can be asked; the others are about seats."""
    return [aim for aim in aims if aim.short and not aim.target.is_of_the_seat]


def suggestions(
    forum: Forum, wanted: Sequence[Aim], aims: Sequence[Aim], *, user: User
) -> list[Suggestion]:
    """Organisations that meet any of the wanted aims and are neither here nor asked; those that
    close most gaps first, then those where we know somebody. Four queries."""
    if not wanted:
        return []
    seats = list(forum.seats.empty().in_order())
    found = list(_likeliest(forum, wanted, aims, user))
    areas = areas_of([organisation.pk for organisation in found])
    suggested = [
        Suggestion(
            organisation,
            effect_of(aims, _traits(organisation, areas)),
            seat_for(organisation, seats),
            organisation.is_known,
        )
        for organisation in found
    ]
    return sorted(
        suggested, key=lambda one: (one.seat is None, -one.effect.helps, not one.is_known)
    )[:SHOWN]


def seat_for(organisation: Organisation, seats: Sequence[Seat]) -> Seat | None:
    """Of the empty seats: one that hopes for their sector, or else the first that is open to it."""
    open_to = [seat for seat in seats if seat.is_open_to(organisation)]
    hoping = [seat for seat in open_to if seat.sector == organisation.sector]
    return next(iter(hoping or open_to), None)


def _traits(organisation: Organisation, areas: dict[int, frozenset[str]]) -> Traits:
    return Traits(
        sector_of(organisation), organisation.size_band, areas.get(organisation.pk, frozenset())
    )


def _likeliest(
    forum: Forum, wanted: Sequence[Aim], aims: Sequence[Aim], user: User
) -> QuerySet[Organisation, Any]:
    any_of = reduce(or_, (_who_meets(aim.target) for aim in wanted))
    live = Membership.objects.live().filter(forum=forum, organisation__isnull=False)
    asked = Invitation.objects.waiting().filter(seat__forum=forum, organisation__isnull=False)
    held = Hold.objects.in_force().filter(
        scopes__contains=[Hold.Scope.SEATS], organisation__isnull=False
    )
    affiliated = Affiliation.objects.filter(in_force(), organisation=OuterRef("pk"))
    return (
        Organisation.objects.visible_to(user)
        .active()
        .filter(any_of)
        .exclude(pk__in=live.values("organisation"))
        .exclude(pk__in=asked.values("organisation"))
        .exclude(pk__in=held.values("organisation"))
        .annotate(likely=_score(aims))
        .annotate(is_known=Exists(affiliated))
        .order_by("-likely", "-is_known", Length("name"), "pk")[:LIKELIEST]
    )


def _score(aims: Sequence[Aim]) -> Combinable:
    """How many gaps each would close, less how many limits it would break."""
    score: Combinable = Value(0, output_field=IntegerField())
    for aim in aims:
        full = aim.target.most is not None and aim.here >= aim.target.most
        if not aim.target.is_of_the_seat and (aim.short or full):
            worth = Value(1 if aim.short else -2)
            score = score + Case(When(_who_meets(aim.target), then=worth), default=Value(0))
    return score


def _who_meets(target: MixTarget) -> Q:
    match target.attribute:
        case Attribute.SECTOR:
            return Q(sector=target.category)
        case Attribute.SIZE:
            return Q(size_band=target.category)
    code = target.category
    there = Organisation.areas.through.objects.filter(
        Q(council=code) | Q(council__county=code) | Q(council__region=code)
    )
    return Q(pk__in=there.values("organisation"))


def people_at(organisations: Sequence[Organisation], forum: Forum) -> list[Affiliation]:
    """Whom we know there and may write to by mail, and who has no seat in the forum."""
    here = Membership.objects.live().filter(forum=forum)
    places = Affiliation.objects.filter(
        in_force(),
        organisation__in=organisations,
        contributor__in=Contributor.objects.contactable(),
        contributor__email_is_shared=False,
    ).exclude(contributor__email="")
    places = places.exclude(contributor__in=here.values("contributor"))
    known = places.select_related("contributor", "organisation")
    return list(known.order_by("organisation__name", "-can_speak_for", "pk")[:PEOPLE_SHOWN])
