"""One kind no to many offers; beyond fifty, a second person agrees (story 14, OFR-4)."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from coalition.actions import kind_nos, offers
from coalition.domain import DomainError
from coalition.models import KindNo, Mail, Offer
from tests import make
from tests.coalition.offer_steps import accept

WORDS = {"reason": "enough", "sentence": "Two schools brought more coats than we have pegs for."}


@pytest.fixture
def zoe(programme):
    return make.user("Zoe", role="programme_lead", programme=programme)


@pytest.fixture
def coats(programme, lena):
    def make_them(count):
        who = make.contributor()
        for _ in range(count):
            make.offer(programme=programme, contributor=who, answered_by=lena, kind="goods_used")
        return Offer.objects.filter(kind="goods_used")

    return make_them


def ask(rows, programme, by):
    return kind_nos.ask(programme=programme, rows=rows, by=by, **WORDS)


def many(rows, programme, by, monkeypatch):
    monkeypatch.setattr(kind_nos, "ALONE_AT_MOST", 2)
    return ask(rows, programme, by)


def test_ofr4_a_few_are_declined_at_once_each_with_the_sentence(coats, programme, lena):
    kind_no = ask(coats(3), programme, lena)

    kind_nos.carry_out(kind_no_id=kind_no.pk)

    kind_no.refresh_from_db()
    assert kind_no.status == KindNo.Status.DONE
    assert set(Offer.objects.values_list("status", flat=True)) == {"declined"}
    mails = Mail.objects.filter(kind="offer_declined")
    assert mails.count() == 3
    assert all("more coats than we have pegs for" in mail.body for mail in mails)


def test_carried_out_twice_it_declines_nobody_twice(coats, programme, lena):
    kind_no = ask(coats(3), programme, lena)

    kind_nos.carry_out(kind_no_id=kind_no.pk)
    KindNo.objects.update(status=KindNo.Status.AGREED)  # as a killed worker leaves it
    kind_nos.carry_out(kind_no_id=kind_no.pk)

    assert Mail.objects.filter(kind="offer_declined").count() == 3


def test_story14_beyond_the_limit_nothing_goes_out_before_a_second_person_agrees(
    coats, programme, lena, zoe, monkeypatch
):
    kind_no = many(coats(3), programme, lena, monkeypatch)
    kind_nos.carry_out(kind_no_id=kind_no.pk)
    assert kind_no.status == KindNo.Status.WAITING
    assert not Offer.objects.filter(status="declined").exists()

    agreed = kind_nos.agree(kind_no=kind_no, by=zoe)
    kind_nos.carry_out(kind_no_id=kind_no.pk)

    assert agreed.agreed_by == zoe
    assert Offer.objects.filter(status="declined").count() == 3


def test_story14_the_limit_is_fifty():
    assert kind_nos.ALONE_AT_MOST == 50


def test_story14_p1_nobody_agrees_to_their_own(coats, programme, lena, zoe):
    kind_no = ask(coats(1), programme, lena)
    KindNo.objects.update(count=51, status=KindNo.Status.WAITING)

    with pytest.raises(DomainError, match="You asked for this yourself"):
        kind_nos.agree(kind_no=kind_no, by=lena)


@pytest.mark.parametrize("second", ["nobody", "lena"])
def test_story14_the_database_refuses_more_than_fifty_without_a_second_person(
    coats, programme, lena, second
):
    ask(coats(1), programme, lena)
    by = {"nobody": None, "lena": lena}[second]

    with pytest.raises(IntegrityError, match="kind_no_to_many_needs_a_second_person"):
        KindNo.objects.update(count=51, status=KindNo.Status.AGREED, agreed_by=by)


def test_what_somebody_decided_meanwhile_is_left_out(coats, programme, lena, zoe, monkeypatch):
    rows = coats(3)
    kind_no = many(rows, programme, lena, monkeypatch)
    taken = accept(rows.first(), lena)

    kind_nos.agree(kind_no=kind_no, by=zoe)
    kind_nos.carry_out(kind_no_id=kind_no.pk)

    taken.refresh_from_db()
    assert taken.status == "accepted"
    assert Offer.objects.filter(status="declined").count() == 2


def test_ofr2_nobody_is_declined_whom_nobody_has_answered(programme, nadia, lena):
    make.offer(programme=programme, contributor=nadia)

    with pytest.raises(DomainError, match="None of these offers can be declined now"):
        ask(Offer.objects.all(), programme, lena)


def test_what_is_stopped_declines_nobody(coats, programme, lena, zoe, monkeypatch):
    kind_no = many(coats(3), programme, lena, monkeypatch)

    kind_nos.stop(kind_no=kind_no, by=zoe)
    kind_nos.carry_out(kind_no_id=kind_no.pk)

    assert not Offer.objects.filter(status="declined").exists()
    with pytest.raises(DomainError, match="stopped now, so it cannot become going out"):
        kind_nos.agree(kind_no=kind_no, by=zoe)


# --- Pages ----------------------------------------------------------------------------------------


def test_a_kind_no_goes_to_what_the_filters_show(as_, lena, coats, programme, nadia):
    coats(2)
    other = make.offer(programme=programme, contributor=nadia, answered_by=lena, kind="food")
    path = reverse("kind_no_new") + "?kind=goods_used"

    page = as_(lena).get(path).text
    assert "A kind no to 2 offers" in page
    as_(lena).post(path, {**WORDS, "seen": "2"})

    assert other not in KindNo.objects.get().offers.all()
    assert KindNo.objects.get().count == 2


def test_a_list_that_has_changed_is_looked_at_again(as_, lena, coats):
    coats(2)
    path = reverse("kind_no_new") + "?kind=goods_used"

    page = as_(lena).post(path, {**WORDS, "seen": "1"})

    assert page.status_code == 422
    assert "it is 2 offers now" in page.text
    assert WORDS["sentence"] in page.text
    assert not KindNo.objects.exists()


@pytest.mark.parametrize("sentence", ["", "thanks", "sorry"])
def test_ofr4_nobody_is_declined_without_a_sentence(as_, lena, coats, sentence):
    coats(2)

    page = as_(lena).post(
        reverse("kind_no_new") + "?kind=goods_used", {**WORDS, "sentence": sentence, "seen": "2"}
    )

    assert page.status_code == 422
    assert not KindNo.objects.exists()


def test_story14_the_second_person_finds_it_on_their_page_of_today(
    as_, lena, zoe, coats, programme, monkeypatch
):
    kind_no = many(coats(3), programme, lena, monkeypatch)

    assert "Agree to a kind no" not in as_(lena).get(reverse("dashboard")).text
    assert "Agree to a kind no to 3 offers" in as_(zoe).get(reverse("dashboard")).text
    as_(zoe).post(reverse("kind_no_agree", args=[kind_no.pk]))

    kind_no.refresh_from_db()
    assert kind_no.agreed_by == zoe


def test_the_page_gives_the_second_person_the_words_and_the_asker_no_button(
    as_, lena, zoe, coats, programme, monkeypatch
):
    kind_no = many(coats(3), programme, lena, monkeypatch)
    path = reverse("kind_no_detail", args=[kind_no.pk])

    assert "Agree, and send it" in as_(zoe).get(path).text
    page = as_(lena).get(path).text
    assert WORDS["sentence"] in page
    assert "Agree, and send it" not in page


def test_a_lead_of_another_programme_sees_nothing_of_it(as_, lena, coats, programme):
    kind_no = ask(coats(1), programme, lena)
    zed = make.user("Zed", role="programme_lead", programme=make.programme("Elsewhere"))

    assert as_(zed).get(reverse("kind_no_detail", args=[kind_no.pk])).status_code == 404


def test_story14_whoever_was_declined_is_welcome_to_offer_again(coats, programme, lena):
    rows = coats(1)
    offer = rows.get()
    offers.decline(offer=offer, by=lena, **WORDS)

    again = make.offer(programme=programme, contributor=offer.contributor)

    assert again.status == "submitted"
