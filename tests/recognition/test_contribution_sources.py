"""Where contributions come from, who confirms them, and how they end (CTB-1 to CTB-5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coalition.actions import offers
from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition.actions import confirmations, contributions
from recognition.models import ContributionEvent
from tests import make

TODAY = timezone.localdate


def told(kitchen, person, programme, by, **facts):
    facts = {"kind": "hours", "happened_on": TODAY(), "what_they_did": "mended bicycles", **facts}
    return confirmations.tell(
        organisation=kitchen, contributor=person, programme=programme, by=by, **facts
    )


def test_ctb4_what_a_partner_tells_of_their_people_is_confirmed_at_once(kitchen, pat, programme):
    person = make.contributor(organisation=kitchen)

    event = told(kitchen, person, programme, pat, hours=Decimal("2.5"))

    event.refresh_from_db()
    assert (event.organisation, event.recorded_by, event.verified_by) == (kitchen, pat, pat)
    assert event.hours == Decimal("2.5")
    kinds = JournalEntry.objects.about(event).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["contribution.recorded", "contribution.verified"]


def test_ctb4_what_somebody_did_themselves_waits_for_another(kitchen, pat, programme):
    myself = pat.contributor

    event = told(kitchen, myself, programme, pat)

    assert event.verified_by is None
    with pytest.raises(DomainError, match="somebody else confirms it"):
        confirmations.verify(event=event, by=pat)


def test_ctb4_facts_are_put_right_and_confirmed_in_one(kitchen, pat):
    event = make.event(organisation=kitchen)

    confirmations.verify(event=event, what_they_did="mended forty bicycles", by=pat)

    event.refresh_from_db()
    assert (event.what_they_did, event.verified_by) == ("mended forty bicycles", pat)


def test_ctb4_once_is_enough(kitchen, pat):
    event = confirmations.verify(event=make.event(organisation=kitchen), by=pat)

    with pytest.raises(DomainError, match="has confirmed this already"):
        confirmations.verify(event=event, by=pat)


def test_ctb4_what_has_ended_needs_nobody_to_confirm_it(kitchen, pat):
    event = make.event(organisation=kitchen, outcome="thanked", closed_at=timezone.now())

    with pytest.raises(DomainError, match="Thanked"):
        confirmations.verify(event=event, by=pat)


def test_facts_that_change_are_to_be_confirmed_again(kitchen, pat, rosa):
    event = confirmations.verify(event=make.event(organisation=kitchen), by=pat)

    contributions.change_facts(event=event, what_they_did="mended forty bicycles", by=rosa)

    event.refresh_from_db()
    assert (event.verified_by, event.verified_at) == (None, None)


def test_facts_saved_as_they_were_stay_confirmed(kitchen, pat, rosa):
    event = confirmations.verify(event=make.event(organisation=kitchen), by=pat)

    contributions.change_facts(event=event, what_they_did=event.what_they_did, by=rosa)

    event.refresh_from_db()
    assert event.verified_by == pat


def test_ctb4_partners_see_what_was_done_for_them_and_nothing_else(kitchen, pat):
    ours = make.event(organisation=kitchen)
    make.event(make.contributor(organisation=kitchen))
    make.event(organisation=make.organisation("Another"))

    assert list(ContributionEvent.objects.done_for_partners_of(pat)) == [ours]
    assert not ContributionEvent.objects.visible_to(pat).exists()


def test_ctb2_a_duplicate_names_the_entry_that_stays(rosa):
    stays = make.event()
    double = make.event(stays.contributor, programme=stays.programme)

    contributions.close(event=double, why_not="duplicate", duplicate_of=stays, by=rosa)

    double.refresh_from_db()
    assert (double.outcome, double.duplicate_of) == ("not_thanked", stays)
    contributions.reopen(event=double, by=rosa)
    double.refresh_from_db()
    assert (double.outcome, double.duplicate_of) == ("open", None)


def test_ctb2_two_entries_cannot_each_stay_for_the_other(rosa):
    one = make.event()
    other = make.event(one.contributor, programme=one.programme)
    contributions.close(event=one, why_not="duplicate", duplicate_of=other, by=rosa)

    with pytest.raises(DomainError, match="closed as a duplicate itself"):
        contributions.close(event=other, why_not="duplicate", duplicate_of=one, by=rosa)


def test_ctb2_what_stays_is_about_the_same_person(rosa):
    event = make.event()

    with pytest.raises(DomainError, match="same person"):
        contributions.close(
            event=event,
            why_not="duplicate",
            duplicate_of=make.event(programme=event.programme),
            by=rosa,
        )


@pytest.mark.django_db(transaction=True)
def test_ctb2_of_two_who_close_each_as_the_double_of_the_other_one_wins():
    one = make.event()
    other = make.event(one.contributor, programme=one.programme)
    rosa = make.user(role="recognition_admin", programme=one.programme)

    def close(pair):
        event, stays = pair
        try:
            contributions.close(event=event, why_not="duplicate", duplicate_of=stays, by=rosa)
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(close, [(one, other), (other, one)]))

    assert sorted(done) == [False, True]
    assert ContributionEvent.objects.owed().count() == 1


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("contribution_ends_after_it_begins", {"began_on": TODAY()}),
        ("contribution_hours_are_above_nought", {"hours": Decimal("-1")}),
        ("contribution_hours_are_above_nought", {"hours": Decimal(0)}),
        ("contribution_verified_by_somebody", {"verified_at": timezone.now()}),
    ],
)
def test_the_database_refuses(db, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make.event(happened_on=TODAY() - timedelta(days=1), **fields)


def test_the_database_refuses_a_duplicate_that_is_thanked_or_of_itself(db):
    event = make.event()
    rows = ContributionEvent.objects.filter(pk=event.pk)
    closed = {"outcome": "not_thanked", "closed_at": timezone.now()}

    for fields in [
        {"duplicate_of": make.event()},
        {**closed, "why_not": "duplicate", "duplicate_of": event},
    ]:
        with (
            pytest.raises(IntegrityError, match="contribution_duplicate_of_another"),
            transaction.atomic(),
        ):
            rows.update(**fields)


def test_akn1_nothing_is_owed_to_whoever_wants_no_thanks_at_all(programme, lena, ben):
    make.preference(ben.contributor, max_per_year=0)
    offer = make.offer(programme=programme, contributor=ben.contributor, answered_by=lena)
    offers.decline(offer=offer, reason="enough", sentence="We have enough rooms.", by=lena)

    contributions.record_new()

    event = ContributionEvent.objects.get()
    assert (event.outcome, event.why_not) == ("not_thanked", "preference")
