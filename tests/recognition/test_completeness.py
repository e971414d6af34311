"""The total of a campaign is the sum of its states, and whoever was chosen is somewhere."""

import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.models import JournalEntry
from recognition import standing, tasks
from recognition.actions import campaigns, completeness
from recognition.models import Campaign
from tests import make


@pytest.fixture
def campaign(rosa, amir):
    """Two letters, and one who was chosen and gets none."""
    nobody = make.event(make.contributor(email=""))
    return make.campaign(
        [make.event(), make.event(), nobody], by=rosa, approver=amir, released=True
    )


@pytest.fixture
def short(campaign):
    """As if a letter had vanished."""
    campaign.letters.first().delete()
    return campaign


def test_letters_and_those_left_out_make_those_chosen(campaign):
    """CMP-1."""
    sums = standing.sums_of(campaign)

    assert (sums.fixed, sums.found, sums.left_out, sums.chosen, sums.problem) == (2, 2, 1, 3, "")


def test_whatever_becomes_of_letters_the_total_is_the_sum_of_states(campaign):
    make.letter(campaign, status="sent")
    make.letter(campaign, status="held")

    stands = standing.of(campaign)

    assert stands.total == sum(count for _, _, count in stands.rows()) == campaign.fixed_letters
    assert completeness.check() == 0


def test_a_letter_that_vanished_is_noticed_and_told_once(short, caplog):
    caplog.set_level(logging.ERROR)

    assert (completeness.check(), completeness.check()) == (1, 1)

    short.refresh_from_db()
    assert short.does_not_add_up == "2 letters were fixed, and 1 are there."
    [entry] = JournalEntry.objects.filter(kind=completeness.CAMPAIGN_DOES_NOT_ADD_UP)
    assert entry.facts == {"why": short.does_not_add_up}
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_somebody_who_was_chosen_and_is_nowhere_is_noticed(campaign):
    campaign.exclusions.all().delete()

    assert standing.sums_of(campaign).problem == (
        "3 were chosen, but 2 letters and 0 left out make 2."
    )


def test_what_was_put_right_is_taken_back(short):
    completeness.check()
    Campaign.objects.update(fixed_letters=1)
    short.candidates.first().delete()

    assert completeness.check() == 0
    short.refresh_from_db()
    assert short.does_not_add_up == ""


def test_only_what_is_counted_and_not_long_over_is_looked_at(short, rosa):
    make.campaign(by=rosa)
    long_ago = timezone.now() - 2 * completeness.LOOKED_AFTER
    Campaign.objects.filter(pk=short.pk).update(status="complete", completed_at=long_ago)

    assert completeness.check() == 0


def test_a_campaign_that_is_opened_again_is_counted_anew(rosa):
    campaign = make.campaign([make.event(), make.event()], by=rosa, frozen=True)
    campaign.letters.first().delete()
    completeness.check()

    campaigns.reopen(campaign=campaign, why="A look", by=rosa)
    campaigns.freeze(campaign=campaign, by=rosa)

    assert completeness.check() == 0


def test_beat_looks_and_the_dashboard_and_the_page_say_so(short, as_, rosa, lena):
    tasks.check_sums()

    for person in (rosa, lena):
        assert "Find out why this does not add up" in as_(person).get(reverse("dashboard")).text
    page = as_(rosa).get(reverse("recognition:campaign_progress", args=[short.pk])).text
    assert "2 letters were fixed, and 1 are there." in page


def test_the_page_says_that_all_are_accounted_for(campaign, as_, rosa):
    page = as_(rosa).get(reverse("recognition:campaign_progress", args=[campaign.pk])).text

    assert "All 2 that were fixed are accounted for." in page
