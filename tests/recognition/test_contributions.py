"""The ledger: what earns thanks, how often, and how it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coalition.actions import match_course, offers
from coalition.domain import DomainError
from coalition.models import JournalEntry, Offer
from recognition.actions import contributions
from recognition.models import Campaign, ContributionEvent
from tests import make

Outcome = ContributionEvent.Outcome


@pytest.fixture
def offer(programme, lena, ben):
    return make.offer(
        programme=programme,
        contributor=ben.contributor,
        accepted_by=lena,
        headline="Meeting room for forty",
    )


def completed(offer, by):
    return offers.complete(offer=offer, impact="Forty people met.", by=by)


def test_a_completed_offer_earns_thanks_once_however_often_we_look(offer, lena):
    """CTB-1."""
    completed(offer, lena)

    contributions.record_new()
    contributions.record_new()

    event = ContributionEvent.objects.get()
    assert event.contributor == offer.contributor
    assert event.kind == ContributionEvent.Kind.NEED_MET
    assert event.what_they_did == "offered meeting room for forty"
    assert event.what_it_made_possible == "Forty people met."
    assert event.outcome == Outcome.OPEN


def test_ctb1_a_completed_match_earns_thanks_once_and_its_offer_not_again(
    offer, lena, pat, kitchen
):
    need = make.need(raised_by=pat, verified_by=lena, organisation=kitchen)
    match = make.match(need, offer, by=lena, agreed=True)

    match_course.complete(match=match, outcome="delivered", impact="Forty people met.", by=pat)
    contributions.record_new()
    contributions.record_new()

    offer.refresh_from_db()
    assert offer.status == "completed"
    event = ContributionEvent.objects.get()
    assert event.contributor == offer.contributor
    assert event.organisation == offer.organisation
    assert event.what_they_did == "offered meeting room for forty"
    assert event.what_it_made_possible == "Forty people met."


def test_ctb1_each_match_of_one_offer_earns_thanks_of_its_own(offer, lena, pat):
    Offer.objects.filter(pk=offer.pk).update(quantity=8)
    for _ in range(2):
        need = make.need(raised_by=pat, verified_by=lena)
        match = make.match(need, offer, by=lena, agreed=True, quantity=4)
        match_course.complete(match=match, outcome="delivered", impact="Four people met.", by=pat)

    contributions.record_new()

    assert ContributionEvent.objects.count() == 2


def test_what_did_not_arrive_earns_no_thanks_by_itself(offer, lena, pat):
    match = make.match(make.need(raised_by=pat, verified_by=lena), offer, by=lena, agreed=True)

    match_course.complete(match=match, outcome="not_delivered", by=pat)

    assert contributions.record_new() == 0


def test_a_declined_offer_earns_thanks_too(programme, lena, ben):
    """CTB-1."""
    offer = make.offer(programme=programme, contributor=ben.contributor, answered_by=lena)
    offers.decline(
        offer=offer, reason="enough", sentence="We have enough rooms until the spring.", by=lena
    )

    contributions.record_new()

    event = ContributionEvent.objects.get()
    assert event.kind == ContributionEvent.Kind.OFFER_MADE
    assert event.what_it_made_possible == ""


def test_the_organisation_of_the_offer_is_thanked_with_the_person(programme, lena, kitchen):
    person = make.contributor(organisation=kitchen)
    offer = make.offer(
        programme=programme, contributor=person, organisation=kitchen, accepted_by=lena
    )
    completed(offer, lena)

    contributions.record_new()

    assert ContributionEvent.objects.get().organisation == kitchen


def test_other_entries_of_the_journal_earn_nothing(offer):
    contributions.record_new()

    assert not ContributionEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_record_each_thing_once():
    programme = make.programme()
    lena = make.user(role="programme_lead", programme=programme)
    for _ in range(20):
        offer = make.offer(programme=programme, contributor=make.contributor(), accepted_by=lena)
        completed(offer, lena)

    def look():
        contributions.record_new()
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for running in [pool.submit(look) for _ in range(4)]:
            running.result(20)

    assert ContributionEvent.objects.count() == 20


def test_many_are_recorded_with_few_questions(programme, lena, django_assert_max_num_queries):
    for _ in range(5):
        completed(
            make.offer(programme=programme, contributor=make.contributor(), accepted_by=lena), lena
        )

    with django_assert_max_num_queries(9):
        assert contributions.record_new() == 5


def test_an_official_letter_is_due_within_twenty_working_days_of_the_nation(programme, rosa):
    """Tier 2 of product.md §6; Christmas and New Year are not counted."""
    event = contributions.add(
        programme=programme,
        contributor=make.contributor(),
        happened_on=date(2025, 12, 15),
        kind="other",
        what_they_did="chaired the winter meeting",
        by=rosa,
    )

    assert event.due_on == date(2026, 1, 15)


def test_nobody_is_added_who_must_not_be_contacted(programme, rosa):
    gone = make.contributor("Ida Gone", gone_away_on=timezone.localdate())

    with pytest.raises(DomainError, match="Ida Gone must not be contacted"):
        contributions.add(
            programme=programme,
            contributor=gone,
            happened_on=timezone.localdate(),
            kind="other",
            what_they_did="opened a door",
            by=rosa,
        )


def test_facts_are_put_right_and_the_journal_says_which(rosa):
    event = make.event()

    contributions.change_facts(event=event, what_they_did="mended forty bicycles", by=rosa)

    event.refresh_from_db()
    assert event.what_they_did == "mended forty bicycles"
    entry = JournalEntry.objects.get(kind=contributions.CONTRIBUTION_CHANGED)
    assert entry.facts == {"changed": ["what_they_did"]}


def test_facts_of_a_letter_that_waits_take_its_campaign_back_to_draft(rosa):
    """CMP-3."""
    event = make.event()
    campaign = make.campaign([event], by=rosa, approved=True)

    contributions.change_facts(event=event, what_they_did="mended forty bicycles", by=rosa)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.DRAFT
    assert campaign.approvals.get().void_reason == (
        f"Facts about {event.contributor} were put right."
    )


def test_facts_of_a_letter_on_its_way_stay_as_they_are(rosa):
    event = make.event()
    make.campaign([event], released=True)

    with pytest.raises(DomainError, match="on its way"):
        contributions.change_facts(event=event, what_they_did="mended bicycles", by=rosa)


def test_somebody_is_not_to_be_thanked_for_a_reason(rosa):
    """CTB-2, CTB-5."""
    event = make.event()

    contributions.close(event=event, why_not="preference", by=rosa)

    event.refresh_from_db()
    assert (event.outcome, event.why_not) == (Outcome.NOT_THANKED, "preference")
    assert event.closed_at
    assert JournalEntry.objects.get(kind=contributions.CONTRIBUTION_CLOSED).by == rosa


def test_what_is_closed_cannot_be_closed_or_changed_again(rosa):
    event = make.event()
    contributions.close(event=event, why_not="duplicate", by=rosa)

    for act in (
        lambda: contributions.close(event=event, why_not="error", by=rosa),
        lambda: contributions.change_facts(event=event, what_they_did="x", by=rosa),
    ):
        with pytest.raises(DomainError, match="Not to be thanked"):
            act()


def test_what_was_closed_by_mistake_is_owed_again(rosa):
    event = contributions.close(event=make.event(), why_not="error", by=rosa)

    contributions.reopen(event=event, by=rosa)

    event.refresh_from_db()
    assert event.outcome == Outcome.OPEN
    with pytest.raises(DomainError, match="Thanks owed"):
        contributions.reopen(event=event, by=rosa)


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"outcome": "thanked"}, "contribution_outcome_is_whole"),
        ({"why_not": "hold"}, "contribution_outcome_is_whole"),
        ({"what_they_did": ""}, "contribution_says_what_was_done"),
    ],
)
def test_the_database_refuses_half_an_outcome_and_nothing_done(programme, broken, constraint):
    event = make.event()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ContributionEvent.objects.filter(pk=event.pk).update(**broken)


def test_the_database_refuses_two_events_of_one_source(offer, lena):
    """CTB-1."""
    completed(offer, lena)
    contributions.record_new()
    source = ContributionEvent.objects.get().source

    with pytest.raises(IntegrityError, match="source_id"), transaction.atomic():
        make.event(source=source)


def test_what_is_late_is_owed_and_past_its_day(programme):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = make.event(due_on=yesterday)
    make.event(due_on=timezone.localdate())
    make.event(due_on=yesterday, outcome="thanked", closed_at=timezone.now())

    assert list(ContributionEvent.objects.late()) == [late]
    assert late.is_late


def test_what_was_given_is_closed_as_thanked_on_evidence(rosa, programme):
    """CTB-2, after a restore: the mail server has the letter, and we do not."""
    event = make.event()

    contributions.thanked(event=event, evidence="LT-7K2M-4QXB", by=rosa)

    event.refresh_from_db()
    assert (event.outcome, event.why_not) == (Outcome.THANKED, "")
    entry = JournalEntry.objects.get(kind=contributions.CONTRIBUTION_THANKED)
    assert (entry.by, entry.facts["evidence"]) == (rosa, "LT-7K2M-4QXB")


def test_nobody_is_thanked_on_evidence_while_a_letter_is_on_its_way(rosa, programme):
    letter = make.letter(make.campaign(by=rosa, released=True))

    with pytest.raises(DomainError, match="on its way"):
        contributions.thanked(event=letter.event, evidence="LT-7K2M-4QXB", by=rosa)
