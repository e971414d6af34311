"""The one question in a letter: its words, and the address at which it is answered (EXP-8).

The key in the address is an HMAC of the letter's reference with the site's secret (ADR 3), cut to
ten characters so that it can be typed. It lives as long as the letter."""

import re
from typing import cast

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from coalition.models import Contributor
from recognition.models import Letter
from recognition.typesetting import Question

PURPOSE = "recognition.letter.question"
# As in references: nothing that looks like something else.
READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_LENGTH = 10
CODE = re.compile(rf"([{READABLE}]{{4}})([{READABLE}]{{4}})([{READABLE}]{{{KEY_LENGTH}}})")
WORDS = {
    "en": {
        "title": "One question, if you like",
        "ask": "How much did this letter mean to you?",
        "how": "Scan the square, or type this into a browser:",
        "leave": "Nobody has to answer. It changes nothing for you.",
        "alt": "QR code that opens the question, at {shown}",
    },
    "cy": {
        "title": "Un cwestiwn, os hoffech",
        "ask": "Faint oedd y llythyr hwn yn ei olygu i chi?",
        "how": "Sganiwch y sgwâr, neu teipiwch hwn mewn porwr:",
        "leave": "Nid oes rhaid i neb ateb. Nid yw’n newid dim i chi.",
        "alt": "Cod QR sy’n agor y cwestiwn, yn {shown}",
    },
}


def of(letter: Letter, language: str) -> Question:
    """As it stands in this letter; asks no query."""
    words = WORDS[language]
    url = url_of(letter)
    shown = url.partition("://")[2].rstrip("/")
    return Question(
        title=words["title"],
        ask=words["ask"],
        how=words["how"],
        shown=shown,
        leave=words["leave"],
        url=url,
        alt=words["alt"].format(shown=shown),
    )


def word_count(language: str) -> int:
    """How many words it adds to a letter, its address as one."""
    words = WORDS[language]
    return 1 + sum(len(words[name].split()) for name in ("title", "ask", "how", "leave"))


def key_of(letter: Letter) -> str:
    """30^10 of them: nobody finds one by trying."""
    digest = salted_hmac(PURPOSE, letter.ref, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(KEY_LENGTH):
        number, sign = divmod(number, len(READABLE))
        signs.append(READABLE[sign])
    return "".join(signs)


def code_of(letter: Letter) -> str:
    """What stands in the address: 7K2M-4QXB-R4TK9-ZQ2MW."""
    key = key_of(letter)
    return f"{letter.ref.removeprefix('LT-')}-{key[:5]}-{key[5:]}"


def path_of(letter: Letter) -> str:
    return reverse("recognition:letter_answer", args=[code_of(letter)])


def url_of(letter: Letter) -> str:
    return f"{settings.SITE_URL}{path_of(letter)}"


def opened_by(code: str) -> Letter | None:
    """The letter with a question that a code opens, however it was typed; with its experiment,
    person and programme. None for any other."""
    match = CODE.fullmatch(code.upper().replace("-", ""))
    if match is None:
        return None
    letters = Letter.objects.filter(asks=True, assignment__isnull=False).select_related(
        "contributor__merged_into", "campaign__programme", "assignment__experiment"
    )
    letter = letters.filter(ref=f"LT-{match[1]}-{match[2]}").first()
    if letter is None or not constant_time_compare(match[3], key_of(letter)):
        return None
    return letter


def person_of(letter: Letter) -> Contributor:
    """Whoever they are on the register now."""
    return cast(Contributor, letter.contributor.merged_into or letter.contributor)
