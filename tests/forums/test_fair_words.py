"""Fair words for a difference: who is named, what is an insult, what is advised against."""

import pytest

from forums.fair_words import advice, insults, named_people

MEMBERS = ["Grace Adeyemi", "Dr Siân Ŵyn-Prosser", "Оксана Мельник", "Helen Brook", "Will Price"]
ORGANISATIONS = ["Grace Church", "Harbour Homes", "St Brannoc’s", "John Lewis Partnership"]


def named(text):
    return named_people(text, members=MEMBERS, organisations=ORGANISATIONS)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Grace Adeyemi wants homes held empty", ["Grace Adeyemi"]),
        ("We heard it from grace adeyemi", ["grace adeyemi"]),
        ("Grace wants homes held empty", ["Grace"]),
        ("As GRACE said", ["GRACE"]),
        ("We do not share Adeyemi’s view", ["Adeyemi"]),
        ("Sian thinks otherwise", ["Sian"]),
        ("Siân thinks otherwise", ["Sian"]),
        ("Gra\u200bce thinks otherwise", ["Grace"]),
        ("Оксана так не вважає", ["Оксана"]),
        ("It was Price who said it", ["Price"]),
        ("Dr Bloggs of the trust", ["Dr Bloggs"]),
        ("Cllr. Smith holds the key", ["Cllr. Smith"]),
        ("Ask John Smith", ["John Smith"]),
        ("Mohammed Khan and Zoe Webb", ["Mohammed Khan", "Zoe Webb"]),
    ],
)
def test_dif_1_a_person_is_found(text, who):
    assert named(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Homes considers that homes should wait.",
        "Grace Church considers otherwise.",
        "John Lewis Partnership lets its vans stand idle at night.",
        "We act with good grace.",
        "Price rises decide it. Will it last? Brook Street is too far.",
        "St John Ambulance drives them home from Victoria Road.",
        "The Housing Act says otherwise, and so does the Mental Capacity Act 2005.",
        "Aldermere City Council holds 40 homes in Northside.",
    ],
)
def test_dif_1_an_organisation_is_not_a_person(text):
    assert named(text) == []


def test_insults_are_found_once_each_whatever_their_case():
    assert insults("Idiots! The council is a joke, and idiots run it") == [
        "Idiots",
        "a joke",
        "idiots",
    ]


def test_plain_words_are_no_insults():
    assert insults("The difference lies in how long people lying in corridors wait") == []


def test_what_reads_as_an_accusation_is_named_with_fairer_words():
    text = "The trust clearly ignores us and refuses to count."

    assert advice(text) == [
        ("refuses", "does not"),
        ("ignores", "has not answered"),
        ("clearly", "leave it out"),
    ]


def test_fair_words_need_no_advice():
    assert advice("We consider that a home should wait, because nobody can be rushed.") == []
