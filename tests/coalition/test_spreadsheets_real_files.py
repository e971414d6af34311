"""The 19 broken exports, the register of 4,522 charities, and two collections of CSV cases."""

import csv
import json

import pytest

from coalition.spreadsheets import Unreadable, read, to_csv
from coalition.spreadsheets.cells import tidy
from coalition.spreadsheets.mojibake import repair
from coalition.spreadsheets.records import records
from coalition.spreadsheets.sources import Source, Text
from tests.coalition.shared_data import CHARITIES, FOLDER, NASTY, needs_shared_data

pytestmark = needs_shared_data

HEADINGS = ["Organisation name", "Charity number", "Postcode", "Annual income"]
# file: rows, number of the first row, and what must be said (nothing: no notice at all)
READ = {
    "01_plain_utf8.csv": (30, 2, []),
    "02_excel_utf8_bom.csv": (30, 2, []),
    "03_excel_cp1252.csv": (30, 2, ["Western European (Windows)"]),
    "04_semicolon_decimal_comma.csv": (30, 2, []),
    "05_tab_utf16le_excel_unicode_text.txt": (30, 2, []),
    "06_title_rows_and_totals.csv": (25, 5, ["rows 1, 2", "row 30 (“TOTAL”)", "row 32"]),
    "07_two_header_rows_merged.csv": (20, 3, ["Rows 1 and 2 are both headings"]),
    "08_lost_leading_zeros_and_sci.csv": (25, 2, ["“Charity number”, 9 numbers are rounded"]),
    "09_formulas.csv": (13, 2, []),
    "10_mojibake.csv": (15, 2, ["garbled in 15 cells"]),
    "11_ragged_rows.csv": (25, 2, []),
    "12_duplicate_and_blank_headers.csv": (15, 2, ["A, B and F", "D and E"]),
    "13_newlines_in_cells_mac_cr.csv": (15, 2, []),
    "14_duplicates_inside_one_file.csv": (24, 2, []),
    "16_mixed_dates.csv": (21, 2, ["3 dates can only be read with the month first"]),
    "18_nul_bytes.csv": (5, 2, ["3 unprintable characters"]),
    "19_5000_rows.csv": (5000, 2, []),
}
REFUSED = {
    "15_empty_header_only.csv": "no rows below",
    "17_html_saved_as.xls": "web page",
}


@pytest.mark.parametrize("name", READ)
def test_a_broken_export_is_read(name):
    rows, first, said = READ[name]

    table = read((NASTY / name).read_bytes())

    assert (len(table.rows), table.rows[0].number) == (rows, first)
    assert len(table.columns) == 7
    assert len(table.notices) == len(said)
    assert all(words in " ".join(table.notices) for words in said)


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_export_is_refused_in_words(name):
    with pytest.raises(Unreadable, match=REFUSED[name]):
        read((NASTY / name).read_bytes())


def test_the_list_of_broken_exports_is_whole():
    assert {path.name for path in NASTY.iterdir()} == {*READ, *REFUSED}


@pytest.mark.parametrize("name", [n for n in READ if n[:2] not in {"03", "07", "12"}])
def test_the_headings_of_a_broken_export_are_right(name):
    table = read((NASTY / name).read_bytes())
    assert [column.heading for column in table.columns][:4] == HEADINGS


def test_names_in_broken_exports_are_right():
    def first_name(name):
        return read((NASTY / name).read_bytes()).rows[0].cells[0]

    assert first_name("10_mojibake.csv") == "LONDON TIGERS LTD – Caffè Siân"
    assert first_name("13_newlines_in_cells_mac_cr.csv") == "LONDON\nTIGERS LTD"
    assert first_name("05_tab_utf16le_excel_unicode_text.txt") == "LONDON TIGERS LTD"


def test_all_charities_are_read_as_they_are():
    table = read(CHARITIES.read_bytes())

    assert len(table.rows) == 4522
    assert [column.heading for column in table.columns][:3] == ["org_id", "name", "postcode"]
    assert {len(row.cells) for row in table.rows} == {16}
    assert table.notices == []
    assert any("\t" in cell for row in table.rows for cell in row.cells)


