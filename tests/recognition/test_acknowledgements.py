"""Thanks of every kind: who may be thanked how, and what comes of it (AKN-1 to AKN-4, L2)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry
from recognition.actions import acknowledgements, contributions, dispatch, regrets, returns
from recognition.models import Acknowledgement, ContributionEvent, Letter
from tests import make

TODAY = timezone.localdate


@pytest.fixture
def event(programme):
    person = make.contributor(
        "Ben Yardley", phone="07700 900123", address="1 Mill Lane", adult="yes"
    )
    return make.event(person, programme=programme)


def planned(event, lena, kind="call", thanker="programme_lead"):
    return acknowledgements.plan(event=event, kind=kind, thanker=thanker, giver=lena, by=lena)


def test_somebody_takes_it_on_by_a_day_that_its_tier_says(event, lena, settings):
    given = planned(event, lena)

    assert (given.tier, given.channel, given.giver, given.status) == (1, "phone", lena, "planned")
    assert given.due_on < event.due_on
    event.refresh_from_db()
    assert event.outcome == "open"


def test_when_it_is_done_they_are_thanked(event, lena):
    given = acknowledgements.give(acknowledgement=planned(event, lena), by=lena)

    event.refresh_from_db()
    assert (event.outcome, given.status) == ("thanked", "given")
    kinds = JournalEntry.objects.about(given).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["acknowledgement.planned", "acknowledgement.given"]


def test_akn1_nobody_is_thanked_in_a_way_that_they_do_not_like(event, lena):
    make.preference(event.contributor, channels=["email", "post"])

    with pytest.raises(DomainError, match="prefers not to be thanked like this"):
        planned(event, lena)


def test_akn1_nor_by_somebody_whom_they_do_not_like_to_hear_it_from(event, lena):
    make.preference(event.contributor, thanker="peer")

    with pytest.raises(DomainError, match="prefers not to be thanked like this"):
        planned(event, lena)


def test_akn1_where_nothing_is_allowed_nothing_is_owed(event, lena):
    make.preference(event.contributor, max_per_year=0)

    assert planned(event, lena) is None

    event.refresh_from_db()
    assert (event.outcome, event.why_not) == ("not_thanked", "preference")


def test_akn2_from_tier_2_on_both_facts_are_needed(event, lena):
    make.preference(event.contributor, publicity="full_name")
    ContributionEvent.objects.filter(pk=event.pk).update(what_it_made_possible="")

    with pytest.raises(DomainError, match="Say first what it made possible"):
        planned(event, lena, "mention")
    assert planned(event, lena, "call")


def test_akn4_one_kind_is_given_once_for_one_thing(event, lena):
    planned(event, lena)

    with pytest.raises(DomainError, match="in that way already"):
        planned(event, lena)
    assert planned(event, lena, "note")


def test_akn4_what_was_not_done_like_this_may_be_planned_again(event, lena):
    acknowledgements.drop(acknowledgement=planned(event, lena), by=lena)

    assert planned(event, lena)


def test_nothing_is_planned_for_what_has_ended(event, lena, rosa):
    contributions.close(event=event, why_not="error", by=rosa)

    with pytest.raises(DomainError, match="Not to be thanked"):
        planned(event, lena)


def test_only_whoever_sees_the_ledger_takes_it_on(event, lena, ben):
    with pytest.raises(DomainError, match="does not see the ledger"):
        acknowledgements.plan(
            event=event, kind="call", thanker="programme_lead", giver=ben, by=lena
        )


def test_whoever_has_taken_it_on_says_that_it_is_done(event, lena, rosa):
    given = planned(event, lena)

    with pytest.raises(NotAuthorised, match="has taken this on"):
        acknowledgements.give(acknowledgement=given, by=rosa)


def test_a_hold_of_this_moment_is_seen_when_it_is_done(event, lena, sam):
    """HLD-5: asked again, not only when it was planned."""
    given = planned(event, lena)
    make.hold(event.contributor, "recognition", by=sam)

    with pytest.raises(DomainError, match="On hold"):
        acknowledgements.give(acknowledgement=given, by=lena)


def test_who_does_not_like_to_be_named_is_not_named_in_a_meeting(event, lena):
    """PRF-2: never asked is no consent."""
    with pytest.raises(DomainError, match="prefers not to be"):
        planned(event, lena, "mention")


def test_a_mention_remembers_under_which_name(event, lena):
    make.preference(event.contributor, publicity="first_name")

    given = acknowledgements.give(acknowledgement=planned(event, lena, "mention"), by=lena)

    assert given.evidence == "Ben"


def test_nobody_answered_and_thanks_are_owed_as_before(event, lena):
    given = planned(event, lena)

    acknowledgements.miss(acknowledgement=given, by=lena)

    given.refresh_from_db()
    assert given.status == "planned"
    assert JournalEntry.objects.about(given).filter(kind="acknowledgement.missed").exists()


def test_what_came_back_is_owed_again_and_can_be_given_again(event, lena):
    given = acknowledgements.give(acknowledgement=planned(event, lena, "note"), by=lena)

    given = acknowledgements.come_back(acknowledgement=given, by=lena)

    event.refresh_from_db()
    assert (event.outcome, given.status) == ("open", "returned")
    assert acknowledgements.give(acknowledgement=given, by=lena).status == "given"


def test_what_came_back_beside_a_call_that_was_made_is_owed_no_more(event, lena):
    note, call = planned(event, lena, "note"), planned(event, lena)
    for given in (note, call):
        acknowledgements.give(acknowledgement=given, by=lena)

    acknowledgements.come_back(acknowledgement=note, by=lena)

    event.refresh_from_db()
    assert event.outcome == "thanked"


@pytest.mark.parametrize("act", ["give", "drop", "come_back", "miss"])
def test_what_is_over_stays_as_it_is(event, lena, act):
    given = acknowledgements.drop(acknowledgement=planned(event, lena), by=lena)

    with pytest.raises(DomainError, match="so it cannot become"):
        getattr(acknowledgements, act)(acknowledgement=given, by=lena)


def test_a_letter_that_is_sent_gives_its_thanks_once_and_a_regret_takes_them_back(
    mail_server, lena
):
    """CTB-2: in the commit that says sent."""
    letter = make.letter(status="ready")

    dispatch.send_chunk(campaign_id=letter.campaign_id)

    given = Acknowledgement.objects.get()
    assert (given.letter, given.kind, given.tier, given.status) == (letter, "letter", 2, "given")
    assert given.evidence == letter.ref
    regrets.report(
        letter=Letter.objects.get(pk=letter.pk),
        kind="wrong_name",
        owner=make.user(role="programme_lead", programme=letter.campaign.programme),
        by=lena,
    )
    given.refresh_from_db()
    assert given.status == "regretted"


def test_dlv3_a_letter_that_came_back_thanked_nobody(db, mail_server):
    letter = make.letter(status="ready")
    dispatch.send_chunk(campaign_id=letter.campaign_id)

    returns.bounced(letter=Letter.objects.with_words().get(pk=letter.pk), code="550")

    assert Acknowledgement.objects.get().status == "returned"
    assert not Acknowledgement.objects.counted().exists()


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("acknowledgement_is_by_a_person", {"tier": 0}),
        ("acknowledgement_given_has_a_time", {"status": "given"}),
        ("acknowledgement_by_letter_has_one", {"kind": "certificate"}),
    ],
)
def test_l2_the_database_refuses(event, lena, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make.acknowledgement(event, giver=lena, **fields)


def test_akn4_the_database_refuses_the_same_kind_twice(event, lena):
    make.acknowledgement(event, giver=lena)

    with (
        pytest.raises(IntegrityError, match="acknowledgement_once_per_event_and_kind"),
        transaction.atomic(),
    ):
        make.acknowledgement(event, giver=lena)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_plan_the_same_call_one_is_told():
    event = make.event(make.contributor(phone="07700 900123"))
    lena = make.user(role="programme_lead", programme=event.programme)

    def plan(_):
        try:
            planned(event, lena)
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(plan, range(2))) == [False, True]


@pytest.mark.parametrize(
    ("days", "late", "very_late"), [(90, False, False), (91, True, False), (366, True, True)]
)
def test_akn3_how_late_it_is_says_what_is_right(days, late, very_late):
    event = ContributionEvent(due_on=TODAY() - timedelta(days=days), outcome="open")

    assert (event.needs_late_words, event.needs_the_lead) == (late, very_late)
