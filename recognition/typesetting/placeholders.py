"""The ((placeholder)) language of letter templates: what may stand there, and where it is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from coalition.typesetting.problems import CannotTypeset


@dataclass(frozen=True)
class Placeholder:
    """A name that a template may use, what it stands for, and an example for previews."""

    name: str
    meaning: str
    sample: str


PLACEHOLDERS = {
    placeholder.name: placeholder
    for placeholder in (
        Placeholder("salutation", "how the person likes to be greeted", "Mrs Kovalenko"),
        Placeholder("letter_name", "the person’s name in full", "Kateryna Kovalenko"),
        Placeholder("organisation", "whom they gave it with", "Aldermere Community Kitchen"),
        Placeholder("programme", "the programme that thanks them", "Homes for Aldermere"),
        Placeholder(
            "what_they_did",
            "a fact that follows “you”",
            "cooked supper every Thursday for the families at Mill Lane",
        ),
        Placeholder(
            "what_it_made_possible",
            "a fact that follows “because of that”",
            "eleven families sat down to a hot meal in their first week",
        ),
        Placeholder("dates", "when, so that it reads on", "between March and August 2026"),
        Placeholder("late_month", "the month in which they should have heard", "September"),
        Placeholder("offer_reference", "the reference of their offer", "OFR-7K2M-4Q"),
        Placeholder("thanker_name", "who signs the letter", "Eleanor Whitcombe"),
        Placeholder("thanker_office", "the office that they hold", "Director of Public Health"),
        Placeholder("thanker_body", "for whom they speak", "Aldermere Borough Council"),
        Placeholder(
            "personal_line",
            "one line in the thanker’s own words",
            "I still think of the evening when the children taught me to count.",
        ),
    )
}
SAMPLES = {name: placeholder.sample for name, placeholder in PLACEHOLDERS.items()}

# "((" opens the innermost pair, so that "(((salutation)))" is a placeholder in brackets.
TOKEN = re.compile(r"\(\((?!\()(?P<inside>[^()\n]*)(?P<closed>\)\))?")
# What people carry over from other systems: (salutation), {{salutation}}, [salutation], <<…>>.
LOOKALIKE = re.compile(
    r"(?<!\()\((?P<a>\w+)\)(?!\))|\{+ *(?P<b>\w+) *\}+|\[+ *(?P<c>\w+) *\]+|<+ *(?P<d>\w+) *>+"
)
LISTED = ", ".join(f"(({name}))" for name in PLACEHOLDERS)


@dataclass(frozen=True, order=True)
class TemplateError:
    """What is wrong at a place of a template; line and column count from 1."""

    line: int
    column: int
    problem: str

    def __str__(self) -> str:
        return f"Line {self.line}, character {self.column}: {self.problem}"


def check(text: str) -> list[TemplateError]:
    """All that is wrong with a template, from top to bottom; nothing means fit to save (TPL-1)."""
    found = [(match.start(), _token_problem(match)) for match in TOKEN.finditer(text)]
    found += [(match.start(), _lookalike_problem(match)) for match in LOOKALIKE.finditer(text)]
    return [_error_at(text, start, problem) for start, problem in sorted(found) if problem]


def used(text: str) -> frozenset[str]:
    """The placeholders that a template asks for."""
    return frozenset(match["inside"] for match in TOKEN.finditer(text)) & PLACEHOLDERS.keys()


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in, once: a value that contains ((salutation)) is printed so (TPL-2).

    Raises CannotTypeset where a value is missing or empty; `field` is then the placeholder's name.
    """

    def value(match: re.Match[str]) -> str:
        name = match["inside"]
        if not (filled := values.get(name, "")).strip():
            meaning = PLACEHOLDERS[name].meaning if name in PLACEHOLDERS else "not a placeholder"
            raise CannotTypeset(f"Nothing is known for (({name})): {meaning}.", field=name)
        return filled

    return TOKEN.sub(value, text)


def word_count(text: str) -> int:
    """Words as a person counts them; a placeholder is one word."""
    return len(TOKEN.sub("x", text).split())


def _token_problem(match: re.Match[str]) -> str:
    name = match["inside"]
    if not match["closed"]:
        return "This placeholder is not closed. Write two closing brackets, like ((salutation))."
    if name in PLACEHOLDERS:
        return ""
    plain = name.strip().lower().replace(" ", "_").replace("-", "_")
    if nearest := get_close_matches(plain, PLACEHOLDERS, n=1, cutoff=0.6):
        return f"We do not know (({name})). Did you mean (({nearest[0]}))?"
    return f"We do not know (({name})). You can use {LISTED}."


def _lookalike_problem(match: re.Match[str]) -> str:
    name = next(name for name in match.groups() if name)
    if name.lower() not in PLACEHOLDERS:
        return ""
    return f"Write (({name.lower()})), with two round brackets on each side."


def _error_at(text: str, start: int, problem: str) -> TemplateError:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return TemplateError(line, column, problem)
