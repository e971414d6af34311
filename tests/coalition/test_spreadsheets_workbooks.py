"""Workbooks: what their cells mean, which sheet is read, and bombs that harm nobody."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.spreadsheets import NoSuchSheet, Unreadable, read, store, stored_rows
from tests.coalition.workbooks import sheet_of, xlsx

PEOPLE = [["Name", "Number"], ["Kitchen", 1147168], ["Library", 1089784]]


def visible(rows, **how):
    return xlsx(("Members", "visible", sheet_of(rows, **how)))


def cells(data, **how):
    return [row.cells for row in read(data, **how).rows]


def refusal(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(caught.value)


def test_a_workbook_is_read_as_its_csv_would_be():
    table = read(visible(PEOPLE))
    assert [column.heading for column in table.columns] == ["Name", "Number"]
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ["Kitchen", "1147168"]),
        (3, ["Library", "1089784"]),
    ]
    assert (table.sheet, table.sheets, table.notices) == ("Members", ["Members"], [])


def test_rows_and_columns_keep_their_places_when_the_table_does_not_begin_in_the_corner():
    data = visible([[None, "Name", "Town"], [None, "A", "Bath"], [None, "B", "York"]], first_row=4)
    table = read(data)
    assert [column.label for column in table.columns] == ["Column A", "Name", "Town"]
    assert table.rows[0] == (5, ["", "A", "Bath"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1147168.0, "1147168"),
        (7700900123, "7700900123"),
        (447700900123, "447700900123"),
        (0.1 + 0.2, "0.3"),
        (-109, "-109"),
        (12.5, "12.5"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("007", "007"),
        ((44654, "date"), "2022-04-03"),
        ((44654.604166667, "moment"), "2022-04-03 14:30"),
        ((44654.6042824, "moment"), "2022-04-03 14:30:10"),
        ((44654, "moment"), "2022-04-03"),
        ((0.604166667, "time"), "14:30"),
        ((1.25, "duration"), "30:00"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="str"><f>IF(1,"","x")</f><v></v></c>', ""),
        ("Siân’s “Caffè”\nBangor", "Siân’s “Caffè”\nBangor"),
    ],
)
def test_a_cell_says_what_the_person_sees(value, text):
    table = read(visible([["Name", "Value"], ["A", value], ["B", "x"]]))
    assert table.rows[0].cells == ["A", text]
    assert table.notices == []


def test_dates_of_an_old_mac_are_counted_from_1904():
    sheet = sheet_of([["Name", "Day"], ["A", (43192, "date")]])
    assert cells(xlsx(("S", "visible", sheet), dates_from_1904=True)) == [["A", "2022-04-03"]]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('<c t="e"><v>#REF!</v></c>', "One cell holds an error"),
        ("<c><f>SUM(A1:A2)</f></c>", "One formula has no result"),
        ("<c><f>SUM(A1:A2)</f><v></v></c>", "One formula has no result"),
        (1234567890123456789, "One number has more than 15 digits"),
    ],
)
def test_what_a_cell_has_lost_is_said(value, said):
    (notice,) = read(visible([["Name", "Value"], ["A", value], ["B", 1]])).notices
    assert notice.startswith(said)


def test_a_merged_cell_fills_the_rows_that_it_spans():
    rows = [["Name", "Person"], ["Kitchen", "Ann"], [None, "Ben"], ["Library", "Cem"]]
    table = read(visible(rows, merged=["A2:A3"]))
    assert [row.cells[0] for row in table.rows] == ["Kitchen", "Kitchen", "Library"]
    assert "One merged cell" in table.notices[0]


def test_headings_in_two_rows_with_merged_cells_become_one():
    rows = [["Name", "Where", None], [None, "Town", "Postcode"], ["A", "Bath", "BA1 1AA"]]
    table = read(visible(rows, merged=["A1:A2", "B1:C1"]))
    assert [column.heading for column in table.columns] == ["Name", "Town", "Postcode"]


def test_rows_that_a_filter_hides_are_read_and_that_is_said():
    table = read(visible(PEOPLE, hidden=[3]))
    assert [row.cells[0] for row in table.rows] == ["Kitchen", "Library"]
    assert table.notices[0].startswith("One row is hidden in the workbook")


WORKBOOK = xlsx(
    ("Siân’s notes", "visible", sheet_of([["Read me"], ["Made in 2022"]])),
    ("Members", "visible", sheet_of(PEOPLE)),
    ("Lists", "hidden", sheet_of([["x", "y"]] * 9)),
    ("Codes", "veryHidden", sheet_of([["x", "y"]] * 9)),
)


def test_the_visible_sheet_with_most_rows_is_read_and_that_is_said():
    table = read(WORKBOOK)
    assert (table.sheet, table.sheets) == ("Members", ["Siân’s notes", "Members"])
    assert "2 sheets; we read “Members”" in table.notices[0]
    assert table.notices[1] == "2 hidden sheets were not read."


def test_another_sheet_is_read_where_somebody_asks_for_it():
    table = read(WORKBOOK, sheet="Siân’s notes")
    assert (table.sheet, table.rows[0].cells) == ("Siân’s notes", ["Made in 2022"])
    assert "we read" not in " ".join(table.notices)


def test_a_sheet_may_be_named_as_people_type():
    assert read(WORKBOOK, sheet=" members ").sheet == "Members"


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(NoSuchSheet, match="It has “Siân’s notes”, “Members”."):
        read(WORKBOOK, sheet="Gone")


def test_a_workbook_whose_sheets_are_all_hidden_is_read_still():
    assert cells(xlsx(("S", "hidden", sheet_of(PEOPLE))))[0] == ["Kitchen", "1147168"]


@pytest.mark.parametrize("data", [xlsx(), xlsx(("S", "visible", sheet_of([])))])
def test_a_workbook_without_rows_is_met_with_a_sentence(data):
    assert refusal(data)[-1] == "."


def test_the_rows_of_a_workbook_can_be_read_again_and_kept():
    table = read(visible(PEOPLE))
    kept = io.BytesIO()
    store(table, kept)
    kept.seek(0)
    assert list(stored_rows(kept)) == list(table.rows) == list(table.rows)


@pytest.mark.parametrize(("column", "row"), [("XFD", 1048576), ("GR", 249_000)])
def test_a_cell_far_from_the_table_does_not_eat_the_memory(column, row):
    far = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'
    sheet = sheet_of(PEOPLE).replace("</sheetData>", far)
    assert "press Ctrl and End" in refusal(xlsx(("S", "visible", sheet)))


def test_a_bomb_of_rows_is_refused():
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 300_000))
    data = xlsx(("S", "visible", f"<sheetData>{rows}</sheetData>"))
    assert "more than 250,000 rows" in refusal(data)


def test_a_bomb_of_repeated_headings_is_refused():
    assert "more than 250,000 rows" in refusal(b"Name,Town\nA,Bath\n" + b"Name,Town\n" * 250_001)


def test_a_bomb_that_unpacks_to_gigabytes_is_refused_unopened():
    out = io.BytesIO(visible(PEOPLE))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(450):
            part.write(b"\0" * 1_000_000)
    assert "too large to read" in refusal(out.getvalue())


def test_a_bomb_of_400_000_rows_in_20_kilobytes_is_refused_unread():
    data = gzip.compress(b"Name,Number\n" + b"Kitchen,1\n" * 400_000)
    assert len(data) < 20_000
    assert "compressed file (gzip)" in refusal(data)


def test_a_picture_named_xlsx_is_called_a_picture():
    assert "This is a picture (PNG)" in refusal(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)


def read_or_refuse(data):
    """What a reader may do, and nothing else."""
    try:
        return len(read(data).rows)
    except Unreadable as error:
        return str(error)[-1] == "."


def cut(data, size):
    return data[:size]


DAMAGED = {
    "cut off": cut(visible(PEOPLE), -200),
    "not a workbook inside": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "an entry that is not XML": visible(PEOPLE).replace(b"PK\x01\x02", b"PK\x01\x03"),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_workbook_is_met_with_what_to_do(how):
    assert "choose “Save as”" in refusal(DAMAGED[how]) or "Bring an Excel" in refusal(DAMAGED[how])


def test_a_workbook_with_too_many_columns_is_refused():
    assert "201 cells" in refusal(visible([["x"] * 201, ["y"] * 201]))


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_no_damage_to_a_workbook_breaks_the_reader(data):
    broken = bytearray(visible(PEOPLE))
    for _ in range(data.draw(st.integers(1, 5))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert read_or_refuse(bytes(broken))


def test_an_archive_that_lies_about_its_sizes_is_met_with_a_sentence():
    data = bytearray(visible(PEOPLE))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (2**32 - 2).to_bytes(4, "little")
    assert zipfile.is_zipfile(io.BytesIO(bytes(data)))
    assert read_or_refuse(bytes(data))
