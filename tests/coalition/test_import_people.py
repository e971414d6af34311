"""People come in with their places: who is known, what a file may change, what it never does."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from coalition.actions import import_steps, imports
from coalition.imports import tables
from coalition.models import Affiliation, Contributor, ExternalRef, Organisation
from tests import make
from tests.coalition.shared_data import FOLDER, needs_shared_data
from tests.coalition.test_import_organisations import rows, said

pytestmark = pytest.mark.django_db


def test_people_come_in_with_unconfirmed_names():
    """CON-4: what a file says is not the person's own word."""
    text = "Title,First name,Surname,Email\nDr,Ngozi,Okafor,NGOZI@Example.org\n"

    job = make.people_import(text, done=True)

    person = Contributor.objects.get()
    assert (person.letter_name, person.salutation) == ("Dr Ngozi Okafor", "Dr Okafor")
    assert (person.email, person.name_confirmed_by) == ("ngozi@example.org", "import")
    assert not person.name_is_confirmed
    assert person.came_by == job


def test_names_that_databases_write_for_nothing_are_names():
    text = "First name,Surname\nSiân,Na\nNguyễn,Null\nBen,NULL\nAda,n/a\n"

    make.people_import(text, done=True)

    found = Contributor.objects.order_by("letter_name").values_list("letter_name", flat=True)
    assert list(found) == ["Ada", "Ben", "Nguyễn Null", "Siân Na"]


@needs_shared_data
def test_a_register_of_difficult_names_comes_in_as_it_is_written():
    text = (FOLDER / "people" / "name_edge_cases.csv").read_bytes()
    names = {" ".join(row["name"].split()) for row in csv.DictReader(io.StringIO(text.decode()))}

    make.people_import(text, done=True)

    found = set(Contributor.objects.values_list("letter_name", flat=True))
    assert "Null" in found
    assert len(names - found) == 6  # no name at all, a formula, a number, a picture, two too long
    assert not found - names


@pytest.mark.parametrize(
    "name",
    ["Prince", "Олена Стеценко", "Nguyễn Thị Thảo", "Siân ap Gwilym", "李小龍", "x" + "y" * 199],
)
def test_a_name_of_any_script_and_length_comes_in(name):
    make.people_import(f"Name,Email\n{name},a@example.org\n", done=True)
    assert Contributor.objects.get().letter_name == name


def test_an_address_is_put_together_from_its_columns():
    text = "Name,Address line 1,Address line 2,Town,Postcode\nBen,1 Mill Lane,,Aldermere,bs14st\n"
    make.people_import(text, done=True)
    assert Contributor.objects.get().address == "1 Mill Lane\nAldermere\nBS1 4ST"


def test_what_cannot_be_right_is_left_out_and_named():
    text = "Name,Email,Phone,Language\nBen,ben(at)example,12,Klingon\nAnn,a@example.org,,en\n"
    columns = {0: "letter_name", 1: "email", 2: "phone", 3: "language"}
    found = rows(make.people_import(text, columns=columns))[0]
    assert found["outcome"] == "new"
    assert [column for column, _, _ in tables.loaded(found["remarks"])] == [
        "Email",
        "Phone",
        "Language",
    ]


def test_a_row_without_a_name_stays_out():
    found = rows(make.people_import("First name,Surname,Email\n,,a@example.org\nA,B,b@e.org\n"))
    assert "The row has no name" in said(found[0])
    assert found[1]["outcome"] == "new"


def test_importing_twice_changes_nothing():
    text = "Name,Email,Postcode,Address line 1\nBen,ben@example.org,,\nAnn,,BS1 4ST,1 Mill Lane\n"
    make.people_import(text, done=True)
    before = list(Contributor.objects.order_by("pk").values())

    job = make.people_import(text, done=True)

    assert (job.result["same"], job.result["new"]) == (2, 0)
    assert list(Contributor.objects.order_by("pk").values()) == before


