"""What happens to campaigns until their release: begun, filled, fixed, opened again, given up.

Draft → recipients fixed → waiting for approval → approved → going out. Whatever changes before the
release takes a campaign back to draft, and its approval with it (CMP-3).
"""

from datetime import date
from itertools import chain
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Programme, User
from recognition import audience, fingerprints, letterheads, needs, versions
from recognition.actions import campaign_mail
from recognition.models import (
    Approval,
    Assignment,
    Campaign,
    Candidate,
    ContributionEvent,
    Exclusion,
    Letter,
    Letterhead,
    Signatory,
    TemplateVersion,
)
from recognition.models.contribution import ContributionQuerySet
from recognition.research import drawing

CAMPAIGN_BEGUN = "campaign.begun"
CAMPAIGN_CHANGED = "campaign.changed"
CAMPAIGN_FROZEN = "campaign.frozen"
CAMPAIGN_REOPENED = "campaign.reopened"
CAMPAIGN_VOIDED = "campaign.voided"
CAMPAIGN_CANCELLED = "campaign.cancelled"
EXCLUSIONS_EXPORTED = "campaign.exclusions_exported"
CHUNK = 500
FIXED_FIELDS = ["frozen_at", "content_hash", "audience_hash", "fixed_letters", "needs"]
Status = Campaign.Status


@action
def begin(
    *,
    programme: Programme,
    name: str,
    template_version: TemplateVersion,
    signatory: Signatory,
    dated_on: date,
    by: User,
    personal_line: str = "",
    second_signatory: Signatory | None = None,
    in_ink: str = "",
    letterhead: Letterhead | None = None,
    events: ContributionQuerySet | None = None,
) -> Campaign:
    """Start a campaign, perhaps with people already chosen. `by` is its author (P1)."""
    campaign = Campaign(
        programme=programme,
        name=name,
        template_version=template_version,
        signatory=signatory,
        second_signatory=second_signatory,
        letterhead=letterhead,
        dated_on=dated_on,
        personal_line=personal_line,
        in_ink=in_ink,
        author=by,
    )
    _require_of_programme(campaign)
    campaign.save()
    campaign.drafters.add(by)
    if events is not None:
        Candidate.objects.take(campaign, events)

    _record(CAMPAIGN_BEGUN, campaign, by, name=name)
    return campaign


@action
def change_words(*, campaign: Campaign, by: User, **words: Any) -> Campaign:
    """Change the name, template_version, signatory, second_signatory, letterhead, dated_on,
    personal_line or in_ink. What was fixed or approved is no longer; saving what stands already
    changes nothing."""
    campaign = Campaign.objects.lock(campaign).require_can_change()
    changed = sorted(name for name, value in words.items() if getattr(campaign, name) != value)
    if not changed:
        return campaign

    if set(changed) != {"name"}:
        _open_again(campaign, by, "The words, the signatory or the date were changed")
    for name in changed:
        setattr(campaign, name, words[name])
    _require_of_programme(campaign)
    campaign.save(update_fields=changed)
    campaign.drafters.add(by)

    _record(CAMPAIGN_CHANGED, campaign, by, changed=changed)
    return campaign


@action
def choose(
    *,
    campaign: Campaign,
    by: User,
    add: ContributionQuerySet | None = None,
    remove: ContributionQuerySet | None = None,
) -> int:
    """Choose people for a letter, or no longer; returns how many are chosen then. Only thanks that
    are owed in this programme and have no letter can be added; others are passed over."""
    campaign = Campaign.objects.lock(campaign).require_can_change()

    removed = added = 0
    if remove is not None:
        removed, _ = campaign.candidates.filter(event__in=remove.values("pk")).delete()
    if add is not None:
        added = Candidate.objects.take(campaign, add)

    if added or removed:
        campaign.drafters.add(by)
        _open_again(campaign, by, "The recipients were changed")
        _record(CAMPAIGN_CHANGED, campaign, by, added=added, removed=removed)
    return campaign.candidates.count()


