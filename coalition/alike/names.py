"""How alike the names of two organisations are."""

from collections.abc import Container, Mapping, Set

from rapidfuzz import fuzz

from coalition.alike.letters import plain
from coalition.alike.vocabulary import CONTRASTS, LEGAL
from coalition.alike.words import SIGNS, TELLING, weighed

Words = Mapping[str, int]

ALIKE = 80  # of 100, for two words to count as one that was mistyped
NUMBERED = 0.5  # 1st and 2nd: what is left over on one side is a number
ASTRAY = 0.7  # each says something of weight that the other does not
SAYS_LITTLE = 0.8  # the same, but such as many have: Village Hall
CONTRASTED = 0.5  # one is in the north, one in the south
SAYS_MORE = 0.8  # a power: all that one name says, the other says too
MANY = 3  # words to list
PUNCTUATION = "()[],.;:‘’'“”\"-–"
NOWHERE: frozenset[str] = frozenset()


def names_alike(
    one: str, other: str, place: Set[str] = NOWHERE, other_place: Set[str] = NOWHERE
) -> float:
    """From 0 to 1; the same either way round. A place in one name only counts as said by both
    where the other works there and its name tells nothing else."""
    (words, letters), (others, other_letters) = weighed(one), weighed(other)
    if letters == other_letters or (words and words.keys() == others.keys()):
        tell = all(TELLING in each.values() for each in (words, others))
        return 1.0 if tell else SAYS_LITTLE
    left, right = _without(words, others), _without(others, words)
    if _sum(left) < TELLING or _sum(right) < TELLING:
        left, right = _without(left, other_place), _without(right, place)
    total = _sum(left) + _sum(right)
    shared = sum(words[word] + others[word] for word in words.keys() & others.keys())
    mistyped = _take_mistyped(left, right)
    score = (shared + mistyped) / (shared + total or 1)
    if any(word[0].isdigit() for word in (*left, *right)):
        score *= NUMBERED
    if not left or not right:
        score **= SAYS_MORE
    if not CONTRASTS.isdisjoint(left) and not CONTRASTS.isdisjoint(right):
        score *= CONTRASTED
    if _sum(left) >= TELLING and _sum(right) >= TELLING:
        score *= ASTRAY
    return score


def _without(words: Words, others: Container[str]) -> dict[str, int]:
    return {word: weight for word, weight in words.items() if word not in others}


def _sum(words: Words) -> int:
    return sum(words.values())


def _take_mistyped(left: dict[str, int], right: dict[str, int]) -> float:
    """Takes out of both what is one word in two spellings; answers with its weight in both."""
    pairs = (
        (fuzz.ratio(word, like), min(word, like), max(word, like), word, like)
        for word in left
        for like in right
        if word[0] == like[0] and word.isalpha() and like.isalpha()
    )
    weight = 0.0
    for ratio, _, _, word, like in sorted(pairs, reverse=True):
        if ratio >= ALIKE and word in left and like in right:
            weight += (left.pop(word) + right.pop(like)) * ratio / 100
    return weight


def in_words(one: str, other: str) -> str:
    """What sets apart two names that are alike."""
    if one == other:
        return "The same name"
    apart = list(dict.fromkeys([*_only_in(one, other), *_only_in(other, one)]))
    apart = [word for word in apart if plain(word) not in LEGAL] or apart
    if not apart:
        return "The same name, written in two ways"
    if len(apart) > MANY:
        return "Much of their names is the same"
    *most, last = [f"“{word}”" for word in apart]
    return f"The names are the same but for {', '.join(most)}{' and ' if most else ''}{last}"


def _only_in(name: str, other: str) -> list[str]:
    """Words as they are written, some of which is not said by the other name."""
    said = weighed(other)[0].keys() | set(SIGNS.split(plain(other)))
    words = (word.strip(PUNCTUATION) for word in name.split())
    return [word for word in words if weighed(word)[0].keys() - said]
