"""Sending letters: ready → sending → sent, each through the gates; and the end of a campaign.

What is committed when stands in coalition.outbox; here is what is special about letters.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from coalition import delivery as transport
from coalition import outbox
from coalition.domain import action
from coalition.models import Contributor, JournalEntry
from recognition import delivery, gates, store, ways
from recognition.actions import restores
from recognition.models import (
    Acknowledgement,
    Campaign,
    ContributionEvent,
    DeliveryAttempt,
    Letter,
    Mandate,
)
from recognition.models.attempt import attempt_key
from recognition.models.letter import LetterQuerySet

LETTER_SENT = "letter.sent"
LETTER_HELD = "letter.held"
LETTER_CANCELLED = "letter.cancelled"
CAMPAIGN_COMPLETED = "campaign.completed"
TOGETHER = 25  # letters that go through the gates in one transaction (docs/adr/0016)
Status, State = Letter.Status, DeliveryAttempt.State


def send_chunk(*, campaign_id: int) -> int:
    """Send up to 250 letters of a campaign that is going out; how many were claimed. 0 too when
    enough workers are at it. Spans transactions (coalition.outbox)."""
    now = timezone.now()
    letters = Letter.objects.filter(campaign=campaign_id)
    if letters.in_hand(now).lanes() >= settings.OUTBOX_LANES or not restores.may_go():
        return 0
    going = letters.filter(campaign__in=Campaign.objects.going_out()).due(now).order_by("pk")
    by_route = [(route, going.filter(channel=channel)) for channel, route in ROUTES.items()]
    return sum(outbox.send_chunk(route, due) for route, due in by_route if due.exists())


def sweep() -> None:
    """Put right what workers left behind. Spans transactions; two at once are one."""
    for route in ROUTES.values():
        outbox.sweep(route)


@action
def complete_if_settled(*, campaign_id: int) -> bool:
    """The end of a campaign: each letter is sent, or will not be. True when this was the moment."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.status != Campaign.Status.RELEASING or campaign.letters.unsettled().exists():
        return False

    campaign.status, campaign.completed_at = Campaign.Status.COMPLETE, timezone.now()
    campaign.save(update_fields=["status", "completed_at"])

    JournalEntry.objects.record(
        CAMPAIGN_COMPLETED, by=None, subject=campaign, programme=campaign.programme
    )
    return True


