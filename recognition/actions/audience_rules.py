"""Rules for audiences: saved, changed, put out of use; and recipients chosen by one (CMP-1)."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Programme, User
from recognition.actions import campaigns
from recognition.criteria import Criteria
from recognition.models import AudienceRule, Campaign, Candidate, ContributionEvent

RULE_SAVED = "audience_rule.saved"
RULE_CHANGED = "audience_rule.changed"
RULE_RETIRED = "audience_rule.retired"


@action
def keep(*, programme: Programme, name: str, criteria: Criteria, by: User) -> AudienceRule:
    """Keep a rule under a name."""
    rule = AudienceRule.objects.create(
        programme=programme, name=name, criteria=criteria.kept(), written_by=by
    )

    _record(RULE_SAVED, rule, by)
    return rule


@action
def change(*, rule: AudienceRule, name: str, criteria: Criteria, by: User) -> AudienceRule:
    """From now on it finds others. Whoever a campaign has chosen by it stays chosen."""
    rule = _lock_in_use(rule)

    rule.name, rule.criteria, rule.changed_at = name, criteria.kept(), timezone.now()
    rule.save(update_fields=["name", "criteria", "changed_at"])

    _record(RULE_CHANGED, rule, by)
    return rule


@action
def retire(*, rule: AudienceRule, by: User) -> AudienceRule:
    """Nobody chooses by it any more."""
    rule = _lock_in_use(rule)

    rule.retired_at = timezone.now()
    rule.save(update_fields=["retired_at"])

    _record(RULE_RETIRED, rule, by)
    return rule


@action
def choose(*, campaign: Campaign, rule: AudienceRule, by: User) -> int:
    """Choose whom the rule finds now, in place of those whom a rule found before; who was chosen by
    hand stays. How many are chosen then. One statement, however many they are."""
    campaign = Campaign.objects.lock(campaign).require_can_change()
    rule = _lock_in_use(rule)
    if rule.programme_id != campaign.programme_id:
        raise DomainError(f"Choose a rule of {campaign.programme}.")
    criteria = Criteria.read(rule.criteria)
    if campaign.status in Campaign.FIXED:
        campaigns.reopen(campaign=campaign, why="The recipients were changed", by=by)

    removed, _ = campaign.candidates.filter(by_rule=True).delete()
    added = Candidate.objects.take(
        campaign, criteria.narrow(ContributionEvent.objects.all()), by_rule=True
    )
    words = f"{rule}: {criteria.in_words()}"
    Campaign.objects.filter(pk=campaign.pk).update(rule=rule, rule_words=words)
    campaign.drafters.add(by)

    facts: dict[str, Any] = {"rule": rule.pk, "why": words, "added": added, "removed": removed}
    JournalEntry.objects.record(
        campaigns.CAMPAIGN_CHANGED, by=by, subject=campaign, programme=campaign.programme, **facts
    )
    return campaign.candidates.count()


def _lock_in_use(rule: AudienceRule) -> AudienceRule:
    rule = AudienceRule.objects.lock(rule)
    if rule.retired_at:
        raise DomainError(f"The rule ‘{rule}’ is out of use. Choose another, or save it anew.")
    return rule


def _record(kind: str, rule: AudienceRule, by: User) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=rule, programme=rule.programme, criteria=rule.criteria
    )
