"""What the dashboard shows of differences: by number, never what they are about (DIF-5)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from coalition.models import Programme, RoleGrant, User
from coalition.panels import SHOWN, Panel, Task
from forums.models import Difference, Position


def differences_to_answer(user: User) -> Panel | None:
    """What waits for this person as a chair: an answer, an acknowledgement, a review."""
    chaired = Difference.objects.for_the_chair(user).select_related("forum")
    raised = chaired.unanswered().order_by("reply_due_on", "pk")[:SHOWN]
    worded = chaired.fully_worded().order_by("pk")[:SHOWN]
    again = chaired.to_look_at_again(timezone.localdate()).order_by("review_on", "pk")[:SHOWN]
    tasks = (
        *(
            _task(f"Answer {row.ref}, raised in confidence", row, row.reply_due_on)
            for row in raised
        ),
        *(_task(f"Acknowledge {row.ref}: its words are agreed", row) for row in worded),
        *(_task(f"Look at {row.ref} again", row, row.review_on) for row in again),
    )
    return Panel("Differences", tasks, True) if tasks else None


def words_to_give(user: User) -> Panel | None:
    """Organisations that this person can speak for, and that are asked for their own words."""
    asked = Position.objects.waiting().spoken_for_by(user).exclude(answer_by=None)
    rows = asked.filter(difference__status=Difference.Status.WORDING)
    tasks = tuple(
        Task(
            f"Give the words of {position.organisation} on {position.difference.ref}",
            reverse(
                "forums:position",
                args=[position.difference.forum_id, position.difference_id, position.pk],
            ),
            (str(position.difference.forum), "Without an answer it is left out"),
            position.answer_by,
            "messages-square",
        )
        for position in rows.select_related("organisation", "difference__forum").order_by(
            "answer_by", "pk"
        )[:SHOWN]
    )
    return Panel("Words to give", tasks, True) if tasks else None


def differences_overdue(user: User) -> Panel | None:
    """For leads: chairs who did not answer in time (DIF-7)."""
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    rows = Difference.objects.unanswered().exclude(escalated_at=None)
    tasks = tuple(
        Task(
            f"Speak to the chair of {row.forum}: {row.ref} waits for an answer",
            reverse("forums:difference_list", args=[row.forum_id]),
            ("What it is about is private", str(row.forum)),
            row.reply_due_on,
            "messages-square",
        )
        for row in rows.filter(forum__programme__in=led)
        .select_related("forum")
        .order_by("reply_due_on", "pk")[:SHOWN]
    )
    return Panel("Differences overdue", tasks, True) if tasks else None


def _task(sentence: str, row: Difference, due_on: date | None = None) -> Task:
    return Task(sentence, row.get_absolute_url(), (str(row.forum),), due_on, "messages-square")
