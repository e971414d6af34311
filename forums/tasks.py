"""What Celery calls. A task calls one action, and may run twice without harm."""

from celery import shared_task
from django.utils import timezone

from coalition.bell import ring
from coalition.tasks import send_mail
from forums.actions import (
    decision_course,
    delegation_course,
    difference_course,
    digests,
    group_invitations,
    interests,
    leaving,
    life,
    pulses,
    round_course,
    scope_review,
    seats,
    terms,
)


@shared_task
def vacate_seats() -> None:
    """From beat: free the seats of those who left their organisation, whose term is over, or who
    died."""
    seats.tend(now=timezone.now())
    leaving.tend(now=timezone.now())


@shared_task
def ask_for_interests() -> None:
    """From beat, each morning: remind members to say what interests they have (INT-1)."""
    interests.tend(now=timezone.now())


@shared_task
def ask_for_pulses() -> None:
    """From beat, each morning: ask organisations, once a quarter, whether what they say changes
    anything (P8)."""
    pulses.tend(now=timezone.now())


@shared_task
def tell_of_terms() -> None:
    """From beat, each morning: tell members, and who may renew them, of terms that end."""
    terms.tell_before(now=timezone.now())


@shared_task
def tell_what_is_new() -> None:
    """From beat: what members have not been told of, to each as often as they like."""
    if digests.tend(now=timezone.now()):
        ring(send_mail)


@shared_task
def tend_differences() -> None:
    """From beat: leave out who did not answer, remind chairs, tell leads of answers overdue."""
    difference_course.tend(now=timezone.now())


@shared_task
def tend_delegations() -> None:
    """From beat: begin and end what is due (DEL-4)."""
    delegation_course.tend(now=timezone.now())


@shared_task
def tend_rounds() -> None:
    """From beat: close what is due, remind who has yet to respond (RND-2, RND-7)."""
    now = timezone.now()
    round_course.tend(now=now)
    round_course.tell_before(now=now)


@shared_task
def tend_decisions() -> None:
    """From beat: put in effect what is due, and on record that nobody answered (OVR-3)."""
    decision_course.tend(now=timezone.now())


@shared_task
def tend_forums() -> None:
    """From beat: what has passed its last day comes to its end (FRM-2), and lists of people who
    were asked together are forgotten."""
    now = timezone.now()
    life.tend(now=now)
    group_invitations.forget(now=now)


@shared_task
def tell_of_ends() -> None:
    """From beat, each morning: tell who decides of forums and delegations whose end comes near,
    of scopes and decisions to look at again, and of answers that are due."""
    now = timezone.now()
    life.tell_before(now=now)
    delegation_course.tell_before(now=now)
    decision_course.tell_before(now=now)
    scope_review.tell_before(now=now)
