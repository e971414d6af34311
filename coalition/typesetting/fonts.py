"""The letters' typefaces: where they are, and which characters they have.

Letter Serif is Source Serif 4, cut to what a letter needs (lean.py); Noto Sans stands
in for what it lacks.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unicodedata import category

import fontpkg_noto_sans
from fontTools.ttLib import TTFont

LEAN = Path(__file__).parent / "typefaces"
REGULAR = LEAN / "LetterSerif-Regular.ttf"
FALLBACK = Path(fontpkg_noto_sans.ROOT) / "files"


def folders() -> list[str]:
    """The only places where the engine looks for fonts."""
    return [str(LEAN), str(FALLBACK)]


@cache
def advances() -> dict[str, float]:
    """Every character that we can print, and how far it moves the pen, in ems."""
    return {
        chr(code): width
        for path in (FALLBACK / "NotoSans[wdth,wght].ttf", REGULAR)
        for code, width in _widths(path)
        if category(chr(code))[0] != "C"
    }


@cache
def printable() -> frozenset[str]:
    """Every character that we can print."""
    return frozenset(advances())


def _widths(path: Path) -> Iterator[tuple[int, float]]:
    with TTFont(path, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        for code, name in font.getBestCmap().items():
            yield code, metrics[name][0] / em
