"""What people do with offers: answer, decide, complete, send news, withdraw."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.actions import offers
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Mail, Offer
from coalition.templatetags.words import weekday
from tests import make
from tests.coalition.offer_steps import SOON, accept, kinds, today

# --- OFR-2: acknowledgement -------------------------------------------------------------------


def test_acknowledging_says_who_how_and_when(offer, lena):
    offers.acknowledge(
        offer=offer,
        how="call",
        said=["thanked", "useful"],
        next_contact_on=today() + SOON,
        by=lena,
    )

    offer.refresh_from_db()
    assert offer.status == Offer.Status.ACKNOWLEDGED
    assert (offer.acknowledged_by, offer.acknowledged_how) == (lena, "call")
    assert offer.acknowledged_at is not None
    assert offer.next_contact_due == today() + SOON
    entry = JournalEntry.objects.get(kind=offers.OFFER_ACKNOWLEDGED)
    assert entry.facts == {"how": "call", "said": ["thanked", "useful"]}


def test_an_answer_of_yesterday_is_recorded_as_of_yesterday(programme, nadia, lena):
    offer = make.offer(programme=programme, contributor=nadia)
    offer.submitted_at = timezone.now() - timedelta(days=5)
    offer.save()
    yesterday = today() - timedelta(days=1)

    offers.acknowledge(
        offer=offer, how="call", answered_on=yesterday, next_contact_on=today(), by=lena
    )

    offer.refresh_from_db()
    assert timezone.localdate(offer.acknowledged_at) == yesterday


def test_an_answer_never_comes_before_the_offer(offer, lena):
    yesterday = today() - timedelta(days=1)

    answered = offers.acknowledge(
        offer=offer, how="call", answered_on=yesterday, next_contact_on=today(), by=lena
    )

    assert answered.acknowledged_at == offer.submitted_at


def test_the_answer_can_be_mailed_in_the_persons_own_words(offer, lena):
    offers.acknowledge(
        offer=offer,
        how="email",
        message="Dear Ms Haddad, I read your offer.",
        next_contact_on=today(),
        by=lena,
    )

    body = Mail.objects.get(kind="offer_answer").body
    assert body.startswith("Dear Ms Haddad, I read your offer.")


def test_an_answer_is_not_mailed_to_whom_we_must_not_write_and_nothing_is_recorded(offer, lena):
    """CON-2."""
    Contributor.objects.filter(pk=offer.contributor_id).update(objected_at=timezone.now())

    with pytest.raises(DomainError, match="may not write to this person"):
        offers.acknowledge(
            offer=Offer.objects.get(pk=offer.pk),
            how="email",
            message="Hello",
            next_contact_on=today(),
            by=lena,
        )

    offer.refresh_from_db()
    assert offer.status == Offer.Status.SUBMITTED


def test_the_second_to_acknowledge_is_told_who_was_first_and_when(answered, lena):
    zoe = make.user("Zoe", role="programme_lead", programme=answered.programme)

    with pytest.raises(DomainError, match=r"Lena has answered this offer already, on .* at \d"):
        offers.acknowledge(offer=answered, how="call", next_contact_on=today(), by=zoe)


@pytest.mark.parametrize("how", ["call", "email", "in_person", "letter"])
def test_hld1_an_answer_to_somebody_on_hold_is_stopped_with_the_way_to_go(
    offer, nadia, lena, sam, how
):
    make.hold(nadia, "contact", by=sam)

    with pytest.raises(DomainError, match="On hold: speak to the safeguarding lead"):
        offers.acknowledge(offer=offer, how=how, next_contact_on=today(), by=lena)

    offer.refresh_from_db()
    assert offer.status == Offer.Status.SUBMITTED


def test_a_withdrawn_offer_needs_no_answer(offer, lena):
    offers.withdraw(offer=offer, by=None)

    with pytest.raises(DomainError, match="withdrawn now"):
        offers.acknowledge(offer=offer, how="call", next_contact_on=today(), by=lena)


@pytest.mark.parametrize("days", [-1, 29])
def test_nobody_waits_longer_than_28_days_for_news(offer, lena, days):
    """OFR-3."""
    with pytest.raises(DomainError, match="within the next 28 days"):
        offers.acknowledge(
            offer=offer, how="call", next_contact_on=today() + timedelta(days=days), by=lena
        )


# --- Triage -----------------------------------------------------------------------------------


def test_accepting_passes_through_triage(answered, lena):
    accepted = accept(answered, lena)

    assert accepted.status == Offer.Status.ACCEPTED
    assert kinds(accepted)[-2:] == [offers.OFFER_IN_TRIAGE, offers.OFFER_ACCEPTED]
    assert "I will ring you." in Mail.objects.get(kind="offer_accepted").body


def test_an_offer_that_nobody_answered_cannot_be_accepted(offer, lena):
    with pytest.raises(DomainError, match="new now, so it cannot become being looked into"):
        accept(offer, lena)


def test_an_offer_cannot_be_accepted_twice(answered, lena):
    accepted = accept(answered, lena)

    with pytest.raises(DomainError, match="accepted now"):
        accept(accepted, lena)


def test_asking_for_details_mails_the_question_with_the_link(answered, lena):
    asked = offers.ask_for_details(
        offer=answered, question="How many beds?", next_contact_on=today() + SOON, by=lena
    )

    mail = Mail.objects.get(kind="offer_question")
    assert asked.status == Offer.Status.NEEDS_INFO
    assert "How many beds?" in mail.body
    assert asked.private_url in mail.body


def test_a_completed_offer_cannot_be_asked_about(answered, lena):
    done = offers.complete(offer=accept(answered, lena), impact="A family moved in.", by=lena)

    with pytest.raises(DomainError, match="completed now"):
        offers.ask_for_details(offer=done, question="?", next_contact_on=today(), by=lena)


def test_standby_keeps_an_offer_and_promises_news_within_28_days(answered, lena):
    """OFR-3."""
    until = today() + timedelta(days=120)

    kept = offers.put_on_standby(offer=answered, until=until, sentence="Flats in March.", by=lena)

    assert (kept.status, kept.standby_until) == (Offer.Status.STANDBY, until)
    assert today() < kept.next_contact_due <= today() + timedelta(days=28)
    assert weekday(until) in Mail.objects.get(kind="offer_standby").body


def test_a_short_standby_ends_with_news(answered, lena):
    until = today() + timedelta(days=5)

    kept = offers.put_on_standby(offer=answered, until=until, sentence="Soon.", by=lena)

    assert kept.next_contact_due == until


def test_an_offer_on_standby_can_be_looked_into_again(answered, lena):
    kept = offers.put_on_standby(offer=answered, until=today() + SOON, sentence="Soon.", by=lena)

    again = offers.resume(offer=kept, by=lena)

    again.refresh_from_db()
    assert (again.status, again.standby_until) == (Offer.Status.IN_TRIAGE, None)


def test_an_offer_on_standby_can_be_accepted_at_once(answered, lena):
    kept = offers.put_on_standby(offer=answered, until=today() + SOON, sentence="Soon.", by=lena)

    assert accept(kept, lena).status == Offer.Status.ACCEPTED


def test_an_accepted_offer_is_not_looked_into_again(answered, lena):
    with pytest.raises(DomainError, match="accepted now"):
        offers.resume(offer=accept(answered, lena), by=lena)


def test_a_kind_no_has_a_reason_a_sentence_and_thanks(answered, lena):
    """OFR-4."""
    declined = offers.decline(
        offer=answered, reason="enough", sentence="We have found forty beds.", by=lena
    )

    body = Mail.objects.get(kind="offer_declined").body
    assert declined.status == Offer.Status.DECLINED
    assert declined.next_contact_due is None
    assert "Thank you for your offer: Two rooms for a family." in body
    assert "We cannot use it. We have found forty beds." in body
    assert "You came forward when it mattered" in body


def test_a_declined_offer_is_left_for_recognition_to_find(answered, lena, nadia, programme):
    """CTB-1: through the journal, and with the facts that recognition needs."""
    offers.decline(offer=answered, reason="enough", sentence="We have enough.", by=lena)

    entry = JournalEntry.objects.get(kind="offer.declined")
    assert (entry.concerns, entry.programme) == (nadia, programme)
    assert entry.facts == {"what": "Two rooms for a family", "reason": "enough"}


def test_an_accepted_offer_is_not_declined(answered, lena):
    with pytest.raises(DomainError, match="accepted now"):
        offers.decline(offer=accept(answered, lena), reason="enough", sentence="No.", by=lena)


def test_a_person_who_was_declined_may_offer_again(answered, lena, programme, nadia):
    """Story 14."""
    offers.decline(offer=answered, reason="enough", sentence="We have enough.", by=lena)

    assert make.offer(programme=programme, contributor=nadia).is_open


def test_completing_says_what_it_made_possible(answered, lena, nadia, programme, kitchen):
    """CTB-1."""
    offer = accept(answered, lena)
    Offer.objects.filter(pk=offer.pk).update(organisation=kitchen)

    done = offers.complete(offer=offer, impact="A family of five moved in.", by=lena)

    entry = JournalEntry.objects.get(kind="offer.completed")
    assert done.status == Offer.Status.COMPLETED
    assert (entry.concerns, entry.programme) == (nadia, programme)
    assert entry.facts == {
        "what": "Two rooms for a family",
        "impact": "A family of five moved in.",
        "organisation": kitchen.pk,
    }
    assert "A family of five moved in." in Mail.objects.get(kind="offer_completed").body


def test_only_an_accepted_offer_is_completed(answered, lena):
    with pytest.raises(DomainError, match="answered now, so it cannot become completed"):
        offers.complete(offer=answered, impact="A family moved in.", by=lena)


# --- OFR-3: honest news; L1: owners -----------------------------------------------------------


def test_honest_news_resets_the_next_date(answered, lena):
    due = today() + timedelta(days=28)

    offers.update(
        offer=answered,
        how="email",
        send=True,
        reason="the lease is not signed.",
        still_wanted=True,
        next_contact_on=due,
        by=lena,
    )

    answered.refresh_from_db()
    body = Mail.objects.get(kind="offer_update").body
    assert answered.next_contact_due == due
    assert "because the lease is not signed." in body
    assert "It is still wanted." in body
    assert f"I will write again by {weekday(due)}" in body


def test_news_by_phone_is_recorded_and_not_mailed(answered, lena):
    offers.update(
        offer=answered,
        how="call",
        reason="no lease yet",
        still_wanted=False,
        next_contact_on=today(),
        by=lena,
    )

    assert JournalEntry.objects.get(kind=offers.OFFER_UPDATED).facts["how"] == "call"
    assert not Mail.objects.filter(kind="offer_update").exists()


def test_news_does_not_stand_in_for_the_first_answer(offer, lena):
    """OFR-2: otherwise nothing-has-changed would hide that nobody has answered."""
    with pytest.raises(DomainError, match="that a person has answered"):
        offers.update(
            offer=offer,
            how="call",
            reason="busy",
            still_wanted=True,
            next_contact_on=today(),
            by=lena,
        )


def test_news_is_not_mailed_to_whom_we_must_not_write(answered, lena):
    Contributor.objects.filter(pk=answered.contributor_id).update(gone_away_on=today())

    with pytest.raises(DomainError, match="may not write"):
        offers.update(
            offer=Offer.objects.get(pk=answered.pk),
            how="email",
            send=True,
            reason="x",
            still_wanted=True,
            next_contact_on=today(),
            by=lena,
        )


def test_an_open_offer_is_handed_on(offer, lena, programme):
    zoe = make.user("Zoe", role="programme_lead", programme=programme)

    offers.assign(offer=offer, owner=zoe, by=lena)

    offer.refresh_from_db()
    assert offer.owner == zoe


def test_a_closed_offer_needs_nobody(offer, lena):
    offers.withdraw(offer=offer, by=None)

    with pytest.raises(DomainError, match="needs nobody"):
        offers.assign(offer=offer, owner=lena, by=lena)


def test_an_offer_is_withdrawn_at_any_time_before_it_is_completed(answered, lena):
    withdrawn = offers.withdraw(offer=accept(answered, lena), by=None)

    assert withdrawn.status == Offer.Status.WITHDRAWN
    assert withdrawn.next_contact_due is None


def test_an_offer_is_not_withdrawn_twice(offer):
    offers.withdraw(offer=offer, by=None)

    with pytest.raises(DomainError, match="withdrawn now"):
        offers.withdraw(offer=offer, by=None)
