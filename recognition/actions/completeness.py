"""Does each campaign add up? Letters fixed are letters found, whatever became of them."""

import logging
from datetime import timedelta

from django.utils import timezone

from coalition.domain import action
from coalition.models import JournalEntry
from recognition import standing
from recognition.models import Campaign

CAMPAIGN_DOES_NOT_ADD_UP = "campaign.does_not_add_up"
LOOKED_AFTER = timedelta(days=7)  # after the last letter was settled
log = logging.getLogger(__name__)


@action
def check() -> int:
    """Look at every campaign with fixed recipients that is not long over, and write down what does
    not add up: for the dashboard, the journal and the operators' log. How many do not."""
    wrong = 0
    for campaign in Campaign.objects.to_add_up(timezone.now() - LOOKED_AFTER):
        found = standing.sums_of(campaign).problem
        wrong += bool(found)
        if found == campaign.does_not_add_up:
            continue
        campaign.does_not_add_up = found
        campaign.save(update_fields=["does_not_add_up"])
        if found:
            log.error("Campaign %s does not add up. %s", campaign.pk, found)
            JournalEntry.objects.record(
                CAMPAIGN_DOES_NOT_ADD_UP,
                by=None,
                subject=campaign,
                programme=campaign.programme,
                why=found,
            )
    return wrong
