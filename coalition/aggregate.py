"""Does a text tell of one person, where only numbers, places and days belong? Warns only: a second
person reads it before anything is matched (NED-2)."""

import re

SOMEBODY = (
    r"(?:woman|man|mother|father|mum|dad|girl|boy|child|baby|lady|gentleman|refugee|client|patient"
    r"|resident|tenant|widow|widower|teenager|pensioner)"
)
SIGNS = [
    re.compile(r"\b\d{1,3}[- ]years?[- ]old\b|\baged \d{1,3}\b(?!\s*(?:to|and|-|–))", re.I),
    re.compile(
        rf"\b(?:a|an|one|this)\s+(?:[\w-]+\s+){{0,2}}{SOMEBODY}\b(?!\s+(?:seat|care|group|class))",
        re.I,
    ),
    re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.I),
]


def one_persons_story(text: str) -> list[str]:
    """The words that seem to be about one person, such as “a 34-year-old”."""
    found = (sign.search(text) for sign in SIGNS)
    return list(dict.fromkeys(match.group()[:60] for match in found if match))
