"""Embargoes: set, lifted, and let some letters through (EMB-1)."""

from datetime import date
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, Programme, User
from recognition.models import Campaign, Embargo, Signatory, Waiver
from recognition.permissions import looks_after

EMBARGO_SET = "embargo.set"
EMBARGO_LIFTED = "embargo.lifted"
WAIVER_ASKED = "embargo.waiver_asked"
WAIVER_AGREED = "embargo.waiver_agreed"


@action
def set_(
    *, programme: Programme, name: str, begins_on: date, ends_on: date, by: User, **fields: Any
) -> Embargo:
    """Hold letters from the first to the last day; `fields` are nation, covers and signatory. What
    is on its way stops at its gate, and goes on when a person says so. Raises DomainError for the
    past."""
    if ends_on < timezone.localdate():
        raise DomainError("That time is over. What went out then has gone.")
    embargo = Embargo.objects.create(
        programme=programme, name=name, begins_on=begins_on, ends_on=ends_on, set_by=by, **fields
    )

    _record(EMBARGO_SET, embargo, by, begins_on=str(begins_on), ends_on=str(ends_on))
    return embargo


@action
def set_for(
    *, signatory: Signatory, name: str, begins_on: date, ends_on: date, by: User, nation: str = ""
) -> Embargo:
    """The same for all letters that one person signs, alone or with somebody. Raises NotAuthorised
    for whoever is not of their private office."""
    if not looks_after(by, signatory):
        raise NotAuthorised(f"Only the private office of {signatory.style} decides this.")
    return set_(
        programme=signatory.programme,
        name=name,
        begins_on=begins_on,
        ends_on=ends_on,
        nation=nation,
        covers=Embargo.Covers.SIGNATORY,
        signatory=signatory,
        by=by,
    )


@action
def lift(*, embargo: Embargo, by: User) -> Embargo:
    """Before its last day. Letters that it held stay held until somebody tries them again."""
    embargo = _lock_open(embargo)

    embargo.lifted_at, embargo.lifted_by = timezone.now(), by
    embargo.save(update_fields=["lifted_at", "lifted_by"])

    _record(EMBARGO_LIFTED, embargo, by)
    return embargo


@action
def ask_waiver(*, embargo: Embargo, campaign: Campaign, reference: str, by: User) -> Waiver:
    """Letters of this campaign should go all the same: `reference` is where propriety was asked.
    Nothing goes before somebody else agrees."""
    embargo = _lock_open(embargo)
    if campaign.programme_id != embargo.programme_id:
        raise DomainError(f"Choose a campaign of {embargo.programme}.")
    if embargo.waivers.filter(campaign=campaign).exists():
        raise DomainError("Somebody has asked for this campaign already.")
    waiver = Waiver.objects.create(
        embargo=embargo, campaign=campaign, reference=reference, asked_by=by
    )

    _record(WAIVER_ASKED, embargo, by, campaign=campaign.pk, reference=reference)
    return waiver


@action
def agree_waiver(*, waiver: Waiver, by: User) -> Waiver:
    """Raises NotAuthorised for whoever asked, or prepared the letters (EMB-1, P1)."""
    embargo = _lock_open(waiver.embargo)
    waiver = Waiver.objects.lock(waiver)
    if waiver.agreed_at:
        raise DomainError(f"{waiver.agreed_by} has agreed to this already.")
    if by.pk == waiver.asked_by_id or waiver.campaign.drafters.filter(pk=by.pk).exists():
        raise NotAuthorised("You asked for this, or worked on the letters: somebody else agrees.")

    waiver.agreed_at, waiver.agreed_by = timezone.now(), by
    waiver.save(update_fields=["agreed_at", "agreed_by"])

    _record(WAIVER_AGREED, embargo, by, campaign=waiver.campaign_id, reference=waiver.reference)
    return waiver


def _lock_open(embargo: Embargo) -> Embargo:
    embargo = Embargo.objects.lock(embargo)
    if embargo.is_over:
        raise DomainError(f"‘{embargo}’ is over.")
    return embargo


def _record(kind: str, embargo: Embargo, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(kind, by=by, subject=embargo, programme=embargo.programme, **facts)
