"""Whether a reason says something, or only fills the box (OVR-1)."""

import re
from collections import Counter

LEAST = 50  # characters
FEWEST_WORDS = 6  # that differ
# At most so often one word of all.
MOST_OF_ONE = 0.4
EMPTY_WORDS = {
    *["n/a", "na", "none", "nil", "tbc", "tbd", "test", "reason", "reasons", "no", "not"],
    *["applicable", "available", "comment", "lorem", "ipsum", "asdf", "qwerty", "xxx", "as"],
    *["discussed", "see", "above", "below", "attached", "given", "because", "overruled"],
}
WORD = re.compile(r"[^\W_]+(?:[’'/-][^\W_]+)*")
TOO_SHORT = "Say why in at least {least} characters. You have used {used}."
NOTHING = (
    "This does not say why yet. Say what you know that the forum did not, or what changed, so that"
    " a member can follow it."
)


def unsaid(reason: str) -> str:
    """What to do about it, or nothing where it says something. The forum reads it, so it is not
    enough to fill the box."""
    plain = " ".join(reason.split())
    if len(plain) < LEAST:
        return TOO_SHORT.format(least=LEAST, used=len(plain))
    return NOTHING if is_filler(plain) else ""


def is_filler(text: str) -> bool:
    """Repeated characters, one word again and again, ‘n/a’ pasted, keys held down."""
    words = [word.casefold() for word in WORD.findall(text)]
    said = [word for word in words if word not in EMPTY_WORDS and _is_a_word(word)]
    if len(set(said)) < FEWEST_WORDS:
        return True
    counted = Counter(words)
    return counted.most_common(1)[0][1] > MOST_OF_ONE * len(words) or _is_pasted(words)


def _is_a_word(word: str) -> bool:
    """Of letters that differ, with a vowel, and short enough to be one."""
    held_down = re.search(r"(.)\1\1", word) is not None
    has_vowel = re.search(r"[aeiouyàâäéèêëîïôöùûüáíóúŵŷ]", word) is not None
    return word.isdigit() or (not held_down and has_vowel and len(word) <= 30 and len(word) > 1)


def _is_pasted(words: list[str]) -> bool:
    """The same few words again and again."""
    return any(
        words == (words[:few] * len(words))[: len(words)] for few in range(1, len(words) // 2 + 1)
    )
