"""What stops a match, and when each side may see how to reach the other (MAT-2, HLD-2)."""

from collections.abc import Iterable

from django.db.models import Q

from coalition import holds
from coalition.contact import NOTHING, Answer, Channel, Purpose, answer, may_contact, stands
from coalition.domain import in_force
from coalition.models import Contributor, Hold, Match, Need, Offer, Organisation
from coalition.models.hold import ON_HOLD

MATCHING = Hold.Scope.MATCHING
HELD = Answer("hold", f"{ON_HOLD}.")


def may_match(offer: Offer) -> Answer:
    """Yes; or why nothing may happen with this offer now, in a sentence that names nobody. That we
    have no address stops nothing: somebody rings."""
    if holds.in_force(offer, MATCHING):
        return HELD
    return _for_anyone(may_contact(offer.contributor, Channel.EMAIL, Purpose.ASK))


def may_need(need: Need) -> Answer:
    """Yes; or why nothing may be matched to this need now."""
    return HELD if holds.in_force(need.organisation, MATCHING) else Answer()


def may_go_on(match: Match) -> Answer:
    """Yes; or why this match stands still, and shows nobody anything."""
    offered = may_match(match.offer)
    return offered if not offered else may_need(match.need)


def may_show_details(match: Match) -> Answer:
    """Yes, from when both sides said yes, while whoever offers has a verified address and nothing
    stops the match (MAT-2, OFR-6)."""
    if not match.is_agreed:
        return Answer("not_agreed", "Contact details are shown when both sides have said yes.")
    if not match.offer.has_verified_contact:
        return Answer("not_verified", "Whoever offers has not confirmed their address yet.")
    return may_go_on(match)


def those_that_may_match(offers: Iterable[Offer]) -> list[Offer]:
    """Of many offers with their people, those that nothing stops; three queries for any number."""
    offers = list(offers)
    known = stands(offer.contributor_id for offer in offers)
    held = Hold.objects.in_force().filter(
        Q(offer__in=offers) | Q(organisation__in=[o.organisation_id for o in offers]),
        scopes__contains=[MATCHING],
    )
    stopped = list(held.values_list("offer", "organisation"))
    of_offers, of_places = {pk for pk, _ in stopped}, {pk for _, pk in stopped} - {None}
    return [
        offer
        for offer in offers
        if offer.pk not in of_offers
        and offer.organisation_id not in of_places
        and MATCHING not in known.get(offer.contributor_id, NOTHING).held
        and _for_anyone(
            answer(
                offer.contributor,
                known.get(offer.contributor_id, NOTHING),
                Channel.EMAIL,
                Purpose.ASK,
            )
        )
    ]


def coordinators(organisation: Organisation) -> list[Contributor]:
    """Who speaks for the side of the need, by email: its partner coordinators of today."""
    places = in_force(prefix="affiliations__")
    theirs = Contributor.objects.contactable().exclude(email="")
    return list(
        theirs.filter(
            places, affiliations__organisation=organisation, affiliations__coordinates=True
        ).order_by("pk")
    )


def _for_anyone(said: Answer) -> Answer:
    """The other side must not learn a name, a death or a wish from a match that stands still."""
    if said or said.code == "no_address":
        return Answer()
    if said.code == "hold":
        return HELD
    return Answer(said.code, "Whoever offers cannot be reached now, so this cannot go on.")
