"""The influence pulse: asked once a quarter, answered once for each organisation and forum (P8)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from coalition import contact, holds
from coalition.actions import mail
from coalition.contact import Channel, Purpose
from coalition.domain import DomainError, NotAuthorised, action
from coalition.figures.period import quarter_before, quarter_of
from coalition.models import Affiliation, JournalEntry, User
from coalition.models.hold import ON_HOLD
from coalition.permissions import can_speak_for
from forums.models import Forum, Pulse, PulseAsk

PULSE_ANSWERED = "pulse.answered"
ASKED_IN = (
    *[Forum.Status.ACTIVE, Forum.Status.PAUSED],
    *[Forum.Status.SUNSET_REVIEW, Forum.Status.CLOSING],
)


@action
def answer(*, ask: PulseAsk, score: int, by: User | None) -> Pulse:
    """For the organisation, by whoever holds this link and can speak for it today (AFF-2). Raises
    NotAuthorised where they cannot, and DomainError where it is answered or over."""
    pulse = Pulse.objects.lock(ask.pulse)
    organisation, person = pulse.organisation, ask.person
    if pulse.is_answered:
        raise DomainError(
            f"Somebody has answered for {organisation} already. One answer counts for each"
            " organisation, so there is nothing more to do."
        )
    if pulse.is_over:
        raise DomainError("This question is over. The next one comes with the next quarter.")
    if not can_speak_for(person, organisation):
        raise NotAuthorised(
            f"You are not down as somebody who can speak for {organisation} today. Ask whoever"
            " looks after its details to say so, or to answer themselves."
        )
    if holds.in_force(person, holds.Scope.SEATS):
        raise NotAuthorised(ON_HOLD)

    pulse.score, pulse.answered_at = score, timezone.now()
    pulse.sector = organisation.sector_on(timezone.localdate())
    pulse.save(update_fields=["score", "answered_at", "sector"])

    JournalEntry.objects.record(
        PULSE_ANSWERED, by=by, subject=pulse, programme=pulse.forum.programme, concerns=person
    )
    return pulse


def tend(*, now: datetime) -> None:
    """Ask about the quarter that is over. Spans transactions: each forum has its own."""
    for forum in Forum.objects.filter(status__in=ASKED_IN).order_by("pk"):
        ask(forum=forum, now=now)


@action
def ask(*, forum: Forum, now: datetime) -> None:
    """Whoever sat here in the last quarter for an organisation, and sits here still, is asked for
    it; where none of them can speak for it, those who can. Again only who was not asked."""
    today = timezone.localdate(now)
    seated = _seated(forum, since=quarter_of(today))
    quarter = quarter_before(today)

    organisations = sorted({organisation for organisation, _ in seated})
    new = [Pulse(forum=forum, organisation_id=one, quarter=quarter) for one in organisations]
    Pulse.objects.bulk_create(new, ignore_conflicts=True)
    open_ = Pulse.objects.open(quarter).filter(forum=forum, organisation__in=organisations)
    _ask_speakers(list(open_), seated, today)
    _tell(forum, quarter, now)


def _seated(forum: Forum, since: date) -> set[tuple[int, int]]:
    """(organisation, person): who took a seat before that day and has it still."""
    members = forum.memberships.live().in_place().exclude(organisation=None)
    then = members.filter(accepted_at__date__lt=since)
    return set(then.values_list("organisation", "contributor"))


def _ask_speakers(pulses: Sequence[Pulse], seated: set[tuple[int, int]], today: date) -> None:
    speaks = Affiliation.objects.in_force(today).filter(
        can_speak_for=True, organisation__in=[pulse.organisation_id for pulse in pulses]
    )
    pairs = set(speaks.values_list("organisation", "contributor"))
    asks = [
        PulseAsk(pulse=pulse, contributor_id=person, link_until=pulse.link_until)
        for pulse in pulses
        for person in _speakers(pulse.organisation_id, pairs, seated)
    ]
    PulseAsk.objects.bulk_create(asks, ignore_conflicts=True)


def _speakers(
    organisation: int, speaking: Iterable[tuple[int, int]], seated: set[tuple[int, int]]
) -> list[int]:
    """Of those who can speak for it, the ones who sit here; all of them where none does."""
    theirs = sorted(pair for pair in speaking if pair[0] == organisation)
    here = [person for one, person in theirs if (one, person) in seated]
    return here or [person for _, person in theirs]


def _tell(forum: Forum, quarter: date, now: datetime) -> None:
    """Mail whom we may write to; the others see it when they sign in."""
    waiting = PulseAsk.objects.untold().filter(pulse__forum=forum, pulse__quarter=quarter)
    locked = waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    asks = list(locked.select_related("contributor", "pulse__organisation", "pulse__forum"))
    stands = contact.stands({ask.contributor_id for ask in asks})
    told = [ask for ask in asks if _may_write(ask, stands.get(ask.contributor_id, contact.NOTHING))]
    mail.write_many(kind="forum_pulse", writings=[_writing(ask, forum) for ask in told])
    PulseAsk.objects.filter(pk__in=[ask.pk for ask in told]).update(told_at=now)


def _may_write(ask: PulseAsk, stand: contact.Stand) -> bool:
    rests = holds.Scope.SEATS in stand.held
    return not rests and bool(
        contact.answer(ask.contributor, stand, Channel.EMAIL, Purpose.SERVICE)
    )


def _writing(ask: PulseAsk, forum: Forum) -> mail.Writing:
    context = {
        "person": ask.contributor,
        "forum": forum,
        "pulse": ask.pulse,
        "url": settings.SITE_URL + ask.path,
        "site_url": settings.SITE_URL,
    }
    return mail.Writing(concerns=ask.contributor, context=context, key=f"forum_pulse:{ask.pk}")
