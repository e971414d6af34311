"""Fair words for a difference: no people, no insults; and advice on what reads as an accusation.

Plain values: no database, no request.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from forums.names import GIVEN, INSTITUTIONS, ORDINARY, TITLES

INSULTS = re.compile(
    r"\b(?:"
    r"liars?|idiot(?:s|ic)?|stupid(?:ity)?|morons?|imbeciles?|fools?|foolish|clueless"
    r"|incompetent|incompetence|useless|pathetic|disgrace(?:ful)?|shameless|shameful|despicable"
    r"|cowards?|cowardly|hypocrit(?:es?|ical)|hypocrisy|bigots?|bigoted|crooks?|corrupt|scum|evil"
    r"|vile|nasty|callous|heartless|lazy|greedy|arrogan(?:t|ce)|ignorant|ridiculous|laughable"
    r"|a joke|shambles|farce|madness|insane|lunatics?|traitors?|fascists?|nazis?|thugs?"
    r"|bull(?:y|ies)|crap|shit\w*|bollocks|bastards?|damn|bloody|fuck\w*|arse\w*|wank\w*"
    r"|tossers?|twats?|cunts?"
    r")\b",
    re.IGNORECASE,
)

LEAVE_OUT = "leave it out"
# What reads as an accusation, and what says the same fairly (product.md §10).
FAIRER = {
    r"refus(?:es?|ed|ing|al)": "does not",
    r"claim(?:s|ed|ing)?": "considers",
    r"ignor(?:es?|ed|ing)": "has not answered",
    r"insist(?:s|ed|ing)?": "considers",
    r"demand(?:s|ed|ing)": "asks for",
    r"admit(?:s|ted|ting)?": "says",
    r"fail(?:s|ed|ing|ure)": "has not",
    r"so-called": LEAVE_OUT,
    r"(?:obvious|clear|deliberate|blatant|reckless|simp|constant|consistent|tota|complete|utter"
    r"|wilful|cynical|predictab|shocking|outrageous|tru|real|frank)(?:l?ly)": LEAVE_OUT,
}  # fmt: skip
LOADED = {re.compile(rf"\b{word}\b", re.IGNORECASE): say for word, say in FAIRER.items()}

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;]\s*|[\n“‘\"(]\s*)$")
_TITLED = re.compile(rf"\b(?:{'|'.join(TITLES)})\.?\s+[A-Z][\w’'-]+")
# Two words with capitals, and the next; each gets its turn to be the first.
_CAPITAL = r"[^\W\d_a-z][\w’'-]+"
_CAPITALS = re.compile(
    rf"(?<![\w’'-])(?<!St )(?<!Saint )"
    rf"(?=(?P<first>{_CAPITAL}) (?P<last>{_CAPITAL})(?: (?P<after>\w+))?)"
)
_NOT_SEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")


def named_people(
    text: str, *, members: Iterable[str], organisations: Iterable[str] = ()
) -> list[str]:
    """People whom the text names: members by any part of their name, others by title, or by given
    name and surname. Names of organisations are not people, whatever is in them."""
    plain = _without(_legible(text), organisations)
    found = [*_titled(plain), *_members(plain, members), *_given(plain)]
    return [name for name in dict.fromkeys(found) if not _is_part(name, found)]


def insults(text: str) -> list[str]:
    return list(dict.fromkeys(found.group() for found in INSULTS.finditer(_legible(text))))


def advice(text: str) -> list[tuple[str, str]]:
    """(what reads as an accusation, what would say it fairly)"""
    return [(found.group(), say) for word, say in LOADED.items() for found in word.finditer(text)]


def _legible(text: str) -> str:
    """Accents, other alphabets' look of Latin letters, and signs that nobody sees, taken away."""
    letters = unicodedata.normalize("NFKD", _NOT_SEEN.sub("", text))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without(text: str, organisations: Iterable[str]) -> str:
    for name in sorted(map(_legible, organisations), key=len, reverse=True):
        if name:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text


def _titled(text: str) -> Iterator[str]:
    """Dr Smith; whether or not we know them."""
    return (found.group() for found in _TITLED.finditer(text))


def _members(text: str, members: Iterable[str]) -> Iterator[str]:
    for name in map(_legible, members):
        words = [word for word in _WORD.findall(name) if word not in TITLES]
        whole = " ".join(words)
        if len(words) > 1 and (found := re.search(rf"\b{re.escape(whole)}\b", text, re.IGNORECASE)):
            yield found.group()
        for word in words:
            yield from _as_a_name(text, word)


def _as_a_name(text: str, word: str) -> Iterator[str]:
    """One word of a name, written as one. ‘Price’ may just begin a sentence."""
    if len(word) < 3:
        return
    for found in re.finditer(rf"\b(?:{re.escape(word)}|{re.escape(word.upper())})\b", text):
        begins = _SENTENCE_ENDS.search(text[: found.start()])
        if not (begins and word.casefold() in ORDINARY):
            yield found.group()


def _given(text: str) -> Iterator[str]:
    """A given name and a surname: John Smith, and not St John Ambulance or John Smith House."""
    for found in _CAPITALS.finditer(text):
        first, last, after = found.group("first", "last", "after")
        if first in GIVEN and INSTITUTIONS.isdisjoint({last, after}):
            yield f"{first} {last}"


def _is_part(name: str, names: list[str]) -> bool:
    """Of a longer one that was found as well."""
    return any(name != other and name in other for other in names)
