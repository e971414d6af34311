"""Lists as CSV with a descriptor, and a person as a vCard."""

import csv
import io
import json
from datetime import date

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from frictionless import Package

from coalition.exports.people import PEOPLE, with_surroundings
from coalition.models import Contributor, JournalEntry
from tests import make


def fetched(response):
    """(rows as dicts, the text of a file)."""
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))), text


@pytest.fixture
def people(kitchen):
    make.contributor(
        "=HYPERLINK(1)",
        salutation="@dear",
        known_as="-109",
        phone="+44 7700 900982",
        email="ann@example.org",
        address="1 High Street\nAldermere\nAL1 1AA",
        organisation=kitchen,
    )
    make.contributor("Zoë Quill", language="cy", name_confirmed_by="", name_confirmed_at=None)


def test_people_come_as_csv_and_no_cell_runs(as_, lena, people):
    response = as_(lena).post(reverse("contributor_export"))

    rows, _ = fetched(response)
    assert rows[0]["Name"] == "'=HYPERLINK(1)"
    assert rows[0]["Salutation"] == "'@dear"
    assert (rows[0]["Known as"], rows[0]["Phone"]) == ("-109", "+44 7700 900982")
    assert rows[0]["Postal address"] == "1 High Street\nAldermere\nAL1 1AA"
    assert rows[0]["Organisations"] == "Aldermere Community Kitchen"
    assert [row["Name"] for row in rows][-1] == "Zoë Quill"
    assert 'filename="people.csv"' in response.headers["Content-Disposition"]


def test_the_file_has_what_the_list_with_the_same_address_has(as_, lena, people):
    address = reverse("contributor_export") + "?language=cy&q=quil"

    page = as_(lena).get(reverse("contributor_list") + "?language=cy&q=quil")
    asked = as_(lena).get(address)
    rows, _ = fetched(as_(lena).post(address))

    assert [row["Name"] for row in rows] == ["Zoë Quill"]
    assert f'href="{reverse("contributor_export")}?q=quil&amp;language=cy"' in page.text
    assert "Download 1 person as a spreadsheet?" in asked.text


def test_p4_who_takes_people_along_is_written_down_without_what_they_searched(as_, lena, people):
    as_(lena).get(reverse("contributor_export") + "?q=quill")
    assert not JournalEntry.objects.of_kinds(["people.exported"]).exists()

    as_(lena).post(reverse("contributor_export") + "?q=quill&language=cy")

    entry = JournalEntry.objects.of_kinds(["people.exported"]).get()
    assert (entry.by, entry.subject) == (lena, lena)
    assert entry.facts == {"filters": {"language": ["cy"]}, "searched": True}


def test_p2_nobody_comes_along_who_may_not_be_seen(as_, pat, kitchen, people):
    rows, _ = fetched(as_(pat).post(reverse("contributor_export")))

    assert [row["Name"] for row in rows] == ["'=HYPERLINK(1)", "Pat"]


@pytest.mark.parametrize(
    "why",
    [
        {"deceased_on": date(2026, 1, 2)},
        {"objected_at": timezone.now()},
        {"gone_away_on": date(2026, 1, 2)},
    ],
)
def test_con_2_how_to_reach_who_must_not_be_contacted_stays_out(as_, lena, people, why):
    Contributor.objects.filter(letter_name__startswith="=").update(**why)

    rows, text = fetched(as_(lena).post(reverse("contributor_export")))

    assert rows[0]["Email"] == rows[0]["Phone"] == rows[0]["Postal address"] == ""
    assert "ann@example.org" not in text


def test_hld_2_a_hold_keeps_addresses_out_of_file_and_card(as_, lena, people):
    person = Contributor.objects.get(letter_name__startswith="=")
    make.hold(person, "contact")

    _, text = fetched(as_(lena).post(reverse("contributor_export")))
    card = as_(lena).post(reverse("contributor_card", args=[person.pk])).text

    for said in (text, card):
        assert "ann@example.org" not in said
        assert "7700" not in said
        assert "High Street" not in said


def test_a_file_of_any_length_takes_few_queries(db, django_assert_num_queries, people):
    make.contributor()
    with django_assert_num_queries(4):
        list(PEOPLE.lines(with_surroundings(Contributor.objects.order_by("pk").iterator())))


def test_a_long_file_leaves_in_pieces():
    pieces = PEOPLE.__class__("n", "N", ()).lines([None] * 1200)

    assert len(list(pieces)) == 3


@pytest.mark.parametrize("what", ["contributor", "organisation", "offer"])
def test_frictionless_finds_each_file_as_its_descriptor_says(
    as_, lena, tmp_path, people, programme, kitchen, what
):
    make.organisation("=SUM(A1) & Söhne", org_id="GB-CHC-1147168", website="https://a.example")
    offer = {"programme": programme, "contributor": make.contributor()}
    make.offer(**offer, organisation=kitchen, headline="Forty, “warm” coats")
    make.offer(**offer, accepted_by=lena)
    browser, url = as_(lena), reverse(f"{what}_export")
    described = browser.get(reverse(f"{what}_export_descriptor")).json()
    name = described["resources"][0]["path"]
    response = browser.post(url) if what == "contributor" else browser.get(url)
    (tmp_path / name).write_bytes(b"".join(response.streaming_content))
    (tmp_path / "datapackage.json").write_text(json.dumps(described))

    report = Package(str(tmp_path / "datapackage.json")).validate()

    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert report.tasks[0].stats["rows"] >= 2


def test_offers_of_the_list_come_as_csv(as_, lena, ben, programme):
    make.offer(programme=programme, contributor=ben.contributor, headline="Coats", kind="food")
    make.offer(programme=programme, contributor=ben.contributor, headline="Room")

    rows, text = fetched(as_(lena).get(reverse("offer_export") + "?kind=food"))

    assert [row["Offer"] for row in rows] == ["Coats"]
    assert ben.email not in text
    assert fetched(as_(ben).get(reverse("offer_export") + "?only=overdue"))[0] == []


def test_a_vcard_can_be_read_back(as_, lena, kitchen):
    person = make.contributor(
        "Dr Ngozi, “Nina” Okafor; OBE \\ " + "é" * 90,
        known_as="Nina",
        email="n@example.org",
        phone="+44 20 7946 0000",
        address="1 High Street, Flat 2\nAldermere",
        organisation=kitchen,
    )

    response = as_(lena).post(reverse("contributor_card", args=[person.pk]))

    card = vobject.readOne(response.text)
    assert card.fn.value == person.letter_name
    assert card.version.value == "4.0"
    assert card.email.value == "n@example.org"
    assert card.tel.value == "+44 20 7946 0000"
    assert card.org.value == ["Aldermere Community Kitchen"]
    assert "High Street" in str(card.adr.value)
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    entry = JournalEntry.objects.of_kinds(["contributor.card_exported"]).get()
    assert (entry.by, entry.subject, entry.concerns) == (lena, person, person)


def test_a_card_of_somebody_unseen_is_not_there(as_, ben, people):
    person = Contributor.objects.get(letter_name="Zoë Quill")

    assert as_(ben).post(reverse("contributor_card", args=[person.pk])).status_code == 404
    assert not JournalEntry.objects.of_kinds(["contributor.card_exported"]).exists()
