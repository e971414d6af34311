"""An offer is passed on only if whoever offered agrees (OFR-4, OFR-6)."""

import re

import pytest
from django.db import IntegrityError, transaction

from coalition.actions import contact_codes, offer_redirects, offers
from coalition.domain import DomainError
from coalition.models import Mail, Offer, Redirect
from tests import make
from tests.coalition.offer_steps import accept, kinds, today


@pytest.fixture
def asked(answered, lena):
    return make.redirect(answered, by=lena)


def code_in(mail):
    return re.search(r"it is (\d{6})", mail.body).group(1)


def prove(offer):
    mail = Mail.objects.filter(kind="offer_redirect_question").latest("pk")
    assert contact_codes.use(offer=offer, code=code_in(mail)) == "proven"


def test_ofr4_asking_moves_nothing(asked, offer):
    offer.refresh_from_db()
    mail = Mail.objects.latest("pk")

    assert offer.status == Offer.Status.IN_TRIAGE
    assert mail.kind == "offer_redirect_question"
    assert mail.to == "nadia@example.org"
    assert "Vale Befrienders could use it better" in mail.body
    assert not Mail.objects.filter(to="hello@vale.example").exists()
    assert kinds(offer)[-1] == "offer.redirect_asked"


def test_ofr3_while_they_think_the_next_word_is_due_within_28_days(asked):
    assert 0 < (asked.offer.next_contact_due - today()).days <= 28


def test_ofr4_with_their_yes_it_is_redirected_with_reason_sentence_and_thanks(asked, offer, nadia):
    prove(offer)

    done = offer_redirects.agree(redirect=asked, by=None)

    asked.refresh_from_db()
    assert done.status == Offer.Status.REDIRECTED
    assert done.decline_reason == "elsewhere"
    assert done.decided_sentence == "They look for rooms in your street."
    assert done.redirected_to == asked
    assert asked.status == Redirect.Status.AGREED
    assert asked.answered_at == done.redirect_agreed_at
    thanks = Mail.objects.get(kind="offer_redirected")
    assert "Thank you for offering this" in thanks.body
    assert thanks.concerns == nadia


def test_ofr4_then_only_what_was_said_goes_to_whom_was_said(asked, offer):
    prove(offer)

    offer_redirects.agree(redirect=asked, by=None)

    passed_on = Mail.objects.get(kind="offer_passed_on")
    assert passed_on.to == "hello@vale.example"
    assert "Nadia Haddad" in passed_on.body
    assert "nadia@example.org" in passed_on.body


def test_ofr6_nothing_is_passed_on_before_the_address_is_proven(asked, offer):
    with pytest.raises(DomainError, match="First confirm that the address is yours"):
        offer_redirects.agree(redirect=asked, by=None)

    offer.refresh_from_db()
    assert offer.status == Offer.Status.IN_TRIAGE
    assert not Mail.objects.filter(kind="offer_passed_on").exists()


def test_ofr6_staff_cannot_say_yes_for_somebody_with_an_unproven_address(asked, lena):
    with pytest.raises(DomainError, match="only they can say yes there"):
        offer_redirects.agree(redirect=asked, by=lena, how="call")


def test_ofr6_somebody_without_an_address_says_yes_on_the_telephone(programme, lena):
    person = make.contributor(email="", phone="01632 960123")
    offer = make.offer(programme=programme, contributor=person, answered_by=lena)
    asked = make.redirect(offer, by=lena)

    done = offer_redirects.agree(redirect=asked, by=lena, how="call")

    asked.refresh_from_db()
    assert done.status == Offer.Status.REDIRECTED
    assert done.has_verified_contact
    assert (asked.answered_by, asked.answered_how) == (lena, "call")
    assert "01632 960123" in Mail.objects.get(kind="offer_passed_on").body


def test_ofr4_with_their_no_nothing_moves_and_a_person_looks_again(asked, offer):
    done = offer_redirects.refuse(redirect=asked, by=None)

    assert done.status == Offer.Status.IN_TRIAGE
    assert (done.next_contact_due - today()).days <= 6
    assert not Mail.objects.filter(kind="offer_passed_on").exists()
    assert kinds(offer)[-1] == "offer.redirect_refused"


@pytest.mark.parametrize("answer", [offer_redirects.agree, offer_redirects.refuse])
def test_a_second_answer_is_told_that_it_is_settled(asked, offer, answer):
    prove(offer)
    offer_redirects.agree(redirect=asked, by=None)

    with pytest.raises(DomainError, match="settled already: they agreed"):
        answer(redirect=asked, by=None)


def test_a_question_that_was_taken_back_is_answered_no_more(asked, offer, lena):
    offer_redirects.take_back(redirect=asked, by=lena)

    with pytest.raises(DomainError, match="settled already: taken back"):
        offer_redirects.agree(redirect=asked, by=None)
    assert make.redirect(offer, by=lena).status == Redirect.Status.ASKED


def test_an_offer_that_was_accepted_meanwhile_is_not_passed_on(asked, offer, lena):
    prove(offer)
    accept(offer, lena)

    with pytest.raises(DomainError, match="This offer is accepted now, so nothing is passed on"):
        offer_redirects.agree(redirect=asked, by=None)


def test_con2_nothing_is_passed_on_of_whom_we_must_not_contact(asked, offer, nadia):
    prove(offer)
    nadia.deceased_on = today()
    nadia.save()

    with pytest.raises(DomainError, match="Nothing is passed on"):
        offer_redirects.agree(redirect=asked, by=None)


@pytest.mark.parametrize("scope", ["contact", "matching"])
def test_hld2_nothing_is_passed_on_of_somebody_on_hold(asked, offer, nadia, sam, scope):
    prove(offer)
    make.hold(nadia, scope, by=sam)

    with pytest.raises(DomainError, match="On hold: speak to the safeguarding lead"):
        offer_redirects.agree(redirect=asked, by=None)


def test_they_are_asked_one_thing_at_a_time(asked, answered, lena):
    with pytest.raises(DomainError, match="They have been asked already"):
        make.redirect(answered, by=lena)


@pytest.mark.parametrize("state", ["new", "accepted"])
def test_only_what_was_answered_and_is_undecided_is_passed_on(offer, lena, state):
    if state == "accepted":
        accept(offers.acknowledge(offer=offer, how="call", next_contact_on=today(), by=lena), lena)

    with pytest.raises(DomainError, match="cannot become being looked into"):
        make.redirect(offer, by=lena)


def test_ofr4_the_database_refuses_a_redirect_without_consent(answered):
    with pytest.raises(IntegrityError, match="offer_redirected_with_consent"):
        Offer.objects.update(
            status="redirected",
            decline_reason="elsewhere",
            decided_sentence="They look for rooms.",
        )


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("redirect_names_one_body", {"body": ""}),
        ("redirect_has_a_reason_and_a_sentence", {"sentence": ""}),
        ("redirect_has_a_reason_and_a_sentence", {"reason": ""}),
        ("redirect_answered_has_its_time", {"status": "agreed"}),
    ],
)
def test_the_database_refuses(asked, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Redirect.objects.update(**change)
