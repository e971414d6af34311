"""What the dashboard shows of meetings: what is next for whoever runs them, what members do by
when, and when they meet."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from coalition.calendar import is_working_day
from coalition.models import User
from coalition.panels import SHOWN, Panel, Task
from coalition.templatetags.words import clock, day, weekday
from forums.models import Meeting, MeetingAction, Membership, Seat
from forums.models.meeting import PAPERS_WORKING_DAYS

Status = Meeting.Status
# So long before a meeting its papers begin to press, and its day is shown to members.
PAPERS_PRESS = timedelta(days=14)
SHOWN_AHEAD = timedelta(days=42)
RUN_IT = Q(status__in=[*Meeting.AHEAD, Status.IN_SESSION, Status.CLOSED, Status.MINUTES_DRAFT])


def meetings_to_run(user: User) -> Panel | None:
    """The next step of each meeting in forums that this person chairs or minutes."""
    steers = Membership.objects.live().held_by(user).acknowledged()
    forums = steers.filter(seat__kind__in=Seat.STEERING).values("forum")
    soon = timezone.now() + PAPERS_PRESS
    rows = Meeting.objects.filter(
        RUN_IT | Q(status=Status.MINUTES_AGREED), forum__in=forums, starts_at__lt=soon
    ).annotate(to_answer=Count("corrections", filter=Q(corrections__status="asked")))
    found = rows.select_related("forum__programme").order_by("starts_at", "pk")[: 3 * SHOWN]
    tasks = [task for meeting in found if (task := _next_step(meeting)) is not None]
    return Panel("Meetings to run", tuple(tasks[:SHOWN]), True) if tasks else None


Step = tuple[str, str, date | None]  # words, url name, due


def _next_step(meeting: Any) -> Task | None:
    step = _before_it_is_over(meeting) if not meeting.is_over else _of_its_minutes(meeting)
    if step is None:
        return None
    words, url_name, due_on = step
    return Task(
        words.format(meeting.forum),
        reverse(f"forums:{url_name}", args=[meeting.forum_id, meeting.pk]),
        (str(meeting), day(meeting.starts_at)),
        due_on,
        "calendar-days",
    )


def _before_it_is_over(meeting: Meeting) -> Step | None:
    if meeting.is_in_session:
        ran_over = meeting.ends_at < timezone.now()
        return ("Close the meeting of {}", "meeting_close", meeting.day) if ran_over else None
    if meeting.day <= timezone.localdate():
        return "Open the meeting of {}", "meeting_detail", meeting.day
    if meeting.status == Status.PLANNED:
        return "Send agenda and papers of {} round", "papers_send", papers_due(meeting)
    return None


def _of_its_minutes(meeting: Any) -> Step | None:
    if meeting.status == Status.CLOSED:
        return "Write the minutes of {}", "minutes", None
    if meeting.status == Status.MINUTES_AGREED:
        return "Publish the minutes of {}", "minutes", None
    if meeting.circulated_at is None:
        return "Send the minutes of {} round", "minutes", None
    if meeting.to_answer:
        return "Answer what was asked of the minutes of {}", "minutes", meeting.corrections_by
    return None


def papers_due(meeting: Meeting) -> date:
    """The last day on which papers are not late (MTG-2)."""
    found, left = meeting.day, PAPERS_WORKING_DAYS
    while left:
        left -= is_working_day(found, meeting.forum.programme.nation)
        found -= timedelta(days=1)
    return found


def actions_to_do(user: User) -> Panel | None:
    """What this person took on in a meeting."""
    points = MeetingAction.objects.open().of_seats_held_by(user)
    tasks = tuple(
        Task(
            point.what,
            reverse("forums:action_end", args=[point.forum_id, point.pk]),
            (str(point.forum), f"from meeting {point.meeting.number}"),
            point.due_on,
            "list-checks",
        )
        for point in points.select_related("forum", "meeting").by_date()[:SHOWN]
    )
    return Panel("What you took on", tasks, True) if tasks else None


def my_meetings(user: User) -> Panel | None:
    """When this person's forums meet, and minutes on which they can still say something."""
    seated = Membership.objects.live().held_by(user).acknowledged().values("forum")
    mine = Meeting.objects.filter(forum__in=seated).select_related("forum")
    ahead = mine.ahead().filter(starts_at__range=_ahead()).order_by("starts_at", "pk")[:SHOWN]
    drafts = mine.filter(status=Status.MINUTES_DRAFT, corrections_by__gte=timezone.localdate())
    tasks = (
        *(
            Task(
                f"{meeting.forum} meets on {weekday(meeting.starts_at)}",
                meeting.get_absolute_url(),
                (f"{clock(meeting.starts_at)} to {clock(meeting.ends_at)}", meeting.place),
                icon="calendar-days",
            )
            for meeting in ahead
        ),
        *(
            Task(
                f"Minutes of {meeting.forum}, {day(meeting.starts_at)}",
                reverse("forums:minutes", args=[meeting.forum_id, meeting.pk]),
                (f"Corrections until {day(meeting.corrections_by)}",),
                icon="file-text",
            )
            for meeting in drafts.order_by("corrections_by", "pk")[:SHOWN]
        ),
    )
    return Panel("My meetings", tasks) if tasks else None


def _ahead():
    now = timezone.now()
    return now - timedelta(hours=12), now + SHOWN_AHEAD
