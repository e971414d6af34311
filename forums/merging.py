"""What becomes of seats and forums when organisations or people are merged."""

from django.utils import timezone

from coalition.merging.relations import Clash, How, Relation
from coalition.merging.steps import Steps
from coalition.models.mergeable import Mergeable
from forums.models import Membership


def two_seats(keep: Mergeable, lose: Mergeable) -> list[Clash]:
    """A person has one seat in a forum, one voice and one vote. With two, a person chooses."""
    live = Membership.objects.live().filter(contributor__in=[keep, lose])
    seats: dict[int, list[Membership]] = {}
    for membership in live.select_related("forum", "seat").with_acknowledged().order_by("pk"):
        seats.setdefault(membership.forum_id, []).append(membership)
    return [
        Clash(
            key=f"seat-{forum}",
            question=f"Both have a seat in {both[0].forum}. Which one do they keep?",
            options=[(str(membership.pk), _seat(membership)) for membership in both],
        )
        for forum, both in seats.items()
        if len(both) > 1
    ]


def keep_one_seat(steps: Steps, clash: Clash, answer: str) -> None:
    """The other seat is free again; what was said from it stays."""
    for pk, _ in clash.options:
        if pk != answer:
            steps.change(
                Membership.objects.select_for_update().get(pk=pk),
                ended_at=timezone.now(),
                ended_reason=Membership.EndedReason.MERGED,
            )


def _seat(membership: Membership) -> str:
    read = "has acknowledged the scope" if membership.has_acknowledged else "scope not acknowledged"
    vote = "with a vote" if membership.seat.voting else "without a vote"
    return f"{membership.seat.title}, {vote}, {read}"


RELATIONS = [
    Relation("forums.forum.convened_by", How.MOVE, ("forum that it convenes", "forums")),
    Relation(
        "forums.membership.organisation",
        How.MOVE,
        ("seat whose holder comes from it", "seats whose holders come from it"),
    ),
    Relation(
        "forums.membership.contributor",
        How.MOVE,
        ("seat in a forum", "seats in forums"),
        clashes=two_seats,
        settle=keep_one_seat,
    ),
    Relation("forums.invitation.organisation", How.MOVE, ("invitation", "invitations")),
]
