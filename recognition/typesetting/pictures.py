"""How large a picture is printed: it fills its place, and keeps its shape."""

from struct import unpack

from coalition.typesetting.problems import CannotTypeset
from recognition.typesetting.cuts import Cut

WIDEST_SIGNATURE = 60  # mm
LARGEST_SIGNATURE = 200_000  # bytes; a scan at 300 dpi takes a tenth of it
LETTERHEAD = (95, 17)  # mm; wide and high at most
LARGEST_LETTERHEAD = 100_000  # bytes; each PDF has it within


def size_of_signature(png: bytes, cut: Cut, signatories: int) -> tuple[float, float]:
    """Width and height in mm that fill the room above the name of one of so many signatories.

    Raises CannotTypeset when it is not a PNG, or larger than a signature has reason to be.
    """
    if len(png) > LARGEST_SIGNATURE:
        raise CannotTypeset("The picture of the signature is over 200 kB.", "signatories")
    widest = min(WIDEST_SIGNATURE, cut.column(signatories))
    return _filling(png, widest, cut.signature, "signature", "signatories")


def size_of_letterhead(png: bytes) -> tuple[float, float]:
    """The same for the picture at the top of the letter."""
    if len(png) > LARGEST_LETTERHEAD:
        raise CannotTypeset("The picture of the letterhead is over 100 kB.", "letterhead")
    return _filling(png, *LETTERHEAD, "letterhead", "letterhead")


def _filling(
    png: bytes, widest: float, highest: float, what: str, field: str
) -> tuple[float, float]:
    if png[:8] != b"\x89PNG\r\n\x1a\n" or len(png) < 24:
        raise CannotTypeset(f"The picture of the {what} is not a PNG file.", field)
    width, height = unpack(">II", png[16:24])
    scale = min(highest / max(1, height), widest / max(1, width))
    return width * scale, height * scale
