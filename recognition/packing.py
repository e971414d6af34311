"""How letters are put together for a print house: in post order, one envelope for a household,
fifty letters to a file."""

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import pikepdf
from PIL import Image, ImageChops

from coalition.domain import in_force
from coalition.models import HouseholdMember
from coalition.postal import as_postcode
from coalition.spreadsheets.writer import to_csv
from coalition.typesetting import pages
from recognition.models import Letter, PackedLetter, PackFile
from recognition.typesetting import Language, greeting

FILE_LETTERS = 50
COLOUR = 12  # of 255: how far red, green and blue may be apart in what prints as grey
HEADINGS = ["File", "Place", "First page", "Pages", "Reference", "Envelope", "In it", "Postcode"]


@dataclass(frozen=True)
class Place:
    """Of one letter in a pack, all counted from 1."""

    letter: Letter
    position: int
    envelope: int
    file: int
    postcode: str


def places(letters: Sequence[Letter]) -> list[Place]:
    """In post order; those of one household at one address share an envelope, which is never split
    between files. One query."""
    homes = _homes(letters)
    ordered = sorted(
        letters, key=lambda one: (*_sorting(one), homes.get(one.contributor_id, 0), one.pk)
    )
    found: list[Place] = []
    envelope, file, in_file = 0, 1, 0
    last: tuple[object, ...] = ()
    together = _sizes(ordered, homes)
    for letter in ordered:
        key = _envelope_key(letter, homes)
        if key != last:
            envelope, last = envelope + 1, key
            if in_file and in_file + together[key] > FILE_LETTERS:
                file, in_file = file + 1, 0
        in_file += 1
        found.append(Place(letter, len(found) + 1, envelope, file, _postcode(letter)))
    return found


def merge(pdfs: Iterable[bytes]) -> tuple[bytes, list[int]]:
    """One PDF of many, and how many pages each has; the same bytes for the same letters."""
    counts = []
    with pikepdf.new() as merged:
        for pdf in pdfs:
            with pikepdf.open(io.BytesIO(pdf)) as one:
                counts.append(len(one.pages))
                merged.pages.extend(one.pages)
        out = io.BytesIO()
        merged.save(out, deterministic_id=True)
    return out.getvalue(), counts


def is_grey(pdf: bytes) -> bool:
    """Nothing on its pages is in colour, so that turning it into CMYK changes nothing."""
    return all(_is_grey(Image.open(io.BytesIO(image))) for image in pages.images(pdf))


def manifest(files: Sequence[PackFile], packed: Sequence[PackedLetter]) -> bytes:
    """Which letter stands where, as CSV: no names, for they stand in the PDFs. The letters come in
    order, with their `letter`."""
    names = {file.number: file.name for file in files}
    in_envelope = Counter(one.envelope for one in packed)
    rows, page, number = [], 1, 0
    for one in packed:
        page, number = (page, one.file) if one.file == number else (1, one.file)
        rows.append(
            [
                names[one.file],
                str(one.position),
                str(page),
                str(one.pages),
                one.letter.ref,
                str(one.envelope),
                str(in_envelope[one.envelope]),
                one.postcode,
            ]
        )
        page += one.pages or 0
    return to_csv(HEADINGS, rows)


def greetings(packed: Sequence[PackedLetter]) -> bytes:
    """How each person likes to be greeted, in the order of the letters, as CSV: for the one who
    writes it by hand. The letters come in order, with their `letter`."""
    rows = [
        [
            str(one.position),
            one.letter.ref,
            one.letter.letter_name,
            greeting(one.letter.salutation, cast(Language, one.letter.language)),
        ]
        for one in packed
    ]
    return to_csv(["Place", "Reference", "Name", "Greeting"], rows)


def checksums(files: Sequence[PackFile]) -> str:
    """As `sha256sum --check` reads them."""
    return "".join(f"{file.digest}  {file.name}\n" for file in files)


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.convert("RGB").split()
    apart = (_apart(red, green), _apart(green, blue), _apart(red, blue))
    return max(apart) <= COLOUR


def _apart(one: Image.Image, other: Image.Image) -> int:
    extrema = ImageChops.difference(one, other).getextrema()
    return int(extrema[1])  # type: ignore[arg-type]


def _homes(letters: Sequence[Letter]) -> dict[int, int]:
    """Person → the household in which they live today."""
    people = [letter.contributor_id for letter in letters]
    members = HouseholdMember.objects.filter(in_force(), contributor__in=people)
    return dict(members.order_by("pk").values_list("contributor_id", "household_id"))


def _envelope_key(letter: Letter, homes: dict[int, int]) -> tuple[object, ...]:
    home = homes.get(letter.contributor_id)
    return ("home", home, *letter.address[1:]) if home else ("letter", letter.pk)


def _sizes(letters: Sequence[Letter], homes: dict[int, int]) -> Counter[tuple[object, ...]]:
    return Counter(_envelope_key(letter, homes) for letter in letters)


def _postcode(letter: Letter) -> str:
    """BFPO numbers stand where a postcode would."""
    last = letter.address[-1] if letter.address else ""
    return as_postcode(last) or last[:10]


def _sorting(letter: Letter) -> tuple[str, list[str]]:
    return _postcode(letter), letter.address[:0:-1]
