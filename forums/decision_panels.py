"""What the dashboard shows of decisions."""

from django.db.models import Q
from django.utils import timezone

from coalition.models import Affiliation, User
from coalition.panels import SHOWN, Panel, Task
from forums.models import Decision, Dissent, Membership
from forums.models.decision_rows import DecisionQuerySet
from forums.models.decision_words import Status

ICON = "gavel"


def recommendations_to_answer(user: User) -> Panel | None:
    """Made to whoever this person speaks for; overdue ones first, as they were due first."""
    rows = Decision.objects.waiting_for_an_answer() & _on_their_side(user)
    tasks = tuple(
        Task(
            f"Answer {row.forum}: {row.title}",
            row.get_absolute_url(),
            (row.ref, row.answered_by_whom),
            row.answer_due,
            ICON,
        )
        for row in rows.with_all().order_by("answer_due", "pk")[:SHOWN]
    )
    return Panel("Recommendations to answer", tasks, True) if tasks else None


def decisions_to_call_in(user: User) -> Panel | None:
    """Decided with power that this person handed over, and not in effect yet."""
    rows = Decision.objects.filter(status=Status.IN_CALL_IN, delegation__role_holder=user)
    tasks = tuple(
        Task(
            f"Let it stand, or not: {row.title}" if row.called_in_at else row.title,
            row.get_absolute_url(),
            (row.ref, f"Decided by {row.forum}"),
            row.call_in_until,
            ICON,
        )
        for row in rows.with_all().order_by("call_in_until", "pk")[:SHOWN]
    )
    return Panel("Decided with your power", tasks) if tasks else None


def words_to_approve(user: User) -> Panel | None:
    """Words of dissent that this person was asked for (DEC-4)."""
    asked = Dissent.objects.asked_of(user).select_related("decision__forum")
    tasks = tuple(
        Task(
            f"Your own words on: {row.decision.title}",
            row.decision.get_absolute_url(),
            (row.decision.ref, "Nothing is printed unless you approve it"),
            icon=ICON,
        )
        for row in asked.order_by("asked_at", "pk")[:SHOWN]
    )
    return Panel("Did you not agree?", tasks, True) if tasks else None


def decisions_to_finish(user: User) -> Panel | None:
    """For chairs: what is not published yet, and what it is time to look at again (DEC-6)."""
    chaired = Membership.objects.in_the_chair().held_by(user).acknowledged().values("forum")
    mine = Decision.objects.filter(forum__in=chaired)
    again = mine.to_evaluate(timezone.localdate())
    tasks = [
        *(
            Task(f"Publish {row}: {row.title}", row.get_absolute_url(), (str(row.forum),))
            for row in mine.being_written().with_all().order_by("recorded_at", "pk")[:SHOWN]
        ),
        *(
            Task(
                f"Say what came of {row}: {row.title}",
                row.get_absolute_url(),
                (str(row.forum),),
                row.evaluation_on,
            )
            for row in again.with_all().order_by("evaluation_on", "pk")[:SHOWN]
        ),
    ]
    return Panel("Decisions to finish", tuple(tasks[:SHOWN]), True) if tasks else None


def _on_their_side(user: User) -> DecisionQuerySet:
    speaks = Affiliation.objects.in_force().filter(contributor__user=user, can_speak_for=True)
    bodies = speaks.values("organisation")
    held = Q(delegation__role_holder=user) | Q(delegation__delegator__in=bodies)
    return Decision.objects.filter(held | Q(addressee__in=bodies))
