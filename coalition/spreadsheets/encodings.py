"""Bytes to text. What Excel writes depends on the machine, the menu and the decade."""

import codecs

from charset_normalizer import from_bytes

from coalition.spreadsheets.kinds import SAVE_AS
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


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text, without marks and NUL characters, and notices. Raises Unreadable."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data[len(mark) :])
    if unmarked := _utf16_without_mark(data[:4096]):
        return _decode_as(unmarked, data)
    data, notices = _without_nuls(data)
    try:
        return data.decode("utf-8"), notices
    except UnicodeDecodeError:
        text, guessed = _guess(data)
    return text, notices + guessed


def _decode_as(encoding: str, data: bytes) -> tuple[str, list[str]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":  # marked as UTF-8, then edited by a program that ignored the mark
            return _guess(data)
        raise Unreadable(f"The file is cut off or damaged. {SAVE_AS}") from error
    return text.replace("\0", ""), []


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > 0.4 * pairs and head[0::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if pairs and head[0::2].count(0) > 0.4 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _without_nuls(data: bytes) -> tuple[bytes, list[str]]:
    nuls = data.count(0)
    if nuls > MOST_NULS * len(data):
        raise Unreadable(f"This is not a text file, so it cannot be read as CSV. {SAVE_AS}")
    if not nuls:
        return data, []
    return data.replace(b"\0", b""), [
        f"{nuls} unprintable characters (NUL) were taken out."
        " They often come from a faulty export; look at a few rows."
    ]


def _guess(data: bytes) -> tuple[str, list[str]]:
    """Windows-1252 is what Excel writes here; another only where it reads clearly better."""
    lines = b"\n".join(line for line in data.splitlines() if not line.isascii())[:SAMPLE]
    encoding = _best(lines)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"We cannot tell how this file stores its letters. {SAVE_AS}") from error
    return text, [
        f"The file does not say how it stores letters; we read it as {NAMES[encoding]}."
        " Check that names with accents look right."
    ]


def _best(lines: bytes) -> str:
    found = from_bytes(lines, cp_isolation=list(NAMES))
    best = found.best()
    usual = next((match for match in found if match.encoding == USUAL), None)
    if best is None or (usual and usual.chaos <= best.chaos + CLEARLY_BETTER):
        return USUAL
    return best.encoding
