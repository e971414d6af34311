"""What is public on the decision log, for programs that read news (Atom, RFC 4287)."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from forums.models import Decision

NEWEST = 50


class PublicDecisions(Feed):
    """Nothing but what everyone may read, whoever asks."""

    feed_type = Atom1Feed
    title = "Public decisions"
    subtitle = "What forums decided or recommended, under whose authority, and what became of it."

    def link(self) -> str:
        return reverse("forums:decision_log")

    def feed_url(self) -> str:
        return reverse("forums:decision_feed")

    def items(self) -> Any:
        return Decision.objects.public().with_all().order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, item: Decision) -> str:
        return f"{item.ref}: {item.title}"

    def item_description(self, item: Decision) -> str:
        """As HTML, as which it is sent: what somebody typed stays text."""
        said = f"{item.forum}. {item.authority}. {item.get_status_display()}. {item.text}"
        return escape(said)

    def item_pubdate(self, item: Decision) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Decision) -> datetime | None:
        """When something last became of it."""
        moments = (item.published_at, item.effective_at, item.answered_at, item.ended_at)
        return max(moment for moment in moments if moment is not None)

    def item_author_name(self, item: Decision) -> str:
        return item.forum.name


_feed = PublicDecisions()


@login_not_required
def decision_feed(request: HttpRequest) -> HttpResponse:
    return _feed(request)
