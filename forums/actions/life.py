"""How a forum goes on once it is active: it pauses, comes to its end, is renewed or closes."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.actions import life_mail
from forums.models import Forum, Seat
from forums.readiness import missing_before_active

FORUM_PAUSED = "forum.paused"
FORUM_RESUMED = "forum.resumed"
FORUM_IN_REVIEW = "forum.in_review"
FORUM_RENEWED = "forum.renewed"

Status = Forum.Status
# So many days before its end the chair and the leads are told of it.
TELL_BEFORE = (60, 30, 7)


@action
def pause(*, forum: Forum, by: User) -> Forum:
    """Nothing is added for a while. Its end stays as it is."""
    forum = Forum.objects.lock(forum).require_can_become(Status.PAUSED)
    return _become(forum, Status.PAUSED, FORUM_PAUSED, by)


@action
def rest_without_chair(*, forum: Forum) -> None:
    """An active forum has a chair (FRM-1): once nobody holds that seat it pauses by itself, and
    the leads are told."""
    forum = Forum.objects.lock(forum)
    held = forum.memberships.live().filter(seat__kind=Seat.Kind.CHAIR)
    if forum.status != Status.ACTIVE or held.exists():
        return

    _become(forum, Status.PAUSED, FORUM_PAUSED, None)

    life_mail.tell_who_decides(forum=forum, kind="forum_without_chair", about=str(timezone.now()))


@action
def resume(*, forum: Forum, by: User) -> Forum:
    """Raises DomainError where it lacks what any active forum has (FRM-1), or is past its end."""
    forum = Forum.objects.lock(forum)
    if forum.status != Status.PAUSED:
        raise DomainError(f"This forum is {forum.get_status_display().lower()} now, not paused.")
    _require_ready(forum, "go on")
    return _become(forum, Status.ACTIVE, FORUM_RESUMED, by)


@action
def review(*, forum: Forum, by: User) -> Forum:
    """Decide about its end before the day."""
    forum = Forum.objects.lock(forum).require_can_become(Status.SUNSET_REVIEW)
    return _come_to_its_end(forum, by)


@action
def renew(*, forum: Forum, sunset_on: date, by: User) -> Forum:
    """Active again until `sunset_on`, at most 12 months from today (FRM-2). Raises DomainError as
    `resume` does."""
    forum = Forum.objects.lock(forum)
    if forum.status != Status.SUNSET_REVIEW:
        raise DomainError(
            f"This forum is {forum.get_status_display().lower()} now. It is renewed at its end."
        )
    forum.sunset_on, forum.sunset_agreed_on = sunset_on, timezone.localdate()
    _require_ready(forum, "be renewed")

    forum.save(update_fields=["sunset_on", "sunset_agreed_on"])
    return _become(forum, Status.ACTIVE, FORUM_RENEWED, by)


def tend(*, now: datetime) -> None:
    """Nothing goes on silently past its end (FRM-2). Spans transactions: each has its own."""
    today = timezone.localdate(now)
    for forum in Forum.objects.going_on().filter(sunset_on__lt=today).order_by("pk"):
        end(forum=forum, today=today)


@action
def end(*, forum: Forum, today: date) -> None:
    """Its day has passed, unless another was agreed meanwhile."""
    forum = Forum.objects.lock(forum)
    if forum.can_become(Status.SUNSET_REVIEW) and forum.sunset_on < today:
        _come_to_its_end(forum, None)


def tell_before(*, now: datetime) -> None:
    """Tell the chair and the leads of ends that come near, once for each mark that was ahead when
    the end was agreed. Spans transactions: each has its own."""
    today = timezone.localdate(now)
    near = Forum.objects.going_on().filter(
        sunset_on__range=(today, today + timedelta(days=max(TELL_BEFORE)))
    )
    for forum in near.select_related("programme").order_by("pk"):
        mark = min(days for days in TELL_BEFORE if today + timedelta(days=days) >= forum.sunset_on)
        if forum.sunset_agreed_on < forum.sunset_on - timedelta(days=mark):
            life_mail.tell_who_decides(
                forum=forum,
                kind="forum_end_near",
                about=f"{forum.sunset_on}:{mark}",
                to_the_chair=True,
            )


def _require_ready(forum: Forum, to: str) -> None:
    if missing := missing_before_active(forum):
        raise DomainError(f"Before this forum can {to}, {' and '.join(missing)}.")


def _come_to_its_end(forum: Forum, by: User | None) -> Forum:
    forum = _become(forum, Status.SUNSET_REVIEW, FORUM_IN_REVIEW, by)
    life_mail.tell_who_decides(
        forum=forum, kind="forum_in_review", about=str(timezone.now()), to_the_chair=True
    )
    return forum


def _become(forum: Forum, status: Forum.Status, kind: str, by: User | None) -> Forum:
    forum.status = status
    forum.save(update_fields=["status"])

    JournalEntry.objects.record(kind, by=by, subject=forum, programme=forum.programme)
    return forum
