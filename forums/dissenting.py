"""Until when whoever was asked for their own words is waited for (DEC-4)."""

from datetime import date

from django.utils import timezone

from coalition.calendar import working_days_after
from forums.models import Decision

DISSENT_WAITS = 3  # working days


def waited_for_until(decision: Decision) -> date | None:
    """The last day of it; none where everyone has answered, or had the time to."""
    asked = decision.dissents.waiting().order_by("-asked_at").first()
    if asked is None:
        return None
    nation = decision.forum.programme.nation
    until = working_days_after(timezone.localdate(asked.asked_at), DISSENT_WAITS, nation)
    return until if timezone.localdate() <= until else None
