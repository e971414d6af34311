"""The words of an organisation's name, as they are compared."""

import re
from collections.abc import Mapping
from functools import lru_cache

from coalition.alike.letters import plain
from coalition.alike.vocabulary import GENERIC, LEGAL, SAID_OTHERWISE, SHORT_FOR

REMEMBERED = 50_000  # names: a look through the register meets each many times

SIGNS = re.compile(r"[^\w]+|_")
LONE_LETTERS = re.compile(r"\b\w(?: \w)+\b")
TELLING, SAID_BY_MANY = 10, 3  # whole numbers, so that sums are the same in any order


def significant_words(name: str) -> list[str]:
    """As `weighed` spells them; what least other organisations share comes first."""
    words, _ = weighed(name)
    return sorted(words, key=lambda word: (-words[word], word[0].isdigit(), -len(word), word))


@lru_cache(maxsize=REMEMBERED)
def weighed(name: str) -> tuple[Mapping[str, int], str]:
    """What each word of a name tells, and all its letters together: files break words in two."""
    text = SIGNS.sub(" ", plain(name.replace("&", " and ").replace("+", " and "))).strip()
    text = LONE_LETTERS.sub(lambda found: found[0].replace(" ", ""), text)
    whole = " ".join(SHORT_FOR.get(word, word) for word in text.split())
    for otherwise, usual in SAID_OTHERWISE:
        whole = otherwise.sub(usual, whole)
    told = [word for word in whole.split() if word not in LEGAL] or whole.split()
    words = {word: _weight(word) for word in map(_singular, told)}
    if acronym := _acronym(words, whole):
        words[acronym] = SAID_BY_MANY
    return words, text.replace(" ", "") or plain(name)


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s" or word[-2] == "s":
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def _weight(word: str) -> int:
    return SAID_BY_MANY if word in GENERIC else TELLING


def _acronym(words: dict[str, int], whole: str) -> str | None:
    """The word that only repeats the first letters of the others, as NCVO does."""
    initials = {"".join(word[0] for word in each) for each in (whole.split(), words)}
    long = (word for word in words if len(word) > 2 and word.isalpha())
    return next((word for word in long if any(word in letters for letters in initials)), None)
