"""Ready wordings of letters, to start from (product.md §10). Nothing here is sent by itself.

There is none for a bereaved family, and there will be none: somebody who knew the person writes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A letter to begin with. The greeting and the signature are added around the body."""

    key: str
    name: str
    subject: str
    body: str
    about: str
    kind: str = "letter"
    language: str = "en"
    format: str = "standard"
    follows: str = ""  # the key of the wording that it says in its own way

    @property
    def leads(self) -> bool:
        return not self.follows


NOTHING_TO_DO = "Thank you. There is nothing that you need to do."
WORDINGS = {
    wording.key: wording
    for wording in (
        Wording(
            "official",
            "Official letter of thanks",
            "A letter of thanks",
            "I am writing to thank you: ((dates)) you ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            "((personal_line))\n\n"
            f"{NOTHING_TO_DO}",
            "What they did, what it made possible, and one line in the signatory’s own words.",
        ),
        Wording(
            "official-cy",
            "Llythyr swyddogol o ddiolch",
            "Llythyr o ddiolch",
            "Rwy’n ysgrifennu i ddiolch i chi am hyn, ((dates)): ((what_they_did)).\n\n"
            "Oherwydd hynny: ((what_it_made_possible)).\n\n"
            "Diolch o galon. Nid oes angen i chi wneud dim.",
            "The official letter in Welsh. Have a Welsh speaker read it, and write facts in Welsh.",
            language="cy",
            follows="official",
        ),
        Wording(
            "official-easy",
            "Official letter of thanks, easy read",
            "A letter to say thank you",
            "This letter says thank you.\n\n"
            "This is what you did ((dates)):\nyou ((what_they_did)).\n\n"
            "This is what happened because of you:\n((what_it_made_possible)).\n\n"
            "Thank you.\nYou do not need to do anything.",
            "The official letter for whoever asked for easy read: one thing in each sentence.",
            format="easy_read",
            follows="official",
        ),
        Wording(
            "ministerial",
            "Letter from a minister",
            "A letter of thanks",
            "I am writing to thank you in person: ((dates)) you ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            "((personal_line))\n\n"
            f"{NOTHING_TO_DO}",
            "At most 160 words. No credit for a policy, and no adjective about the government.",
            kind="ministerial",
        ),
        Wording(
            "joint",
            "Letter of two who sign",
            "A letter of thanks from both of us",
            "We are writing to thank you: ((dates)) you ((what_they_did)).\n\n"
            "Those you helped say it best: because of that ((what_it_made_possible)). Thank you"
            " from both of us. There is nothing that you need to do.",
            "Two short paragraphs. The second speaks for the people helped.",
            kind="joint",
        ),
        Wording(
            "household",
            "Letter to a household",
            "A letter of thanks to your household",
            "I am writing to thank you all: ((dates)) you ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            "Thank you, each of you. There is nothing that you need to do.",
            "For people who confirmed one name for all. It assumes nothing about who they are.",
            kind="household",
        ),
        Wording(
            "late",
            "Late thanks",
            "A letter of thanks, and an apology",
            "This should have reached you in ((late_month)). I am sorry. It does not make what you"
            " did smaller: you ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            f"{NOTHING_TO_DO}",
            "For thanks that are overdue. It says so, and says sorry once. After 90 days no other"
            " words go.",
            kind="late",
        ),
        Wording(
            "offered",
            "Thanks for an offer we could not use",
            "Thank you for your offer",
            "I am writing because ((dates)) you ((what_they_did)). We could not use it, and you"
            " have had our reasons.\n\n"
            "You came forward when it mattered. Thank you for that. There is nothing that you need"
            " to do.",
            "For somebody whose offer was declined: it needs no word of what it made possible.",
        ),
        Wording(
            "closing",
            "When a forum closes",
            "Thank you, as our group ends",
            "Our group ends its work. Your part was this: ((dates)) you ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            "((personal_line))\n\n"
            f"{NOTHING_TO_DO}",
            "For members of a forum that has done its work. Say in your own line where it goes on.",
        ),
        Wording(
            "certificate",
            "Certificate",
            "Your certificate",
            "((what_they_did)), ((dates)).",
            "A name as it was confirmed, what, when, and who says so. No league, no grade.",
            kind="certificate",
        ),
        Wording(
            "reference",
            "Reference letter",
            "A reference letter",
            "((letter_name)) gave time to ((programme)): ((dates)) they ((what_they_did)).\n\n"
            "Because of that ((what_it_made_possible)).\n\n"
            "These facts were checked by us. Whoever reads this may write to the address above to"
            " confirm them.",
            "Facts, dates and who checked them. No opinion on health or status.",
            kind="reference",
        ),
    )
}