def _admit(letters: Sequence[Letter]) -> list[Letter]:
    """Those for which every gate is open, as they stand. Others are held, cancelled or put back.

    The recipients' rows are locked first, in the order of their keys, so that a change to a person
    either is seen here or waits until the letter is on its way (HLD-5)."""
    people = Contributor.objects.filter(pk__in={letter.contributor_id for letter in letters})
    list(people.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    there = [letter for letter in _as_they_stand(letters) if _has_its_pdf(letter)]
    facts = gates.facts_about_all(there)
    admitted = []
    for letter in there:
        outcome = gates.evaluate(letter, facts[letter.pk])
        letter.gates = outcome.results
        letter.handovers += 1
        if outcome.stopped_by:
            _stop_at(outcome.stopped_by, letter)
        else:
            letter.says = facts[letter.pk].letter_says
            admitted.append(letter)
    return _with_places(admitted, facts)


def _as_they_stand(letters: Sequence[Letter]) -> LetterQuerySet:
    """Locked; without those that another worker has taken meanwhile."""
    ours = Letter.objects.held_by(letters[0].token).filter(pk__in=[one.pk for one in letters])
    return ours.select_for_update(of=("self",), no_key=True).with_words().order_by("pk")


def _has_its_pdf(letter: Letter) -> bool:
    if store.has(letter.pdf_hash):
        return True
    _stop(letter, status=Status.QUEUED, pdf_hash="")
    return False


def _with_places(letters: Sequence[Letter], facts: Mapping[int, gates.Facts]) -> list[Letter]:
    """Those that have a place in each mandate that they need, or get one (SIG-4); the others are
    held. Last of all, because the count is everybody's: other workers wait for it until we commit.
    A mandate that is revoked at this moment either is seen here, or the letters are on their way.
    """
    needed = {mandate.pk for letter in letters for mandate in facts[letter.pk].mandates}
    if not needed:
        return list(letters)
    rows = Mandate.objects.standing().filter(pk__in=needed).order_by("pk")
    left = Counter({one.pk: one.left for one in rows.select_for_update(no_key=True)})
    places: Counter[int] = Counter()
    found = []
    for letter in letters:
        mandates = facts[letter.pk].mandates
        taken = letter.mandates or []
        wanted = [mandate.pk for mandate in mandates if mandate.pk not in taken]
        if any(mandate.pk not in left for mandate in mandates):
            _hold(letter, "The mandate was revoked a moment ago.")
        elif full := next((one for one in mandates if one.pk in wanted and left[one.pk] < 1), None):
            _hold(letter, gates.used_up(full))
        else:
            left.subtract(wanted)
            places.update(wanted)
            letter.mandates = [*taken, *wanted]
            found.append(letter)
    for pk in sorted(places):
        Mandate.objects.filter(pk=pk).update(used=F("used") + places[pk])
    return found


def _hold(letter: Letter, reason: str) -> None:
    letter.gates |= {"G6": reason}
    _stop_at(gates.G6, letter)


def _stop_at(gate: gates.Gate, letter: Letter) -> None:
    if gate.then == Status.READY:
        _stop(letter, status=Status.READY, gates=letter.gates)
        return
    reason = letter.gates[gate.code]
    fields = {"stopped_by": gate.code, "problem": reason[:500], "gates": letter.gates}
    if _stop(letter, status=gate.then, **fields):
        kind = LETTER_CANCELLED if gate.then == Status.CANCELLED else LETTER_HELD
        JournalEntry.objects.record_each(kind, [_entry(letter, gate=gate.code)])


def _stop(letter: Letter, **fields: object) -> bool:
    """Out of this worker's hands, unless it is out of them already."""
    in_hand = [Status.LEASED, Status.SENDING]
    ours = Letter.objects.held_by(letter.token).filter(pk=letter.pk, status__in=in_hand)
    return bool(ours.update(token=None, lease_until=None, **fields))


def _arrived(letters: Sequence[Letter]) -> None:
    """In the commit that says sent: the people are thanked for this (CTB-2), and the journal says
    in whose name (SIG-1)."""
    events = [letter.event_id for letter in letters]
    ContributionEvent.objects.owed().filter(pk__in=events).update(
        outcome=ContributionEvent.Outcome.THANKED, closed_at=timezone.now()
    )
    given = [ways.given_by(letter) for letter in letters]
    Acknowledgement.objects.bulk_create(given, ignore_conflicts=True)
    JournalEntry.objects.record_each(
        LETTER_SENT, [_entry(letter, **letter.in_whose_name) for letter in letters]
    )


def _note(outcomes: Mapping[Letter, outbox.Outcome]) -> None:
    """One row for each number of a try: what became of it is written over what was in doubt."""
    attempts = [_attempt(letter, outcome) for letter, outcome in outcomes.items()]
    # What a person says does not wipe out by what name the carrier knows it.
    for named in (["provider_ref"], []):
        DeliveryAttempt.objects.bulk_create(
            [attempt for attempt in attempts if bool(attempt.provider_ref) == bool(named)],
            update_conflicts=True,
            unique_fields=["letter", "n"],
            update_fields=["state", "error_code", "heard_at", *named],
        )


def _attempt(letter: Letter, outcome: outbox.Outcome) -> DeliveryAttempt:
    return DeliveryAttempt(
        letter=letter,
        n=letter.handovers,
        channel=letter.channel,
        provider=ROUTES[letter.channel].carrier.name,
        state=_state(outcome),
        provider_ref=outcome.receipt.ref if outcome.receipt else "",
        error_code=getattr(outcome.error, "code", ""),
    )


def _state(outcome: outbox.Outcome) -> str:
    match outcome.error:
        case None:
            return State.ACCEPTED
        case transport.Deferred():
            return State.PUT_OFF
        case transport.Refused():
            return State.REFUSED
        case transport.Unavailable():
            return State.FAILED
    return State.UNKNOWN


def _entry(letter: Letter, **facts: Any) -> dict[str, Any]:
    return {
        "subject": letter,
        "programme": letter.campaign.programme,
        "concerns": letter.contributor,
        "facts": facts,
    }


def _posted_since(when: datetime) -> int:
    """How many letters GOV.UK Notify took since then."""
    posted = DeliveryAttempt.objects.filter(channel=Letter.Channel.POST, at__gte=when)
    return posted.exclude(provider_ref="").count()


def _tries(letter: Letter) -> int:
    return letter.handovers


ROUTE = outbox.Route(
    rows=Letter.objects.filter(channel=Letter.Channel.EMAIL),
    admit=_admit,
    noted=("gates", "handovers", "mandates"),
    compose=delivery.compose,
    carrier=outbox.NotifyEmail(attempt_key, _tries)
    if settings.EMAIL_CARRIER == "notify"
    else outbox.Smtp(delivery.message_id),
    arrived=_arrived,
    note=_note,
    # Notify looks for every earlier number of a try: there are no rounds, which may skip one.
    together=1 if settings.EMAIL_CARRIER == "notify" else TOGETHER,
)
POST = outbox.Route(
    rows=Letter.objects.filter(channel=Letter.Channel.POST),
    admit=_admit,
    noted=("gates", "handovers", "mandates"),
    compose=delivery.compose_paper,
    carrier=outbox.NotifyPost(attempt_key, _tries, _posted_since),
    arrived=_arrived,
    note=_note,
    taken=Status.PRINTING,
)
PRINT, HAND = (
    outbox.Route(
        rows=Letter.objects.filter(channel=channel),
        admit=_admit,
        noted=("gates", "handovers", "mandates"),
        compose=delivery.compose_paper,
        carrier=outbox.ByPeople(name),
        arrived=_arrived,
        note=_note,
        taken=Status.PRINTING,
        together=TOGETHER,
    )
    for channel, name in ((Letter.Channel.PRINT, "print-house"), (Letter.Channel.HAND, "hand"))
)
# By channel. Workers take the first two by themselves, the others when a person says so.
ROUTES = {
    Letter.Channel.EMAIL.value: ROUTE,
    Letter.Channel.POST.value: POST,
    Letter.Channel.PRINT.value: PRINT,
    Letter.Channel.HAND.value: HAND,
}
