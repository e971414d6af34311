"""The letters' typefaces: where they are, and which characters they have.

Letter Serif is Source Serif 4, cut to what a letter needs (fonts/make_lean.py); Noto Sans stands
in for what it lacks.
"""

from functools import cache
from pathlib import Path

import fontpkg_noto_sans
from fontTools.ttLib import TTFont

FAMILIES = ["Letter Serif", "Noto Sans"]
LEAN = Path(__file__).parent / "fonts"
REGULAR = LEAN / "LetterSerif-Regular.ttf"
FALLBACK = Path(fontpkg_noto_sans.ROOT) / "files"


def folders() -> list[str]:
    """The only places where the engine looks for fonts."""
    return [str(LEAN), str(FALLBACK)]


@cache
def printable() -> frozenset[str]:
    """Every character that we can print, read once per process."""
    noto = FALLBACK / "NotoSans[wdth,wght].ttf"
    return frozenset(chr(code) for path in (REGULAR, noto) for code in _open(path).getBestCmap())


@cache
def advances() -> dict[str, float]:
    """How far each character moves the pen, in ems, for the text face."""
    font = _open(REGULAR)
    widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
    return {chr(code): widths[name][0] / em for code, name in font.getBestCmap().items()}


def _open(path: Path) -> TTFont:
    return TTFont(path, lazy=True)
