"""What happens on the gratitude ledger: things are recorded, put right, and closed (CTB-1 to 5)."""

from datetime import date
from typing import Any

from django.utils import timezone

from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError, action
from coalition.models import (
    Contributor,
    JournalEntry,
    Programme,
    User,
)
from recognition import earning
from recognition.actions import campaigns
from recognition.earning import due_on
from recognition.models import Acknowledgement, Campaign, ContributionEvent, Letter, Regret
from recognition.models.contribution import (
    CONTRIBUTION_CHANGED,
    CONTRIBUTION_RECORDED,
)

CONTRIBUTION_CLOSED = "contribution.closed"
CONTRIBUTION_THANKED = "contribution.thanked"
CONTRIBUTION_REOPENED = "contribution.reopened"
Kind = ContributionEvent.Kind
Outcome = ContributionEvent.Outcome
WhyNot = ContributionEvent.WhyNot
AT_ONCE = 500


@action
def record_new() -> int:
    """Write one event for each entry of the journal that earned thanks and has none (CTB-1);
    returns how many were found. Two at once do no harm: each entry earns one event. An offer that
    met needs is thanked for through its matches, so its own completion earns nothing more; nor is
    anything owed to whoever wants no thanks at all (AKN-1)."""
    events = [earning.event_of(entry) for entry in earning.unrecorded().order_by("pk")[:AT_ONCE]]
    earning.close_for_those_who_want_none(events)

    ContributionEvent.objects.bulk_create(events, ignore_conflicts=True)
    Acknowledgement.objects.bulk_create(earning.said_aloud(events), ignore_conflicts=True)
    return len(events)


@action
def add(
    *,
    programme: Programme,
    contributor: Contributor,
    happened_on: date,
    by: User,
    kind: str = Kind.OTHER,
    **facts: Any,
) -> ContributionEvent:
    """Write down by hand what a person did (CTB-4); `facts` are what_they_did,
    what_it_made_possible and organisation. Raises DomainError where nobody may be thanked."""
    answer = may_contact(contributor, Channel.IN_PERSON, Purpose.SERVICE)
    if answer.code not in {"", "hold"}:  # on hold, thanks are owed and wait
        raise DomainError(f"{contributor} must not be contacted, so no thanks can be owed here.")

    event = ContributionEvent.objects.create(
        programme=programme,
        contributor=contributor,
        happened_on=happened_on,
        due_on=due_on(happened_on, programme),
        kind=kind,
        recorded_by=by,
        **facts,
    )

    _record(CONTRIBUTION_RECORDED, event, by)
    return event


@action
def change_facts(*, event: ContributionEvent, by: User, **facts: Any) -> ContributionEvent:
    """Put right what_they_did, what_it_made_possible, happened_on or organisation. A letter that
    waits for its release is drafted anew, and whoever confirmed the facts is asked again. Raises
    DomainError once a letter is on its way, unless one has gone that was wrong about it."""
    event = _lock_open(event, by, "facts about {} were put right", wrong_too=True)

    changed = _changed(event, facts)
    if changed:
        event.verified_at = event.verified_by = None
    event.save(update_fields=[*changed, "verified_at", "verified_by"])

    _record(CONTRIBUTION_CHANGED, event, by, changed=changed)
    return event


@action
def close(
    *,
    event: ContributionEvent,
    why_not: str,
    by: User,
    duplicate_of: ContributionEvent | None = None,
) -> ContributionEvent:
    """Not to be thanked, for a reason (CTB-2, CTB-5); `duplicate_of` is the entry that stays. A
    letter that waits is drafted anew without them; raises DomainError once a letter is on its
    way, and where what stays is somebody else’s or a duplicate itself."""
    event = _lock_open(event, by, "{} is not to be thanked", beside=duplicate_of)
    if duplicate_of:
        _require_stays(ContributionEvent.objects.lock(duplicate_of), event)

    event.outcome, event.why_not, event.duplicate_of = Outcome.NOT_THANKED, why_not, duplicate_of
    event.closed_at = timezone.now()
    event.save(update_fields=["outcome", "why_not", "duplicate_of", "closed_at"])

    _record(CONTRIBUTION_CLOSED, event, by, why_not=why_not)
    return event


