"""Finding people and organisations in spite of typing errors."""

from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from coalition import tasks
from coalition.actions import known_words
from coalition.models import Contributor, Organisation, OrganisationWord, PersonWord
from tests import make

pytestmark = pytest.mark.django_db


def people(words):
    """In the order of a list: ring by ring."""
    rings = Contributor.objects.rings(words).each
    return [
        person.letter_name
        for ring in rings
        for person in Contributor.objects.filter(ring).order_by("letter_name", "pk")
    ]


def organisations(words):
    return set(Organisation.objects.matching(words).values_list("name", flat=True))


@pytest.mark.parametrize(
    "typed",
    [
        *["Ngozi Okafor", "okafor ngozi", "OKAFOR", "oka", "ng ok"],
        *["Okafro", "Okafr", "Okaforr", "Okator", "kOafor"],  # one letter wrong in a surname
        *["Ngzi Okafor", "Ngozi Okafur", "Ngoiz Okafro"],  # and in each word of a name
        "Mrs Ngozi Okafor",
    ],
)
def test_a_name_is_found_in_spite_of_one_wrong_letter_in_each_word(typed):
    make.contributor("Dr Ngozi Okafor")
    make.contributor("Priya Shah")

    found = people(typed)

    assert found == ["Dr Ngozi Okafor"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siân Ó Brádaigh", "sian o bradaigh"),
        ("Sian O Bradaigh", "Siân Ó Brádaigh"),
        ("Mary O’Neill", "oneill"),
        ("Mary ONeill", "O'Neill"),
        ("Åse Sørensen-Łuczak", "luczak sorensen"),
        ("Шевченко Тарас", "шевченко"),
        ("Шевченко Тарас", "Шевчинко"),
        ("Αντώνιος Ζώη", "Αντωνιος"),
        ("王小明", "王"),
        ("प्रिया शर्मा", "प्रिया"),
        ("Straße 5", "strasse"),
        ("Ba\\ck'sl:ash & | !", "ba"),
        ("Q" * 250, "q" * 250),
    ],
)
def test_accents_apostrophes_scripts_and_case_do_not_matter(name, typed):
    make.contributor(name)

    assert people(typed) == [name]


def test_known_as_an_email_address_and_a_phone_number_find_a_person():
    make.contributor("Elizabeth Ward", known_as="Betty", email="Liz@Ward.example", phone="")
    make.contributor("Tom Ward", phone="+44 (0)7700 900-982", email="")

    assert people("betty") == ["Elizabeth Ward"]
    assert people("liz@WARD.example ") == ["Elizabeth Ward"]
    assert people("liz@") == ["Elizabeth Ward"]
    for typed in ("07700 900982", "+447700900982", "0044 7700 900982", "7700900"):
        assert people(typed) == ["Tom Ward"], typed


def test_exact_names_come_first_then_beginnings_then_likenesses():
    for name in ("Ann Brownlee", "Bob Brown", "Cy Broun", "Di Browne", "Al Crown", "Ed Smith"):
        make.contributor(name)

    assert people("brown") == ["Bob Brown", "Ann Brownlee", "Di Browne", "Al Crown", "Cy Broun"]


@pytest.mark.parametrize("typed", ["zebra", "!!!", "'", "\\", "& |", "", " ", "a" * 5000])
def test_what_cannot_be_a_name_finds_nobody_and_breaks_nothing(typed):
    make.contributor("Ngozi Okafor")

    assert people(typed) == []


def test_search_shows_nobody_who_may_not_be_seen(pat, kitchen):
    """P2."""
    make.contributor("Ngozi Okafor", organisation=kitchen)
    make.contributor("Ngozi Okafor")

    seen = Contributor.objects.visible_to(pat)

    assert seen.matching("okafor").count() == 1
    assert seen.matching("okafro").count() == 1


def test_names_that_change_are_known_at_once():
    person = make.contributor("Ngozi Okafor")

    Contributor.objects.filter(pk=person.pk).update(letter_name="Ngozi Adichie")

    assert people("adichei") == ["Ngozi Adichie"]
    assert people("okafor") == []
    assert PersonWord.objects.filter(word="adichie").exists()


def test_many_rows_in_one_statement_are_all_known():
    Contributor.objects.bulk_create(
        Contributor(letter_name=f"Person Surname{letter}") for letter in "abcdefgh"
    )

    assert people("surnmaec") == ["Person Surnamec"]


def test_an_organisation_is_found_by_its_words_and_by_its_number():
    make.organisation("Friends of Aldermere Library", org_id="GB-CHC-1147168")
    make.organisation("1147168 Squadron", known_as="The Flyers")
    make.organisation("Harbour Trust")

    assert organisations("libary aldermere") == {"Friends of Aldermere Library"}
    assert organisations("flyres") == {"1147168 Squadron"}
    numbers = [
        list(Organisation.objects.filter(ring).values_list("name", flat=True))
        for ring in Organisation.objects.rings("1147168").each
    ]
    assert numbers[:2] == [["Friends of Aldermere Library"], ["1147168 Squadron"]]


def test_words_that_nobody_bears_are_forgotten():
    make.contributor("Ngozi Okafor")
    gone = make.contributor("Ngozi O'Dowd’s \\ Zywiec")
    Contributor.objects.filter(pk=gone.pk).update(letter_name="Removed")
    make.organisation("Zywiec Foundation")

    forgotten = known_words.forget()

    assert forgotten == 2
    assert set(PersonWord.objects.values_list("word", flat=True)) == {"ngozi", "okafor", "removed"}
    assert OrganisationWord.objects.filter(word="zywiec").exists()
    assert known_words.forget() == 0


@pytest.mark.django_db(transaction=True)
def test_a_word_is_not_forgotten_while_somebody_adds_who_bears_it(monkeypatch):
    """The first adds a Zywiec and has not ended yet; the second would forget the word."""
    PersonWord.objects.create(word="zywiec")
    monkeypatch.setattr(known_words, "PATIENCE", "100ms")
    added, let_go = Event(), Event()

    def add():
        with transaction.atomic():
            Contributor.objects.create(letter_name="Piotr Zywiec")
            added.set()
            let_go.wait(10)
        connection.close()

    adding = Thread(target=add)
    adding.start()
    added.wait(10)
    with pytest.raises(OperationalError):
        known_words.forget()
    tasks.forget_words()
    let_go.set()
    adding.join()

    assert known_words.forget() == 0
    assert people("zywice") == ["Piotr Zywiec"]
