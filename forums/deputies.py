"""Who may come instead of a member: colleagues from the same organisation without a seat here."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from coalition.models import Affiliation, Contributor
from forums.models import Membership


def colleagues_of(member: Membership) -> QuerySet[Contributor]:
    """Nobody, for whoever comes for themselves."""
    return Contributor.objects.filter(pk__in=_places([member]).values("contributor")).order_by(
        "letter_name", "pk"
    )


def by_seat(members: Sequence[Membership]) -> dict[int, list[Contributor]]:
    """For each seat, in one query."""
    found: dict[int | None, list[Contributor]] = {}
    for place in (
        _places(members).select_related("contributor").order_by("contributor__letter_name")
    ):
        found.setdefault(place.organisation_id, []).append(place.contributor)
    return {member.seat_id: found.get(member.organisation_id, []) for member in members}


def _places(members: Sequence[Membership]) -> QuerySet[Affiliation]:
    organisations = {member.organisation_id for member in members if member.organisation_id}
    forums = {member.forum_id for member in members}
    seated = Membership.objects.live().filter(forum__in=forums, contributor=OuterRef("contributor"))
    return Affiliation.objects.in_force().filter(~Exists(seated), organisation__in=organisations)
