"""Returned mail: recorded once, and enough of it brings a letter before a person (DLV-3)."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from coalition.domain import action
from coalition.models import JournalEntry
from recognition import returned_mail
from recognition.actions import returns
from recognition.models import Bounce, Campaign, DeliveryAttempt, Letter

LETTER_PUT_OFF = "letter.put_off"
Kind = Bounce.Kind
log = logging.getLogger(__name__)


@action
def take_in(*, raw: bytes) -> Bounce | None:
    """Read one returned mail. None, and nothing changes, where it was read before, or is not about
    a letter of ours and the address that it went to. May stop the rest of a campaign (CMP-5)."""
    said = returned_mail.read(raw)
    letter = said and Letter.objects.filter(ref=said.ref).first()
    if not said or not letter:
        log.info("A mail among the returned ones is about no letter of ours.")
        return None
    Campaign.objects.lock(letter.campaign)
    letters = Letter.objects.with_words().select_for_update(of=["self"])
    letter = letters.get(pk=letter.pk)
    kind = said.failed.get(letter.email.lower())
    if not kind or letter.channel != Letter.Channel.EMAIL or not returns.did_go(letter=letter):
        log.info("A returned mail names %s, but not where it went.", letter.ref)
        return None

    bounce, is_new = Bounce.objects.get_or_create(
        digest=said.digest, defaults={"letter": letter, "kind": kind, "code": said.code}
    )
    if not is_new:
        return None

    _record(letter, bounce)
    if kind == Kind.PERMANENT or _is_enough(letter):
        returns.bounced(letter=letter, code=bounce.code)
    return bounce


def _is_enough(letter: Letter) -> bool:
    """As many “not now” from one address as settings say, within so many days. A quiet time, and a
    person who looked into it, begin the count anew."""
    same = {"letter__contributor": letter.contributor_id, "letter__email__iexact": letter.email}
    bounces = Bounce.objects.filter(**same)
    looked = DeliveryAttempt.objects.filter(**same, seen_at__isnull=False)
    if since := looked.order_by("-seen_at").values_list("seen_at", flat=True).first():
        bounces = bounces.filter(at__gt=since)
    times = bounces.order_by("-at").values_list("at", flat=True)[: settings.BOUNCE_MOST]
    return len(_without_quiet(list(times))) >= settings.BOUNCE_MOST


def _without_quiet(times: list[datetime]) -> list[datetime]:
    """The latest of these, newest first, up to a quiet time or the end of the window."""
    quiet = timedelta(days=settings.BOUNCE_QUIET_DAYS)
    oldest = timezone.now() - timedelta(days=settings.BOUNCE_WITHIN_DAYS)
    kept: list[datetime] = []
    for at in times:
        if at < oldest or (kept and kept[-1] - at > quiet):
            break
        kept.append(at)
    return kept


def _record(letter: Letter, bounce: Bounce) -> None:
    if bounce.kind == Kind.TEMPORARY:
        JournalEntry.objects.record(
            LETTER_PUT_OFF,
            by=None,
            subject=letter,
            programme=letter.campaign.programme,
            concerns=letter.contributor,
            code=bounce.code,
        )
