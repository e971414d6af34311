"""Letters garbled by reading UTF-8 as Windows-1252 and saving the result: “CaffÃ¨” for “Caffè”.

Only sequences that no language writes are touched: Â, Ã, Ä, Å before what a second byte of UTF-8
looks like (quotation marks and dashes may well follow Ä and Å), â€ and its kin, and runs of at
least three such pairs for Greek and Cyrillic.
"""

import re

REPEATS = 3  # a file may have gone through the same mill several times


def _seen(byte: int) -> str:
    """How Windows-1252 shows a byte; it has none for five of them."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


BYTE_OF = {_seen(byte): byte for byte in range(0x80, 0x100)}


def _one_of(*bytes_seen: int) -> str:
    return "[" + "".join(re.escape(_seen(byte)) for byte in bytes_seen) + "]"


FOLLOWS = _one_of(*range(0x80, 0xC0))
GARBLED = re.compile(
    f"Â{_one_of(*range(0xA0, 0xC0))}"
    f"|Ã{FOLLOWS}"
    f"|[ÄÅ]{_one_of(*range(0x80, 0x91), *range(0x98, 0xC0))}"
    f"|[áâ]{FOLLOWS}{FOLLOWS}"
    f"|ðŸ{FOLLOWS}{FOLLOWS}"
    f"|(?:[ÎÏÐÑ]{FOLLOWS}){{3,}}"
)


def repair(text: str) -> str:
    """The text with garbled letters put right; the same text where there are none."""
    for _ in range(REPEATS):
        repaired = GARBLED.sub(_ungarble, text)
        if repaired == text:
            break
        text = repaired
    return text


def _ungarble(match: re.Match[str]) -> str:
    try:
        return bytes(BYTE_OF[letter] for letter in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