@action
def thanked(*, event: ContributionEvent, evidence: str, by: User) -> ContributionEvent:
    """Thanks were given, though no letter of ours says so: `evidence` is a reference to what does,
    for the journal. Raises DomainError while a letter about this is on its way."""
    event = _lock_open(event, by, "{} was thanked already")

    event.outcome, event.closed_at = Outcome.THANKED, timezone.now()
    event.save(update_fields=["outcome", "closed_at"])

    _record(CONTRIBUTION_THANKED, event, by, evidence=evidence)
    return event


@action
def reopen(*, event: ContributionEvent, by: User) -> ContributionEvent:
    """Closed by mistake: thanks are owed again."""
    event = ContributionEvent.objects.lock(event)
    if event.outcome != Outcome.NOT_THANKED:
        raise DomainError(f"This is marked “{event.get_outcome_display()}” now.")

    event.outcome, event.why_not, event.closed_at = Outcome.OPEN, "", None
    event.duplicate_of = None
    event.save(update_fields=["outcome", "why_not", "duplicate_of", "closed_at"])

    _record(CONTRIBUTION_REOPENED, event, by)
    return event


def _changed(event: ContributionEvent, facts: dict[str, Any]) -> list[str]:
    """The event says `facts` from now on, unsaved; the names of those that are new."""
    changed = _would_change(event, facts)
    for name in changed:
        setattr(event, name, facts[name])
    return changed


def _would_change(event: ContributionEvent, facts: dict[str, Any]) -> list[str]:
    return sorted(name for name, value in facts.items() if getattr(event, name) != value)


def _require_stays(stays: ContributionEvent, event: ContributionEvent) -> None:
    if stays.contributor_id != event.contributor_id:
        raise DomainError("Choose an entry about the same person.")
    if stays.why_not == WhyNot.DUPLICATE:
        raise DomainError("That entry is closed as a duplicate itself. Choose the one that stays.")


def _was_thanked_wrongly(event: ContributionEvent) -> bool:
    """The last letter about it said something wrong, and none has put it right (LET-2)."""
    last = event.letters.exclude(status=Letter.Status.CANCELLED).order_by("-pk").first()
    if last is None or last.status != Letter.Status.SENT:
        return False
    return last.regrets.filter(kind=Regret.Kind.WRONG_FACT).exists()


def _lock_open(
    event: ContributionEvent,
    by: User,
    change: str,
    *,
    wrong_too: bool = False,
    beside: ContributionEvent | None = None,
) -> ContributionEvent:
    """The event, held and still owed, or `wrong_too` thanked for with a mistake; a campaign that
    has fixed it is opened again first. `beside` is held with it, the older one first."""
    fixed = Letter.objects.filter(event=event, campaign__status__in=Campaign.FIXED)
    for campaign in Campaign.objects.filter(pk__in=fixed.values("campaign")).order_by("pk"):
        why = change.format(event.contributor)
        campaigns.reopen(campaign=campaign, why=why[:1].upper() + why[1:], by=by)
        campaign.drafters.add(by)
    if beside:
        both = ContributionEvent.objects.filter(pk__in=[event.pk, beside.pk]).order_by("pk")
        list(both.select_for_update().values_list("pk"))
    event = ContributionEvent.objects.lock(event)
    if wrong_too and _was_thanked_wrongly(event):
        return event
    if event.outcome != Outcome.OPEN:
        raise DomainError(f"This is marked “{event.get_outcome_display()}” now.")
    if Letter.objects.filter(event=event).exclude(status=Letter.Status.CANCELLED).exists():
        raise DomainError("A letter about this is on its way, so its facts stay as they are.")
    return event


def _record(kind: str, event: ContributionEvent, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=event,
        programme=event.programme,
        concerns=event.contributor,
        **facts,
    )
