"""Text as it is compared: case, accents, apostrophes and invisible signs do not count."""

import re
import unicodedata

APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼʻ"))
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
ACCENTED = re.compile("([a-z])[\u0300-\u036f]+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def plain(text: str) -> str:
    """Other scripts than the Latin one keep their marks, for there they make other letters."""
    if text.isascii():
        return text.lower().translate(APOSTROPHES)
    bare = INVISIBLE.sub("", unicodedata.normalize("NFKD", text).casefold())
    bare = ACCENTED.sub(r"\1", bare.translate(APOSTROPHES).translate(PLAIN))
    return unicodedata.normalize("NFC", bare)
