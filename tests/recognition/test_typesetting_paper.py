"""Letters on paper and on screen: the print provider's areas (docs/letters.md), PDF/UA, PDF/A."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from recognition.demo import draw_letterhead
from recognition.typesetting import CannotTypeset, Letterhead, typeset
from recognition.typesetting.cuts import CUTS
from recognition.typesetting.pictures import size_of_signature
from tests.recognition.letters import ELEANOR, thanks
from tests.recognition.test_typesetting import ELEVEN, EXTREME
from tests.verapdf import needs_verapdf, require_accessible

DOTS = 150 / 25.4  # per millimetre
EDGES = [(0, 0, 15, 297), (195, 0, 210, 297), (0, 0, 210, 5), (0, 292, 210, 297)]
# Between letterhead and text, left of the sender's details, only the address may be seen.
AROUND_ADDRESS = [(15, 30, 125, 39.5), (15, 39.5, 24.6, 66.3), (120, 39.5, 125, 66.3)]
ABOVE_TEXT = [(15, 66.3, 125, 95)]
# The provider reads all of this as address, so the date and the reference keep out of it.
READ_AS_ADDRESS = [(21.6, 36.5, 24.6, 69.3), (120, 36.5, 123, 69.3)]
FULLEST = {
    "sender_name": "Aldermere Borough Council and Partners in Health and Care",
    "sender_lines": tuple(f"{n} of our six lines, and wide" for n in range(1, 7)),
    "address": ("Wolfeschlegelsteinhausen Bergerdorff", *(f"Line {n}" for n in range(2, 7)), "Q"),
    "signatories": (ELEANOR, ELEANOR),
    "footer": "For large print, Welsh or audio, write to the address above. " * 2,
}


WIDE = Letterhead("Aldermere City Council", draw_letterhead("Aldermere City Council, at length"))


@pytest.mark.parametrize("letterhead", [None, WIDE], ids=["plain", "letterhead"])
@pytest.mark.parametrize("length", [1, 4, 8])
def test_nothing_is_printed_where_the_provider_allows_nothing(length, letterhead):
    """LHD-1: not above the address either."""
    pdf = typeset(
        thanks(**FULLEST, letterhead=letterhead, body=tuple([(ELEVEN * 6).strip()] * length))
    )

    first, *others = _scanned(pdf)
    for area in EDGES + AROUND_ADDRESS + ABOVE_TEXT + READ_AS_ADDRESS:
        assert _is_white(first, area), area
    for page in others:
        for area in EDGES:
            assert _is_white(page, area), area
    assert not _is_white(first, (24.6, 39.5, 120, 66.3))


@pytest.mark.parametrize("size", [(1180, 40), (1180, 212), (120, 212)])
def test_lhd_1_a_letterhead_stays_in_the_block_for_logos(size):
    black = Image.new("L", size, 0)

    [page] = _scanned(typeset(thanks(letterhead=Letterhead("Black", _png(black)), sender_name="A")))

    assert not _is_white(page, (24.6, 7, 119.6, 24))
    for area in [(15, 5, 24.2, 26), (120, 5, 129, 26), (15, 5, 125, 6.8), (15, 24.2, 125, 26)]:
        assert _is_white(page, area), area


@pytest.mark.parametrize(
    ("letterhead", "said"),
    [
        (Letterhead("A", b"GIF89a"), "letterhead is not a PNG"),
        (Letterhead("A", b"\x89PNG\r\n\x1a\n" + b"0" * 100_000), "letterhead is over 100 kB"),
    ],
)
def test_a_letterhead_that_cannot_be_printed_is_refused(letterhead, said):
    with pytest.raises(CannotTypeset, match=said):
        typeset(thanks(letterhead=letterhead))


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("signatories", [1, 2, 3])
def test_a_signature_stays_in_the_room_above_its_name(cut, signatories):
    widest = Image.new("L", (3000, 100))
    tallest = Image.new("L", (100, 3000))

    for picture in (widest, tallest):
        width, height = size_of_signature(_png(picture), cut, signatories)
        assert signatories * width + (signatories - 1) * 8 <= cut.measure + 1e-6
        assert height <= cut.signature + 1e-6
        assert width / height == pytest.approx(picture.width / picture.height)


def test_a_letter_is_a_sheet_of_a4_and_small():
    pdf = typeset(thanks(**FULLEST))

    with pypdfium2.PdfDocument(pdf) as document:
        assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.01)
    assert len(pdf) < 100_000


@needs_verapdf
def test_extreme_letters_are_pdf_ua_1_and_pdf_a_2a(tmp_path):
    letters = {
        **EXTREME,
        "fullest": FULLEST,
        "two pages": _two_pages(),
        "letterhead": {"letterhead": WIDE},
        "letterhead in large print": {"letterhead": WIDE, "format": "large_print"},
        "letterhead in Welsh": {"letterhead": WIDE, "language": "cy"},
    }
    made = {name: typeset(thanks(**changes)) for name, changes in letters.items()}

    require_accessible(made, tmp_path)


def _two_pages() -> dict[str, tuple[str, ...]]:
    return {"body": tuple([(ELEVEN * 6).strip()] * 8)}


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _scanned(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=150 / 72).to_pil().convert("L") for page in document]


def _is_white(page: Image.Image, area: tuple[float, float, float, float]) -> bool:
    box = tuple(round(millimetres * DOTS) for millimetres in area)
    return page.crop(box).getextrema() == (255, 255)
