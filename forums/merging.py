"""What becomes of seats and forums when organisations or people are merged."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from coalition.merging.relations import Clash, How, Relation
from coalition.merging.steps import Steps
from coalition.models.mergeable import Mergeable
from forums.models import Difference, Meeting, Membership, Position, Response
from forums.models.delegation_words import OPEN


def two_seats(keep: Mergeable, lose: Mergeable) -> list[Clash]:
    """A person has one seat in a forum, one voice and one vote. With two, a person chooses; what
    was responded from the other seat does not count in rounds that are open, and stays as it was
    in those that are over."""
    live = Membership.objects.live().filter(contributor__in=[keep, lose])
    seats: dict[int, list[Membership]] = {}
    said = Response.objects.standing().filter(membership=OuterRef("pk"), round__status="open")
    number = said.order_by().values("membership").annotate(n=Count("pk")).values("n")
    live = live.annotate(in_rounds=Coalesce(Subquery(number), 0))
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


def two_positions(keep: Mergeable, lose: Mergeable) -> list[Clash]:
    """One organisation has one position in a difference (DIF-3). What it says stays unsaid here:
    whoever merges need not be a member (DIF-5)."""
    standing = OPEN_POSITIONS.filter(organisation__in=[keep, lose]).order_by("pk")
    positions: dict[int, list[Position]] = {}
    for position in standing.select_related("organisation", "difference__forum"):
        positions.setdefault(position.difference_id, []).append(position)
    return [
        Clash(
            key=f"position-{difference}",
            question=f"Both have a position in {both[0].difference} of {both[0].difference.forum},"
            " which members do not know yet. Which one stands?",
            options=[(str(position.pk), _position(position)) for position in both],
        )
        for difference, both in positions.items()
        if len(both) > 1
    ]


def keep_one_position(steps: Steps, clash: Clash, answer: str) -> None:
    for pk, _ in clash.options:
        if pk != answer:
            steps.change(
                Position.objects.select_for_update().get(pk=pk), status=Position.Status.MERGED
            )


def _position(position: Position) -> str:
    said = "in its own words" if position.is_agreed else "asked, and not answered yet"
    return f"{position.organisation}: {said}"


def _seat(membership: Membership) -> str:
    read = "has acknowledged the scope" if membership.has_acknowledged else "scope not acknowledged"
    vote = "with a vote" if membership.seat.voting else "without a vote"
    rounds = membership.in_rounds
    said = f", has responded in {rounds} open round{'' if rounds == 1 else 's'}" if rounds else ""
    return f"{membership.seat.title}, {vote}, {read}{said}"


STILL_OPEN = Q(
    status__in=Position.STANDING, difference__status__in=Difference.PRIVATE
)  # what members know stays as it was accepted
OPEN_POSITIONS = Position.objects.filter(STILL_OPEN)

# What was said was said to whom it named, and agreed minutes do not change.
YET_TO_SAY = Q(said_at=None, item__meeting__status__in=[*Meeting.AHEAD, Meeting.Status.IN_SESSION])

RELATIONS = [
    Relation("forums.forum.convened_by", How.MOVE, ("forum that it convenes", "forums")),
    Relation(
        "forums.delegation.delegator",
        How.MOVE,
        ("delegation that it is asked for", "delegations that it is asked for"),
        only=Q(status__in=OPEN),  # what was granted stays as it was granted
    ),
    Relation(
        "forums.decision.addressee",
        How.KEEP,
        ("recommendation made to it", "recommendations made to it"),
        why="Whom a forum asked stays as it was written.",
    ),
    Relation(
        "forums.override.by_body",
        How.KEEP,
        ("overrule in its name", "overrules in its name"),
        why="An overrule is only ever added, and stays as it was written (OVR-1).",
    ),
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
    Relation(
        "forums.candidate.organisation",
        How.MOVE,
        ("person who came forward from it", "people who came forward from it"),
    ),
    Relation(
        "forums.interest.contributor",
        How.MOVE,
        ("declared interest", "declared interests"),
    ),
    Relation("forums.invitation.organisation", How.MOVE, ("invitation", "invitations")),
    Relation(
        "forums.attendance.deputy",
        How.KEEP,
        ("meeting to which they came as a deputy", "meetings to which they came as a deputy"),
        why="Who came to a meeting stays as it was minuted.",
    ),
    Relation(
        "forums.deputyacknowledgement.contributor",
        How.KEEP,
        ("scope acknowledged as a deputy", "scopes acknowledged as a deputy"),
        why="An acknowledgement is only ever added, and stays as it was given.",
    ),
    Relation(
        "forums.mention.contributor",
        How.MOVE,
        ("thank-you to be said in a meeting", "thank-yous to be said in meetings"),
        only=YET_TO_SAY,
    ),
    Relation(
        "forums.mention.organisation",
        How.MOVE,
        ("thank-you to be said in a meeting", "thank-yous to be said in meetings"),
        only=YET_TO_SAY,
    ),
    Relation(
        "forums.acknowledgement.for_organisation",
        How.KEEP,
        ("scope acknowledged for it", "scopes acknowledged for it"),
        why="An acknowledgement is only ever added, and stays as it was given.",
    ),
    Relation(
        "forums.difference.raised_for",
        How.KEEP,
        ("difference that it raised", "differences that it raised"),
        why="Who raised a difference is history.",
    ),
    Relation(
        "forums.position.organisation",
        How.MOVE,
        ("position in a difference", "positions in differences"),
        only=STILL_OPEN,
        clashes=two_positions,
        settle=keep_one_position,
    ),
    Relation(
        "forums.pulse.organisation",
        How.KEEP,
        ("answer about its influence", "answers about its influence"),
        why="What an organisation answered stays as it was given.",
    ),
    Relation(
        "forums.pulseask.contributor",
        How.KEEP,
        ("question about influence", "questions about influence"),
        why="A link that was sent goes on working, for whoever they are now.",
    ),
]
