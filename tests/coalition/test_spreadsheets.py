"""What people really upload: encodings, separators, line ends, titles, totals, and not CSV."""

import csv
import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.spreadsheets import BYTE_LIMIT, Unreadable, read
from coalition.spreadsheets.table import letter_of

PLAIN = "Name,Number\nCaffè Siân – Cardiff,1147168\nTigers,1089784\n"


def cells(data):
    return [row.cells for row in read(data).rows]


def numbers(data):
    return [row.number for row in read(data).rows]


def refusal(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(caught.value)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_a_name_with_accents_survives_every_common_encoding(encoding):
    assert cells(PLAIN.encode(encoding))[0][0] == "Caffè Siân – Cardiff"


def test_a_file_from_an_old_mac_is_told_from_one_of_windows():
    text = "Name,Town\nCafé Théâtre,Bath\nSiân’s Kitchen – Cardiff,Cardiff\n"
    assert cells(text.encode("mac_roman"))[1][0] == "Siân’s Kitchen – Cardiff"
    assert cells(text.encode("cp1252"))[1][0] == "Siân’s Kitchen – Cardiff"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1251", "Українська громада, допомога біженцям Лондон"),
        ("cp1253", "Ελληνική Κοινότητα Λονδίνου και Καλημέρα"),
        ("cp1250", "Stowarzyszenie Łódź Pomoc, Zażółć gęślą jaźń, Kościelisko"),
    ],
)
def test_a_file_in_another_alphabet_is_read_in_that_alphabet(encoding, name):
    data = f'Name;Number\n"{name}";1\n"{name}";2\n'.encode(encoding)
    assert cells(data)[0][0] == name


def test_a_guessed_encoding_is_said_so_that_somebody_looks():
    assert "Check that names with accents look right" in read(PLAIN.encode("cp1252")).notices[0]
    assert read(PLAIN.encode()).notices == []


def test_letters_that_several_encodings_share_are_read_as_those_of_western_europe():
    text = "Name,Town\nZoë Müller,Bath\nSiân Ó Briain,Bath\nJürgen Groß,Bath\n"
    assert "Western European (Windows)" in read(text.encode("cp1252")).notices[0]


def test_a_mark_of_utf8_before_windows_letters_does_not_stop_the_reading():
    data = b"\xef\xbb\xbf" + "Name,Number\nCafé Olé,1\n".encode("cp1252")
    assert cells(data)[0][0] == "Café Olé"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(sign):
    text = PLAIN.replace(",", sign)
    assert cells(text.encode()) == [["Caffè Siân – Cardiff", "1147168"], ["Tigers", "1089784"]]


def test_a_decimal_comma_does_not_hide_the_semicolon():
    assert cells(b"Name;Income\nA, B and C;1,50\nD;2,75\n") == [
        ["A, B and C", "1,50"],
        ["D", "2,75"],
    ]


def test_one_column_of_prose_is_not_cut_at_its_commas():
    assert cells(b"Name\nSmith, Jones and Co\nKitchen\nLibrary\nChoir\n")[0] == [
        "Smith, Jones and Co"
    ]


def test_the_line_that_names_the_separator_is_not_a_row():
    table = read(b"sep=;\r\nName;Town\r\nKitchen;Bath\r\n")
    assert [column.heading for column in table.columns] == ["Name", "Town"]
    assert table.rows[0].number == 3
    assert table.notices == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(end):
    assert cells(PLAIN.replace("\n", end).encode())[1] == ["Tigers", "1089784"]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_a_line_break_in_an_unquoted_cell_is_told_from_the_end_of_a_row(end):
    text = f"Name,Town{end}London\nTigers,Bath{end}Share\nHope,York{end}"
    assert cells(text.encode()) == [["London\nTigers", "Bath"], ["Share\nHope", "York"]]


def test_a_quoted_line_break_is_one_row_as_in_a_spreadsheet():
    assert numbers(b'Name,Town\n"A\nB",Bath\n\nC,York\n') == [2, 4]


def test_a_row_keeps_the_number_that_the_spreadsheet_shows():
    assert numbers(b"Members\n\nName,Town\nA,Bath\n,\nB,York\n") == [4, 6]


