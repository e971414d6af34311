"""A code in a mail proves an address before anyone else is given it (OFR-6)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.actions import contact_codes, offer_intake
from coalition.domain import DomainError
from coalition.models import ContactCode, JournalEntry, Mail
from tests import make


def mailed_code():
    mail = Mail.objects.filter(kind="offer_contact_code").latest("pk")
    return re.search(r"\d{6}", mail.subject).group()


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_ofr6_the_code_of_the_mail_proves_the_address(offer):
    contact_codes.send(offer=offer)

    outcome = contact_codes.use(offer=offer, code=mailed_code())

    offer.refresh_from_db()
    assert outcome == "proven"
    assert offer.has_verified_contact
    assert offer.contact_verified_email == "nadia@example.org"
    assert JournalEntry.objects.filter(kind="offer.contact_verified").count() == 1


def test_ofr6_what_the_database_holds_is_not_the_code(offer):
    contact_codes.send(offer=offer)

    assert mailed_code() not in ContactCode.objects.get().code_hash


def test_ofr6_a_wrong_code_proves_nothing_and_five_make_it_void(offer):
    contact_codes.send(offer=offer)
    code = mailed_code()

    outcomes = [contact_codes.use(offer=offer, code=wrong(code)) for _ in range(5)]

    assert outcomes == ["wrong", "wrong", "wrong", "wrong", "over"]
    assert contact_codes.use(offer=offer, code=code) == "over"
    offer.refresh_from_db()
    assert not offer.has_verified_contact


def test_ofr6_a_code_runs_out_after_an_hour(offer, monkeypatch):
    contact_codes.send(offer=offer)
    later = timezone.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert contact_codes.use(offer=offer, code=mailed_code()) == "over"


def test_ofr6_a_new_code_makes_the_old_one_void(offer):
    contact_codes.send(offer=offer)
    old = mailed_code()
    contact_codes.send(offer=offer)

    assert contact_codes.use(offer=offer, code=old) in {"wrong", "over"}
    assert contact_codes.use(offer=offer, code=mailed_code()) == "proven"


def test_ofr6_a_code_used_twice_is_harmless(offer):
    contact_codes.send(offer=offer)
    contact_codes.use(offer=offer, code=mailed_code())

    assert contact_codes.use(offer=offer, code=mailed_code()) == "proven"
    assert JournalEntry.objects.filter(kind="offer.contact_verified").count() == 1


def test_ofr6_the_code_of_one_offer_proves_no_other(offer, programme):
    other = make.offer(programme=programme, contributor=make.contributor())
    contact_codes.send(offer=offer)
    code = mailed_code()

    assert contact_codes.use(offer=other, code=code) == "over"


def test_ofr6_a_new_address_must_be_proven_anew(offer, nadia):
    contact_codes.send(offer=offer)
    contact_codes.use(offer=offer, code=mailed_code())
    nadia.email = "new@example.org"
    nadia.save()

    offer.refresh_from_db()
    assert not offer.has_verified_contact


def test_ofr6_a_code_for_an_old_address_does_not_prove_the_new(offer, nadia):
    contact_codes.send(offer=offer)
    nadia.email = "new@example.org"
    nadia.save()
    offer.refresh_from_db()

    assert contact_codes.use(offer=offer, code=mailed_code()) == "over"


def test_ofr6_three_codes_an_hour_are_enough(offer):
    for _ in range(3):
        contact_codes.send(offer=offer)

    with pytest.raises(DomainError, match="Three codes went out"):
        contact_codes.send(offer=offer)


def test_con2_no_code_goes_to_whom_we_may_not_write(offer, nadia):
    nadia.objected_at = timezone.now()
    nadia.save()

    with pytest.raises(DomainError, match="cannot write to you by email"):
        contact_codes.send(offer=offer)
    assert not ContactCode.objects.exists()


def test_ofr6_whoever_is_signed_in_has_proven_their_address(programme, ben):
    what = {"kind": "stay", "headline": "A room", "form_key": None}

    offer = offer_intake.log_own(programme=programme, by=ben, **what)

    assert offer.has_verified_contact
