"""One mail each working morning to whoever leads: what waits, and the oldest of it (OFR-3)."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from coalition.actions import mail
from coalition.calendar import is_working_day
from coalition.domain import action
from coalition.models import Mail, Offer, Programme, RoleGrant, User

MORNING = range(7, 16)  # a clock that stood still at seven still tells of the day


def send_due(*, now: datetime) -> int:
    """Send each lead today's digest, if it is a working morning and they have not had it. How
    many. Spans transactions: each mail has its own."""
    local = timezone.localtime(now)
    if local.hour not in MORNING:
        return 0
    sent = [send(user=user, on=local.date()) for user in _leads(local.date())]
    return sum(1 for one in sent if one)


@action
def send(*, user: User, on: date) -> Mail | None:
    """Owe the digest of a day, once; None where nothing waits."""
    waiting = Offer.objects.needing_person(user, on)
    oldest = waiting.with_people().order_by("next_contact_due", "submitted_at").first()
    if oldest is None:
        return None

    context = {
        "user": user,
        "oldest": oldest,
        "programme": oldest.programme,
        "waiting": waiting.count(),
        "to_answer": waiting.unacknowledged().count(),
        "late": waiting.overdue(on).count(),
        "slipped": waiting.filter(escalated_to=user).exclude(owner=user).overdue(on).count(),
        "offers_url": settings.SITE_URL + reverse("dashboard"),
        "stop_url": settings.SITE_URL + reverse("my_days"),
    }
    return mail.write(kind="offers_digest", to=user.email, context=context, key=_key(user, on))


def _leads(on: date) -> list[User]:
    """Who leads a programme that works today, is here, wants it, and has not had it."""
    nations = {nation for nation, _ in Programme.NATIONS if is_working_day(on, nation)}
    grants = RoleGrant.objects.in_force(on).filter(
        role=RoleGrant.Role.PROGRAMME_LEAD, programme__nation__in=nations
    )
    users = User.objects.filter(
        pk__in=grants.values("user"), is_active=True, digest_stopped_at=None
    ).order_by("pk")
    here = [user for user in users if not user.is_away(on)]
    keys = {_key(user, on): user for user in here}
    had = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    return [user for key, user in keys.items() if key not in had]


def _key(user: User, on: date) -> str:
    return f"offers_digest:{user.pk}:{on}"
