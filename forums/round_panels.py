"""What the dashboard shows of rounds: what waits for one’s response, answer or decision."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from coalition.models import User
from coalition.panels import SHOWN, Panel, Task
from coalition.templatetags.words import clock
from forums.authority.rules import Answer, Rule
from forums.models import Membership, Response, Round, Seat

ICON = "hand"


def rounds_to_respond(user: User) -> Panel | None:
    """Open rounds in which this person has a vote, and has not responded or was asked again."""
    mine = Membership.objects.live().held_by(user).acknowledged().with_a_vote()
    answered = Q(kind=Answer.NEED_MORE, answered_at__isnull=False)
    done = Response.objects.standing().exclude(answered)
    done = done.filter(round=OuterRef("pk"), seat__in=mine.values("seat"))
    rows = Round.objects.going_on().filter(~Exists(done), proposal__forum__in=mine.values("forum"))
    tasks = tuple(
        Task(
            f"Respond: {row.version}",
            row.get_absolute_url(),
            (str(row.forum), f"Until {clock(row.closes_at)}. Silence is never consent"),
            timezone.localdate(row.closes_at),
            ICON,
        )
        for row in rows.with_all().order_by("closes_at", "pk")[:SHOWN]
    )
    return Panel("Waits for your response", tasks, True) if tasks else None


def questions_to_answer(user: User) -> Panel | None:
    """For whose matter it is, and for chairs: what somebody needs to know before they respond."""
    seated = Membership.objects.live().held_by(user).acknowledged()
    chaired = seated.filter(seat__kind__in=[Seat.Kind.CHAIR, Seat.Kind.SECRETARY])
    theirs = Q(round__proposal__proposer_seat__in=seated.values("seat")) | Q(
        round__proposal__forum__in=chaired.values("forum")
    )
    rows = Response.objects.unanswered().filter(theirs, round__in=Round.objects.going_on())
    rows = rows.select_related("round__proposal__forum", "round__version")
    tasks = tuple(
        Task(
            f"Answer a question on {row.round.version}",
            reverse(
                "forums:response_answer", args=[row.round.proposal.forum_id, row.round_id, row.pk]
            ),
            (str(row.round.proposal.forum), "It cannot pass before that"),
            timezone.localdate(row.round.closes_at),
            "message-circle-question-mark",
        )
        for row in rows.order_by("given_at", "pk")[:SHOWN]
    )
    return Panel("Questions to answer", tasks, True) if tasks else None


def rounds_to_decide(user: User) -> Panel | None:
    """For chairs, where they decide after hearing everyone, and everyone was heard."""
    chaired = Membership.objects.in_the_chair().held_by(user).values("forum")
    heard = Round.objects.due(timezone.now()).filter(rule=Rule.CHAIR)
    tasks = tuple(
        Task(
            f"Decide: {row.version}",
            row.get_absolute_url(),
            (str(row.forum), "Everyone was heard"),
            icon=ICON,
        )
        for row in heard.filter(proposal__forum__in=chaired).with_all().order_by("pk")[:SHOWN]
    )
    return Panel("The chair decides", tasks, True) if tasks else None
