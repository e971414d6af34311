"""Steps that several tests of offers begin with."""

from datetime import timedelta

from django.utils import timezone

from coalition.actions import offers
from coalition.models import JournalEntry

SOON = timedelta(days=7)


def today():
    return timezone.localdate()


def accept(offer, by):
    return offers.accept(
        offer=offer, next_step="I will ring you.", next_contact_on=today() + SOON, by=by
    )


def kinds(offer):
    return list(JournalEntry.objects.about(offer).order_by("pk").values_list("kind", flat=True))
