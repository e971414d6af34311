"""What rows mean: columns guessed, values read, rows told apart, and compared with the register."""

import pytest

from coalition import spreadsheets
from coalition.spreadsheets.organisations import (
    Kind,
    compare,
    guess,
    guess_sector,
    understand,
    values,
)
from tests import make
from tests.coalition.shared_data import NASTY, needs_shared_data


def table(text):
    return spreadsheets.read(text.encode())


def entries(text, columns=None):
    read = table(text)
    return understand(read, columns or guess(read))


def entry(text):
    return entries(text)[0]


def guessed(text):
    read = table(text)
    return {read.columns[position].label: holds for position, holds in guess(read).items()}


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


def test_identifiers_postcodes_and_addresses_are_told_by_their_look():
    assert guessed("Name,x,y,z\nKitchen,GB-CHC-1147168,BS1 4ST,www.kitchen.example\n") == {
        "Name": "name",
        "x": "org_id",
        "y": "postcode",
        "z": "website",
    }


def test_an_area_is_left_out_where_there_is_a_postcode():
    assert guessed("Name,Council,Postcode\nKitchen,Bristol,BS1 4ST\n") == {
        "Name": "name",
        "Postcode": "postcode",
    }
    assert guessed("Name,Council\nKitchen,Bristol\n")["Council"] == "area"


def test_the_sector_is_guessed_for_charities_only():
    charities = table("Name,Id\nA,GB-CHC-1147168\nB,GB-SC-SC038092\n")
    assert guess_sector(charities, guess(charities)) == "VC"
    trusts = table("Name,Id\nA,GB-NHS-R0A\nB,GB-NHS-R0B\n")
    assert guess_sector(trusts, guess(trusts)) == ""


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
    assert "as a formula does" in entry(f'Name,Town\n"{cell}",x\n').faults[0].todo


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "no name"),
        ("N/A", "no name"),
        ("1147168", "not a name"),
        ("x" * 201, "201 characters"),
        ("Caf\ufffd", "lost"),
    ],
)
def test_a_row_without_a_usable_name_stays_out(cell, said):
    text = f"Name,Town\n{cell},Bath\nKitchen,Bath\n"
    assert said in entries(text, {0: "name"})[0].faults[0].todo


def test_a_name_is_one_line_without_doubled_spaces():
    assert entry('Name,Town\n"The\n  Kitchen",Bath\n').name == "The Kitchen"


def test_an_optional_value_that_makes_no_sense_is_left_out_and_named():
    found = entry("Name,Postcode,Website\nKitchen,POOLE,http://none\nB,BS1 4ST,x.org\n")
    assert found.values == {"name": "Kitchen"}
    assert [(p.column, p.says) for p in found.remarks] == [
        ("Postcode", "POOLE"),
        ("Website", "http://none"),
    ]
    assert not found.faults


def test_values_are_tidied():
    found = entry("Name,Postcode,Website,Active\nKitchen,bs14st,www.kitchen.example,False\n")
    assert found.values == {
        "name": "Kitchen",
        "area": "BS1 4ST",
        "website": "https://www.kitchen.example",
        "status": "dormant",
    }


def test_a_sector_is_known_by_code_label_and_common_word():
    rows = "Name,Sector\nA,vc\nB,Faith group\nC,Charity\nD,Bussiness\nE,\n"
    found = entries(rows)
    assert [e.values.get("sector") for e in found] == ["VC", "FA", "VC", None, None]
    assert "Did you mean “Business”?" in found[3].faults[0].todo
    assert not found[4].faults


def test_a_doubt_about_a_second_number_does_not_keep_the_row_out():
    found = entry("Name,Id,Company number\nKitchen,GB-CHC-1147168,9\nB,GB-CHC-1147169,1234567\n")
    assert found.identifiers == [("GB-CHC", "1147168")]
    assert not found.faults
    assert found.remarks[0].says == "9"


def test_zero_and_none_stand_for_no_number():
    found = entry("Name,Charity number\nKitchen,0\nB,1147168\n")
    assert found.identifiers == []
    assert not found.faults


def test_a_row_with_more_cells_than_columns_stays_out():
    found = entries("Name,Town\nKitchen,Bath\nSmith, Jones,York\n")
    assert "3 cells" in found[1].faults[0].todo


def test_a_row_that_says_the_same_again_is_counted_once():
    found = entries(
        "Name,Number,Postcode\nKitchen,1147168,BS1 4ST\nKITCHEN,1147168,BS1 4ST\nKitchen,,BS1 4ST\n"
    )
    assert [e.repeats for e in found] == [None, 2, 2]


def test_a_row_that_contradicts_an_earlier_one_stays_out():
    found = entries("Name,Number\nKitchen,1147168\nKitchen Ltd,1147168\n")
    assert "Row 2 has the same GB-CHC 1147168 and says “Kitchen”" in found[1].faults[0].todo


def test_a_second_number_goes_to_the_first_row_that_has_it():
    found = entries(
        "Name,Id,Company number\nA,GB-CHC-1147168,12345678\nB,GB-CHC-1147169,12345678\n"
    )
    assert found[1].identifiers == [("GB-CHC", "1147169")]
    assert "Row 2 has the same number" in found[1].remarks[0].todo