def test_somebody_is_known_by_the_reference_of_the_same_source_only():
    make.people_import("Ref,Name\n17,Ben Okafor\n", source="CRM", done=True)

    same = make.people_import("Ref,Name,Phone\n17,Benjamin Okafor,07700900123\n", source="CRM")
    other = make.people_import("Ref,Name\n17,Grace Adeyemi\n", source="Church list")

    assert rows(same)[0]["outcome"] == "changed"
    assert rows(other)[0]["outcome"] == "new"
    assert ExternalRef.objects.get().target == Contributor.objects.get().pk


@pytest.mark.parametrize("confirmed_by", ["self", "partner"])
def test_con_4_a_confirmed_name_stays(confirmed_by):
    make.people_import("Ref,Name\n17,Ben Okafor\n", source="CRM", done=True)
    Contributor.objects.update(letter_name="Dr Ben Okafor", name_confirmed_by=confirmed_by)

    job = make.people_import("Ref,Name\n17,BEN O.\n", source="CRM", done=True)

    assert job.result["same"] == 1
    assert Contributor.objects.get().letter_name == "Dr Ben Okafor"


@pytest.mark.parametrize("fact", ["deceased_on", "objected_at", "anonymised_at"])
def test_con_2_nobody_who_died_objected_or_was_anonymised_is_touched(fact):
    make.people_import("Ref,Name,Email\n17,Ben,ben@example.org\n", source="CRM", done=True)
    value = timezone.localdate() if fact.endswith("_on") else timezone.now()
    blank = dict.fromkeys(["email", "phone", "address", "salutation", "known_as"], "")
    Contributor.objects.update(**{fact: value}, **(blank if fact == "anonymised_at" else {}))
    before = Contributor.objects.values().get()

    text = "Ref,Name,Email,Phone,Organisation\n17,Ben,new@example.org,07700900123,Kitchen\n"
    job = make.people_import(text, source="CRM", add_organisations="VC", done=True)

    assert job.result["same"] == 1
    assert Contributor.objects.values().get() == before
    assert not Affiliation.objects.exists()


def test_somebody_with_an_account_keeps_what_they_say_of_themselves(ben):
    person = ben.contributor
    person.phone = "020 7946 0123"
    person.save()
    text = f"Name,Email,Phone,Known as\nBen,{person.email},07700900123,Benny\n"

    make.people_import(text, done=True)

    person.refresh_from_db()
    assert (person.phone, person.known_as) == ("020 7946 0123", "Benny")


def test_a_blank_cell_takes_nothing_away():
    make.contributor("Ben", email="ben@example.org", phone="020 7946 0123")
    job = make.people_import("Name,Email,Phone\nBen,ben@example.org,\n")
    assert job.forecast["same"] == 1


@pytest.mark.parametrize(
    "row", ["Ben,another@example.org", "Ben,", "Somebody else,ben@example.org"]
)
def test_the_same_name_or_email_alone_waits_for_a_person(row):
    there = make.contributor("Ben", email="ben@example.org")

    job = make.people_import(f"Name,Email\n{row}\n", done=True)

    assert (job.result["left"], job.result["new"]) == (1, 0)
    assert job.forecast["doubles"] == 1
    assert Contributor.objects.get() == there


def test_con_6_another_person_at_a_known_address_shares_it():
    make.contributor("Ben", email="ben@example.org")
    job = make.people_import("Name,Email\nAnn,ben@example.org\n")
    choose(job, "add")

    ann = Contributor.objects.get(letter_name="Ann")
    assert ann.email_is_shared


def test_con_6_two_rows_at_one_address_share_it():
    make.people_import("Name,Email\nAnn,home@example.org\nBen,home@example.org\n", done=True)
    assert list(Contributor.objects.values_list("email_is_shared", flat=True)) == [True, True]


def choose(job, doubles, choices=None):
    imports.choose(job=job, doubles=doubles, choices=choices or {})
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    imports.start(job=job, seen=job.checked_at, by=None)
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()


