"""What people do with offers: answer, look into, accept, decline with thanks, complete, withdraw.

Each step: lock, check, change, record, and tell the person who offered.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from coalition.actions import offer_mail
from coalition.actions.offer_journal import record
from coalition.calendar import news_due
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Offer, User
from coalition.models.offer import NEWS_WITHIN_DAYS
from coalition.offer_contact import CHANNELS, may_reach
from coalition.templatetags.words import clock, day

OFFER_ACKNOWLEDGED = "offer.acknowledged"
OFFER_ASSIGNED = "offer.assigned"
OFFER_IN_TRIAGE = "offer.in_triage"
OFFER_ACCEPTED = "offer.accepted"
OFFER_DETAILS_ASKED = "offer.details_asked"
OFFER_ON_STANDBY = "offer.on_standby"
OFFER_DECLINED = "offer.declined"
OFFER_COMPLETED = "offer.completed"
OFFER_UPDATED = "offer.updated"
OFFER_WITHDRAWN = "offer.withdrawn"

Status = Offer.Status


@action
def acknowledge(
    *,
    offer: Offer,
    how: str,
    next_contact_on: date,
    by: User,
    answered_on: date | None = None,
    said: Sequence[str] = (),
    message: str = "",
) -> Offer:
    """Record that a person has answered (OFR-2), and when the next word is due. A `message` is
    mailed now; without one, the person has spoken by other means, on `answered_on` or today."""
    offer = Offer.objects.lock(offer)
    if offer.acknowledged_by is not None:
        at = offer.acknowledged_at
        raise DomainError(
            f"{offer.acknowledged_by} has answered this offer already, on {day(at)} at {clock(at)}."
            " Nothing that you wrote was sent or saved."
        )
    offer.require_can_become(Status.ACKNOWLEDGED)
    no = may_reach(offer, CHANNELS[Offer.Means(how)])
    if no.code == "hold":
        raise DomainError(f"{no.sentence} Nothing that you wrote was sent or saved.")

    offer.status = Status.ACKNOWLEDGED
    offer.acknowledged_by, offer.acknowledged_how = by, how
    offer.acknowledged_at = _moment_on(answered_on, offer)
    offer.owner = offer.owner or by
    offer.promise(_within_reach(next_contact_on))
    offer.save()

    record(kind=OFFER_ACKNOWLEDGED, offer=offer, by=by, how=how, said=list(said))
    if message and not offer_mail.write(offer=offer, kind="offer_answer", by=by, message=message):
        raise DomainError("We may not write to this person by email. Choose another way.")
    return offer


@action
def assign(*, offer: Offer, owner: User | None, by: User | None) -> Offer:
    """Say who looks after an open offer from now on (L1); None leaves it to whichever lead of its
    programme comes first. `by` is None for the clock."""
    offer = Offer.objects.lock(offer)
    if not offer.is_open:
        raise DomainError(f"This offer is {offer.get_status_display().lower()}; it needs nobody.")

    offer.owner = owner
    offer.save(update_fields=["owner"])

    record(
        kind=OFFER_ASSIGNED,
        offer=offer,
        by=by,
        owner=owner and owner.pk,
        name=str(owner or "whoever leads"),
    )
    return offer


@action
def resume(*, offer: Offer, by: User | None) -> Offer:
    """Look into it again: the details came, or standby is over; `by` is None for the clock."""
    offer = _in_triage(offer, by)
    latest = news_due(offer.programme)
    offer.promise(min(latest, offer.next_contact_due or latest))
    offer.save()
    return offer


@action
def accept(*, offer: Offer, next_step: str, next_contact_on: date, by: User) -> Offer:
    """Take up an offer; `next_step` tells the person what comes next, and by when."""
    offer = _in_triage(offer, by).require_can_become(Status.ACCEPTED)

    offer.status = Status.ACCEPTED
    offer.promise(_within_reach(next_contact_on))
    offer.decided_sentence = next_step
    offer.save()

    record(kind=OFFER_ACCEPTED, offer=offer, by=by, next_step=next_step)
    offer_mail.write(offer=offer, kind="offer_accepted", by=by)
    return offer


@action
def ask_for_details(*, offer: Offer, question: str, next_contact_on: date, by: User) -> Offer:
    """Ask what we must know before deciding; the private link takes the answer."""
    offer = _in_triage(offer, by).require_can_become(Status.NEEDS_INFO)

    offer.status, offer.question = Status.NEEDS_INFO, question
    offer.promise(_within_reach(next_contact_on))
    offer.save()

    record(kind=OFFER_DETAILS_ASKED, offer=offer, by=by, question=question)
    offer_mail.write(offer=offer, kind="offer_question", by=by)
    return offer


@action
def put_on_standby(*, offer: Offer, until: date, sentence: str, by: User) -> Offer:
    """Keep an offer for later, with honest news every 28 days (OFR-3)."""
    offer = _in_triage(offer, by).require_can_become(Status.STANDBY)

    offer.status, offer.standby_until = Status.STANDBY, until
    offer.decided_sentence = sentence
    offer.promise(min(until, news_due(offer.programme)))
    offer.save()

    record(kind=OFFER_ON_STANDBY, offer=offer, by=by, until=until.isoformat(), sentence=sentence)
    offer_mail.write(offer=offer, kind="offer_standby", by=by)
    return offer


@action
def decline(*, offer: Offer, reason: str, sentence: str, by: User) -> Offer:
    """A kind no: a reason, a sentence that a person wrote, and thanks (OFR-4). It is still a
    contribution, so recognition hears of it (CTB-1)."""
    offer = _in_triage(offer, by).require_can_become(Status.DECLINED)

    offer.decline_reason, offer.decided_sentence = reason, sentence
    offer.close(Status.DECLINED)
    offer.save()

    record(kind=OFFER_DECLINED, offer=offer, by=by, what=offer.headline, reason=reason)
    offer_mail.write(offer=offer, kind="offer_declined", by=by)
    return offer


@action
def complete(*, offer: Offer, impact: str, by: User) -> Offer:
    """Say that the help arrived and, in one sentence, what it made possible. Recognition hears
    of it, and thanks are owed from now on (CTB-1)."""
    offer = Offer.objects.lock(offer).require_can_become(Status.COMPLETED)
    if offer.matches.live().exists():
        raise DomainError("This offer is matched to a need. Say there what came of it.")

    offer.impact_sentence = impact
    offer.close(Status.COMPLETED)
    offer.save()

    record(
        kind=OFFER_COMPLETED,
        offer=offer,
        by=by,
        what=offer.headline,
        impact=impact,
        organisation=offer.organisation_id,
    )
    offer_mail.write(offer=offer, kind="offer_completed", by=by)
    return offer


@action
def update(
    *,
    offer: Offer,
    how: str,
    reason: str,
    still_wanted: bool,
    next_contact_on: date,
    by: User,
    send: bool = False,
) -> Offer:
    """Tell the person honestly that nothing has changed, and why (OFR-3). With `send` it is mailed
    now; without, somebody has told them by other means."""
    offer = Offer.objects.lock(offer)
    if not offer.is_open or offer.status == Status.SUBMITTED:
        raise DomainError("News is for offers that a person has answered and that are open.")

    since = JournalEntry.objects.about(offer).latest("at").at
    offer.promise(_within_reach(next_contact_on))
    offer.save(update_fields=["next_contact_due", "next_contact_set_on"])

    record(
        kind=OFFER_UPDATED, offer=offer, by=by, how=how, reason=reason, still_wanted=still_wanted
    )
    words = {"reason": reason, "still_wanted": still_wanted, "since": since}
    if send and not offer_mail.write(offer=offer, kind="offer_update", by=by, **words):
        raise DomainError("We may not write to this person by email. Choose another way.")
    return offer


@action
def withdraw(*, offer: Offer, by: User | None) -> Offer:
    """Take an offer back; `by` is None for whoever came by the private link."""
    offer = Offer.objects.lock(offer).require_can_become(Status.WITHDRAWN)

    offer.close(Status.WITHDRAWN)
    offer.save()

    record(kind=OFFER_WITHDRAWN, offer=offer, by=by)
    return offer


def _in_triage(offer: Offer, by: User | None) -> Offer:
    """The locked offer on the way to a decision. The map of states leads through triage, so a
    decision made at once passes it in the same transaction."""
    offer = Offer.objects.lock(offer)
    if offer.status == Status.IN_TRIAGE:
        return offer
    offer.require_can_become(Status.IN_TRIAGE)

    offer.status, offer.standby_until = Status.IN_TRIAGE, None

    record(kind=OFFER_IN_TRIAGE, offer=offer, by=by)
    return offer


def _within_reach(day: date) -> date:
    ahead = (day - timezone.localdate()).days
    if not 0 <= ahead <= NEWS_WITHIN_DAYS:
        raise DomainError(
            f"Choose a date within the next {NEWS_WITHIN_DAYS} days: nobody waits longer for news."
        )
    return day


def _moment_on(day: date | None, offer: Offer) -> datetime:
    """Now; or noon of an earlier day, but never before the offer came in."""
    if day is None or day >= timezone.localdate():
        return timezone.now()
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return max(noon, offer.submitted_at)
