"""Nobody waits in silence (OFR-3): standby ends, late offers reach a second lead, and offers of
somebody who is away reach one who is here."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from coalition.actions import offer_clock, offer_digests, offers, working_days
from coalition.models import JournalEntry, Mail, Offer, User
from tests import make
from tests.coalition.offer_steps import kinds, today

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def zoe(programme, lena):
    return make.user("Zoe", role="programme_lead", programme=programme)


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_to(*moment):
        now = datetime(*moment, tzinfo=LONDON)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return set_to


@pytest.fixture
def later(monkeypatch):
    start = timezone.now()

    def move(days):
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=days))
        return timezone.now()

    return move


def stroke():
    offer_clock.tend(now=timezone.now())


# --- Standby ----------------------------------------------------------------------------------


def test_standby_comes_back_by_itself_on_its_date(answered, lena, later):
    until = today() + timedelta(days=20)
    offers.put_on_standby(offer=answered, until=until, sentence="The flats are late.", by=lena)

    later(19)
    stroke()
    answered.refresh_from_db()
    assert answered.status == Offer.Status.STANDBY
    later(20)
    stroke()

    answered.refresh_from_db()
    assert answered.status == Offer.Status.IN_TRIAGE
    assert answered.standby_until is None
    assert (answered.next_contact_due - today()).days <= 6


def test_standby_that_ended_while_the_clock_stood_still_comes_back(answered, lena, later):
    until = today() + timedelta(days=20)
    offers.put_on_standby(offer=answered, until=until, sentence="The flats are late.", by=lena)

    later(40)
    stroke()
    stroke()

    assert kinds(answered).count("offer.in_triage") == 2  # once on the way to standby


# --- Late ---------------------------------------------------------------------------------------


def test_ofr3_a_breach_reaches_the_deputy_once(offer, lena, zoe, later):
    days = (offer.next_contact_due - today()).days
    later(days)
    stroke()
    assert not Mail.objects.filter(kind="offers_late").exists()

    later(days + 1)
    stroke()
    stroke()

    offer.refresh_from_db()
    mail = Mail.objects.get(kind="offers_late")
    assert offer.escalated_to == zoe
    assert offer.owner == lena
    assert mail.to == zoe.email
    assert offer.ref in mail.body
    assert kinds(offer).count("offer.escalated") == 1


def test_ofr3_the_deputy_finds_it_among_what_waits(offer, zoe, later):
    later(9)
    assert offer not in Offer.objects.needing_person(zoe)

    stroke()

    assert offer in Offer.objects.needing_person(zoe)


def test_ofr3_a_new_promise_that_is_broken_is_told_again(answered, lena, zoe, later):
    later(9)
    stroke()
    offers.update(
        offer=answered, how="call", reason="The lease is not signed.", still_wanted=True,
        next_contact_on=today() + timedelta(days=3), by=lena,
    )  # fmt: skip
    assert answered not in Offer.objects.needing_person(zoe)

    later(20)
    stroke()

    assert kinds(answered).count("offer.escalated") == 2


def test_ofr3_many_late_offers_are_one_mail(programme, nadia, lena, zoe, later):
    for _ in range(5):
        make.offer(programme=programme, contributor=nadia)

    later(9)
    stroke()

    assert "5 offers" in Mail.objects.get(kind="offers_late").subject


def test_with_one_lead_only_the_record_says_that_nobody_else_was_there(offer, later):
    later(9)
    stroke()
    stroke()

    entries = JournalEntry.objects.filter(kind="offer.escalated")
    assert "no other lead" in entries.get().facts["name"]


def test_ofr3_a_breach_reaches_first_whom_the_lead_named(offer, lena, zoe, programme, later):
    theo = make.user("Theo", role="programme_lead", programme=programme)
    User.objects.filter(pk=lena.pk).update(deputy=theo)

    later(9)
    stroke()

    offer.refresh_from_db()
    assert (offer.owner, offer.escalated_to) == (lena, theo)


def test_ofr3_while_a_lead_is_away_whom_they_named_looks_after_theirs(
    offer, lena, zoe, programme, later
):
    theo = make.user("Theo", role="programme_lead", programme=programme)
    month = {"away_from": today(), "away_until": today() + timedelta(days=30)}
    working_days.change(user=lena, wants_digest=True, deputy=theo, **month)

    stroke()

    offer.refresh_from_db()
    assert offer.owner == theo


def test_a_deputy_who_leads_no_more_is_passed_over(offer, lena, zoe, later):
    User.objects.filter(pk=lena.pk).update(deputy=make.user("Theo"))

    later(9)
    stroke()

    offer.refresh_from_db()
    assert offer.escalated_to == zoe


def test_a_deputy_who_is_away_is_passed_over(offer, zoe, programme, later):
    third = make.user("Theo", role="programme_lead", programme=programme)
    working_days.change(
        user=zoe, wants_digest=True, away_from=today(), away_until=today() + timedelta(days=30)
    )

    later(9)
    stroke()

    offer.refresh_from_db()
    assert offer.escalated_to == third


# --- Away, or gone ------------------------------------------------------------------------------


def test_story2_offers_of_a_lead_on_leave_go_to_one_who_is_here(offer, lena, zoe):
    working_days.change(
        user=lena, wants_digest=True, away_from=today(), away_until=today() + timedelta(days=14)
    )

    stroke()

    offer.refresh_from_db()
    assert offer.owner == zoe
    assert kinds(offer)[-1] == "offer.assigned"


def test_what_is_due_after_they_are_back_stays_theirs(answered, lena, zoe):
    working_days.change(user=lena, wants_digest=True, away_from=today(), away_until=today())

    stroke()

    answered.refresh_from_db()
    assert answered.owner == lena


def test_story2_offers_of_a_deactivated_lead_go_to_another(offer, lena, zoe):
    lena.is_active = False
    lena.save()

    stroke()

    offer.refresh_from_db()
    assert offer.owner == zoe


def test_story2_offers_of_a_lead_whose_role_ran_out_go_to_another(offer, lena, zoe):
    lena.grants.update(from_on=today() - timedelta(days=9), to_on=today() - timedelta(days=1))

    stroke()

    offer.refresh_from_db()
    assert offer.owner == zoe


def test_when_all_are_away_nothing_is_handed_round(offer, lena):
    working_days.change(user=lena, wants_digest=True, away_from=today(), away_until=today())

    stroke()

    offer.refresh_from_db()
    assert offer.owner == lena


def test_a_new_offer_goes_to_a_lead_who_is_here(programme, lena, zoe, nadia):
    working_days.change(user=lena, wants_digest=True, away_from=today(), away_until=today())

    assert make.offer(programme=programme, contributor=nadia).owner == zoe


# --- The morning mail -----------------------------------------------------------------------------


@pytest.fixture
def waiting(programme, nadia, lena, at):
    lena.grants.update(from_on="2020-01-01")
    at(2026, 11, 20, 9)  # a Friday; to be answered by Tuesday
    return make.offer(programme=programme, contributor=nadia, headline="Two rooms for a family")


def digests(now):
    offer_digests.send_due(now=now)
    return Mail.objects.filter(kind="offers_digest")


def test_ofr3_on_a_working_morning_the_oldest_is_named(waiting, programme, lena, at):
    now = at(2026, 11, 23, 7)
    make.offer(programme=programme, contributor=make.contributor(), headline="Later")

    mail = digests(now).get()

    assert mail.to == lena.email
    assert mail.subject == "2 offers wait for you today"
    assert f"The oldest is {waiting.ref}: Two rooms for a family." in mail.body
    assert "To answer for the first time: 2" in mail.body
    assert "Nadia" not in mail.body


def test_ofr3_one_morning_mail_a_day(waiting, at):
    digests(at(2026, 11, 23, 7))
    assert digests(at(2026, 11, 23, 11)).count() == 1

    assert digests(at(2026, 11, 24, 7)).count() == 2


@pytest.mark.parametrize(
    "moment",
    [
        (2026, 11, 21, 9),
        (2026, 11, 22, 9),
        (2026, 12, 25, 9),
        (2026, 11, 23, 6),
        (2026, 11, 23, 16),
    ],
    ids=["Saturday", "Sunday", "Christmas", "too early", "too late"],
)
def test_no_mail_comes_at_other_times(waiting, at, moment):
    assert not digests(at(*moment)).exists()


def test_a_clock_that_stood_still_at_seven_sends_it_later(waiting, at):
    assert digests(at(2026, 11, 23, 13)).count() == 1


@pytest.mark.parametrize(("nation", "comes"), [("SCT", 0), ("ENG", 1), ("NIR", 1)])
def test_the_bank_holidays_of_the_programmes_nation_count(waiting, programme, at, nation, comes):
    """30 November 2026, St Andrew's Day, is a Monday."""
    programme.nation = nation
    programme.save()

    assert digests(at(2026, 11, 30, 9)).count() == comes