def test_titles_totals_and_footnotes_are_left_out_and_named():
    table = read(
        b"Our members,,\nRun on Monday,,\n\nName,Town,Income\nA,Bath,10\nName,Town,Income\n"
        b"B,York,20\nTotal,,30\n\n* provisional,,\n"
    )
    assert [row.cells[0] for row in table.rows] == ["A", "B"]
    said = " ".join(table.notices)
    for named in ("rows 1, 2", "row 6 (“Name”)", "row 8 (“Total”)", "row 10 (“* provisional”)"):
        assert named in said


def test_an_organisation_called_total_something_stays():
    assert cells(b"Name,Town\nTotal Kids,Bath\nTotally Socially,York\n")[0][0] == "Total Kids"


def test_headings_in_two_rows_become_one():
    table = read(b"Organisation,,Where\nName,Number,Postcode\nA,1,BA1 1AA\nB,2,YO1 7HH\n")
    assert [column.heading for column in table.columns] == ["Name", "Number", "Postcode"]
    assert "both headings" in table.notices[0]


def test_a_first_row_without_numbers_is_not_taken_for_a_heading():
    assert cells(b"Name,,Town\nKitchen,x,Bath\nLibrary,y,York\n")[0] == ["Kitchen", "x", "Bath"]


def test_a_file_without_headings_loses_no_row():
    table = read(b"Kitchen,1147168,BA1 1AA\nLibrary,1089784,YO1 7HH\n")
    assert [column.label for column in table.columns] == ["Column A", "Column B", "Column C"]
    assert len(table.rows) == 2


def test_headings_of_half_the_columns_are_headings_still():
    table = read(b"Name,Number,,,,\nKitchen,1147168,BS1 4ST,a,b,c\nLibrary,1089784,YO1 7HH,d,e,f\n")
    assert [column.heading for column in table.columns][:2] == ["Name", "Number"]
    assert len(table.rows) == 2


def test_same_and_missing_headings_are_told_apart_by_letter():
    table = read(b"Name,NAME,,Town\nKitchen,x,y,Bath\n")
    assert [column.label for column in table.columns] == [
        "Name (column A)",
        "NAME (column B)",
        "Column C",
        "Town",
    ]
    assert "Columns A and B have the same heading, “Name”" in table.notices[0]


def test_short_rows_are_filled_and_long_rows_keep_what_is_too_much():
    assert cells(b"Name,Town,Web\nA\nB,Bath,x\nC,York,y,more\n") == [
        ["A", "", ""],
        ["B", "Bath", "x"],
        ["C", "York", "y", "more"],
    ]


def test_the_first_different_values_of_a_column_are_kept_to_show():
    table = read(b"Name,Sort\nA,x\nB,x\nC,y\nD,\nE,z\n")
    assert table.columns[1].samples == ["x", "y", "z"]


def test_blanks_that_nobody_sees_are_taken_off():
    assert cells("Name,Town\n\u200bKitchen\u00a0, Bath \n".encode()) == [["Kitchen", "Bath"]]


def test_a_number_that_excel_kept_as_text_is_that_number():
    assert cells(b'Name,Number\nKitchen,"=""01147"""\n')[0][1] == "01147"


def test_the_mark_that_keeps_a_formula_from_running_is_taken_off_again():
    assert cells(b"Name,Note\n'Allo Cafe,'=1+1\n") == [["'Allo Cafe", "=1+1"]]


def test_garbled_letters_are_put_right_and_shown():
    once = "Caffè Siân – “Llŷn”".encode().decode("cp1252", "replace")
    assert "\ufffd" in once  # Windows-1252 has no sign for one byte of ”: that one is lost
    garbled = "Caffè Siân – Llan".encode().decode("cp1252")
    twice = garbled.encode().decode("cp1252")
    table = read(f"Name,Town\n{garbled},Bath\n{twice},York\n".encode())
    assert [row.cells[0] for row in table.rows] == ["Caffè Siân – Llan"] * 2
    assert "2 cells" in table.notices[0]


