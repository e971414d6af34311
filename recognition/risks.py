"""What else may be wrong where one letter was: who should be looked at before more goes."""

from dataclasses import dataclass

from django.db.models import Q

from recognition.models import Letter, Regret
from recognition.models.letter import LetterQuerySet

Kind = Regret.Kind
SHOWN = 50


@dataclass(frozen=True)
class Risk:
    why: str  # what these have in common with the letter that was wrong
    letters: LetterQuerySet


def at_same_risk(regret: Regret) -> Risk:
    """Other letters, gone or not, that rest on what this one rested on. Ask for as many as you
    show: there may be many."""
    why, same = _SAME[Kind(regret.kind)](regret.letter)
    others = Letter.objects.exclude(pk=regret.letter_id).exclude(status=Letter.Status.CANCELLED)
    programme = Q(campaign__programme=regret.letter.campaign.programme_id)
    return Risk(why, others.filter(programme & same).order_by("-pk"))


def _same_person(letter: Letter) -> tuple[str, Q]:
    return "to the same person", Q(contributor=letter.contributor_id)


def _same_source(letter: Letter) -> tuple[str, Q]:
    """One spreadsheet; or whoever confirmed the names, in the same campaign."""
    person = letter.contributor
    if person.came_by_id:
        return "to people who came with the same spreadsheet", Q(
            contributor__came_by=person.came_by_id
        )
    same = Q(campaign=letter.campaign_id, contributor__name_confirmed_by=person.name_confirmed_by)
    by = person.get_name_confirmed_by_display().lower() or "nobody"
    return f"in the same campaign, with names confirmed in the same way ({by})", same


def _same_organisation(letter: Letter) -> tuple[str, Q]:
    organisation = letter.event.organisation
    if organisation is None:
        return _same_person(letter)
    return f"for what was done through {organisation}", Q(event__organisation=organisation)


def _same_campaign(letter: Letter) -> tuple[str, Q]:
    return "in the same campaign", Q(campaign=letter.campaign_id)


_SAME = {
    Kind.DECEASED: _same_source,
    Kind.WRONG_NAME: _same_source,
    Kind.WRONG_PERSON: _same_organisation,
    Kind.WRONG_FACT: _same_organisation,
    Kind.UNWANTED: _same_person,
    Kind.DUPLICATE: _same_person,
    Kind.TIMING: _same_campaign,
}
