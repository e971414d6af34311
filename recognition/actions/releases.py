"""Approved letters go, all or some first: from the release on they belong to the workers."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from coalition.templatetags.words import day
from recognition import fingerprints, gates, needs, versions
from recognition.actions import experiments
from recognition.models import Campaign, Embargo, Letter, Wave

CAMPAIGN_RELEASED = "campaign.released"
WAVE_MOVED = "campaign.wave_moved"
Status = Campaign.Status


@action
def release(
    *,
    campaign: Campaign,
    seen: str,
    by: User,
    first: int | None = None,
    rest_at: datetime | None = None,
) -> Campaign:
    """Let approved letters go: all now, or the `first` now and the rest at `rest_at`. `seen` is the
    fingerprint of what the page showed. Raises DomainError if that is not what was approved, or
    where the rest would go in an embargo."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.RELEASING)
    campaign.require_seen(seen)
    fingerprints.require_unchanged(campaign)
    versions.require_welsh_still(campaign)
    _require_standing_approval(campaign)
    _require_mandates(campaign)

    now = timezone.now()
    if rest_at:
        _require_may_go_at(campaign, rest_at)
    frozen = Letter.objects.filter(campaign=campaign, status=Letter.Status.FROZEN)
    waves = [*_waves(frozen, first, now, rest_at)]
    for wave in waves:
        wave.campaign = campaign
    Wave.objects.bulk_create(waves)
    campaign.status, campaign.released_at, campaign.resumed_at = Status.RELEASING, now, now
    campaign.save(update_fields=["status", "released_at", "resumed_at"])
    experiments.start(campaign=campaign, by=by)

    JournalEntry.objects.record(
        CAMPAIGN_RELEASED,
        by=by,
        subject=campaign,
        programme=campaign.programme,
        letters=sum(wave.letters for wave in waves),
        waves=[wave.goes_at.isoformat() for wave in waves],
    )
    return campaign


@action
def move_wave(*, wave: Wave, goes_at: datetime | None, by: User) -> Wave:
    """Letters that are to go later go at another time, or now where `goes_at` is None. Raises
    DomainError once they have begun to go, where the time is past or in an embargo."""
    campaign = Campaign.objects.lock(wave.campaign)
    wave = Wave.objects.lock(wave)
    if not wave.is_to_come or campaign.status not in (Status.RELEASING, Status.PAUSED):
        raise DomainError(
            "These letters have begun to go, or will not go: there is no time to set."
        )
    if goes_at:
        _require_may_go_at(campaign, goes_at)

    before, wave.goes_at = wave.goes_at, goes_at or timezone.now()
    wave.save(update_fields=["goes_at"])
    campaign.letters.unsettled().filter(send_after=before).update(send_after=wave.goes_at)

    JournalEntry.objects.record(
        WAVE_MOVED,
        by=by,
        subject=campaign,
        programme=campaign.programme,
        wave=wave.number,
        goes_at=wave.goes_at.isoformat(),
    )
    return wave


def _require_may_go_at(campaign: Campaign, at: datetime) -> None:
    if at <= timezone.now():
        raise DomainError("Choose a time to come for the rest.")
    for embargo in Embargo.objects.in_force(timezone.localdate(at)).covering(campaign):
        raise DomainError(
            f"‘{embargo}’ holds such letters until {day(embargo.ends_on)}."
            " Choose a day after it for the rest."
        )


def _waves(
    frozen: QuerySet[Letter], first: int | None, now: datetime, rest_at: datetime | None
) -> Iterator[Wave]:
    """Queue the letters, in the order in which they will go; what went when, unsaved."""
    total = frozen.count()
    number = 1
    if first and rest_at and first < total:
        last = frozen.order_by("pk").values_list("pk", flat=True)[first - 1]
        ahead = frozen.filter(pk__lte=last).update(status=Letter.Status.QUEUED, send_after=now)
        yield Wave(number=number, letters=ahead, goes_at=now)
        now, number = rest_at, 2
    if rest := frozen.update(status=Letter.Status.QUEUED, send_after=now):
        yield Wave(number=number, letters=rest, goes_at=now)


def _require_standing_approval(campaign: Campaign) -> None:
    """Each by somebody who still may, of exactly what would go out now (CMP-3)."""
    needs.require_all_asked(campaign)
    same = {"content_hash": campaign.content_hash, "audience_hash": campaign.audience_hash}
    given = campaign.approvals.standing().filter(**same).values_list("kind", flat=True)
    if missing := set(campaign.needs) - set(given):
        raise DomainError(
            f"Nobody has approved exactly these letters: {needs.in_words(sorted(missing))}."
            " Ask for approval again."
        )
    if needs.lacking(campaign):
        raise DomainError(
            "Whoever approved these letters does not approve letters any more."
            " Open the campaign again and ask somebody else."
        )
    if fingerprints.audience_hash(campaign.letters.all()) != campaign.audience_hash:
        raise DomainError("The letters are not those that were approved. Open the campaign again.")


def _require_mandates(campaign: Campaign) -> None:
    """For fewer letters than there are, they do: the rest is held at its turn (SIG-4)."""
    mandates = gates.mandates_of(campaign)
    if reason := gates.why_no_mandate(campaign, mandates, timezone.localdate()):
        raise DomainError(f"{reason} Ask there before the letters go.")
    for mandate in mandates:
        if mandate.is_for_each and (left := mandate.to_agree_to().count()):
            whom = f"{left} letter{'' if left == 1 else 's'}"
            raise DomainError(
                f"The private office of {mandate.signatory.style} reads each letter, and has not"
                f" agreed to {whom} yet."
            )
