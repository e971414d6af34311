"""Tables kept for later, read again as they were, in memory that does not grow with them."""

import io
import os
import subprocess
import sys

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from coalition.spreadsheets import Unreadable, read, store, stored_rows


def kept(table):
    out = io.BytesIO()
    store(table, out)
    out.seek(0)
    return out


def test_a_row_keeps_its_number_and_what_a_cell_holds():
    table = read(b'Name,Note\n\n"A ""quoted""\nname","x, y"\nB,""\n')
    assert kept(table).getvalue() == b'3,"A ""quoted""\nname","x, y"\r\n4,"B",""\r\n'
    assert list(stored_rows(kept(table))) == list(table.rows)


def test_whole_rows_are_written_at_once_so_that_a_table_can_be_kept_in_parts():
    class Parts(list):
        write = list.append

    table = read(b"Name,Note\n" + b'"A\nB","c ""d"""\n' * 2500)

    parts = Parts()
    store(table, parts)

    rows = [row for part in parts for row in stored_rows(io.BytesIO(part))]
    assert len(parts) == 3
    assert rows == list(table.rows)


def test_reading_what_was_kept_leaves_the_file_open():
    kept_table = kept(read(b"Name\nA\n"))
    list(stored_rows(kept_table))
    assert not kept_table.closed


def test_rows_are_read_anew_each_time_and_side_by_side():
    file = io.BytesIO(b"Name\nA\nB\nTotal\n")
    rows = read(file).rows
    assert [(one.cells, other.cells) for one, other in zip(rows, rows, strict=True)] == [
        (["A"], ["A"]),
        (["B"], ["B"]),
    ]
    assert (len(rows), rows[-1].number, len(rows[:1]), list(rows[5:])) == (2, 3, 1, [])


@given(st.text(alphabet=',;\t"\r\n\0 ab1=é\u2028', max_size=200))
def test_what_was_kept_is_what_was_read(text):
    try:
        table = read(text.encode())
    except Unreadable:
        return
    assert list(stored_rows(kept(table))) == list(table.rows)


# (The kernel’s ru_maxrss is inherited from the process that forked; VmHWM is not.)
READ_AND_KEEP = r"""
import django, re, sys, tempfile
django.setup()
from coalition import spreadsheets
with open(sys.argv[1], "rb") as file, tempfile.TemporaryFile() as kept:
    table = spreadsheets.read(file)
    spreadsheets.store(table, kept)
    kept.seek(0)
    rows = sum(1 for row in spreadsheets.stored_rows(kept))
print(rows, int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.parametrize("rows", [1_000, 160_000])
def test_memory_stays_flat_however_many_rows_there_are(tmp_path, rows):
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Ref,Name,E-mail,Phone,Address,Postcode,Organisation,Since\n")
        for i in range(rows):
            file.write(
                f'R{i},Siân Example {i},person{i}@example.org,07700 900123,"{i} High Street,'
                f' Upper Town",BS1 4ST,Kitchen {i % 2000},03/04/2022\n'
            )

    done = subprocess.run(
        [sys.executable, "-c", READ_AND_KEEP, str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        check=True,
        text=True,
    )

    read_back, megabytes = map(int, done.stdout.split())
    assert read_back == rows
    assert megabytes < 100
