"""What a saved rule looks for among thanks that are owed (CMP-1): as conditions, and in words.

A rule is kept as JSON, with only what somebody chose. To add a criterion, add a field, its
condition and its words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Exists, OuterRef
from django.utils import timezone

from coalition.models import Contributor, Programme
from coalition.models.sector import Sector
from coalition.templatetags.words import day
from recognition.models import ContributionEvent
from recognition.models.contribution import ContributionQuerySet

Outcome = ContributionEvent.Outcome
GIVEN = [("", "Either"), ("organisation", "With an organisation"), ("alone", "On their own")]
BEFORE = [
    ("", "Either"),
    ("never", "Have never been thanked by us"),
    ("before", "Have been thanked before"),
]
KINDS, SECTORS = dict(ContributionEvent.Kind.choices), dict(Sector.choices)
LANGUAGES = dict(Contributor.Language.choices)
NATIONS = dict(Programme._meta.get_field("nation").flatchoices)


@dataclass(frozen=True)
class Criteria:
    """What is left empty does not matter. Of the values of one field any will do."""

    kinds: tuple[str, ...] = ()
    happened_from: date | None = None
    happened_to: date | None = None
    words: str = ""  # in the name, the organisation or what they did
    given: str = ""
    sectors: tuple[str, ...] = ()  # of the organisation
    nations: tuple[str, ...] = ()  # in which they live; else that of the programme
    languages: tuple[str, ...] = ()
    before: str = ""
    days_late: int | None = None  # at least; 0: due today or earlier
    is_confirmed: bool = False  # somebody who was near says that the facts are right
    is_whole: bool = False  # it is written down what it made possible (AKN-2)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From JSON, as `kept` made it."""
        values = {f.name: kept[f.name] for f in fields(cls) if f.name in kept}
        for name in ("happened_from", "happened_to"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return cls(**values | lists)

    def kept(self) -> dict[str, Any]:
        """As JSON, without what does not matter."""
        chosen = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: str(value) if isinstance(value, date) else value
            for name, value in chosen.items()
            if value != _default(name)
        }

    def narrow(self, events: ContributionQuerySet) -> ContributionQuerySet:
        """Those of the events that are meant."""
        plain = {
            "kind__in": self.kinds,
            "happened_on__gte": self.happened_from,
            "happened_on__lte": self.happened_to,
            "organisation__sector__in": self.sectors,
            "contributor__language__in": self.languages,
        }
        found = events.filter(**{name: value for name, value in plain.items() if value})
        if self.words:
            found = found.matching(self.words)
        if self.given:
            found = found.filter(organisation__isnull=self.given == "alone")
        if self.nations:
            found = found.living_in(self.nations)
        if self.days_late is not None:
            found = found.filter(due_on__lte=timezone.localdate() - timedelta(days=self.days_late))
        if self.is_confirmed:
            found = found.exclude(verified_at=None)
        if self.is_whole:
            found = found.exclude(what_it_made_possible="")
        if self.before:
            thanked = ContributionEvent.objects.filter(
                contributor=OuterRef("contributor"), outcome=Outcome.THANKED
            )
            found = found.filter(Exists(thanked) if self.before == "before" else ~Exists(thanked))
        return found

    def in_words(self) -> str:
        """One sentence."""
        said = "; ".join(self._said())
        return f"{said[:1].upper()}{said[1:]}." if said else "Everybody who is owed thanks."

    def _said(self) -> Iterator[str]:
        for name, words in WORDS.items():
            value = getattr(self, name)
            if value != _default(name):
                yield words(value)


def _late_by(days: int) -> str:
    return f"late by {days:,} days or more" if days else "due"


def _any_of(choices: Mapping[str, str], values: Iterable[str]) -> str:
    *most, last = (choices[value] for value in values)
    return f"{', '.join(most)} or {last}" if most else last


WORDS: dict[str, Callable[[Any], str]] = {
    "kinds": lambda kinds: _any_of(KINDS, kinds).lower(),
    "happened_from": lambda first: f"from {day(first)}",
    "happened_to": lambda last: f"until {day(last)}",
    "words": lambda words: f"with “{words}”",
    "given": lambda given: dict(GIVEN)[given].lower(),
    "sectors": lambda sectors: f"of the sector {_any_of(SECTORS, sectors)}",
    "nations": lambda nations: f"living in {_any_of(NATIONS, nations)}",
    "languages": lambda languages: f"reading {_any_of(LANGUAGES, languages)}",
    "before": lambda before: dict(BEFORE)[before].lower(),
    "days_late": _late_by,
    "is_confirmed": lambda _: "confirmed by somebody who was near",
    "is_whole": lambda _: "with what it made possible",
}


def _default(name: str) -> Any:
    return getattr(Criteria, name)
