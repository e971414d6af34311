"""What stands on a forum's terms of reference."""

from datetime import date

from django.utils import timezone

from forums.models import ScopeStatement
from forums.typesetting import Terms


def terms_of(scope: ScopeStatement) -> Terms:
    """Of a statement that was loaded `with_items`. A draft says that it is one."""
    forum = scope.forum
    return Terms(
        forum=str(forum),
        about=f"{forum.get_kind_display()} forum of {forum.programme}. Convened by"
        f" {forum.convened_by}. Ends on {_day(forum.sunset_on)}, unless it is renewed.",
        version=f"Version {scope.version}" if scope.version else "Draft",
        standing=_standing(scope),
        wording=scope.wording,
        may_decide=scope.may_decide,
        dated=timezone.localdate(scope.effective_from or scope.drafted_at),
    )


def _standing(scope: ScopeStatement) -> str:
    again = f"To be looked at again on {_day(scope.review_on)}."
    if scope.effective_from is None:
        return f"A draft of {_day(timezone.localdate(scope.drafted_at))}, not approved. {again}"
    since = f"since {_day(timezone.localdate(scope.effective_from))}"
    by = f"Approved by {scope.approved_by}."
    if scope.superseded_at is None:
        return f"Version {scope.version}, in force {since}. {by} {again}"
    until = f"until {_day(timezone.localdate(scope.superseded_at))}"
    return f"Version {scope.version}, in force {since} and {until}, since replaced. {by}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
