"""What happens to offers: actions and the rows that they leave."""

import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.actions import offer_intake, offers
from coalition.calendar import reply_due
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Mail, Offer
from coalition.models import offer as offer_module
from coalition.templatetags.words import weekday
from tests import make

SOON = timedelta(days=7)


def today():
    return timezone.localdate()


@pytest.fixture
def nadia(db):
    return make.contributor("Nadia Haddad", salutation="Ms Haddad", email="nadia@example.org")


@pytest.fixture
def offer(programme, nadia, lena):
    return make.offer(programme=programme, contributor=nadia, headline="Two rooms for a family")


@pytest.fixture
def answered(offer, lena):
    return offers.acknowledge(offer=offer, how="call", next_contact_on=today() + SOON, by=lena)


def accept(offer, by):
    return offers.accept(
        offer=offer, next_step="I will ring you.", next_contact_on=today() + SOON, by=by
    )


def kinds(offer):
    return list(JournalEntry.objects.about(offer).order_by("pk").values_list("kind", flat=True))


# --- OFR-1: logging, receipt, reference -----------------------------------------------------------


def test_logging_names_a_reply_date_and_who_answers(programme, nadia, lena):
    offer = make.offer(programme=programme, contributor=nadia)

    assert offer.status == Offer.Status.SUBMITTED
    assert offer.next_contact_due == reply_due(programme)
    assert offer.owner == lena


def test_logging_is_journalled_with_whom_it_concerns(offer, nadia, programme):
    entry = JournalEntry.objects.get(kind=offer_intake.OFFER_LOGGED)

    assert (entry.subject, entry.concerns, entry.programme) == (offer, nadia, programme)


def test_the_receipt_has_reference_date_link_and_says_that_it_is_automatic(offer):
    """OFR-1, L2."""
    receipt = Mail.objects.get(kind="offer_receipt")

    assert receipt.to == "nadia@example.org"
    assert offer.ref in receipt.subject
    assert f"Lena or a colleague will reply by {weekday(offer.next_contact_due)}." in receipt.body
    assert offer.private_url in receipt.body
    assert "This is an automatic message; a person follows." in receipt.body


def test_a_receipt_is_not_an_acknowledgement(offer):
    """OFR-2, L2."""
    assert offer in Offer.objects.unacknowledged()
    assert offer.acknowledged_by is None


def test_mail_is_plain_text_so_nothing_in_it_is_escaped(programme, nadia):
    make.offer(programme=programme, contributor=nadia, headline="Bread & jam <fresh>")

    assert "Bread & jam <fresh>" in Mail.objects.get().body


def test_someone_without_an_address_gets_no_mail_but_the_offer_counts(programme):
    caller = make.contributor("Caller", email="")

    offer = make.offer(programme=programme, contributor=caller, source="phone")

    assert offer.is_open
    assert not Mail.objects.exists()


def test_someone_who_asked_for_no_contact_gets_no_mail(programme, nadia):
    """CON-2."""
    nadia.objected_at = timezone.now()
    nadia.save()

    make.offer(programme=programme, contributor=nadia)

    assert not Mail.objects.exists()


def test_the_same_form_sent_twice_makes_one_offer_and_one_receipt(programme, nadia):
    key = uuid.uuid4()

    first = make.offer(programme=programme, contributor=nadia, form_key=key)
    second = make.offer(programme=programme, contributor=nadia, form_key=key)

    assert first == second
    assert Mail.objects.count() == 1
    assert kinds(first) == [offer_intake.OFFER_LOGGED]


def test_the_database_refuses_a_second_offer_of_one_form(offer):
    with pytest.raises(IntegrityError, match="offer_form_makes_one_offer"), transaction.atomic():
        Offer.objects.create(
            programme=offer.programme,
            contributor=offer.contributor,
            next_contact_due=today(),
            form_key=offer.form_key,
        )


def test_references_are_random_and_easy_to_read_out():
    refs = {offer_module.new_ref() for _ in range(500)}

    assert len(refs) == 500
    assert all(ref.startswith(f"OF-{today().year}-") and len(ref) == 14 for ref in refs)
    assert not any(letter in ref[8:] for ref in refs for letter in "ILOU")


