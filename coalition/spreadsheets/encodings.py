"""Bytes to text. What Excel writes depends on the machine, the menu and the decade."""

import codecs
from dataclasses import replace

from charset_normalizer import from_bytes

from coalition.spreadsheets.kinds import SAVE_AS
from coalition.spreadsheets.sources import PIECE, Source, Text
from coalition.spreadsheets.table import Unreadable

BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
NAMES = {
    "cp1252": "Western European (Windows)",
    "mac_roman": "Western European (Mac)",
    "cp850": "Western European (DOS)",
    "cp1250": "Central European (Windows)",
    "iso8859_2": "Central European (ISO)",
    "cp1251": "Cyrillic (Windows)",
    "koi8_r": "Cyrillic (KOI8)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "cp1256": "Arabic (Windows)",
    "shift_jis": "Japanese",
    "gb18030": "Chinese",
    "big5": "Chinese (traditional)",
}
USUAL = "cp1252"
SAMPLE = 64_000  # bytes; the guess does not get better with more
MOST_NULS = 0.05  # of all bytes; above it the file is not text with a fault but no text at all
CLEARLY_BETTER = 0.03  # of charset-normalizer's measure of mess


def text_of(source: Source) -> tuple[Text, list[str]]:
    """The source as text, and notices. Raises Unreadable."""
    head = source.head()
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _marked(source, encoding, len(mark))
    if unmarked := _utf16_without_mark(head):
        return _marked(source, unmarked, 0)
    has_nuls, notices = _nuls(source)
    if _can_be_read(text := Text(source, "utf-8", has_nuls=has_nuls)):
        return text, notices
    text, guessed = _guess(source, has_nuls=has_nuls)
    return text, notices + guessed


def _marked(source: Source, encoding: str, start: int) -> tuple[Text, list[str]]:
    text = Text(source, encoding, start, has_nuls=True)
    if encoding == "utf-8":
        text = replace(text, has_nuls=any(b"\0" in piece for piece in source.pieces()))
    if _can_be_read(text):
        return text, []
    if encoding == "utf-8":  # marked as UTF-8, then edited by a program that ignored the mark
        return _guess(source, start, has_nuls=text.has_nuls)
    raise Unreadable(f"The file is cut off or damaged. {SAVE_AS}")


def _can_be_read(text: Text) -> bool:
    try:
        for _ in text.pieces():
            pass
    except UnicodeError:
        return False
    return True


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > 0.4 * pairs and head[0::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if pairs and head[0::2].count(0) > 0.4 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _nuls(source: Source) -> tuple[bool, list[str]]:
    nuls = sum(piece.count(0) for piece in source.pieces())
    if nuls > MOST_NULS * source.size:
        raise Unreadable(f"This is not a text file, so it cannot be read as CSV. {SAVE_AS}")
    if not nuls:
        return False, []
    return True, [
        f"{nuls} unprintable characters (NUL) were taken out."
        " They often come from a faulty export; look at a few rows."
    ]


def _guess(source: Source, start: int = 0, *, has_nuls: bool) -> tuple[Text, list[str]]:
    """Windows-1252 is what Excel writes here; another only where it reads clearly better."""
    encoding = _best(_telling(source, start))
    text = Text(source, encoding, start, has_nuls)
    if not _can_be_read(text):
        raise Unreadable(f"We cannot tell how this file stores its letters. {SAVE_AS}")
    return text, [
        f"The file does not say how it stores letters; we read it as {NAMES[encoding]}."
        " Check that names with accents look right."
    ]


def _telling(source: Source, start: int) -> bytes:
    """The first lines that hold more than ASCII."""
    found = bytearray()
    reader = source.open(start)
    while len(found) < SAMPLE and (piece := reader.read(PIECE)):
        lines = (piece + reader.readline()).replace(b"\0", b"").splitlines()
        found += b"\n".join(line for line in lines if not line.isascii()) + b"\n"
    return bytes(found[:SAMPLE])


def _best(lines: bytes) -> str:
    found = from_bytes(lines, cp_isolation=list(NAMES))
    best = found.best()
    usual = next((match for match in found if USUAL in match.could_be_from_charset), None)
    if best is None or (usual and usual.chaos <= best.chaos + CLEARLY_BETTER):
        return USUAL
    return best.encoding
