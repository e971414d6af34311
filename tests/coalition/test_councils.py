"""Councils: loaded from the file, found by what people call them, followed to what they became."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from coalition.areas import councils_named, current
from coalition.models import Council
from tests import make
from tests.coalition.shared_data import FOLDER, needs_shared_data

REFERENCE = FOLDER / "reference"


def load():
    call_command(
        "load_councils",
        REFERENCE / "uk_local_authorities.csv",
        aliases=REFERENCE / "la_name_aliases.csv",
        history=REFERENCE / "la_gss_history.csv",
        verbosity=0,
    )


def names(text):
    return [[council.name for council in found.councils] for found in councils_named(text)]


@needs_shared_data
def test_the_table_of_councils_loads_twice_without_harm(db, capsys):
    load()
    before = list(Council.objects.order_by("gss").values())
    load()

    assert list(Council.objects.order_by("gss").values()) == before
    assert "445 councils are here" in capsys.readouterr().out
    kent = Council.objects.get(gss="E10000016")
    assert (kent.get_tier_display(), kent.get_nation_display()) == ("County council", "England")
    assert Council.objects.get(name="Ashford Borough Council").county == kent
    assert Council.objects.get(gss="W06000002").name_cy == "Cyngor Gwynedd"


@needs_shared_data
def test_a_council_that_is_no_more_leads_to_its_successors(db):
    load()

    cumbria = Council.objects.get(name="Cumbria County Council")
    assert cumbria.is_over
    assert [c.name for c in current(cumbria)] == [
        "Cumberland Council",
        "Westmorland and Furness Council",
    ]
    assert current(cumbria, date(2022, 1, 1)) == [cumbria]
    assert names("East Dorset") == [["Dorset Council"]]


@needs_shared_data
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("leeds", [["Leeds City Council"]]),
        ("Leeds; Bradford",
         [["Leeds City Council"], ["City of Bradford Metropolitan District Council"]]),
        ("E08000035", [["Leeds City Council"]]),
        ("Leeds and Kirklees", [["Leeds City Council"], ["Kirklees Council"]]),
        ("Bournemouth, Christchurch and Poole, Dorset",
         [["Bournemouth, Christchurch and Poole Council"], ["Dorset Council"]]),
        ("Sir Gaerfyrddin", [["Carmarthenshire County Council"]]),
        ("North Yorkshire", [["North Yorkshire Council"]]),
        ("E07000097", [["East Hertfordshire District Council"]]),
    ],
)  # fmt: skip
def test_councils_are_found_by_what_people_call_them(db, text, found):
    load()

    assert names(text) == found


@needs_shared_data
def test_every_known_name_of_a_council_that_exists_finds_it(db):
    load()

    for council in Council.objects.current().exclude(tier__in=["COMB", "SRA"]):
        assert council.name in [c.name for c in councils_named(council.name)[0].councils]


def test_a_name_that_nobody_has_leads_to_one_like_it(db):
    make.council("Aldermere City Council")

    assert [found.alike for found in councils_named("Aldermer City, Atlantis")] == [
        "Aldermere City Council",
        "",
    ]


def test_names_are_found_in_the_same_queries_however_many_they_are(
    db, django_assert_max_num_queries
):
    for number in range(12):
        make.council(f"Place {number}", ends_on=date(2020, 1, 1))

    with django_assert_max_num_queries(6):
        assert len(councils_named(", ".join(f"Place {number}" for number in range(12)))) == 12


def test_a_file_that_is_no_table_of_councils_is_explained(db, tmp_path):
    wrong = tmp_path / "members.csv"
    wrong.write_text("Name,Number\nKitchen,1\n")

    with pytest.raises(CommandError, match="not a table of councils"):
        call_command("load_councils", wrong)
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_councils", tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("council_has_a_gss_code", {"gss": "X1"}),
        ("council_has_a_name", {"name": ""}),
        (
            "council_ends_after_it_starts",
            {"starts_on": date(2020, 1, 2), "ends_on": date(2020, 1, 1)},
        ),
    ],
)
def test_the_database_itself_refuses(db, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make.council(**fields)
