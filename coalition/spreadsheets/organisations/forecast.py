"""What an import would do, in a form that a row can keep and a page can show."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from coalition.models import Organisation
from coalition.spreadsheets.organisations.comparison import Kind, Outcome
from coalition.spreadsheets.organisations.entries import Entry, Problem

FAULTS_SHOWN = 50
REMARKS_SHOWN = NAMESAKES_SHOWN = 10
CHANGES_SHOWN = 20


def forecast(outcomes: list[Outcome]) -> dict[str, Any]:
    """Counts by kind, and the first problems and changes in a form that a page can show."""
    counts = Counter(outcome.kind.value for outcome in outcomes)
    faulty = [outcome.entry for outcome in outcomes if outcome.kind == Kind.FAULTY]
    usable = [o.entry for o in outcomes if o.kind not in {Kind.FAULTY, Kind.REPEATED}]
    faulty_cells = [(entry, problem) for entry in faulty for problem in entry.faults]
    namesakes = [outcome for outcome in outcomes if outcome.namesake]
    left_out = [(entry, problem) for entry in usable for problem in entry.remarks]
    return {
        **{kind.value: counts[kind.value] for kind in Kind},
        "faults": len(faulty_cells),
        "remarks": len(left_out),
        "namesakes": len(namesakes),
        "namesakes_shown": [_namesake(o) for o in namesakes[:NAMESAKES_SHOWN]],
        "faults_shown": _shown(faulty_cells[:FAULTS_SHOWN]),
        "remarks_shown": _shown(left_out[:REMARKS_SHOWN]),
        "changes_shown": [_change(o) for o in outcomes if o.kind == Kind.CHANGED][:CHANGES_SHOWN],
    }


def _shown(problems: list[tuple[Entry, Problem]]) -> list[dict[str, Any]]:
    return [{"row": e.row.number, **asdict(problem)} for e, problem in problems]


def _change(outcome: Outcome) -> dict[str, Any]:
    organisation = outcome.organisation
    return {
        "row": outcome.entry.row.number,
        "pk": organisation and organisation.pk,
        "name": organisation and organisation.name,
        "fields": [_in_words(name, *values) for name, values in outcome.changes.items()],
        "numbers": [f"{scheme}-{value}" for scheme, value in outcome.new_identifiers],
    }


def _namesake(outcome: Outcome) -> dict[str, Any]:
    there = outcome.namesake
    return {
        "row": outcome.entry.row.number,
        "name": outcome.entry.name,
        "area": outcome.entry.values.get("area", ""),
        "numbers": [f"{scheme}-{value}" for scheme, value in outcome.new_identifiers],
        "pk": there and there.pk,
        "there": there and (there.area or "no area recorded"),
    }


def _in_words(name: str, was: str, becomes: str) -> list[str]:
    field = next(field for field in Organisation._meta.fields if field.name == name)
    labels = dict(field.flatchoices)
    title = str(field.verbose_name)
    return [title[0].upper() + title[1:], *(str(labels.get(v, v)) for v in (was, becomes))]
