"""Thanks that one person writes to one other by e-mail, and invitations (AKN-1, AKN-2). They count
once the mail has gone, and not before."""

from datetime import date

from django.utils import timezone

from coalition.actions import mail
from coalition.contact import Purpose
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from recognition.actions import acknowledgements
from recognition.models import Acknowledgement, ContributionEvent, Invitation

WRITTEN = "acknowledgement.written"
GONE = "acknowledgement.gone"
ANSWERED = "acknowledgement.answered"
AT_ONCE = 200
Kind, Status = Acknowledgement.Kind, Acknowledgement.Status
Outcome = ContributionEvent.Outcome


@action
def write(*, acknowledgement: Acknowledgement, words: str, by: User) -> Acknowledgement:
    """In one’s own words, to one person. The words are kept until they have gone, and no longer.
    Raises as acknowledgements.give does."""
    given = _ready(acknowledgement, Kind.EMAIL, by)

    return _owe(given, "thanks_in_own_words", by, words=words)


@action
def invite(
    *,
    acknowledgement: Acknowledgement,
    title: str,
    place: str,
    happens_on: date,
    words: str,
    by: User,
) -> Acknowledgement:
    """To something that happens; they answer by a link. Raises as acknowledgements.give does, and
    for a day that is past."""
    given = _ready(acknowledgement, Kind.INVITATION, by)
    if happens_on < timezone.localdate():
        raise DomainError("That day is past. Choose a day that is still to come.")

    fields = {"title": title, "place": place, "happens_on": happens_on}
    invitation, _ = Invitation.objects.update_or_create(acknowledgement=given, defaults=fields)
    return _owe(given, "thanks_invitation", by, words=words, invitation=invitation)


@action
def settle_gone() -> int:
    """Whoever was written to has been thanked, from the moment in which the mail went; how many.
    Two at once do no harm."""
    rows = Acknowledgement.objects.gone_by_mail().select_for_update(of=["self"], skip_locked=True)
    gone = list(rows.with_events().order_by("pk")[:AT_ONCE])
    for given in gone:
        given.status, given.given_at = Status.GIVEN, given.mail.sent_at  # type: ignore[union-attr]
        given.save(update_fields=["status", "given_at"])
        ContributionEvent.objects.owed().filter(pk=given.event_id).update(
            outcome=Outcome.THANKED, closed_at=given.given_at
        )
        _record(GONE, given, None, how=given.kind)
    return len(gone)


@action
def answer(*, invitation: Invitation, says: str) -> Invitation:
    """They come, or cannot; and may think again until the day. Raises DomainError after it."""
    invitation = Invitation.objects.lock(invitation)
    if invitation.is_over:
        raise DomainError("This is over now. Thank you for looking.")
    given = Acknowledgement.objects.lock(invitation.acknowledgement)

    invitation.answer, invitation.answered_at = says, timezone.now()
    invitation.save(update_fields=["answer", "answered_at"])
    if given.can_become(Status.CLOSED):
        given.status = Status.CLOSED
        given.save(update_fields=["status"])

    _record(ANSWERED, given, None, answer=says)
    return invitation


def _ready(given: Acknowledgement, kind: str, by: User) -> Acknowledgement:
    """Held, with its person and its event; still allowed, and by its giver."""
    given = acknowledgements.hold_to_prepare(acknowledgement=given, by=by)
    if given.kind != kind:
        raise DomainError(f"This is planned as: {given.get_kind_display().lower()}.")
    return given


def _owe(given: Acknowledgement, what: str, by: User, **context: object) -> Acknowledgement:
    person = given.event.contributor
    given.status = Status.IN_PREPARATION
    given.mail = mail.write(
        kind=what,
        to=person.email,
        context={"person": person, "given": given, "by": by, **context},
        concerns=person,
        purpose=Purpose.THANKS,
    )
    given.save(update_fields=["status", "mail"])
    _record(WRITTEN, given, by, how=given.kind)
    return given


def _record(what: str, given: Acknowledgement, by: User | None, **facts: str) -> None:
    event = given.event
    JournalEntry.objects.record(
        what,
        by=by,
        subject=given,
        programme=event.programme,
        concerns=event.contributor,
        **facts,
    )