@pytest.mark.parametrize("name", ["CAFÉ\u00a0BAR", "Ärzte", "SÃO PAULO", "Âge d’Or", "“Ä”", "Ðóra"])
def test_letters_that_are_not_garbled_stay(name):
    assert cells(f"Name,Town\n{name},Bath\n".encode())[0][0] == name


def test_a_few_nul_characters_are_taken_out_with_a_word():
    table = read(b"Na\0me,Town\nKitchen of Aldermere,Bath\nLibrary,York\n")
    assert table.columns[0].heading == "Name"
    assert "NUL" in table.notices[0]


@pytest.mark.parametrize(
    "data", [b"", b" \n\r\n", b"\xef\xbb\xbf", "\n".encode("utf-16"), b",,,\n,,\n"]
)
def test_an_empty_file_is_called_empty(data):
    assert "empty" in refusal(data)


def test_headings_alone_are_not_a_table():
    assert "no rows below" in refusal(b"Name,Town\n\n")


def test_an_unclosed_quotation_mark_is_found_where_it_begins():
    assert "In row 3 a quotation mark" in refusal(b'Name,Town\nA,Bath\nB,"York\nC,Bath\nD,York\n')


def test_a_cell_without_end_is_found_where_it_begins():
    csv.field_size_limit(10_000_000)  # as some libraries do to the whole process

    assert "In row 2 a cell does not end" in refusal(b'Name,Town\nA,"' + b"Bath\n" * 40_000)
    assert "In row 1 a cell does not end" in refusal(b"x" * 200_000)


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


NO_SPREADSHEET = {
    "Word document": zipped("word/document.xml"),
    "compressed file (ZIP)": zipped("members.csv"),
    "damaged workbook": b"PK\x03\x04 cut off",
    "locked with a password": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "very old Excel": b"\x09\x00\x04\x00\x02\x00\x10\x00",
    "picture (PNG)": b"\x89PNG\r\n\x1a\n",
    "picture (JPEG)": b"\xff\xd8\xff\xe0",
    "PDF": b"%PDF-1.7",
    "gzip": gzip.compress(b"Name\n" * 1000),
    "web page": b"\xef\xbb\xbf <!-- saved --> <HTML><table><tr><td>Name",
    "XML": b'<?xml version="1.0"?><Workbook/>',
    "JSON": b'[{"name": "Kitchen"}]',
    "not a text file": bytes(range(256)) * 4 + b"\0" * 200,
    "cut off or damaged": b"\xff\xfeN\0a\0\0\xd8\n\0",
}


@pytest.mark.parametrize("kind", NO_SPREADSHEET)
def test_what_is_no_spreadsheet_is_called_by_its_name(kind):
    assert kind in refusal(NO_SPREADSHEET[kind])


def test_a_file_that_is_too_large_is_not_read():
    assert "larger than 40 MB" in refusal(b"x" * (BYTE_LIMIT + 1))


def test_a_file_with_too_many_rows_or_columns_is_not_read():
    assert "more than 250,000 rows" in refusal(b"Name\n" + b"a\n" * 250_001)
    assert len(read(b"Name\n" + b"a\n" * 250_000).rows) == 250_000
    assert "201 cells" in refusal(b",".join([b"a"] * 201) + b"\nb\n")


def test_blank_rows_below_a_table_do_not_count():
    assert numbers(b"Name,Town\nA,Bath\n" + b",\n" * 60_000) == [2]


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [letter_of(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def read_or_refuse(data):
    """What a reader may do: hand over rows that are all wide enough, or say why not."""
    try:
        table = read(data)
    except Unreadable as error:
        return str(error)[-1] in ".”"
    return bool(table.rows) and all(len(row.cells) >= len(table.columns) for row in table.rows)


@given(st.binary(max_size=400))
@settings(deadline=None)  # some of these start a process
def test_no_bytes_whatever_break_the_reader(data):
    assert read_or_refuse(data)


@given(st.text(alphabet=',;\t"\r\n\0 ab1=é', max_size=200))
def test_no_text_whatever_breaks_the_reader(text):
    assert read_or_refuse(text.encode())
