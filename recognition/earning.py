"""What of the journal earns thanks, and what the ledger says of it (CTB-1). Unsaved rows, which the
action `contributions.record_new` writes."""

from datetime import date
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from coalition import contact
from coalition.calendar import working_days_after
from coalition.contact import Channel, Thanker
from coalition.models import Contributor, JournalEntry, Match, Offer, Programme
from coalition.models.journal import JournalQuerySet
from recognition.models import Acknowledgement, ContributionEvent
from recognition.models.contribution import DUE_WORKING_DAYS

Kind, Outcome = ContributionEvent.Kind, ContributionEvent.Outcome
WhyNot = ContributionEvent.WhyNot

# Which journal entries earn thanks, and as what. Their facts say "what" was offered, or the "deed"
# itself; and, perhaps, "impact", "organisation", and that they were "thanked" there and then.
EARNS_THANKS = {
    "match.completed": Kind.NEED_MET,
    "offer.completed": Kind.NEED_MET,
    "offer.declined": Kind.OFFER_MADE,
    "meeting.attended": Kind.HOURS,
    "meeting.chaired": Kind.CHAIRED,
    "meeting.thanked": Kind.OTHER,
    "proposal.carried": Kind.WROTE,
    "membership.served": Kind.OTHER,
}


def unrecorded() -> JournalQuerySet:
    """Entries that earned thanks and have no event. An offer that met needs is thanked for through
    its matches, so its own completion earns nothing more."""
    thanked_through_matches = Match.objects.filter(
        offer=OuterRef("subject_id"), delivered_quantity__gt=0
    )
    entries = JournalEntry.objects.of_kinds(EARNS_THANKS).filter(
        ~(Q(kind="offer.completed") & Exists(thanked_through_matches)),
        ~Exists(ContributionEvent.objects.filter(source=OuterRef("pk"))),
        programme__isnull=False,
        concerns__isnull=False,
    )
    return entries.select_related("programme", "concerns").prefetch_related("subject")


def due_on(happened_on: date, programme: Programme) -> date:
    """Of an official letter (settings.THANKS_DUE)."""
    return working_days_after(happened_on, DUE_WORKING_DAYS, programme.nation)


def event_of(entry: JournalEntry) -> ContributionEvent:
    """The journal says what happened; a person puts the words right before they are printed."""
    happened_on = timezone.localdate(entry.at)
    programme = cast(Programme, entry.programme)
    thanked = bool(entry.facts.get("thanked"))
    return ContributionEvent(
        source=entry,
        programme=programme,
        contributor=cast(Contributor, entry.concerns),
        organisation_id=_organisation_of(entry),
        kind=EARNS_THANKS[entry.kind],
        happened_on=happened_on,
        what_they_did=_deed(entry.facts)[:200],
        what_it_made_possible=entry.facts.get("impact", "")[:200],
        due_on=due_on(happened_on, programme),
        outcome=Outcome.THANKED if thanked else Outcome.OPEN,
        closed_at=entry.at if thanked else None,
    )


def close_for_those_who_want_none(events: list[ContributionEvent]) -> None:
    """AKN-1: where no kind and no thanker is allowed, nothing is owed. Two queries."""
    stands = contact.stands(event.contributor_id for event in events)
    for event in events:
        stand = stands.get(event.contributor_id, contact.NOTHING)
        if event.outcome == Outcome.OPEN and stand.wishes.wants_no_thanks:
            event.outcome, event.why_not = Outcome.NOT_THANKED, WhyNot.PREFERENCE
            event.closed_at = timezone.now()


def said_aloud(events: list[ContributionEvent]) -> list[Acknowledgement]:
    """Whoever was thanked there and then was thanked by whoever chaired (MTG-6)."""
    thanked = [event.source_id for event in events if event.outcome == Outcome.THANKED]
    if not thanked:
        return []
    rows = ContributionEvent.objects.filter(source__in=thanked, acknowledgements=None)
    return [
        Acknowledgement(
            event=event,
            kind=Acknowledgement.Kind.MENTION,
            tier=2,
            thanker=Thanker.FORUM_CHAIR,
            channel=Channel.IN_PERSON,
            due_on=event.due_on,
            status=Acknowledgement.Status.GIVEN,
            given_at=event.closed_at,
        )
        for event in rows
    ]


def _deed(facts: dict[str, Any]) -> str:
    return facts.get("deed") or f"offered {_lowered(facts['what'])}"


def _organisation_of(entry: JournalEntry) -> int | None:
    """For whom it was given; the entry says so, or else the row that it is about does."""
    if "organisation" in entry.facts:
        return entry.facts["organisation"]
    return cast(Offer, entry.subject).organisation_id


def _lowered(words: str) -> str:
    """Meeting room for 40 → meeting room for 40; NHS placements stay as they are."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