SPECTRUM = sorted((FOLDER / "nasty" / "csv_spectrum").glob("*.csv"))


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_csv_spectrum_is_read_as_its_json_says(path):
    table = read(path.read_bytes())

    headings = [column.heading for column in table.columns]
    found = [dict(zip(headings, row.cells, strict=True)) for row in table.rows]
    expected = json.loads(path.with_suffix(".json").read_text())
    ends = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in found]
    wanted = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in expected]
    assert ends == wanted


# These give papaparse a function, which the file cannot hold; or a mark that we take off before.
ASK_FOR_MORE = ("Callback delimiter", "Custom transform", "UTF-8 BOM")


def papaparse_cases():
    """Those that ask nothing special, and whose text is not broken: ours repair or refuse."""
    file = FOLDER / "nasty" / "csv_parser_cases_papaparse.json"
    cases = json.loads(file.read_text()) if file.exists() else []
    return [
        pytest.param(case["input"], case["rows"], id=case["description"])
        for case in cases
        if not case["config"] and not case["errors"]
        if not case["description"].startswith(ASK_FOR_MORE)
        if all(isinstance(row, list) for row in case["rows"])
        if all(isinstance(cell, str) for row in case["rows"] for cell in row)
    ]


def whole_records(text):
    return [cells for _, cells in records(Text(Source(text.encode()), "utf-8")) if any(cells)]


@pytest.mark.parametrize(("text", "rows"), papaparse_cases())
def test_plain_cases_of_papaparse_are_parted_alike(text, rows):
    expected = [[cell.strip() for cell in row] for row in rows if any(row)]
    found = [[cell.strip() for cell in row] for row in whole_records(text)]
    assert found == expected


def all_of_papaparse():
    file = FOLDER / "nasty" / "csv_parser_cases_papaparse.json"
    return json.loads(file.read_text()) if file.exists() else []


@pytest.mark.parametrize("case", all_of_papaparse(), ids=lambda case: case["description"])
def test_every_case_of_papaparse_is_read_or_refused_in_words(case):
    text = case["input"] if isinstance(case["input"], str) else ""
    try:
        table = read(text.encode())
    except Unreadable as error:
        assert str(error)[-1] == "."  # noqa: PT017
    else:
        assert len(table.rows) == sum(1 for _ in table.rows) > 0


NOTIFY = FOLDER / "nasty" / "spreadsheets_notify" / "spreadsheet_files"
CONVERTED = NOTIFY / "conversions" / "expected_converted"
# Those whose expected CSV is what we want too; the others there leave out hidden cells, or close
# up the gaps that merged ones leave. (file, sheet)
AS_EXPECTED = [
    ("ods_exotic_types.ods", None),
    ("ods_exotic_types_no_header.ods", None),
    ("ods_filters_hidden_cols_rows.ods", None),
    ("ods_hidden_sheet.ods", "Sheet1"),
    ("xlsx_exotic_types.xlsx", None),
    ("xlsx_exotic_types_no_header.xlsx", None),
    ("xlsx_hidden_sheet.xlsx", None),
]
# file: rows, cells of the first row that holds something below the headings, and what is said
OTHERWISE = {
    "ods_hidden_final_header.ods": (5, ["♣$A$2", "♣$B$2"], []),
    "ods_hidden_merged.ods": (9, ["A2", "B2"], ["2 rows are hidden"]),
    "ods_merged_cells.ods": (4, ["Row 1 column A", "Row 1 column B"], []),
    "ods_wide_hidden_firsts.ods": (3, ["∞$A$2", "∞$B$2"], ["One row is hidden"]),
    "xlsx_filters_hidden_cols_rows.xlsx": (23, ["aaaa", "7777"], ["4 rows are hidden"]),
    "xlsx_hidden_final_header.xlsx": (5, ["♣$A$2", "♣$B$2"], ["One merged cell"]),
    "xlsx_hidden_merged.xlsx": (9, ["A2", "B2"], ["2 rows are hidden", "3 merged cells"]),
    "xlsx_merged_cells.xlsx": (4, ["Row 1 column A", "Row 1 column B"], ["One merged cell"]),
    "xlsx_wide_hidden_firsts.xlsx": (3, ["∞$A$2", "∞$B$2"], ["One row is hidden"]),
}
FAR_AWAY = {
    "ods_QQQ1234567.ods": "a cell far away from the table",
    "xlsx_QQQ1234567.xlsx": "A single cell far away from the table",
}


