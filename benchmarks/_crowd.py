"""A file of people who do not exist: no two at one address, names as frequent as names are."""

import random
from collections.abc import Iterator

HEADINGS = ["Reference", "Name", "Email", "Phone", "Address line 1", "Town", "Postcode", "Language"]
FIRST_NAMES, SURNAMES = 1_000, 30_000
SYLLABLES = """\
Al Ber Cla Dor Em Far Gwen Har Iv Jo Kat Lu Mar Nor Ol Per Ros Siâ Tom Wą
a an be di el en fi go ha in ka le mi na or pe ri sa to ul
beck by der es ford ham ick ko la ley lin man na ner nes on ow ra son ton ward wen y"""
BEGIN, MIDDLE, END = map(str.split, SYLLABLES.splitlines())
FAULTY = 1_000  # one in so many has no name


def people(rows: int) -> Iterator[list[str]]:
    draw = random.Random(2026)
    for n in range(rows):
        name = f"{_name(draw, FIRST_NAMES)} {_name(draw, SURNAMES)}"
        yield [
            *(f"P{n:06}", "" if n % FAULTY == FAULTY - 1 else name, f"person.{n}@example.org"),
            *(f"07700 9{n % 100_000:05}", f"{n % 300 + 1} Mill Lane", "Aldermere"),
            *(f"BS{n % 9 + 1} {n % 9}ST", "English"),
        ]


def faults(rows: int) -> int:
    return rows // FAULTY


def _name(draw: random.Random, many: int) -> str:
    """One of so many, the first ones most often."""
    at, end = divmod(int(many * draw.random() ** 3), len(END))
    at, begin = divmod(at, len(BEGIN))
    middle = ""
    while at:
        at, part = divmod(at, len(MIDDLE))
        middle += MIDDLE[part]
    return BEGIN[begin] + middle + END[end]
