"""Does a text tell about other people? Warns only: a person may keep the words (OFR-8)."""

import re

PHONE = re.compile(r"(?<!\d)(?:\+44|\(?0)(?:[\s().-]*\d){9,10}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TITLED_NAME = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Sir|Lady|Lord|Prof)\.? [A-Z][\w’'-]+")
RELATIVE = (
    r"(?:wife|husband|partner|son|daughter|mother|mum|father|dad|brother|sister|aunt|uncle"
    r"|cousin|friend|neighbour|flatmate|colleague|client|tenant|guest)"
)
NAMED_RELATIVE = re.compile(rf"\b(?:my|our|his|her|their) {RELATIVE},? [A-Z][a-z’'-]+")
CALLED = re.compile(r"\b(?:called|named|name is) [A-Z][a-z’'-]+")
SOMEBODY = rf"(?:he|she|who|{RELATIVE})"
CONDITION = (
    r"(?:cancer|HIV|AIDS|dementia|depress\w+|PTSD|anxiety|autis\w+|epilep\w+|diabet\w+|pregnan\w+"
    r"|schizophren\w+|bipolar|addict\w+|suicid\w+|mental health problem\w*)"
)
HEALTH = re.compile(
    rf"\b(?:diagnosed with|suffer\w* from)\b|\b{SOMEBODY}\b[^.;\n]{{0,40}}\b{CONDITION}\b", re.I
)
IMMIGRATION = re.compile(
    r"\b(?:overstay\w*|undocumented|refused asylum|deport\w*|leave to remain"
    r"|(?:asylum|visa) (?:claim|refus\w+|expired|appeal))\b|"
    rf"\b{SOMEBODY}\b[^.;\n]{{0,40}}\billegal\w*",
    re.I,
)
# What a text holds, in small letters, wherever the sign is in it: the signs are slow to look for,
# and a file may hold 160,000 texts.
AT_LEAST = {
    PHONE: ("0", "+44"),
    EMAIL: ("@",),
    CALLED: ("called", "named", "name is"),
    HEALTH: ("diagnosed", "suffer", *re.findall(r"[a-z]{3,}", CONDITION.lower())),
    IMMIGRATION: ("overstay", "undocumented", "asylum", "deport", "leave", "visa", "illegal"),
}
SIGNS = [
    ("a phone number", PHONE),
    ("an email address", EMAIL),
    ("a person’s name", TITLED_NAME),
    ("a person’s name", NAMED_RELATIVE),
    ("a person’s name", CALLED),
    ("somebody’s health", HEALTH),
    ("somebody’s right to be in the country", IMMIGRATION),
]


def others_details(text: str) -> list[str]:
    """What the text seems to give away, such as: a phone number (“07700 900123”)."""
    small = text.lower()
    found = {
        words: match.group().strip()
        for words, sign in reversed(SIGNS)
        if any(sure in small for sure in AT_LEAST.get(sign, ("",))) and (match := sign.search(text))
    }
    return [f"{words} (“{quote[:60]}”)" for words, quote in reversed(found.items())]
