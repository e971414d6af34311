"""A term comes to its end: who decides is told in time, renews it or lets it end."""

from datetime import datetime, timedelta

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.actions import leaving_mail
from forums.models import Membership

TERM_RENEWED = "term.renewed"
TERM_NOT_RENEWED = "term.not_renewed"

# So many days before its last day the member and whoever may renew it are told.
TELL_BEFORE = (60, 30)


@action
def renew(*, membership: Membership, by: User) -> Membership:
    """Another term, as long as the seat has it now, from the day after this one. Raises DomainError
    where the seat has ended meanwhile or allows no further term, and for one's own."""
    membership = _locked(membership, by)
    if not membership.may_have_another_term:
        raise DomainError(
            f"This seat may be held for {membership.seat.max_terms} terms in a row, and this is"
            " the last one."
        )
    ends_on = membership.term_ends_on
    assert ends_on is not None  # _locked has asked

    membership.term_ends_on = membership.seat.term_from(ends_on + timedelta(days=1))
    membership.terms += 1
    membership.not_renewed_at = None
    membership.save(update_fields=["term_ends_on", "terms", "not_renewed_at"])

    _record(TERM_RENEWED, membership, by)
    leaving_mail.tell_of_renewal(membership=membership)
    return membership


@action
def let_end(*, membership: Membership, by: User) -> Membership:
    """It ends on its day, and nobody is asked again. Until then it can still be renewed."""
    membership = _locked(membership, by)
    if membership.not_renewed_at:
        return membership

    membership.not_renewed_at = timezone.now()
    membership.save(update_fields=["not_renewed_at"])

    _record(TERM_NOT_RENEWED, membership, by)
    return membership


def tell_before(*, now: datetime) -> None:
    """Of terms that end within 60 and 30 days. Spans transactions: each has its own."""
    today = timezone.localdate(now)
    near = Membership.objects.term_near(today, today + timedelta(days=max(TELL_BEFORE)))
    for membership in near.select_related("forum__programme").with_people().order_by("pk"):
        assert membership.term_ends_on is not None
        left = (membership.term_ends_on - today).days
        mark = min(days for days in TELL_BEFORE if days >= left)
        chairs = membership.forum.memberships.in_the_chair().exclude(pk=membership.pk)
        leaving_mail.tell_of_term(
            membership=membership, mark=mark, decides=list(chairs.with_people())
        )


def _locked(membership: Membership, by: User) -> Membership:
    membership = Membership.objects.lock(membership)
    if membership.ended_at is not None:
        raise DomainError("This seat has ended in the meantime.")
    if membership.contributor.user_id == by.pk:
        raise DomainError("Somebody else decides about your own term.")
    if membership.term_ends_on is None:
        raise DomainError("This seat has no term, so there is nothing to decide.")
    if membership.forum.is_closed:
        raise DomainError("This forum is closed, so it stays as it is.")
    return membership


def _record(kind: str, membership: Membership, by: User) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=membership,
        programme=membership.forum.programme,
        concerns=membership.contributor,
    )