def test_a_person_chooses_for_all_and_for_one_what_becomes_of_doubles():
    for name in ("Ann", "Ben", "Cem"):
        make.contributor(name, email=f"{name.lower()}@example.org")
    text = "Name,Email\nAnn,ann@new.example\nBen,ben@new.example\nCem,cem@new.example\n"
    job = make.people_import(text)

    choose(job, "update", {"3": "add", "4": "leave"})

    assert [job.result[k] for k in ("changed", "new", "left")] == [1, 1, 1]
    assert Contributor.objects.get(letter_name="Ann").email == "ann@new.example"
    assert Contributor.objects.filter(letter_name="Ben").count() == 2
    assert Contributor.objects.get(letter_name="Cem").email == "cem@example.org"


def test_people_come_in_with_places_in_organisations_that_are_known():
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    make.organisation("Library")
    text = (
        "Name,Email,Organisation,Charity number,Role,From,To\n"
        "Ben,ben@example.org,The Kitchen Ltd,1147168,Trustee,01/03/2020,\n"
        "Ben,ben@example.org,Library,,Reader,2019-01-01,31/12/2019\n"
    )
    make.people_import(text, done=True)

    places = Affiliation.objects.order_by("from_on")
    assert [(p.organisation.name, p.role_title, p.from_on, p.to_on) for p in places] == [
        ("Library", "Reader", date(2019, 1, 1), date(2019, 12, 31)),
        ("Kitchen", "Trustee", date(2020, 3, 1), None),
    ]
    assert places[1].organisation == kitchen
    assert Contributor.objects.count() == 1


def test_an_unknown_organisation_is_said_and_added_only_if_asked_for():
    text = "Name,Email,Organisation\nBen,ben@example.org,Kitchen\nAnn,a@example.org,KITCHEN\n"
    job = make.people_import(text)
    assert job.forecast["rows_with_remarks"] == 2
    assert not Organisation.objects.exists()

    make.people_import(text, add_organisations="VC", done=True)

    kitchen = Organisation.objects.get()
    assert kitchen.affiliations.count() == 2
    assert kitchen.sectors.get().sector == "VC"


def test_aff_1_a_place_that_is_recorded_does_not_come_in_again():
    kitchen = make.organisation("Kitchen")
    make.contributor("Ben", email="ben@example.org", organisation=kitchen)
    text = "Name,Email,Organisation\nBen,ben@example.org,Kitchen\n"
    job = make.people_import(text, done=True)
    assert job.result["same"] == 1
    assert Affiliation.objects.count() == 1


def test_a_file_ends_an_open_place_and_leaves_an_end_that_somebody_typed():
    kitchen, library = make.organisation("Kitchen"), make.organisation("Library")
    ben = make.contributor("Ben", email="ben@example.org", organisation=kitchen)
    long_ago = timezone.localdate() - timedelta(days=900)
    typed = Affiliation.objects.create(
        contributor=ben, organisation=library, from_on=long_ago, to_on=date(2025, 1, 1)
    )
    Affiliation.objects.filter(organisation=kitchen).update(from_on=long_ago)
    text = (
        "Name,Email,Organisation,From,Until\n"
        f"Ben,ben@example.org,Kitchen,{long_ago},2025-06-30\n"
        f"Ben,ben@example.org,Library,{long_ago},2025-06-30\n"
    )
    make.people_import(text, done=True)

    typed.refresh_from_db()
    assert typed.to_on == date(2025, 1, 1)
    assert ben.affiliations.get(organisation=kitchen).to_on == date(2025, 6, 30)


def test_con_1_nothing_but_matched_columns_comes_in():
    text = "Name,Email,Notes\nBen,ben@example.org,owes me money\n"
    make.people_import(text, done=True)
    assert "money" not in str(Contributor.objects.values().get())


def test_con_4_a_name_that_we_typed_is_unconfirmed_once_a_file_changes_it():
    make.people_import("Ref,Name\n17,Ben\n", source="CRM", done=True)
    long_ago = timezone.now() - timedelta(days=900)
    Contributor.objects.update(name_confirmed_by="staff", name_confirmed_at=long_ago)

    make.people_import("Ref,Name\n17,Ben Okafor\n", source="CRM", done=True)

    ben = Contributor.objects.get()
    assert (ben.letter_name, ben.name_confirmed_by) == ("Ben Okafor", "import")
    assert ben.name_confirmed_at > long_ago