def originals(name):
    return (NOTIFY / "conversions" / "originals" / name).read_bytes()


@pytest.mark.parametrize(("name", "sheet"), AS_EXPECTED)
def test_workbooks_of_notify_are_converted_as_it_expects(name, sheet):
    path = CONVERTED / name.replace(".ods", ".csv").replace(".xlsx", ".csv")
    expected = path.read_text().replace(" 00:00:00", "").splitlines(keepends=True)

    table = read(originals(name), sheet=sheet)

    headings = [column.heading for column in table.columns]
    found = [headings] if any(headings) else []
    found += [row.cells for row in table.rows]
    assert [without_blank_ends(cells) for cells in found] == [
        without_blank_ends(cells) for cells in csv.reader(expected) if any(cells)
    ]


def without_blank_ends(cells):
    return cells[: max(i for i, cell in enumerate(cells, 1) if cell)]


@pytest.mark.parametrize("name", OTHERWISE)
def test_workbooks_of_notify_with_hidden_or_merged_cells_are_read_whole(name):
    rows, cells, said = OTHERWISE[name]

    table = read(originals(name))

    assert (len(table.rows), table.rows[0].cells[:2]) == (rows, cells)
    assert len(table.notices) == len(said)
    assert all(words in " ".join(table.notices) for words in said)


@pytest.mark.parametrize("name", FAR_AWAY)
def test_workbooks_of_notify_with_a_far_cell_are_met_with_how_to_find_it(name):
    with pytest.raises(Unreadable, match=FAR_AWAY[name]):
        read(originals(name))


def test_the_list_of_workbooks_of_notify_is_whole():
    listed = {name for name, _ in AS_EXPECTED} | {*OTHERWISE, *FAR_AWAY}
    assert {path.name for path in (NOTIFY / "conversions" / "originals").iterdir()} == listed


EQUIVALENTS = sorted((NOTIFY / "equivalents").glob("*"))


@pytest.mark.parametrize("path", EQUIVALENTS, ids=lambda path: path.name)
def test_the_same_table_is_the_same_in_every_format(path):
    table = read(path.read_bytes())
    assert table.notices == []
    assert [column.heading for column in table.columns] == [
        "phone number",
        "name",
        "favourite colour",
        "fruit",
    ]
    assert [row.cells for row in table.rows] == [
        ["07739 468 050", "Pete", "Coral", "tomato"],
        ["07527 125 974", "Not Pete", "Magenta", "Avacado"],
        ["07512 058 823", "Still Not Pete", "Crimson", "Pear"],
    ]


# file: rows, name and payments of the first
PUBLISHED = {
    "thank_you_england_2023-04_2023-06.csv": (34, "Barking And Dagenham", "80"),
    "thank_you_wales_2022-06_2022-08.csv": (23, "Welsh Government", "1,881"),
    "thank_you_wales_2023-04_2023-06.csv": (23, "Welsh Government", "2041"),
    "thank_you_wales_2023-07_2023-09.csv": (23, "Welsh Government", "903"),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_tables_as_the_government_published_them_lose_their_totals(name):
    rows, first, payments = PUBLISHED[name]

    table = read((FOLDER / "hfu" / "as_published" / name).read_bytes())

    assert (len(table.rows), *table.rows[0].cells[::2][:2]) == (rows, first, payments)
    assert "Left out as totals: row 2" in table.notices[0]


NAUGHTY = FOLDER / "nasty" / "naughty_strings.json"


def test_strings_that_break_software_come_out_as_they_went_in():
    strings = [s for s in json.loads(NAUGHTY.read_text()) if s and tidy(s) == s == repair(s)]
    table = read(to_csv(["Number", "Text"], [[str(i), s] for i, s in enumerate(strings)]))
    assert len(strings) > 300
    assert [row.cells[1] for row in table.rows] == strings
