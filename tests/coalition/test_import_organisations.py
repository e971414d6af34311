"""What rows about organisations mean: columns guessed, values read, rows told apart, and compared
with the register."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition.imports import tables
from coalition.imports.kind import of
from coalition.models import Organisation
from coalition.spreadsheets.organisations import values
from coalition.spreadsheets.values import Doubt
from tests import make
from tests.coalition.shared_data import FOLDER, NASTY, needs_shared_data


def rows(job):
    """What each row says and what would become of it, in the order of the file."""
    return tables.fetch(
        f"select s.*, d.outcome, d.target, d.twin, d.remarks as remarked"
        f" from {tables.rows_of(job)} s join {tables.forecast_of(job)} d on d.n = s.n order by s.n"
    )


def entries(text, columns=None):
    return rows(make.organisation_import(text, columns=columns))


def entry(text):
    return entries(text)[0]


def outcomes(text, **options):
    return [row["outcome"] for row in rows(make.organisation_import(text, **options))]


def said(row, what="faults"):
    """What is to be done about a row."""
    return " ".join(todo for _, _, todo in tables.loaded(row[what] or "[]"))


def guessed(text):
    job = make.organisation_import(text, checked=False)
    return {job.labels[position]: holds for position, holds in job.matched.items()}


@pytest.fixture(autouse=True)
def register(db):
    """Every import waits in tables of the database."""


def test_columns_are_guessed_by_their_headings():
    assert guessed(
        "Organisation Name,Charity No.,Company Number,Post code,Web site,Notes,Sector\n"
        "Kitchen,1147168,04412345,BS1 4ST,kitchen.example,call,VC\n"
    ) == {
        "Organisation Name": "name",
        "Charity No.": "charity",
        "Company Number": "GB-COH",
        "Post code": "postcode",
        "Web site": "website",
        "Sector": "sector",
    }


def test_a_heading_that_its_values_belie_is_not_believed():
    assert guessed("Name,Number,Status\n1147168,12,unsure\n1089784,13,asked\n") == {}


def test_a_heading_that_says_more_is_not_taken_for_what_it_begins_with():
    assert guessed("Organisation type,Town\nCharity,Bath\n") == {
        "Organisation type": "sector",
        "Town": "area",
    }


def test_a_title_is_no_organisations_name():
    assert guessed("Title,Group\nMs,Kitchen\n") == {}


def test_which_of_two_columns_is_meant_is_for_a_person_to_say():
    text = "Grant to,Paid by,Paid to\nKitchen,GB-CHC-1147168,GB-CHC-1089784\n"
    assert guessed(text) == {}


@needs_shared_data
def test_in_a_real_file_of_grants_the_recipient_is_meant():
    text = (FOLDER / "organisations" / "grants_360giving.csv").read_bytes()
    assert guessed(text) == {"recipient": "name", "recipient_id": "org_id"}


def test_identifiers_postcodes_and_addresses_are_told_by_their_look():
    assert guessed("Name,x,y,z\nKitchen,GB-CHC-1147168,BS1 4ST,www.kitchen.example\n") == {
        "Name": "name",
        "x": "org_id",
        "y": "postcode",
        "z": "website",
    }


@pytest.mark.parametrize("cell", ["42.0", "LIV", "E08000012"])
def test_a_column_of_numbers_or_codes_is_no_area(cell):
    assert "Area" not in guessed(f"Name,Area\nKitchen,{cell}\n")
    assert guessed("Name,Area\nKitchen,BATH\nLibrary,Ely\n") == {"Name": "name", "Area": "area"}


def test_a_postcode_and_an_area_are_two_things():
    job = make.organisation_import("Name,Council,Postcode\nKitchen,Bristol,bs14st\n", done=True)

    found = Organisation.objects.get(came_by=job)
    assert (found.area, found.postcode) == ("Bristol", "BS1 4ST")


@pytest.mark.parametrize(
    ("scheme", "cell", "found"),
    [
        ("", "1147168", ("GB-CHC", "1147168")),
        ("", " 1147168.0", ("GB-CHC", "1147168")),
        ("", "1,147,168", ("GB-CHC", "1147168")),
        ("", "SC038092", ("GB-SC", "SC038092")),
        ("", "sc 38092", ("GB-SC", "SC038092")),
        ("", "NIC100123", ("GB-NIC", "100123")),
        ("", "GB-CHC-1147168", ("GB-CHC", "1147168")),
        ("", "GB-SC-SC038092", ("GB-SC", "SC038092")),
        ("", "GB-CASC-9abbf705", ("OTHER", "GB-CASC-9abbf705")),
        ("", "360G-wolfson:org-1234", ("OTHER", "360G-wolfson:org-1234")),
        ("GB-SC", "38092", ("GB-SC", "SC038092")),
        ("GB-NIC", "100123", ("GB-NIC", "100123")),
        ("GB-COH", "2534145", ("GB-COH", "02534145")),
        ("GB-COH", "2534145.0", ("GB-COH", "02534145")),
        ("", "GB-LAE-GMCA", ("GB-LAE", "GMCA")),
        ("GB-COH", "RC123", ("GB-COH", "RC000123")),
        ("GB-COH", "IP12345R", ("GB-COH", "IP12345R")),
        ("GB-COH", "GB-CHC-1147168", ("GB-CHC", "1147168")),
        ("GB-NHS", "r0a", ("GB-NHS", "R0A")),
        ("GB-GOR", "EA61", ("GB-GOR", "EA61")),
        ("GB-LAE", "LIV", ("GB-LAE", "LIV")),
        ("GB-SHPE", "LH0250", ("GB-SHPE", "LH0250")),
    ],
)
def test_a_register_number_is_written_as_the_register_does(scheme, cell, found):
    assert values.register_number(scheme, cell) == found


@pytest.mark.parametrize(
    ("scheme", "cell", "said"),
    [
        ("", "1.15E+06", "last digits are lost"),
        ("", "2,08E+05", "last digits are lost"),
        ("GB-COH", "1.2E+07", "last digits are lost"),
        ("", "021138", "write SC021138"),
        ("", "12345", "6 or 7 digits"),
        ("", "12345678", "6 or 7 digits"),
        ("", "pending", "6 or 7 digits"),
        ("", "not-a number", "prefix"),
        ("GB-COH", "9", "8 digits"),
    ],
)
def test_a_register_number_that_cannot_be_one_is_answered_with_what_to_do(scheme, cell, said):
    with pytest.raises(values.Doubt, match=said):
        values.register_number(scheme, cell)


@pytest.mark.parametrize("cell", ["=SUM(A1)", "+Hope", "-Hope", "@Hope"])
def test_a_name_that_a_spreadsheet_would_run_stays_out(cell):
    assert "as a formula does" in said(entry(f'Name,Town\n"{cell}",x\n'))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("", "no name"),
        ("N/A", "no name"),
        ("1147168", "not a name"),
        ("x" * 201, "201 characters"),
        ("Caf\ufffd", "lost"),
    ],
)
def test_a_row_without_a_usable_name_stays_out(cell, says):
    text = f"Name,Town\n{cell},Bath\nKitchen,Bath\n"
    assert says in said(entries(text, {0: "name"})[0])


def test_a_name_is_one_line_without_doubled_spaces():
    assert entry('Name,Town\n"The\n  Kitchen",Bath\n')["name"] == "The Kitchen"


def test_an_optional_value_that_makes_no_sense_is_left_out_and_named():
    found = entry("Name,Postcode,Website\nKitchen,POOLE,http://none\nB,BS1 4ST,x.org\n")
    assert (found["name"], found["area"], found["website"]) == ("Kitchen", "", "")
    assert [(column, says) for column, says, _ in tables.loaded(found["remarks"])] == [
        ("Postcode", "POOLE"),
        ("Website", "http://none"),
    ]
    assert found["outcome"] == "new"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("WA15 OHF", "WA15 0HF"), ("S020 6BG", "SO20 6BG"), ("cro5jh", "CR0 5JH")],
)
def test_a_letter_taken_for_a_digit_in_a_postcode_is_pointed_out(cell, meant):
    found = entry(f"Name,Postcode\nKitchen,{cell}\n" + "Library,BS1 4ST\n" * 2)
    assert f"Did you mean {meant}?" in said(found, "remarks")


@pytest.mark.parametrize("cell", ["TH13 2SD", "SW1A", "OOOOOOOOOOOO", "1I1 I1I"])
def test_no_postcode_is_suggested_where_none_or_several_could_be_meant(cell):
    with pytest.raises(Doubt, match="not a whole UK postcode"):
        values.postcode(cell)


def test_values_are_tidied():
    found = entry("Name,Postcode,Website,Active\nKitchen,bs14st,www.kitchen.example,False\n")
    assert [found[name] for name in ("name", "postcode", "website", "status")] == [
        "Kitchen",
        "BS1 4ST",
        "https://www.kitchen.example",
        "dormant",
    ]


def test_a_sector_is_known_by_code_label_and_common_word():
    found = entries("Name,Sector\nA,vc\nB,Faith group\nC,Charity\nD,Bussiness\nE,\n")
    assert [row["sector"] for row in found] == ["VC", "FA", "VC", "", ""]
    assert "Did you mean “Business”?" in said(found[3])
    assert not found[4]["faults"]


def test_a_doubt_about_a_second_number_does_not_keep_the_row_out():
    found = entry("Name,Id,Company number\nKitchen,GB-CHC-1147168,9\nB,GB-CHC-1147169,1234567\n")
    assert found["numbers"] == ["GB-CHC|1147168"]
    assert not found["faults"]
    assert said(found, "remarks").startswith("Company number: write 8 digits")


def test_a_doubt_about_the_first_number_keeps_the_row_out():
    text = "Name,Id,Company number\nKitchen,GB-CHC-9,1234567\n"
    found = entries(text, {0: "name", 1: "org_id", 2: "GB-COH"})[0]
    assert found["outcome"] == "faulty"
    assert "6 or 7 digits" in said(found)


def test_zero_and_none_stand_for_no_number():
    found = entry("Name,Charity number\nKitchen,0\nB,1147168\n")
    assert found["numbers"] == []
    assert not found["faults"]


def test_a_row_with_more_cells_than_columns_stays_out():
    found = entries("Name,Town\nKitchen,Bath\nSmith, Jones,York\n")
    assert "3 cells" in said(found[1])


def test_a_row_that_says_the_same_again_is_counted_once():
    found = entries(
        "Name,Number,Postcode\nKitchen,1147168,BS1 4ST\nKITCHEN,1147168,BS1 4ST\nKitchen,,BS1 4ST\n"
    )
    assert [row["repeats"] for row in found] == [None, 2, 2]
    assert [row["outcome"] for row in found] == ["new", "repeated", "repeated"]


def test_a_row_that_contradicts_an_earlier_one_stays_out():
    found = entries("Name,Number\nKitchen,1147168\nKitchen Ltd,1147168\n")
    assert "Row 2 has the same GB-CHC 1147168 and says “Kitchen”" in said(found[1])


def test_a_second_number_goes_to_the_first_row_that_has_it():
    found = entries(
        "Name,Id,Company number\nA,GB-CHC-1147168,12345678\nB,GB-CHC-1147169,12345678\n"
    )
    assert found[1]["numbers"] == ["GB-CHC|1147169"]
    assert "Row 2 has the same number" in said(found[1], "remarks")


def test_an_organisation_is_known_by_its_number():
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")

    same = entry("Name,Number\nKitchen,1147168\n")
    job = make.organisation_import("Name,Number,Website\nThe Kitchen,1147168,kitchen.example\n")

    assert (same["outcome"], same["target"]) == ("same", kitchen.pk)
    assert job.forecast["changes_shown"][0]["fields"] == [
        ["Name", "Kitchen", "The Kitchen"],
        ["Website", "", "https://kitchen.example"],
    ]


def test_an_organisation_without_number_is_known_by_exact_name_and_postcode():
    make.organisation("Kitchen", area="Bath", postcode="BS1 4ST")
    text = "Name,Postcode\nKITCHEN,BS1 4ST\nKitchen,BS1 4SU\n"
    assert outcomes(text) == ["changed", "new"]


def test_where_one_side_has_no_postcode_the_area_tells_the_organisation():
    make.organisation("Kitchen", area="Bath")
    make.organisation("Library")

    kitchen, other, library = entries(
        "Name,Postcode,Area\nKitchen,BS1 4ST,bath\nKitchen,BS1 4SU,Bristol\nLibrary,BS1 4ST,\n"
    )

    assert (kitchen["outcome"], kitchen["twin"]) == ("changed", None)
    assert (other["outcome"], bool(other["twin"])) == ("new", True)
    assert (library["outcome"], bool(library["twin"])) == ("new", True)


def test_a_changed_postcode_goes_back_when_the_import_is_undone():
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168", postcode="BS1 4ST")
    job = make.organisation_import("Name,Number,Postcode\nKitchen,1147168,BS1 4SU\n", done=True)
    kitchen.refresh_from_db()
    assert kitchen.postcode == "BS1 4SU"

    make.undone(job)

    kitchen.refresh_from_db()
    assert kitchen.postcode == "BS1 4ST"


def test_a_name_that_two_organisations_share_is_for_a_person_to_tell():
    make.organisation("Kitchen", area="Bath")
    make.organisation("Kitchen", area="Bath")

    job = make.organisation_import("Name,Area\nKitchen,Bath\n")

    assert job.forecast["doubles"] == 1
    assert rows(job)[0]["twin"]


def test_org_1_the_same_name_alone_is_not_the_same_organisation_but_warns():
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")

    new, other = entries("Name,Number\nKITCHEN,1089784\nLibrary,1089785\n")

    assert (new["outcome"], new["twin"]) == ("new", kitchen.pk)
    assert other["twin"] is None


def test_an_organisation_typed_in_without_a_number_gets_it_by_exact_name_and_area():
    make.organisation("Kitchen", area="Bath")
    make.organisation("Library")
    text = "Name,Number,Area\nKitchen,1147168,Bath\nLibrary,1089784,\n"
    assert outcomes(text) == ["changed", "new"]


def test_rows_that_are_twice_in_the_file_are_named_with_the_row_that_they_repeat():
    job = make.organisation_import("Name,Area\nKitchen,Bath\nkitchen,Bath\nKitchen,\n")

    assert job.forecast["repeats_shown"] == [{"row": 3, "earlier": 2, "says": "kitchen"}]


@needs_shared_data
def test_places_of_worship_of_one_name_are_told_apart_by_their_councils():
    text = (FOLDER / "organisations" / "places_of_worship_gm.csv").read_bytes()

    job = make.organisation_import(text)

    assert job.matched[3] == "area"
    assert job.forecast["new"] > 600
    assert len(job.forecast["repeats_shown"]) == 10


def test_two_of_one_name_and_area_with_different_numbers_are_two():
    make.organisation("Kitchen", area="Bath", org_id="GB-CHC-1089784")
    assert outcomes("Name,Number,Area\nKitchen,1147168,Bath\n") == ["new"]


def test_a_known_company_gets_its_charity_number():
    kitchen = make.organisation("Kitchen", org_id="GB-COH-04412345")

    job = make.organisation_import(
        "Name,Number,Company number\nKitchen,1147168,4412345\n", done=True
    )

    assert job.result["changed"] == 1
    assert {str(one) for one in kitchen.identifiers.all()} == {"GB-COH-04412345", "GB-CHC-1147168"}


def test_org_1_a_number_that_another_organisation_has_is_left_out():
    other = make.organisation("Other", org_id="GB-CHC-1089784")
    other.identifiers.create(scheme="GB-COH", value="04412345")

    job = make.organisation_import(
        "Name,Number,Company number\nKitchen,1147168,4412345\n", done=True
    )

    found = rows(job)[0]
    assert found["outcome"] == "new"
    assert "Other has this number already" in said(found, "remarked")
    assert other.identifiers.count() == 2
    assert job.result["new"] == 1


def test_a_blank_cell_takes_nothing_away():
    make.organisation("Kitchen", org_id="GB-CHC-1147168", area="Bath", website="https://k.example")
    assert outcomes("Name,Number,Area,Website\nKitchen,1147168,,\n") == ["same"]


def test_known_organisations_can_be_left_as_they_are():
    make.organisation("Kitchen", org_id="GB-CHC-1147168")
    assert outcomes("Name,Number\nThe Kitchen,1147168\n", updates_known="no") == ["same"]


def test_a_file_does_not_bring_back_an_organisation_that_left():
    make.organisation("Kitchen", org_id="GB-CHC-1147168", status="left")
    make.organisation("Library", org_id="GB-CHC-1089784", status="active")

    job = make.organisation_import("Name,Number,Active\nKitchen,1147168,yes\nLibrary,1089784,no\n")

    assert [row["outcome"] for row in rows(job)] == ["same", "changed"]
    assert job.forecast["changes_shown"][0]["fields"] == [["Status", "Active", "Dormant"]]


def test_the_numbers_of_the_register_are_not_read_anew_for_each_row():
    """Which made a second file of 5,000 organisations a matter of minutes."""
    text = "Name,Number\n" + "".join(f"Group {n},{1000000 + n}\n" for n in range(600))
    make.organisation_import(text, done=True)
    job = make.organisation_import(text)
    kind, waiting = of(job), tables.rows_of(job)
    match = kind.match(f"(select * from {waiting} where faults is null and repeats is null)")

    tables.execute("analyze coalition_organisationidentifier; set local enable_nestloop = off")
    (found,) = tables.fetch(
        f"explain (analyze, format json) select m.n, {kind.adds} from {waiting} s"
        f" left join ({match.sql}) m on m.n = s.n",
        match.params,
    )

    plan = tables.loaded(found["QUERY PLAN"])[0]["Plan"]
    assert sum(_readings_of("coalition_organisationidentifier", plan)) <= 2


def _readings_of(table, plan):
    """How often each part of a plan reads all of a table."""
    if plan["Node Type"] == "Seq Scan" and plan["Relation Name"] == table:
        yield plan["Actual Loops"]
    for part in plan.get("Plans", []):
        yield from _readings_of(table, part)


def test_any_number_of_rows_is_checked_in_as_many_queries():
    def queries_of(number):
        text = "Name,Number\n" + "".join(f"Group {n},{1000000 + n}\n" for n in range(number))
        with CaptureQueriesContext(connection) as found:
            make.organisation_import(text + "Bare,\n")
        return len(found)

    make.organisation("Group 1", org_id="GB-CHC-1000001")
    queries_of(2)  # what is asked once and remembered
    assert queries_of(2) == queries_of(50)


# file: ready, repeated, faulty rows, and remarks
NASTY_ROWS = {
    "01_plain_utf8.csv": (30, 0, 0, 0),
    "02_excel_utf8_bom.csv": (30, 0, 0, 0),
    "03_excel_cp1252.csv": (30, 0, 0, 0),
    "04_semicolon_decimal_comma.csv": (30, 0, 0, 0),
    "05_tab_utf16le_excel_unicode_text.txt": (30, 0, 0, 0),
    "06_title_rows_and_totals.csv": (25, 0, 0, 0),
    "07_two_header_rows_merged.csv": (20, 0, 0, 0),
    "08_lost_leading_zeros_and_sci.csv": (14, 0, 11, 0),
    "09_formulas.csv": (0, 0, 13, 0),
    "10_mojibake.csv": (15, 0, 0, 0),
    "11_ragged_rows.csv": (24, 0, 1, 4),
    "12_duplicate_and_blank_headers.csv": (15, 0, 0, 0),
    "13_newlines_in_cells_mac_cr.csv": (15, 0, 0, 0),
    "14_duplicates_inside_one_file.csv": (20, 3, 1, 0),
    "16_mixed_dates.csv": (21, 0, 0, 0),
    "18_nul_bytes.csv": (5, 0, 0, 0),
    "19_5000_rows.csv": (4516, 478, 6, 40),  # six have no name
}


@needs_shared_data
@pytest.mark.parametrize("name", NASTY_ROWS)
def test_rows_of_a_broken_export_are_right_or_say_what_is_wrong(name):
    job = make.organisation_import((NASTY / name).read_bytes())

    forecast = job.forecast
    assert (
        job.ready,
        forecast["repeated"],
        forecast["faulty"],
        forecast["remarks"],
    ) == NASTY_ROWS[name]