def test_a_reference_that_is_taken_is_drawn_again(programme, nadia, offer, monkeypatch):
    drawn = iter([offer.ref, offer.ref, "OF-2026-FRESH1"])
    monkeypatch.setattr(Offer._meta.get_field("ref"), "_get_default", lambda: next(drawn))

    other = make.offer(programme=programme, contributor=nadia)

    assert other.ref == "OF-2026-FRESH1"


def test_the_database_refuses_a_reference_that_is_taken(offer):
    with pytest.raises(IntegrityError, match="offer_ref_names_one_offer"), transaction.atomic():
        Offer.objects.create(
            programme=offer.programme,
            contributor=offer.contributor,
            next_contact_due=today(),
            ref=offer.ref,
        )


def test_an_offer_without_an_end_stands_for_90_days(programme, nadia):
    """OFR-5."""
    offer = make.offer(programme=programme, contributor=nadia)

    assert offer.available_to == today() + timedelta(days=90)


def test_an_offer_from_the_public_finds_or_adds_the_person(programme, lena):
    what = {"programme": programme, "kind": "food", "headline": "Bread", "by": None}
    who = {"letter_name": "Nadia Haddad", "email": "Nadia@example.org"}

    first = offer_intake.log_from(**who, **what, form_key=uuid.uuid4())
    second = offer_intake.log_from(**who, **what, form_key=uuid.uuid4())

    assert first.contributor == second.contributor
    assert first.contributor.email == "nadia@example.org"


def test_one_who_is_signed_in_is_known_by_their_proven_address(programme, cleo):
    offer = offer_intake.log_own(
        programme=programme, kind="food", headline="Bread", by=cleo, form_key=uuid.uuid4()
    )

    assert offer.contributor.user == cleo
    assert offer.logged_by == cleo


def test_a_lead_who_takes_an_offer_down_looks_after_it(programme, nadia, lena):
    second = make.user("Zoe", role="programme_lead", programme=programme)

    offer = make.offer(programme=programme, contributor=nadia, by=second, source="phone")

    assert offer.owner == second


# --- OFR-6: private links ---------------------------------------------------------------------------


def test_the_private_link_opens_one_offer_only(offer, programme, nadia):
    other = make.offer(programme=programme, contributor=nadia)

    assert offer.is_opened_by(offer.link_key)
    assert not other.is_opened_by(offer.link_key)


def test_what_the_database_holds_does_not_open_the_link(offer, settings):
    key = offer.link_key
    assert offer.link_nonce not in key
    assert not offer.is_opened_by(offer.link_nonce)

    settings.SECRET_KEY = "another site " * 5

    assert offer.link_key != key
    assert not offer.is_opened_by(signing.dumps(offer.link_nonce))


def test_the_private_link_runs_out(offer):
    offer.link_until = timezone.now() - timedelta(seconds=1)

    assert not offer.is_opened_by(offer.link_key)


def test_a_link_that_ran_out_never_comes_back_to_life(offer):
    old = offer.link_key
    offer.link_until = timezone.now() - timedelta(seconds=1)

    offer.renew_link()

    assert not offer.is_opened_by(old)
    assert offer.is_opened_by(offer.link_key)


def test_new_links_are_mailed_and_void_the_old_ones(offer):
    old = offer.link_key

    offer_intake.send_links(email="NADIA@example.org")

    offer.refresh_from_db()
    assert not offer.is_opened_by(old)
    assert offer.private_url in Mail.objects.get(kind="offer_links").body
    assert offer_intake.OFFER_LINK_SENT in kinds(offer)


def test_an_address_that_nobody_has_gets_no_links(offer):
    offer_intake.send_links(email="stranger@example.org")

    assert not Mail.objects.filter(kind="offer_links").exists()


# --- Change, and the answer to a question --------------------------------------------------------------


def test_changing_an_offer_records_what_changed(offer):
    offer_intake.change(
        offer=offer, by=None, headline="Three rooms", available_to=offer.available_to
    )

    offer.refresh_from_db()
    assert offer.headline == "Three rooms"
    entry = JournalEntry.objects.get(kind=offer_intake.OFFER_CHANGED)
    assert entry.facts == {"changed": ["headline"]}


