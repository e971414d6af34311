from recognition.models import Campaign, Letter
from tests import make


def test_a_campaign_is_built(programme):
    campaign = make.campaign(released=True)

    assert campaign.status == Campaign.Status.RELEASING
    assert campaign.letters.get().status == Letter.Status.QUEUED
