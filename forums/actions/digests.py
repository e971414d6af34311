"""Mail of what is new: begun for whoever takes a seat, sent by the clock, stopped by one click."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from coalition import contact, holds
from coalition.actions import mail
from coalition.contact import Channel, Purpose
from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.mail_gates import DIGEST_KEY
from forums.models import Digest, Membership
from forums.models.digest import LINK_LASTS, ends
from forums.news import News, Reporter

CHUNK = 200
DIGEST_CHANGED = "digest.changed"

Frequency = Digest.Frequency


def tend(*, now: datetime) -> int:
    """Begin what is missing and send what is due; how many were told. Spans transactions: each
    chunk has its own."""
    while begin(now=now) == CHUNK:
        pass
    told, last = 0, 0
    while chunk := _behind(last, now):
        told += send(digests=chunk, now=now)
        last = chunk[-1]
    return told


@action
def begin(*, now: datetime) -> int:
    """For up to CHUNK seats that have none: from now on, in the usual way. How many."""
    new = Membership.objects.live().filter(digest=None).order_by("pk")[:CHUNK]
    rows = [Digest(membership=member, told_up_to=now) for member in new]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@action
def send(*, digests: Sequence[int], now: datetime) -> int:
    """Owe each of these its mail and note how far it tells, both or neither; how many. What another
    worker has in hand is left to it. As many queries for two hundred as for one."""
    due = Digest.objects.due(now).filter(pk__in=digests).order_by("pk")
    locked = due.select_for_update(of=("self",), skip_locked=True).select_related(
        "membership__contributor", "membership__organisation", "membership__forum__programme"
    )
    rows = _not_resting(list(locked))
    if not rows:
        return 0

    until = ends(now)
    reporter = Reporter(rows, max(until.values()))
    reachable = _reachable(rows)
    writings = [
        _writing(digest, news)
        for digest in rows
        if digest.pk in reachable and (news := reporter.news(digest, until[digest.frequency]))
    ]
    mail.write_many(kind="forum_digest", writings=writings)

    by_frequency = defaultdict(list)
    for digest in rows:
        by_frequency[digest.frequency].append(digest.pk)
    for frequency, pks in by_frequency.items():
        Digest.objects.filter(pk__in=pks).update(
            told_up_to=until[frequency], link_until=now + LINK_LASTS
        )
    return len(writings)


@action
def choose(*, choices: Mapping[int, str], by: User) -> None:
    """How often, for seats (by number) that this person holds."""
    seats = Membership.objects.live().held_by(by).filter(pk__in=choices)
    for member in seats.select_related("forum__programme", "contributor").order_by("pk"):
        Digest.objects.get_or_create(membership=member)
        _change(Digest.objects.select_for_update().get(membership=member), choices[member.pk], by)


@action
def stop(*, digest: Digest) -> Digest:
    """By whoever holds the link in a mail. Twice is once."""
    return _change(Digest.objects.lock(digest), Frequency.NONE, None)


def _change(digest: Digest, frequency: str, by: User | None) -> Digest:
    if digest.frequency == frequency:
        return digest
    if digest.frequency == Frequency.NONE:
        digest.told_up_to = timezone.now()  # what was said meanwhile is not made up for
    digest.frequency = frequency
    digest.save(update_fields=["frequency", "told_up_to"])

    member = digest.membership
    JournalEntry.objects.record(
        DIGEST_CHANGED,
        by=by,
        subject=member,
        programme=member.forum.programme,
        concerns=member.contributor,
        frequency=frequency,
    )
    return digest


def _behind(last: int, now: datetime) -> list[int]:
    """The next after that one, in the order of their numbers."""
    rows = Digest.objects.behind(now).filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:CHUNK])


def _not_resting(digests: Sequence[Digest]) -> list[Digest]:
    """While a hold is on their seats they read nothing; it is told when the hold is lifted."""
    scopes = holds.scopes_by_person({d.membership.contributor_id for d in digests})
    nothing: frozenset[str] = frozenset()
    return [
        digest
        for digest in digests
        if holds.Scope.SEATS not in scopes.get(digest.membership.contributor_id, nothing)
    ]


def _reachable(digests: Sequence[Digest]) -> set[int]:
    """Those whom we may write to today."""
    stands = contact.stands({digest.membership.contributor_id for digest in digests})
    return {
        digest.pk
        for digest in digests
        if contact.answer(
            person := digest.membership.contributor,
            stands.get(person.pk, contact.NOTHING),
            Channel.EMAIL,
            Purpose.SERVICE,
        )
    }


def _writing(digest: Digest, news: News) -> mail.Writing:
    member = digest.membership
    stop_url = settings.SITE_URL + digest.stop_path
    context = {
        "person": member.contributor,
        "forum": member.forum,
        "news": news,
        "digest": digest,
        "site_url": settings.SITE_URL,
        "stop_url": stop_url,
        "choose_url": settings.SITE_URL + reverse("forums:digest_list"),
    }
    return mail.Writing(
        concerns=member.contributor,
        context=context,
        # From where they were told: two workers could not both tell from there.
        key=DIGEST_KEY.format(digest=digest.pk, told=digest.told_up_to.isoformat()),
        stop_url=stop_url,
    )
