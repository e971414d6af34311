"""What gates need to know besides the letter with its contributor, event and campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from recognition import content, fingerprints, letterheads, needs, recipients, versions
from recognition.gates.signing import mandates_of
from recognition.models import Campaign, Embargo, Halt, Letter, Mandate
from recognition.recipients import Known
from recognition.research import asking
from recognition.typesetting import CannotTypeset, LetterContent


@dataclass(frozen=True)
class Facts:
    """As they stand in one moment."""

    today: date
    letter_says: LetterContent | CannotTypeset  # put together from the rows as they are now
    campaign_hash: str  # of the words, signatory and signature as they are now
    lacking: list[str]  # kinds of yes that nobody who still may has given to exactly this
    known: Known  # holds, preferences and household of the person, as they are now
    embargoes: tuple[Embargo, ...] = ()  # in force today, for letters of this campaign
    welsh: bool = True  # there is a Welsh version
    mandates: tuple[Mandate, ...] = ()  # not revoked, for letters of this campaign
    is_halted: bool = False  # all letters of the programme are stopped
    why_not_ask: str = ""  # of a letter with a question: why none may reach them today (EXP-8)
    why_not_letterhead: str = ""  # why nothing may go under the letterhead of this campaign


def facts_about(letter: Letter) -> Facts:
    """The facts as they stand now; the letter comes with_words()."""
    return facts_about_all([letter])[letter.pk]


def facts_about_all(letters: Sequence[Letter]) -> dict[int, Facts]:
    """By letter; as many queries for one as for any number of the same campaign. A letter does not
    know what will become of the others: a gate that counts has to count these, too."""
    known = recipients.about_all([letter.event for letter in letters])
    shared = {letter.campaign_id: letter.campaign for letter in letters}
    of_campaign = {pk: _of_campaign(campaign) for pk, campaign in shared.items()}
    silent = asking.why_not_now(letters)
    return {
        letter.pk: Facts(
            letter_says=_says(letter),
            known=known[letter.event_id],
            why_not_ask=silent.get(letter.pk, ""),
            **of_campaign[letter.campaign_id],
        )
        for letter in letters
    }


def _of_campaign(campaign: Campaign) -> dict[str, Any]:
    """What stands about all its letters alike."""
    return {
        "today": timezone.localdate(),
        "campaign_hash": fingerprints.campaign_hash(campaign),
        "lacking": needs.lacking(campaign),
        "embargoes": tuple(Embargo.objects.in_force().covering(campaign)),
        "welsh": versions.has_welsh(campaign),
        "mandates": mandates_of(campaign),
        "why_not_letterhead": letterheads.why_not(campaign.letterhead, campaign.signatory),
        "is_halted": Halt.objects.in_force().filter(programme=campaign.programme_id).exists(),
    }


def _says(letter: Letter) -> LetterContent | CannotTypeset:
    try:
        return content.compose(letter)
    except CannotTypeset as problem:
        return problem
