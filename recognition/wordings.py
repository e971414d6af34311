"""Ready wordings of letters, to start from (product.md §10). Nothing here is sent by itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A letter to begin with. The greeting and the signature are added around the body."""

    key: str
    name: str
    language: str
    subject: str
    body: str
    about: str


WORDINGS = {
    wording.key: wording
    for wording in (
        Wording(
            "official",
            "Official letter of thanks",
            "en",
            "A letter of thanks",
            "I am writing to thank you: ((dates)) you ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            "((personal_line))\n\n"
            "Thank you. There is nothing that you need to do.",
            "What they did, what it made possible, and one line in the signatory’s own words.",
        ),
        Wording(
            "official-cy",
            "Llythyr swyddogol o ddiolch",
            "cy",
            "Llythyr o ddiolch",
            "Rwy’n ysgrifennu i ddiolch i chi am hyn, ((dates)): ((what_they_did)).\n\n"
            "Oherwydd hynny: ((what_it_made_possible)).\n\n"
            "Diolch o galon. Nid oes angen i chi wneud dim.",
            "The official letter in Welsh. Have a Welsh speaker read it, and write facts in Welsh.",
        ),
        Wording(
            "late",
            "Late thanks",
            "en",
            "A letter of thanks, and an apology",
            "This should have reached you in ((late_month)). I am sorry. It does not make what you"
            " did smaller: you ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            "Thank you. There is nothing that you need to do.",
            "For thanks that are overdue. It says so, and says sorry once.",
        ),
        Wording(
            "offered",
            "Thanks for an offer we could not use",
            "en",
            "Thank you for your offer",
            "I am writing because ((dates)) you ((what_they_did)). We could not use it, and you"
            " have had our reasons.\n\n"
            "You came forward when it mattered. Thank you for that. There is nothing that you need"
            " to do.",
            "For somebody whose offer was declined: it needs no word of what it made possible.",
        ),
    )
}
