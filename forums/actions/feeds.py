"""A person's own calendar feed: begun, given a new address, stopped."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from coalition.models.private_link import new_nonce
from forums.models import CalendarFeed
from forums.models.feed import feed_end

FEED_BEGUN = "calendar_feed.begun"
FEED_STOPPED = "calendar_feed.stopped"


@action
def begin(*, by: User) -> CalendarFeed:
    """An address for one's own calendar; a new one each time, so that every older one is dead."""
    feed, _ = CalendarFeed.objects.select_for_update().get_or_create(user=by)

    feed.link_nonce, feed.link_until = new_nonce(), feed_end()
    feed.begun_at, feed.stopped_at = timezone.now(), None
    feed.save(update_fields=["link_nonce", "link_until", "begun_at", "stopped_at"])

    JournalEntry.objects.record(FEED_BEGUN, by=by, subject=feed)
    return feed


@action
def stop(*, by: User) -> CalendarFeed:
    feed = CalendarFeed.objects.select_for_update().going().filter(user=by).first()
    if feed is None:
        raise DomainError("Your calendar has no address at the moment, so there is none to stop.")

    feed.link_nonce, feed.stopped_at = new_nonce(), timezone.now()
    feed.save(update_fields=["link_nonce", "stopped_at"])

    JournalEntry.objects.record(FEED_STOPPED, by=by, subject=feed)
    return feed