def test_details_that_we_asked_for_bring_the_offer_back_to_triage(answered, lena):
    asked = offers.ask_for_details(
        offer=answered, question="How many beds?", next_contact_on=today() + SOON, by=lena
    )

    changed = offer_intake.change(offer=asked, by=None, what_exactly="Four beds")

    assert changed.status == Offer.Status.IN_TRIAGE
    assert changed.next_contact_due == reply_due(asked.programme)


def test_an_accepted_offer_keeps_its_words(answered, lena):
    accepted = accept(answered, lena)

    with pytest.raises(DomainError, match="accepted now, so its words stay"):
        offer_intake.change(offer=accepted, by=None, headline="Other")


def test_a_closed_offer_keeps_its_words(offer):
    offers.withdraw(offer=offer, by=None)

    with pytest.raises(DomainError, match="withdrawn now, so nothing can be changed"):
        offer_intake.change(offer=offer, by=None, headline="Other")


# --- OFR-2: acknowledgement ----------------------------------------------------------------------------


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


# --- Triage ----------------------------------------------------------------------------------------------


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


# --- OFR-3: honest news; L1: owners ------------------------------------------------------------------------


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


# --- Which rows ------------------------------------------------------------------------------------------------


def test_an_offer_is_overdue_the_day_after_its_date(offer):
    assert offer not in Offer.objects.overdue(offer.next_contact_due)
    assert offer in Offer.objects.overdue(offer.next_contact_due + timedelta(days=1))


def test_news_is_needed_on_the_promised_day(offer, answered):
    answered.next_contact_due = today()
    answered.save()

    assert answered in Offer.objects.needing_news()


def test_a_new_offer_waits_for_an_answer_and_not_for_news(offer):
    assert offer not in Offer.objects.needing_news(offer.next_contact_due)


def test_the_same_kind_of_help_by_the_same_contact_in_a_week_may_be_a_duplicate(
    offer, programme, nadia
):
    """OFR-7."""
    twin = make.offer(programme=programme, contributor=nadia)

    assert list(Offer.objects.perhaps_same_as(offer)) == [twin]


def test_a_shared_address_counts_as_the_same_contact(offer, programme):
    """OFR-7."""
    partner = make.contributor("Karim Haddad", email="nadia@example.org", email_is_shared=True)
    twin = make.offer(programme=programme, contributor=partner)

    assert list(Offer.objects.perhaps_same_as(offer)) == [twin]


@pytest.mark.parametrize("other", [{"kind": "food"}, {"area": "Northside"}])
def test_another_kind_or_area_is_another_offer(offer, programme, nadia, other):
    """OFR-7."""
    make.offer(programme=programme, contributor=nadia, **other)

    assert not Offer.objects.perhaps_same_as(offer)


def test_after_a_week_it_is_another_offer(offer, programme, nadia):
    """OFR-7."""
    later = make.offer(programme=programme, contributor=nadia)
    later.submitted_at = offer.submitted_at + timedelta(days=8)
    later.save()

    assert not Offer.objects.perhaps_same_as(offer)


# --- What the database keeps true ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("offer_quantity_is_sensible", {"quantity": 0}),
        ("offer_quantity_is_sensible", {"quantity": 1_000_001}),
        ("offer_acknowledged_by_a_person", {"acknowledged_how": "call"}),
        ("offer_past_new_was_acknowledged", {"status": "accepted"}),
        ("offer_open_has_a_next_contact_date", {"next_contact_due": None}),
    ],
)
def test_the_database_refuses(offer, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**change)


def test_the_database_refuses_an_end_before_the_start(offer):
    with pytest.raises(IntegrityError, match="offer_available_in_order"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(available_from=today(), available_to="2020-01-01")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("offer_declined_with_a_reason_and_a_sentence", {"status": "declined"}),
        ("offer_completed_says_what_it_made_possible", {"status": "completed"}),
    ],
)
def test_the_database_refuses_an_end_without_words(answered, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(pk=answered.pk).update(**change)


def test_every_open_state_but_accepted_is_undecided():
    assert {*Offer.OPEN} - {*Offer.UNDECIDED} == {Offer.Status.ACCEPTED}
