"""Search that forgives one wrong letter (docs/adr/0007-search-by-words.md).

The database folds names to words: small letters, no accents, no apostrophes. What was typed makes
rings around it, closest first: the very words; words that begin so; words of which one letter is
wrong, missing, too many or swapped; all words but one. No row lies in two rings.
"""

from dataclasses import dataclass
from itertools import combinations, pairwise

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import BooleanField, Func, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import StartsWith
from rapidfuzz.distance import OSA

MOST_WORDS = 6  # of what was typed; more would not find anything else
SHORTEST_MISTYPED = 3
ENOUGH_LIKE_IT = 60  # known words for one that was typed
SHORTEST_NUMBER = 5
Alternatives = list[str]  # of one typed word, as tsquery: 'brown' | 'browne'


class Lexemes(Func):
    """The folded words of columns; indexed. Written alike in index and query, or it is not used."""

    function = "coalition_lexemes"
    output_field = SearchVectorField()


class PhoneDigits(Func):
    """A phone number without blanks, +44 or leading zero."""

    function = "coalition_phone_digits"
    output_field = models.TextField()


class PostcodeIn(Func):
    """The first UK postcode in an address, as SW1A 1AA; "" where there is none."""

    function = "coalition_postcode"
    output_field = models.TextField()


class OneLetterLess(Func):
    """A word, and all that remains when one of its letters is left out."""

    function = "coalition_one_letter_less"
    output_field = ArrayField(models.TextField())


class KnownWord(models.Model):
    """A word of three letters or more in names of our register, for finding what was mistyped.
    Triggers add words; those that nobody bears any more are forgotten within a day."""

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        abstract = True
        indexes = [GinIndex(OneLetterLess("word"), name="%(class)s_by_letters")]

    def __str__(self) -> str:
        return self.word


class PersonWord(KnownWord):
    """A word in somebody's name. Of its own, so that no search tells who is on the register."""


class OrganisationWord(KnownWord):
    """A word in the name of an organisation."""


@dataclass(frozen=True)
class Rings:
    """Conditions on rows: on all that are found, and on those of each ring, closest first. No row
    meets two of `each`. `any` is asked as one, for then its index is read once."""

    any: Q
    each: list[Q]

    @classmethod
    def one(cls, condition: Q) -> "Rings":
        return cls(condition, [condition])


def rings(typed: str, known: type[KnownWord], *columns: str) -> Rings:
    """Of rows with those columns; words without letters find none."""
    words = _understood(typed, known)
    if not words:
        return Rings(Q(pk__in=[]), [])
    exact, begun, like = ([word[form] for word in words] for form in range(3))
    reach = [_all(exact), _all(begun)]  # each holds the one before it
    if like != begun:
        reach.append(_all(like))
    if len(words) > 2:
        fewer = (_all(some) for some in combinations(begun, len(words) - 1))
        reach.append(" | ".join(f"({some})" for some in [reach[-1], *fewer]))
    queries = [reach[0], *(f"({wide}) & !({near})" for near, wide in pairwise(reach))]
    return Rings(_saying(reach[-1], columns), [_saying(query, columns) for query in queries])


def beginning(typed: str, *columns: str) -> Q:
    """Rows whose words in those columns begin with all that was typed, in any order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalition_words(%s)", [typed])
        words = cursor.fetchone()[0][:MOST_WORDS]
    return _saying(_all([f"{_quoted(word)}:*" for word in words]), columns) if words else Q(pk=0)


def by_email(typed: str, column: str = "email") -> Q:
    """Addresses that begin so."""
    return Q(StartsWith(Lower(column), typed.strip().lower()))


def by_phone(typed: str) -> Q | None:
    """Numbers that begin so, however they are written; None when nobody would dial this."""
    digits = "".join(filter(str.isdecimal, typed))
    if len(digits) < SHORTEST_NUMBER or set(typed) - set("+()-./ 0123456789"):
        return None
    return Q(StartsWith(PhoneDigits("phone"), PhoneDigits(Value(typed))))


def _understood(typed: str, known: type[KnownWord]) -> list[tuple[str, str, str]]:
    """Of each typed word: itself, words that begin so, and those or words like it."""
    found: dict[tuple[int, str], list[str]] = {}
    for number, word, like in _with_likenesses(typed, known):
        near = found.setdefault((number, word), [])
        if like and len(near) < ENOUGH_LIKE_IT and OSA.distance(word, like, score_cutoff=1) == 1:
            near.append(like)
    return [_forms(word, near) for (_, word), near in found.items()]


def _forms(word: str, near: list[str]) -> tuple[str, str, str]:
    exact = _quoted(word)
    begun = f"{exact}:*"
    others = [_quoted(one) for one in near if not one.startswith(word)]
    return exact, begun, f"({' | '.join([begun, *others])})" if others else begun


def _with_likenesses(typed: str, known: type[KnownWord]) -> list[tuple[int, str, str | None]]:
    """(place, typed word, a known word that shares a spelling with one letter less)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT said.place, said.word, known.word
                FROM unnest((coalition_words(%s))[:{MOST_WORDS}])
                    WITH ORDINALITY AS said (word, place)
                LEFT JOIN {known._meta.db_table} known
                    ON length(said.word) >= {SHORTEST_MISTYPED}
                    AND coalition_one_letter_less(known.word)
                        && coalition_one_letter_less(said.word)
                ORDER BY said.place, known.word""",
            [typed],
        )
        return cursor.fetchall()


def _saying(query: str, columns: tuple[str, ...]) -> Q:
    return Q(_Says(Lexemes(*columns), Value(query)))


class _Says(Func):
    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _all(words: list[str] | tuple[str, ...]) -> str:
    return " & ".join(words)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
