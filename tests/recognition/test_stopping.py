"""Letters stop with their person, at once and at the gates (CON-2, CON-5, HLD, PRF-1, HH-1)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.actions import anonymising, contact_facts, holds, preferences
from coalition.domain import DomainError
from coalition.gone import gone_to
from coalition.models import JournalEntry
from recognition.actions import campaigns, dispatch, progress, releases, rendering
from recognition.models import Approval, Exclusion, Letter, Signatory
from tests import make

pytestmark = pytest.mark.django_db
Status = Letter.Status
TODAY = timezone.localdate


def place(subject, sam, *scopes):
    soon = TODAY() + timedelta(days=30)
    return holds.place(subject=subject, scopes=scopes or ["recognition"], review_by=soon, by=sam)


@pytest.fixture
def letter(programme, rosa, amir):
    """Released and typeset; nothing but the gates stand between it and the world."""
    campaign = make.campaign(by=rosa, approver=amir, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign.letters.get()


def dispatched(letter):
    dispatch.send_chunk(campaign_id=letter.campaign_id)
    letter.refresh_from_db()
    return letter


def test_hld_2_an_approved_letter_is_held_in_the_same_transaction(letter, sam):
    place(letter.contributor, sam)

    letter.refresh_from_db()
    assert (letter.status, letter.stopped_by) == (Status.HELD, "G2")
    assert letter.problem == "On hold: speak to the safeguarding lead."
    assert JournalEntry.objects.about(letter).get().facts == {"gate": "G2"}


def test_hld_2_a_letter_that_waits_for_release_is_held_and_stays_behind(programme, rosa, sam):
    events = [make.event(programme=programme) for _ in "12"]
    campaign = make.campaign(events, by=rosa, approved=True)

    place(events[0].contributor, sam)
    releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)

    statuses = campaign.letters.order_by("event").values_list("status", flat=True)
    assert list(statuses) == [Status.HELD, Status.QUEUED]


def test_a_campaign_with_a_held_letter_can_still_be_drafted_anew(programme, rosa, sam):
    event = make.event(programme=programme)
    campaign = make.campaign([event], by=rosa, approved=True)
    place(event.contributor, sam)

    campaigns.reopen(campaign=campaign, why="The hold", by=rosa)

    assert not campaign.letters.exists()


@pytest.mark.parametrize("scope", ["contact", "recognition"])
def test_g2_nothing_goes_to_who_is_on_hold(letter, scope):
    make.hold(letter.contributor, scope)

    assert dispatched(letter).stopped_by == "G2"
    assert not mail.outbox


def test_g2_nothing_goes_about_what_was_done_for_an_organisation_on_hold(
    programme, rosa, kitchen, sam
):
    campaign = make.campaign([make.event(organisation=kitchen)], by=rosa, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    make.hold(kitchen)

    assert dispatched(campaign.letters.get()).stopped_by == "G2"


def test_a_hold_on_other_things_stops_no_letter(letter, sam):
    place(letter.contributor, sam, "seats", "matching")

    assert dispatched(letter).status == Status.SENT


def test_hld_4_after_28_days_a_held_letter_needs_fresh_approval(letter, sam):
    hold = place(letter.contributor, sam)
    holds.lift(hold=hold, by=sam)
    long_ago = timezone.now() - timedelta(days=29)

    letter.refresh_from_db()
    assert letter.status == Status.HELD  # nothing goes by itself
    retry = {"campaign": letter.campaign, "letters": Letter.objects.all(), "by": sam}
    Approval.objects.update(at=long_ago)
    with pytest.raises(DomainError, match="more than 28 days ago"):
        progress.retry(**retry)
    Approval.objects.update(at=timezone.now())
    assert progress.retry(**retry) == 1


def test_hld_5_a_letter_that_went_is_said_with_its_time(letter, sam):
    sent = dispatched(letter)
    place(letter.contributor, sam)

    found = gone_to([letter.contributor_id], timezone.now() - timedelta(hours=1))

    assert [(gone.what, gone.sent_at) for gone in found] == [("A letter of thanks", sent.sent_at)]


@pytest.mark.parametrize(
    ("wish", "thanker"),
    [
        ({"no_ministerial": True}, "minister"),
        ({"thanker": "peer"}, "programme_lead"),
        ({"channels": ["post"]}, "programme_lead"),
        ({"max_per_year": 0}, "programme_lead"),
    ],
)
def test_g3_nobody_is_thanked_as_they_do_not_like(letter, wish, thanker):
    """PRF-3: used at send time, whenever it was chosen."""
    Signatory.objects.update(thanker=thanker)
    letter.contributor.adult = "yes"
    letter.contributor.save()
    preferences.choose(owner=letter.contributor, by=None, **wish)

    assert dispatched(letter).stopped_by == "G3"


def test_g3_the_limit_of_a_year_counts_thanks_of_a_year(letter):
    preferences.choose(owner=letter.contributor, by=None, max_per_year=1)
    old = {"outcome": "thanked", "closed_at": timezone.now() - timedelta(days=366)}
    make.event(letter.contributor, **old)
    assert dispatched(letter).status == Status.SENT


def test_g3_the_second_thanks_in_a_year_waits(letter):
    preferences.choose(owner=letter.contributor, by=None, max_per_year=1)
    make.event(letter.contributor, outcome="thanked", closed_at=timezone.now())

    assert dispatched(letter).stopped_by == "G3"


def test_con_3_no_minister_thanks_who_is_not_known_to_be_an_adult(letter):
    Signatory.objects.update(thanker="minister")

    assert dispatched(letter).stopped_by == "G3"


@pytest.mark.parametrize("why", ["died", "hold", "apart"])
def test_hh_1_no_letter_goes_to_the_joint_name_unless_everyone_can_be_reached(
    programme, rosa, amir, sam, why
):
    both = make.contributor("Tom and Ifeoma Bell")
    other = make.contributor("Ifeoma Bell")
    household = make.household(both, other, name="Tom and Ifeoma Bell")
    campaign = make.campaign([make.event(both)], by=rosa, approver=amir, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    if why == "died":
        other.deceased_on = TODAY()
        other.save()
    elif why == "hold":
        make.hold(other)
    else:
        household.to_on = household.from_on = TODAY() - timedelta(days=1)
        household.save()

    letter = dispatched(campaign.letters.get())

    assert (letter.status, letter.stopped_by) == (Status.CANCELLED, "G1")


def test_cmp_1_holds_and_preferences_are_foreseen_with_the_same_number_of_queries(
    programme, rosa, django_assert_max_num_queries
):
    events = [make.event(programme=programme) for _ in range(8)]
    make.hold(events[0].contributor)
    make.preference(events[1].contributor, channels=["phone"])
    campaign = make.campaign(events, by=rosa)

    with django_assert_max_num_queries(29):  # a batch is followed by a look for another
        campaigns.freeze(campaign=campaign, by=rosa)

    gates = Exclusion.objects.order_by("event").values_list("gate", flat=True)
    assert list(gates) == ["G2", "G3"]


@pytest.mark.parametrize(
    "step",
    [
        lambda person, by: contact_facts.record_death(
            contributor=person, died_on=TODAY(), source="family", by=by
        ),
        lambda person, by: contact_facts.object_to_contact(contributor=person, by=None),
    ],
)
def test_con_2_letters_that_wait_are_cancelled_at_once(letter, rosa, step):
    step(letter.contributor, rosa)

    letter.refresh_from_db()
    assert (letter.status, letter.stopped_by) == (Status.CANCELLED, "G1")


def test_con_5_of_a_sent_letter_only_the_skeleton_stays(letter, iris):
    sent = dispatched(letter)
    event = sent.event

    person = anonymising.anonymise(contributor=sent.contributor, by=iris)

    sent.refresh_from_db()
    event.refresh_from_db()
    assert (sent.letter_name, sent.email, sent.address) == ("Removed.", "", [])
    assert sent.values["letter_name"] == "Removed."
    assert sent.status == Status.SENT  # it is still counted
    assert event.outcome == "thanked"
    assert person.letter_name.startswith("Former contributor")


@pytest.mark.parametrize("change", [{"problem": "x"}, {"letter_name": "Somebody else"}])
def test_let_2_nothing_else_of_a_sent_letter_changes(letter, change):
    sent = dispatched(letter)

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Letter.objects.filter(pk=sent.pk).update(**change)