@action
def freeze(*, campaign: Campaign, by: User) -> Campaign:
    """Fix who gets which letter: copy names, addresses and facts, and note who gets none and why
    (CMP-1). Raises DomainError where nobody would get one, and where letters reach Wales without a
    Welsh version (TPL-4)."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.AUDIENCE_FROZEN)
    letterheads.require_usable(campaign)
    wordings = drawing.wordings(campaign)
    versions.require_approved(chain.from_iterable(wordings))

    letters = sum(_keep(batch) for batch in audience.draw(campaign, wordings))
    if not letters:
        raise DomainError(_why_nobody(campaign))
    for words in wordings:
        versions.require_welsh(words, campaign)
    main, *others = chain.from_iterable(wordings)
    campaign.other_versions.set(others)
    campaign.status, campaign.frozen_at = Status.AUDIENCE_FROZEN, timezone.now()
    campaign.content_hash = fingerprints.campaign_hash(campaign)
    campaign.audience_hash = fingerprints.audience_hash(campaign.letters.all())
    campaign.fixed_letters = letters
    campaign.needs = needs.required(campaign)
    campaign.save(update_fields=["status", *FIXED_FIELDS])
    thanked = ContributionEvent.objects.filter(letters__campaign=campaign)
    writers = {version.written_by_id for version in (main, *others)}
    campaign.drafters.add(by, *thanked.writers(), *writers)

    _record(
        CAMPAIGN_FROZEN,
        campaign,
        by,
        letters=letters,
        exclusions=campaign.exclusions.count(),
        content_hash=campaign.content_hash,
        audience_hash=campaign.audience_hash,
    )
    return campaign


@action
def thank_one(*, event: ContributionEvent, by: User, **words: Any) -> Campaign:
    """A campaign of one, fixed at once. Raises DomainError with the reason if no letter can go."""
    campaign = begin(
        programme=event.programme,
        name=f"Thank you to {event.contributor}"[:120],
        events=ContributionEvent.objects.filter(pk=event.pk),
        by=by,
        **words,
    )
    return freeze(campaign=campaign, by=by)


@action
def reopen(*, campaign: Campaign, why: str, by: User) -> Campaign:
    """Take a campaign that was fixed, but not released, back to draft. Approvals are void."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.DRAFT)
    return _open_again(campaign, by, why)


@action
def cancel(*, campaign: Campaign, by: User) -> Campaign:
    """Give a campaign up before its release. Its people are owed thanks as before."""
    campaign = Campaign.objects.lock(campaign).require_can_change()

    _open_again(campaign, by, "The campaign was given up")
    campaign.candidates.all().delete()
    campaign.status = Status.CANCELLED
    campaign.save(update_fields=["status"])

    _record(CAMPAIGN_CANCELLED, campaign, by)
    return campaign


@action
def note_export(*, campaign: Campaign, by: User) -> int:
    """Somebody takes the list of those without a letter with them; how many it names (P4)."""
    count = campaign.exclusions.count()

    _record(EXCLUSIONS_EXPORTED, campaign, by, rows=count)
    return count


def _open_again(campaign: Campaign, by: User, why: str) -> Campaign:
    """Back to draft, where it was fixed: letters not yet released go, approvals are void."""
    if campaign.status not in Campaign.FIXED:
        return campaign
    standing = campaign.approvals.standing()
    approvers = list(User.objects.filter(pk__in=standing.values("by")))
    was_with_approvers = campaign.status != Status.AUDIENCE_FROZEN

    standing.update(voided_at=timezone.now(), void_reason=f"{why}."[:300])
    campaign.letters.all().delete()  # none of them was released
    Assignment.objects.filter(experiment__campaign=campaign).delete()
    campaign.exclusions.all().delete()
    campaign.other_versions.clear()
    campaign.status, campaign.frozen_at = Status.DRAFT, None
    campaign.content_hash = campaign.audience_hash = ""
    campaign.fixed_letters, campaign.needs = None, [Approval.Kind.CONTENT]
    campaign.save(update_fields=["status", *FIXED_FIELDS])

    _record(CAMPAIGN_VOIDED if approvers else CAMPAIGN_REOPENED, campaign, by, why=why)
    if was_with_approvers:
        campaign_mail.tell_reopened(campaign=campaign, approvers=approvers, why=why, by=by)
    return campaign


def _require_of_programme(campaign: Campaign) -> None:
    homes = {signatory.programme_id for signatory in campaign.signatories}
    if campaign.letterhead:
        homes.add(campaign.letterhead.programme_id)
    if homes | {campaign.template_version.template.programme_id} != {campaign.programme_id}:
        raise DomainError(
            f"The words, the letterhead and whoever signs must belong to {campaign.programme}."
        )


def _keep(batch: audience.Batch) -> int:
    """Save them; how many letters they are. An assignment may be shared with an earlier batch."""
    drawn = {
        letter.assignment.unit: letter.assignment for letter in batch.letters if letter.assignment
    }
    fresh = [assignment for assignment in drawn.values() if assignment.pk is None]
    Assignment.objects.bulk_create(fresh, batch_size=CHUNK)
    Letter.objects.bulk_create(batch.letters, batch_size=CHUNK)
    Exclusion.objects.bulk_create(batch.exclusions, batch_size=CHUNK)
    return len(batch.letters)


def _why_nobody(campaign: Campaign) -> str:
    exclusions = campaign.exclusions.select_related("contributor").order_by("pk")
    count, first = exclusions.count(), exclusions.first()
    if first is None:
        return "Choose at least one person first."
    if count == 1:
        return f"{first.contributor} cannot get this letter. {first.reason}"
    return (
        f"None of the {count:,} people chosen can get a letter."
        f" The first is {first.contributor}: {first.reason}"
    )


def _record(kind: str, campaign: Campaign, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=campaign, programme=campaign.programme, **facts
    )
