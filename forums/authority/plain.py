"""Whether one sentence says what is handed over so that a stranger understands it."""

import re

MOST_WORDS = 30
# Words of offices, and what people say instead.
INSTEAD = {
    "pursuant to": "under",
    "in accordance with": "under",
    "in respect of": "about",
    "in relation to": "about",
    "with regard to": "about",
    "hereby": "nothing",
    "herein": "here",
    "thereof": "of it",
    "notwithstanding": "despite",
    "utilise": "use",
    "commence": "begin",
    "expenditure": "spending",
    "operationalise": "carry out",
    "inter alia": "among others",
    "stakeholders": "who they are",
    "determine": "decide",
    "facilitate": "help",
    "prior to": "before",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "all of them, or none",
}
KNOWN = {"NHS", "UK", "EU", "MP", "GP", "TV", "IT", "CCTV", "VAT", "ESOL", "DBS", "PE", "ID"}


def unclear(sentence: str) -> str:
    """What to change, or nothing where it is plain."""
    words = sentence.split()
    if len(words) > MOST_WORDS:
        return f"Use {MOST_WORDS} words or fewer. You have used {len(words)}."
    if len(re.findall(r"[.!?](?:\s|$)", sentence)) > 1:
        return "Say it in one sentence. What it does not cover has its own place below."
    if len(words) < 3:
        return "Say it in a whole sentence, like: Agree repairs that let a family move in."
    low = sentence.lower()
    for stiff, plain in INSTEAD.items():
        if re.search(rf"(?<!\w){re.escape(stiff)}(?!\w)", low):
            return f"A stranger stumbles over ‘{stiff}’. Instead, say: {plain}."
    return _short_forms(sentence)


def _short_forms(sentence: str) -> str:
    short = [word for word in re.findall(r"\b[A-Z]{2,6}s?\b", sentence) if word not in KNOWN]
    return f"Write ‘{short[0]}’ out: a stranger does not know it." if short else ""