def test_where_nothing_waits_no_mail_comes(programme, lena, at):
    assert not digests(at(2026, 11, 23, 9)).exists()


def test_the_morning_mail_can_be_stopped(waiting, lena, at):
    working_days.change(user=lena, wants_digest=False, away_from=None, away_until=None)

    assert not digests(at(2026, 11, 23, 9)).exists()


def test_nobody_who_is_away_gets_the_morning_mail(waiting, lena, at):
    now = at(2026, 11, 23, 9)
    working_days.change(user=lena, wants_digest=True, away_from=today(), away_until=today())

    assert not digests(now).exists()


# --- Late in the evening --------------------------------------------------------------------------


def test_at_half_past_eleven_in_summer_it_is_still_today(offer, zoe, at):
    """23:30 BST is 22:30 UTC; half past midnight BST is 23:30 UTC of the day before."""
    Offer.objects.update(next_contact_due="2026-07-01", next_contact_set_on="2026-07-01")

    at(2026, 7, 1, 23, 30)
    assert not Offer.objects.overdue().exists()
    at(2026, 7, 2, 0, 30)

    assert Offer.objects.overdue().count() == 1


def test_the_morning_mail_comes_at_seven_by_the_clock_on_the_wall(waiting, at):
    assert not digests(at(2027, 6, 1, 6, 59)).exists()
    assert digests(at(2027, 6, 1, 7, 0)).count() == 1