def compared(text, *, updates_known=True):
    return compare(entries(text), updates_known=updates_known)


def test_an_organisation_is_known_by_its_number(db):
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")

    same, changed = (
        compared("Name,Number\nKitchen,1147168\n")[0],
        compared("Name,Number,Website\nThe Kitchen,1147168,kitchen.example\n")[0],
    )

    assert (same.kind, same.organisation) == (Kind.SAME, kitchen)
    assert changed.kind == Kind.CHANGED
    assert changed.changes == {
        "name": ("Kitchen", "The Kitchen"),
        "website": ("", "https://kitchen.example"),
    }


def test_an_organisation_without_number_is_known_by_exact_name_and_area(db):
    make.organisation("Kitchen", area="BS1 4ST")

    found = compared("Name,Postcode\nKITCHEN,BS1 4ST\nKitchen,BS1 4SU\n")

    assert [outcome.kind for outcome in found] == [Kind.CHANGED, Kind.NEW]


def test_a_name_that_two_organisations_share_does_not_tell_which(db):
    make.organisation("Kitchen", area="Bath")
    make.organisation("Kitchen", area="Bath")

    outcome = compared("Name,Area\nKitchen,Bath\n")[0]

    assert outcome.kind == Kind.FAULTY
    assert "Add a register number" in outcome.entry.faults[0].todo


def test_the_same_name_alone_is_not_the_same_organisation_but_warns(db):
    """ORG-1"""
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")

    new, other = compared("Name,Number\nKITCHEN,1089784\nLibrary,1089785\n")

    assert (new.kind, new.namesake) == (Kind.NEW, kitchen)
    assert other.namesake is None


def test_an_organisation_typed_in_without_a_number_gets_it_by_exact_name_and_area(db):
    make.organisation("Kitchen", area="Bath")
    make.organisation("Library")

    known, unsure = compared("Name,Number,Area\nKitchen,1147168,Bath\nLibrary,1089784,\n")

    assert (known.kind, known.new_identifiers) == (Kind.CHANGED, [("GB-CHC", "1147168")])
    assert unsure.kind == Kind.NEW


def test_two_of_one_name_and_area_with_different_numbers_are_two(db):
    make.organisation("Kitchen", area="Bath", org_id="GB-CHC-1089784")
    assert compared("Name,Number,Area\nKitchen,1147168,Bath\n")[0].kind == Kind.NEW


def test_a_known_company_gets_its_charity_number(db):
    kitchen = make.organisation("Kitchen", org_id="GB-COH-04412345")

    outcome = compared("Name,Number,Company number\nKitchen,1147168,4412345\n")[0]

    assert (outcome.kind, outcome.organisation) == (Kind.CHANGED, kitchen)
    assert outcome.new_identifiers == [("GB-CHC", "1147168")]


def test_a_number_that_another_organisation_has_is_left_out(db):
    """ORG-1"""
    other = make.organisation("Other", org_id="GB-CHC-1089784")
    other.identifiers.create(scheme="GB-COH", value="04412345")

    outcome = compared("Name,Number,Company number\nKitchen,1147168,4412345\n")[0]

    assert outcome.kind == Kind.NEW
    assert outcome.new_identifiers == [("GB-CHC", "1147168")]
    assert "Other has this number already" in outcome.entry.remarks[0].todo


def test_a_blank_cell_takes_nothing_away(db):
    make.organisation("Kitchen", org_id="GB-CHC-1147168", area="Bath", website="https://k.example")
    outcome = compared("Name,Number,Area,Website\nKitchen,1147168,,\n")[0]
    assert outcome.kind == Kind.SAME


def test_known_organisations_can_be_left_as_they_are(db):
    make.organisation("Kitchen", org_id="GB-CHC-1147168")
    outcome = compared("Name,Number\nThe Kitchen,1147168\n", updates_known=False)[0]
    assert outcome.kind == Kind.SAME


def test_a_file_does_not_bring_back_an_organisation_that_left(db):
    make.organisation("Kitchen", org_id="GB-CHC-1147168", status="left")
    make.organisation("Library", org_id="GB-CHC-1089784", status="active")

    left, resting = compared("Name,Number,Active\nKitchen,1147168,yes\nLibrary,1089784,no\n")

    assert left.kind == Kind.SAME
    assert resting.changes == {"status": ("active", "dormant")}


def test_any_number_of_rows_is_compared_in_three_queries(db, django_assert_num_queries):
    for n in range(20):
        make.organisation(f"Group {n}", org_id=f"GB-CHC-{1000000 + n}")
    rows = [f"Group {n},{1000000 + n}" for n in range(20)] + [f"No number {n}," for n in range(20)]
    found = entries("Name,Number\n" + "\n".join(rows) + "\n")

    with django_assert_num_queries(3):
        compare(found, updates_known=True)


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
    read = spreadsheets.read((NASTY / name).read_bytes())
    found = understand(read, guess(read))

    ready = [e for e in found if not e.faults and e.repeats is None]
    assert (
        len(ready),
        sum(e.repeats is not None for e in found),
        sum(bool(e.faults) for e in found),
        sum(len(e.remarks) for e in ready),
    ) == NASTY_ROWS[name]
