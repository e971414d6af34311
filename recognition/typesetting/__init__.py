"""From a letter's words to its PDF. Pure functions: no database, no settings, no request."""

from coalition.typesetting.problems import CannotTypeset
from recognition.typesetting.content import (
    CLOSINGS,
    HEADINGS,
    TO_WHOM,
    Format,
    Language,
    LetterContent,
    Letterhead,
    Question,
    Signatory,
    greeting,
    long_date,
)
from recognition.typesetting.engine import prepare, typeset
from recognition.typesetting.fit import require_fitting

__all__ = [
    "CLOSINGS",
    "HEADINGS",
    "TO_WHOM",
    "CannotTypeset",
    "Format",
    "Language",
    "LetterContent",
    "Letterhead",
    "Question",
    "Signatory",
    "greeting",
    "long_date",
    "prepare",
    "require_fitting",
    "typeset",
]
