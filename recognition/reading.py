"""How easy a letter is to read: an age, and what would help. Says so, and stops nobody."""

import re
from dataclasses import dataclass
from functools import cache

import pyphen

LONG_SENTENCE = 25  # words
LONG_WORD, LETTERS = 4, 9  # syllables, and letters at least
SHOWN = 3
SENTENCE = re.compile(r"[^.!?:]+[.!?:]*")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True)
class Reading:
    """`age` is that at which most people in school read it with ease, after Flesch and Kincaid;
    18 stands for adults who read a lot."""

    age: int
    long_sentences: tuple[str, ...]  # how each begins
    long_words: tuple[str, ...]


def of(text: str, language: str) -> Reading | None:
    """None where there is nothing to read, or no measure for the language: for Welsh there is none
    that we know of."""
    sentences = [(one, WORD.findall(one)) for one in SENTENCE.findall(text)]
    sentences = [(one, words) for one, words in sentences if words]
    if language != "en" or not sentences:
        return None
    words = [word for _, said in sentences for word in said]
    syllables = sum(map(_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    long = dict.fromkeys(word.lower() for word in words if _is_long(word))
    return Reading(
        age=min(18, max(5, round(grade + 5))),
        long_sentences=tuple(
            " ".join(one.split()[:5]) + " …" for one, said in sentences if len(said) > LONG_SENTENCE
        )[:SHOWN],
        long_words=tuple(long)[:SHOWN],
    )


def _is_long(word: str) -> bool:
    return len(word) >= LETTERS and _syllables(word) >= LONG_WORD


def _syllables(word: str) -> int:
    return len(_hyphens().positions(word.lower())) + 1


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)
