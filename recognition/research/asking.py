"""Who may be asked the question of an experiment: nobody twice in 180 days, nobody who asked for no
more questions, and nobody in a house that mourns or is on hold (EXP-8).

Whoever may not be asked gets their letter without it, and stays in the arm they were drawn into."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from coalition import contact
from coalition.contact import Purpose
from coalition.domain import in_force
from coalition.models import Contributor, HouseholdMember
from coalition.models.hold import ON_HOLD
from recognition.models import Campaign, Experiment, Letter, LetterTemplate
from recognition.models.letter import LetterQuerySet

ONCE_IN = timedelta(days=180)
# Before the reason, where a letter is stopped because of its question alone.
ASKS = "This letter asks a question."
LATELY = "They were asked something in the last 180 days."
BEREAVED = "Somebody who lives with them has died."
# What hangs on a wall, or is shown to others, asks nobody anything.
ASKING_KINDS = set(LetterTemplate.Kind.values) - {
    LetterTemplate.Kind.CERTIFICATE,
    LetterTemplate.Kind.REFERENCE,
}


def unasked(campaign: Campaign, people: Sequence[Contributor]) -> set[int] | None:
    """Those among them whose letter of this campaign asks nothing; None where none does."""
    experiment = Experiment.objects.filter(campaign=campaign).first()
    return set(why_not(people)) if experiment and experiment.asks else None


def why_not(people: Sequence[Contributor]) -> dict[int, str]:
    """Of those among them who get a letter without the question: why. A letter that waits to go
    counts as asked. As many queries for one as for thousands."""
    asked = Letter.objects.exclude(status=Letter.Status.CANCELLED).filter(
        Q(sent_at=None) | Q(sent_at__gt=timezone.now() - ONCE_IN)
    )
    return _why_not(people, asked)


def why_not_now(letters: Sequence[Letter]) -> dict[int, str]:
    """By letter, of those that carry the question and are about to go: what has happened since. No
    query where none carries it."""
    asking = [letter for letter in letters if letter.asks]
    if not asking:
        return {}
    gone = Letter.objects.filter(
        Q(status=Letter.Status.SENT, sent_at__gt=timezone.now() - ONCE_IN)
        | Q(status__in=Letter.MAY_HAVE_GONE)
    ).exclude(pk__in=[letter.pk for letter in asking])
    silent = _why_not([letter.contributor for letter in asking], gone)
    return {
        letter.pk: silent[letter.contributor_id]
        for letter in asking
        if letter.contributor_id in silent
    }


def _why_not(people: Sequence[Contributor], asked: LetterQuerySet) -> dict[int, str]:
    ids = {person.pk for person in people}
    homes = _homes(ids)
    around = {place.contributor_id for places in homes.values() for place in places}
    stands = contact.stands(ids | around)
    lately = _asked(asked, ids)
    found = (
        (person, _reason(person, homes[person.pk], stands, is_late=person.pk in lately))
        for person in people
    )
    return {person.pk: reason for person, reason in found if reason}


def _reason(
    person: Contributor,
    at_home: list[HouseholdMember],
    stands: dict[int, contact.Stand],
    *,
    is_late: bool,
) -> str:
    held = {pk for pk, stand in stands.items() if stand.held}
    stand = stands.get(person.pk, contact.NOTHING)
    if no := contact.answer(person, stand, "", Purpose.SURVEY).sentence:
        return no
    if any(place.contributor.deceased_on for place in at_home):
        return BEREAVED
    if held & {person.pk, *(place.contributor_id for place in at_home)}:
        return f"{ON_HOLD}."
    return LATELY if is_late else ""


def _asked(letters: LetterQuerySet, people: set[int]) -> set[int]:
    """Those among them to whom one of these letters puts a question; one that went to a row which
    was merged went to whoever stayed."""
    theirs = Q(contributor__in=people) | Q(contributor__merged_into__in=people)
    rows = letters.filter(theirs, asks=True).values_list("contributor", "contributor__merged_into")
    return {pk for row in rows for pk in row if pk}


def _homes(people: set[int]) -> dict[int, list[HouseholdMember]]:
    """By person: the others who live with them today, or did until they died; two queries."""
    mine = HouseholdMember.objects.in_force().filter(contributor__in=people)
    pairs = list(mine.values_list("contributor", "household"))
    until_death = Q(contributor__deceased_on__isnull=False) & (
        Q(to_on=None) | Q(to_on__gte=F("contributor__deceased_on"))
    )
    members = HouseholdMember.objects.filter(
        in_force() | until_death, household__in={home for _, home in pairs}
    ).select_related("contributor")
    of_home: dict[int, list[HouseholdMember]] = defaultdict(list)
    for place in members:
        of_home[place.household_id].append(place)
    found: dict[int, list[HouseholdMember]] = defaultdict(list)
    for person, home in pairs:
        found[person] += [place for place in of_home[home] if place.contributor_id != person]
    return found
