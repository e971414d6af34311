"""A scope says when it is looked at again; whoever decides is told in time."""

from datetime import datetime, timedelta

from django.utils import timezone

from forums.actions import life_mail
from forums.models import ScopeStatement

# So many days before, and then on the day itself.
TELL_BEFORE = 14


def tell_before(*, now: datetime) -> None:
    """Tell the chair and the leads of reviews that come near, and of those that are due, unless
    somebody drafts already. Spans transactions: each has its own."""
    today = timezone.localdate(now)
    near = ScopeStatement.objects.to_look_at(today + timedelta(days=TELL_BEFORE))
    for scope in near.select_related("forum__programme").order_by("pk"):
        mark = "due" if scope.review_on <= today else "near"
        life_mail.tell_who_decides(
            forum=scope.forum,
            kind="forum_scope_review",
            about=f"{scope.pk}:{mark}",
            to_the_chair=True,
            scope=scope,
        )
