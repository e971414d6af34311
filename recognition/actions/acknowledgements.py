"""Thanks that people give themselves: planned, given, come back, not done (AKN-1 to AKN-4)."""

from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import Contributor, JournalEntry, User
from recognition import recipients, scripts, ways
from recognition.actions import contributions
from recognition.models import Acknowledgement, ContributionEvent
from recognition.permissions import can_give_thanks

PLANNED = "acknowledgement.planned"
GIVEN = "acknowledgement.given"
MISSED = "acknowledgement.missed"
DROPPED = "acknowledgement.dropped"
RETURNED = "acknowledgement.returned"
Kind, Status = Acknowledgement.Kind, Acknowledgement.Status
Outcome, WhyNot = ContributionEvent.Outcome, ContributionEvent.WhyNot
FACTS_FIRST = "Say first what it made possible: that is what they are thanked for."


@action
def plan(
    *, event: ContributionEvent, kind: str, thanker: str, giver: User, by: User
) -> Acknowledgement | None:
    """Somebody takes it on to thank for this. None, and nothing is owed any more, where the person
    allows no kind and no thanker (AKN-1). Raises DomainError where they do not like to be thanked
    like this, where facts are missing (AKN-2), and for what was done or planned before (AKN-4)."""
    if recipients.about_all([event])[event.pk].stand.wishes.wants_no_thanks:
        contributions.close(event=event, why_not=WhyNot.PREFERENCE, by=by)
        return None
    event = _lock_owed(event)
    if not can_give_thanks(giver, event.programme):
        raise DomainError(f"{giver} does not see the ledger. Choose somebody who does.")
    _require_allowed(event, recipients.about_all([event])[event.pk], kind, thanker)

    way = ways.WAYS[Kind(kind)]
    acknowledgement = Acknowledgement.objects.create(
        event=event,
        kind=kind,
        tier=way.tier,
        thanker=thanker,
        channel=way.channel,
        giver=giver,
        due_on=ways.due_on(event, way.tier),
    )

    _record(PLANNED, acknowledgement, by, how=kind, giver=giver.pk)
    return acknowledgement


@action
def give(*, acknowledgement: Acknowledgement, by: User) -> Acknowledgement:
    """It was said, or is on its way: whoever was to do it has done it. The person’s row is held and
    all is asked once more, so that a hold or a wish of this moment is seen or waits (HLD-5).

    Raises NotAuthorised for anybody but its giver."""
    acknowledgement = _lock_to_give(acknowledgement, Status.GIVEN)
    if acknowledgement.kind in Acknowledgement.BY_MAIL:
        raise DomainError("This goes by email. It counts as given once it has gone.")
    event, known = _require_still_right(acknowledgement, by)

    acknowledgement.status, acknowledgement.given_at = Status.GIVEN, timezone.now()
    if acknowledgement.kind == Kind.MENTION:
        acknowledgement.evidence = scripts.named(event, known)[:80]
    acknowledgement.save(update_fields=["status", "given_at", "evidence"])
    _is_thanked(event)

    _record(GIVEN, acknowledgement, by, how=acknowledgement.kind)
    return acknowledgement


@action
def hold_to_prepare(*, acknowledgement: Acknowledgement, by: User) -> Acknowledgement:
    """It is about to be written by its giver: held until the transaction ends, and asked once more
    as by `give`."""
    acknowledgement = _lock_to_give(acknowledgement, Status.IN_PREPARATION)
    _require_still_right(acknowledgement, by)
    return acknowledgement


@action
def miss(*, acknowledgement: Acknowledgement, by: User) -> None:
    """Nobody answered: thanks are owed as before, and the journal knows that somebody tried."""
    acknowledgement = _lock_to_give(acknowledgement, Status.GIVEN)

    _record(MISSED, acknowledgement, by, how=acknowledgement.kind)


@action
def drop(*, acknowledgement: Acknowledgement, by: User) -> Acknowledgement:
    """It will not be done like this; thanks are owed as before."""
    acknowledgement = _lock_to_give(acknowledgement, Status.DROPPED)

    acknowledgement.status = Status.DROPPED
    acknowledgement.save(update_fields=["status"])

    _record(DROPPED, acknowledgement, by, how=acknowledgement.kind)
    return acknowledgement


@action
def come_back(*, acknowledgement: Acknowledgement, by: User) -> Acknowledgement:
    """It did not reach them: thanks are owed again."""
    acknowledgement = Acknowledgement.objects.lock(acknowledgement)
    acknowledgement.require_can_become(Status.RETURNED)
    event = _lock_event(acknowledgement.event)

    acknowledgement.status = Status.RETURNED
    acknowledgement.save(update_fields=["status"])
    others = event.acknowledgements.counted()
    if event.outcome == Outcome.THANKED and not others.exists():
        event.outcome, event.closed_at = Outcome.OPEN, None
        event.save(update_fields=["outcome", "closed_at"])

    _record(RETURNED, acknowledgement, by, how=acknowledgement.kind)
    return acknowledgement


def _require_still_right(
    acknowledgement: Acknowledgement, by: User
) -> tuple[ContributionEvent, recipients.Known]:
    if acknowledgement.giver_id != by.pk:
        raise NotAuthorised(f"{acknowledgement.giver} has taken this on, and says when it is done.")
    event = _lock_event(acknowledgement.event)
    known = recipients.about_all([event])[event.pk]
    _require_allowed(event, known, acknowledgement.kind, acknowledgement.thanker)
    return event, known


def _is_thanked(event: ContributionEvent) -> None:
    if event.outcome == Outcome.OPEN:
        event.outcome, event.closed_at = Outcome.THANKED, timezone.now()
        event.save(update_fields=["outcome", "closed_at"])


def _require_allowed(
    event: ContributionEvent, known: recipients.Known, kind: str, thanker: str
) -> None:
    answer = ways.may(event, known, kind, thanker)
    if not answer:
        raise DomainError(answer.sentence)
    if kind == Kind.MENTION and not scripts.named(event, known):
        raise DomainError(f"{event.contributor} prefers not to be named in a meeting.")
    if ways.facts_are_missing(event, kind):
        raise DomainError(FACTS_FIRST)


def _lock_owed(event: ContributionEvent) -> ContributionEvent:
    event = _lock_event(event)
    if event.outcome != Outcome.OPEN:
        raise DomainError(f"This is marked “{event.get_outcome_display()}” now.")
    return event


def _lock_event(event: ContributionEvent) -> ContributionEvent:
    """The person’s row first, as everywhere (HLD-5)."""
    Contributor.objects.select_for_update(no_key=True).get(pk=event.contributor_id)
    rows = ContributionEvent.objects.select_for_update(of=["self"]).with_people()
    return rows.get(pk=event.pk)


def _lock_to_give(
    acknowledgement: Acknowledgement, status: Acknowledgement.Status
) -> Acknowledgement:
    rows = Acknowledgement.objects.select_for_update(of=["self"]).with_events()
    return rows.get(pk=acknowledgement.pk).require_can_become(status)


def _record(what: str, acknowledgement: Acknowledgement, by: User, **facts: str | int) -> None:
    event = acknowledgement.event
    JournalEntry.objects.record(
        what,
        by=by,
        subject=acknowledgement,
        programme=event.programme,
        concerns=event.contributor,
        **facts,
    )
