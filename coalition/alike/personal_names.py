"""The names of two people: may they mean one?

One person goes by initials, leaves words out, is written in two orders and with typing errors.
Titles and the letters behind a name say nothing about who it is; Junior and Senior do.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from coalition.alike.letters import plain
from coalition.alike.vocabulary import GENERATIONS, LETTERS_AFTER, TITLES

# How sure it is that two words, or a word and its initial, are one.
TYPING_ERROR, IN_A_SHORT_WORD, INITIAL = 0.93, 0.85, 0.82
LEFT_OUT = 0.95  # one name has a word more, such as a middle name
ONLY_ONE_WORD = 0.5  # one name is a single word of the other
OTHER_SURNAME = 0.78  # as after a wedding
DIFFERENT = 0.3  # each has a word that the other has not, or one is junior
LONG, SHORTEST_MISTYPED = 5, 3  # letters

BETWEEN_WORDS = re.compile(r"[\s.,;:()\[\]/\\\"“”„«»_‐-―-]+")


@dataclass(frozen=True)
class PersonalName:
    words: tuple[str, ...]
    generation: str = ""

    @property
    def is_of_several(self) -> bool:
        return not {"&", "and"}.isdisjoint(self.words)


@dataclass(frozen=True, order=True)
class Agreement:
    score: float
    reason: str


def read(name: str, known_as: str) -> Iterator[PersonalName]:
    """The name; and the one that they go by, in place of the first name or of all."""
    yield (whole := _read(name))
    if known_as:
        usual = _read(known_as)
        alone = len(usual.words) == 1
        yield PersonalName(usual.words + whole.words[1:], whole.generation) if alone else usual


def _read(name: str) -> PersonalName:
    words = [word for word in BETWEEN_WORDS.split(plain(name)) if word] or [plain(name)]
    while len(words) > 1 and words[0] in TITLES:
        del words[0]
    generation = ""
    while len(words) > 2 and (words[-1] in LETTERS_AFTER or words[-1] in GENERATIONS):
        generation = GENERATIONS.get(words.pop(), generation)
    return PersonalName(tuple(words), generation)


def agreement(one: PersonalName, other: PersonalName) -> Agreement:
    """From 0 to 1; the same either way round."""
    if one == other:
        return Agreement(1.0, "The same name")
    if one.is_of_several != other.is_of_several:
        return Agreement(DIFFERENT, "One record is of two people")
    if one.generation != other.generation:
        return Agreement(DIFFERENT, "They may be parent and child")
    return _of_words(*sorted((one.words, other.words)))


def _of_words(one: tuple[str, ...], other: tuple[str, ...]) -> Agreement:
    if "".join(one) == "".join(other):
        return Agreement(TYPING_ERROR, "The same name, with its words joined")
    left, right = list(one), list(other)
    same = _take(left, right, lambda word, like: word == like)
    mistyped = _take(left, right, _is_mistyped)
    initials = _take(left, right, _is_initial)
    if not (same or mistyped or initials):
        return Agreement(0.0, "Different names")
    if left and right:
        return _of_different(one, other, len(same))
    score, reason = 1.0, "The same name in another order"
    if left or right:
        score *= LEFT_OUT if min(len(one), len(other)) > 1 else ONLY_ONE_WORD
        reason = "One name has a word more than the other"
    for word, like in mistyped:
        score *= TYPING_ERROR if min(len(word), len(like)) >= LONG else IN_A_SHORT_WORD
        reason = "The names differ by a typing error"
    if initials:
        score *= INITIAL ** len(initials)
        reason = "One name has an initial for a word of the other"
    return Agreement(score, reason)


def _of_different(one: tuple[str, ...], other: tuple[str, ...], same: int) -> Agreement:
    """Where surnames come first, the first word says nothing: not in Latin letters, mostly."""
    first = one[0]
    if same and first == other[0] and first.isascii() and len(first) > 2:
        return Agreement(OTHER_SURNAME, "Same first name, different last names")
    return Agreement(DIFFERENT, "The names have words in common, and different ones")


def _take(
    left: list[str], right: list[str], are_one: Callable[[str, str], bool]
) -> list[tuple[str, str]]:
    """Out of both: the words that are one."""
    taken = []
    for word in sorted(left):
        like = next((like for like in sorted(right) if are_one(word, like)), None)
        if like is not None:
            left.remove(word)
            right.remove(like)
            taken.append((word, like))
    return taken


def _is_mistyped(word: str, like: str) -> bool:
    """One letter or two neighbours wrong."""
    if min(len(word), len(like)) < SHORTEST_MISTYPED or _may_be_couple(word, like):
        return False
    return OSA.distance(word, like, score_cutoff=1) <= 1


def _may_be_couple(word: str, like: str) -> bool:
    """Paul and Paula, Mario and Maria."""
    return any(
        hers[-1] in "aа" and hers[:-1] == his.rstrip("oо")  # Latin, and Cyrillic
        for hers, his in ((word, like), (like, word))
    )


def _is_initial(word: str, like: str) -> bool:
    short, long = sorted((word, like), key=len)
    return len(short) == 1 < len(long) and short != short.upper() and long[0] == short
