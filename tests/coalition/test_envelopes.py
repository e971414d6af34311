"""Envelopes that the post can read: a spelling is proposed, said by a person, and then printed
(letters.md B1)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from coalition import envelopes
from coalition.actions import anonymising, spellings
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Spelling
from coalition.postal import read_address
from recognition import gates
from recognition.recipients import Known
from tests import make

OLENA = "Олена Шевченко"
ADDRESS = "14 Weaver Street\nAldermere\nAL1 2AB"
ABROAD = "вулиця Миру 14\nAldermere\nAL1 2AB"


@pytest.fixture
def olena(db):
    return make.contributor(OLENA, address=ADDRESS)


def spell(person, **fields):
    seen = envelopes.to_spell(person).seen
    return spellings.spell(
        **{"contributor": person, "name": "Olena Shevchenko", "by": None, "seen": seen, **fields}
    )


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        (OLENA, "Olena Shevchenko"),
        ("Ελένη Παπαδοπούλου", "Eleni Papadopoyloy"),
        ("王小明", "WangXiaoMing"),
        ("محمد", "mhmd"),
        ("Siân Ŵyn", "Sian Wyn"),
    ],
)
def test_a_spelling_is_proposed_for_any_script(written, proposed):
    assert envelopes.propose(written) == proposed


@pytest.mark.parametrize(
    ("name", "address", "wanted"),
    [
        (OLENA, ADDRESS, (OLENA, "")),
        (OLENA, "", ("", "")),
        ("Siân Ŵyn", ADDRESS, ("", "")),
        ("Ann Smith", "Миру\nAldermere\nAL1 2AB", ("", "Миру")),
        ("Ann Smith", ABROAD, ("", "")),  # a digit is enough
        (OLENA, "Миру\nAldermere\nAL1 2AB", (OLENA, "Миру")),
    ],
)
def test_what_the_post_cannot_read_is_found(db, name, address, wanted):
    person = make.contributor(name, address=address)

    found = envelopes.to_spell(person)

    assert (found.name, found.line) == wanted
    assert list(Contributor.objects.to_spell()) == ([person] if any(wanted) else [])


def test_nothing_is_printed_in_a_spelling_that_nobody_said(olena):
    lines = [OLENA, *ADDRESS.splitlines()]

    assert envelopes.spelt_lines(lines, envelopes.spelling_of(olena)) == lines
    assert not read_address(lines).is_postable


def test_a_spelling_that_was_said_is_on_the_envelope_and_recorded(olena, rosa):
    spell(olena, by=rosa)

    olena = Contributor.objects.get()
    lines = envelopes.spelt_lines([OLENA, *ADDRESS.splitlines()], envelopes.spelling_of(olena))
    assert lines[0] == "Olena Shevchenko"
    assert read_address(lines).is_postable
    assert olena.letter_name == OLENA
    assert not Contributor.objects.to_spell().exists()
    assert JournalEntry.objects.get(kind="contributor.envelope_spelt").by == rosa


def test_letters_print_the_spelling_on_the_envelope_and_the_name_inside(olena):
    spell(olena)

    letter = make.campaign([make.event(olena)], frozen=True).letters.get()

    assert letter.address == ["Olena Shevchenko", *ADDRESS.splitlines()]
    assert letter.letter_name == OLENA


def test_g5_a_posted_letter_in_its_spelling_is_at_the_right_address(olena, settings):
    settings.POST_CARRIER = "print"
    Contributor.objects.update(email="")
    spell(olena)

    letter = make.campaign([make.event(olena)], frozen=True).letters.get()

    assert letter.channel == letter.Channel.PRINT
    assert gates.foresee(letter, Known()) is None


def test_g5_without_a_spelling_nothing_is_posted(olena, settings):
    settings.POST_CARRIER = "print"
    Contributor.objects.update(email="")

    campaign = make.campaign([make.event(olena), make.event()], frozen=True)

    exclusion = campaign.exclusions.get()
    assert (exclusion.gate, exclusion.contributor) == ("G5", olena)
    assert "no Latin letter" in exclusion.reason


def test_a_name_that_changed_since_is_asked_about_again(olena):
    spell(olena)
    Contributor.objects.update(letter_name="Олена Коваль")

    olena = Contributor.objects.to_spell().get()

    said = envelopes.spelling_of(olena)
    assert envelopes.to_spell(olena, said).name == "Олена Коваль"
    assert envelopes.spelt_lines(["Олена Коваль"], said) == ["Олена Коваль"]


def test_a_spelling_can_be_put_right(olena):
    spell(olena)

    spell(olena, name="Olena Szewczenko")

    assert Spelling.objects.get().name == "Olena Szewczenko"


def test_a_spelling_is_not_of_what_was_changed_meanwhile(olena):
    with pytest.raises(DomainError, match="changed while you looked"):
        spell(olena, seen="Олена Коваль\n")


def test_what_the_post_can_read_needs_no_spelling(db):
    with pytest.raises(DomainError, match="as it is"):
        spell(make.contributor("Ann Smith", address=ADDRESS))


def test_a_spelling_without_a_latin_letter_is_refused(olena):
    with pytest.raises(DomainError, match="Latin letters"):
        spell(olena, name="Олена")


@pytest.mark.parametrize("fields", [{"of_name": OLENA, "name": OLENA}, {"name": "Olena"}, {}])
def test_the_database_refuses_a_spelling_of_nothing_or_in_other_letters(olena, fields):
    with pytest.raises(IntegrityError, match="spelling_is"), transaction.atomic():
        Spelling.objects.create(contributor=olena, **fields)


def test_con_5_a_spelling_goes_with_the_identity(olena, iris):
    spell(olena)

    anonymising.anonymise(contributor=olena, by=iris)

    assert not Spelling.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_spell_at_once_leave_one_spelling(rosa):
    person = make.contributor(OLENA, address=ADDRESS)

    def say(name):
        try:
            spell(person, name=name, by=rosa)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(say, ["Olena", "Elena"]))

    assert Spelling.objects.get().name in {"Olena", "Elena"}


def test_the_page_proposes_and_the_person_puts_it_right(client, olena):
    url = reverse("own_spelling", args=[olena.pk, olena.link_key])

    text = client.get(url).text
    assert 'value="Olena Shevchenko"' in text
    seen = envelopes.to_spell(olena).seen
    client.post(url, {"name": "Olena Szewczenko", "seen": seen})

    spelling = Spelling.objects.get()
    assert (spelling.name, spelling.by) == ("Olena Szewczenko", None)
    assert "Olena Szewczenko" in client.get(olena.own_path).text


def test_the_page_asks_again_for_other_letters_and_keeps_what_was_typed(client, olena):
    url = reverse("own_spelling", args=[olena.pk, olena.link_key])

    response = client.post(url, {"name": OLENA, "seen": f"{OLENA}\n"})

    assert response.status_code == 422
    assert "the post reads no others" in response.text
    assert not Spelling.objects.exists()


def test_a_link_that_has_run_out_spells_nothing(client, olena):
    response = client.post(reverse("own_spelling", args=[olena.pk, "x"]), {"name": "Olena"})

    assert response.status_code == 410
    assert not Spelling.objects.exists()


def test_whoever_writes_letters_finds_whom_to_ask(as_, rosa, olena):
    assert "Say how Олена Шевченко is spelt" in as_(rosa).get(reverse("dashboard")).text

    assert "Perhaps Olena Shevchenko" in as_(rosa).get(reverse("spelling_list")).text


def test_whom_nobody_may_write_to_is_not_asked_about(olena):
    Contributor.objects.update(gone_away_on="2026-11-01")

    assert not Contributor.objects.to_spell().exists()


def test_the_list_asks_as_many_queries_for_many_as_for_one(
    as_, rosa, olena, django_assert_max_num_queries
):
    browser, url = as_(rosa), reverse("spelling_list")
    with django_assert_max_num_queries(100) as few:
        browser.get(url)
    for _ in range(20):
        make.contributor(OLENA, address=ADDRESS)

    with django_assert_max_num_queries(len(few)):
        browser.get(url)


def test_an_address_in_other_letters_is_kept_as_it_is_typed(client, olena):
    page = reverse("own_details", args=[olena.pk, olena.link_key])
    fields = {"letter_name": OLENA, "salutation": OLENA, "language": "uk"}

    client.post(page, {**fields, "address": "Миру\nAldermere\nAL1 2AB"})

    olena.refresh_from_db()
    assert olena.address.startswith("Миру\n")
    assert envelopes.to_spell(olena).line == "Миру"
