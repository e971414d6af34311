"""Places as people write them, and the councils that they are today."""

from datetime import date

import pytest

from coalition.places import Places, places_in
from tests import make


def meet(text, other):
    return Places([text, other]).meet(text, other)


@pytest.fixture
def councils(db):
    """Vale is a county with two districts in the South West; Oldport became Aldermere in 2023."""
    region = {"region": "South West"}
    vale = make.council("Vale County Council", names=["vale county", "vale"], tier="CTY", **region)
    for name in ("Port", "Marsh"):
        names = [f"{name.lower()} district", name.lower()]
        make.council(f"{name} District Council", names=names, tier="NMD", county=vale, **region)
    now = make.council("Aldermere City Council", names=["aldermere city", "aldermere"])
    old = make.council("Oldport Council", names=["oldport"], ends_on=date(2023, 3, 31))
    old.successors.add(now)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Aldermere, Northside", ["Aldermere", "Northside"]),
        ("Aldermere and Vale", ["Aldermere", "Vale"]),
        ("Southgate/Port", ["Southgate", "Port"]),
        ("Sandwell", ["Sandwell"]),
        ("", []),
    ],
)
def test_places_as_people_write_them(words, places):
    assert places_in(words) == places


@pytest.mark.parametrize("known", [True, False])
def test_each_place_counts_once(db, known):
    if known:
        make.council("Vale Council", names=["vale"])

    found = Places(["Vale & vale; Port"]).of("Vale & vale; Port")

    assert [place.words for place in found] == ["Vale", "Port"]


def test_an_open_place_has_everything_in_common(db):
    assert meet("", "Vale")
    assert not meet("Aldermere", "Vale")
    text, other = "ALDERMERE, Vale", "Aldermere and Port"
    assert Places([text, other]).common(text, other) == ["ALDERMERE"]


@pytest.mark.parametrize(
    ("text", "other", "together"),
    [
        ("Vale", "Port District Council", True),  # a district lies in its county
        ("Marsh", "Port", False),  # two districts do not lie in each other
        ("South West", "Marsh", True),
        ("England", "Aldermere", True),
        ("South West", "Aldermere", False),
        ("Oldport", "Aldermere", True),  # what it became
        ("Oldport", "Port", False),
        ("the mill at Oldport", "Aldermere", False),  # no council is called so
    ],
)
def test_places_meet_by_the_councils_of_today(councils, text, other, together):
    assert meet(text, other) is together
    assert meet(other, text) is together


def test_many_texts_take_as_many_queries_as_one(councils, django_assert_max_num_queries):
    texts = [f"Vale, Place {number} and Marsh" for number in range(30)]

    with django_assert_max_num_queries(6):
        found = Places(texts)

    assert [place.words for place in found.of(texts[7])] == ["Vale", "Place 7", "Marsh"]


def test_what_may_meet_is_sought_by_every_name_that_it_may_have(councils):
    assert Places(["Vale"]).near("Vale") == {"vale", "port", "marsh"}
    assert Places(["Marsh"]).near("Marsh") == {"vale", "marsh"}
    assert Places(["Aldermere"]).near("Aldermere") == {"aldermere", "oldport"}
    assert Places(["Atlantis"]).near("Atlantis") == {"atlantis"}
