"""Offers come in: receipts, references, private links, changes."""

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
from tests.coalition.offer_steps import SOON, accept, kinds, today

# --- OFR-1: logging, receipt, reference -------------------------------------------------------


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


# --- OFR-6: private links ---------------------------------------------------------------------


def test_the_private_link_opens_one_offer_only(offer, programme, nadia):
    other = make.offer(programme=programme, contributor=nadia)

    assert offer.is_opened_by(offer.link_key)
    assert not other.is_opened_by(offer.link_key)

    other.link_nonce = offer.link_nonce
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


@pytest.mark.parametrize("news", ["deceased_on", "gone_away_on", "objected_at"])
def test_con_2_whoever_may_not_be_written_to_gets_no_links(offer, nadia, news):
    key = offer.link_key
    Contributor.objects.filter(pk=nadia.pk).update(**{news: timezone.now()})

    offer_intake.send_links(email=nadia.email)

    offer.refresh_from_db()
    assert offer.link_key == key
    assert not Mail.objects.filter(kind="offer_links").exists()


def test_con_2_mail_about_an_offer_knows_whom_it_is_for(offer, nadia):
    offer_intake.send_links(email=nadia.email)

    assert {mail.concerns for mail in Mail.objects.all()} == {nadia}


def test_an_address_that_nobody_has_gets_no_links(offer):
    offer_intake.send_links(email="stranger@example.org")

    assert not Mail.objects.filter(kind="offer_links").exists()


# --- Change, and the answer to a question -----------------------------------------------------


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
