"""Past offers come in as they ended, and nobody is mailed about them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.imports import tables
from coalition.models import Mail, Offer
from coalition.models.offer import NEWS_WITHIN_DAYS
from tests import make
from tests.coalition.test_import_organisations import rows, said
from tests.coalition.test_import_pages import rows_of, text_of

HEADINGS = "Name,Email,Kind,Offer,Quantity,Date,Status,Impact\n"
DRIVES = "Ben,ben@example.org,Transport,Lifts to the hospital,3,01/03/2024,"


@pytest.fixture
def ben_gives(db):
    return make.contributor("Ben", email="ben@example.org")


def offers_import(text, programme, **choices):
    return make.import_of("offers", HEADINGS + text, programme=str(programme.pk), **choices)


def test_ofr_a_past_offer_comes_in_as_it_ended(lena, programme, ben_gives):
    offers_import(DRIVES + "completed,Nobody missed a visit\n", programme, by=lena, done=True)

    offer = Offer.objects.get()
    assert (offer.contributor, offer.kind, offer.quantity) == (ben_gives, "transport", 3)
    assert (offer.source, offer.status) == ("import", "completed")
    assert timezone.localdate(offer.submitted_at) == date(2024, 3, 1)
    assert offer.impact_sentence == "Nobody missed a visit"
    assert (offer.acknowledged_by, offer.owner, offer.next_contact_due) == (None, None, None)
    assert len(offer.link_nonce) == 32


def test_no_receipt_is_mailed_for_a_past_offer(lena, programme, ben_gives):
    offers_import(DRIVES + "open,\n" + DRIVES + "completed,\n", programme, by=lena, done=True)
    assert not Mail.objects.exists()


def test_l1_an_open_offer_gets_an_owner_and_a_day(lena, programme, ben_gives):
    offers_import(DRIVES + "open,\n", programme, by=lena, done=True)

    offer = Offer.objects.get()
    assert (offer.status, offer.owner, offer.closed_at) == ("submitted", lena, None)
    today = timezone.localdate()
    assert today < offer.next_contact_due <= today + timedelta(days=NEWS_WITHIN_DAYS)


def test_what_became_of_it_is_asked_for_the_whole_file(lena, programme, ben_gives):
    offers_import(DRIVES + ",\n", programme, by=lena, status="withdrawn", done=True)
    assert Offer.objects.get().status == "withdrawn"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Zoe,zoe@example.org,Transport,Lifts,1,01/03/2024,open,", "Nobody on the register"),
        (",,Transport,Lifts,1,01/03/2024,open,", "does not say who"),
        ("Ben,,Teleport,Lifts,1,01/03/2024,open,", "do not know this kind"),
        ("Ben,,Transport,,1,01/03/2024,open,", "Say what was offered"),
        ("Ben,,Transport,Lifts,1,,open,", "on which day"),
        ("Ben,,Transport,Lifts,1,01/03/2999,open,", "cannot be right"),
        ("Ben,,Transport,Lifts,1,31/02/2024,open,", "no such day"),
        ("Ben,,Transport,Lifts,1,01/03/2024,lost,", "Write completed, declined"),
    ],
)
def test_a_row_that_is_no_offer_stays_out_and_says_why(lena, programme, ben_gives, row, says):
    columns = dict(
        enumerate(["who", "email", "kind", "headline", "quantity", "offered_on", "status"])
    )
    found = rows(offers_import(row + "\n", programme, by=lena, columns=columns))[0]
    assert found["outcome"] == "faulty"
    assert says in said(found)


@pytest.mark.parametrize("quantity", ["0", "-3", "1e12", "lots"])
def test_ofr_5_a_quantity_that_cannot_be_is_left_out(lena, programme, ben_gives, quantity):
    text = f"Ben,,Transport,Lifts,{quantity},01/03/2024,open,\nBen,,Food,Soup,2,01/03/2024,open,\n"
    columns = dict(
        enumerate(["who", "email", "kind", "headline", "quantity", "offered_on", "status"])
    )
    offers_import(text, programme, by=lena, columns=columns, done=True)
    assert Offer.objects.get(headline="Lifts").quantity == 1


OTHERS = (
    "Ben,,Transport,Lifts for Mrs Bell,1,01/03/2024,completed,She rang 07700 900123\n"
    "Ben,,Transport,Lifts for Mrs Bell,1,01/03/2024,completed,She rang 07700 900123\n"
    "Zoe,,Transport,Lifts for Mr Bell,1,01/03/2024,completed,\n"
    "Ben,,Food,Soup for forty,1,01/03/2024,completed,\n"
)


def test_ofr_8_words_about_others_come_in_and_are_shown_first(as_, lena, programme, ben_gives):
    job = offers_import(OTHERS, programme, by=lena)
    page = text_of(as_(lena).get(f"/imports/{job.pk}/check/"))

    assert (job.forecast["rows_with_warnings"], job.forecast["warnings"]) == (1, 2)
    assert [(one["row"], one["column"]) for one in job.forecast["warnings_shown"]] == [
        (2, "Offer"),
        (2, "Impact"),
    ]
    assert "We noticed a person’s name (“Mrs Bell”). Please remove other people’s details." in page
    assert "Values that are left out" not in page


def test_ofr_8_a_warning_keeps_no_word_out(lena, programme, ben_gives):
    offers_import(OTHERS, programme, by=lena, done=True)
    offer = Offer.objects.get(kind="transport")
    assert offer.headline == "Lifts for Mrs Bell"
    assert offer.impact_sentence == "She rang 07700 900123"


def test_ofr_8_rows_to_look_at_can_be_downloaded(as_, lena, programme, ben_gives):
    job = offers_import(OTHERS, programme, by=lena)
    rows = rows_of(as_(lena).get(f"/imports/{job.pk}/to-look-at.csv"))
    assert [row[-2] for row in rows[1:]] == ["2"]
    assert "Impact: We noticed a phone number (“07700 900123”)" in rows[1][-1]


def test_rows_that_an_earlier_release_filled_are_read_anew(lena, programme, ben_gives):
    job = offers_import(OTHERS, programme, by=lena)
    assert tables.are_whole(job)
    tables.execute(f"alter table {tables.rows_of(job)} drop column warnings")
    assert not tables.are_whole(job)


def test_two_of_one_name_are_told_apart_by_their_address(lena, programme, ben_gives):
    other = make.contributor("Ben", email="other@example.org")
    text = (
        "Ben,other@example.org,Food,Soup,1,01/03/2024,open,\nBen,,Food,Bread,1,01/03/2024,open,\n"
    )

    job = offers_import(text, programme, by=lena, done=True)

    assert Offer.objects.get().contributor == other
    assert job.result["faulty"] == 1


def test_importing_twice_changes_nothing(lena, programme, ben_gives):
    text = DRIVES + "completed,\n" + DRIVES.replace("Lifts", "More lifts") + "open,\n"
    offers_import(text, programme, by=lena, done=True)
    before = list(Offer.objects.order_by("pk").values())

    job = offers_import(text, programme, by=lena, done=True)

    assert job.result["same"] == 2
    assert list(Offer.objects.order_by("pk").values()) == before


def test_only_leads_of_the_programme_see_its_import(as_, lena, programme, ben_gives):
    other = make.user("Olga", role="programme_lead", programme=make.programme("Elsewhere"))
    job = offers_import(DRIVES + "open,\n", programme, by=lena)
    assert as_(lena).get(f"/imports/{job.pk}/check/").status_code == 200
    assert as_(other).get(f"/imports/{job.pk}/check/").status_code == 403


def test_a_lead_cannot_bring_offers_into_another_programme(as_, lena, programme, ben_gives):
    elsewhere = make.programme("Elsewhere")
    job = make.import_of("offers", HEADINGS + DRIVES + "open,\n", by=lena, checked=False)
    chosen = {f"column_{at}": holds for at, holds in job.matched.items()}
    answers = {"programme": str(elsewhere.pk), "status": "completed"}
    page = as_(lena).post(f"/imports/{job.pk}/columns/", {**chosen, **answers})
    assert page.status_code == 422


def test_an_offer_of_our_own_needs_an_answer_before_it_is_completed(lena, programme, ben_gives):
    offers_import(DRIVES + "completed,\n", programme, by=lena, done=True)
    with pytest.raises(IntegrityError, match="offer_"), transaction.atomic():
        Offer.objects.update(source="web")
