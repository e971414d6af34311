"""What a private office allows to go out in a name, and takes back (SIG-1, SIG-3, SIG-4)."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, User
from recognition.models import Campaign, Letter, Mandate, Signatory
from recognition.models.letter import LetterQuerySet
from recognition.permissions import has_drafted, looks_after

MANDATE_GRANTED = "mandate.granted"
MANDATE_AGREED = "mandate.agreed_to_letter"
MANDATE_REVOKED = "mandate.revoked"


@action
def grant(
    *,
    campaign: Campaign,
    signatory: Signatory,
    seen: str,
    max_count: int,
    from_on: date,
    to_on: date,
    by: User,
    each: bool = False,
) -> Mandate:
    """Let so many letters of this campaign go in the signatory’s name, within these days; with
    `each`, only those that the office then reads and agrees to. `seen` is the fingerprint of what
    the page showed. One that is over or used up makes room for it. Raises NotAuthorised for whoever
    is not of the private office, or worked on the letters (P1), and DomainError where there is
    nothing to sign."""
    campaign = Campaign.objects.lock(campaign)
    _require_office(signatory, by)
    if has_drafted(by, campaign):
        raise NotAuthorised("You worked on these letters, so somebody else gives the mandate.")
    if signatory not in campaign.signatories:
        raise DomainError(f"{signatory.style} does not sign these letters.")
    if not campaign.can_get_mandate:
        raise DomainError("The recipients are not fixed, or the letters have gone already.")
    campaign.require_seen(seen)
    if to_on < timezone.localdate():
        raise DomainError("The last day is over already.")

    if each:
        _require_few(campaign)
    _make_room(campaign, signatory, by)
    mandate = Mandate.objects.create(
        campaign=campaign,
        signatory=signatory,
        fingerprint=campaign.fingerprint,
        max_count=max_count,
        from_on=from_on,
        to_on=to_on,
        mode=_mode(campaign, each),
        granted_by=by,
    )

    days = {"from_on": str(from_on), "to_on": str(to_on)}
    _record(MANDATE_GRANTED, mandate, by, max_count=max_count, **days)
    return mandate


@action
def agree(*, mandate: Mandate, letter: Letter, by: User) -> Letter:
    """Of a mandate for each letter: somebody of the private office has read this one. Raises
    NotAuthorised for anybody else and whoever worked on it (P1), and DomainError where it does not
    wait for that."""
    letter = Letter.objects.lock(letter)
    mandate = Mandate.objects.lock(mandate)
    _require_office(mandate.signatory, by)
    if has_drafted(by, mandate.campaign):
        raise NotAuthorised("You worked on these letters, so somebody else agrees to them.")
    if mandate.revoked_at or not mandate.is_for_each:
        raise DomainError("Nobody is asked to agree to each of these letters now.")
    if not mandate.to_agree_to().filter(pk=letter.pk).exists():
        raise DomainError("Somebody has agreed to this letter already, or it does not go.")

    letter.agreed_in = [*letter.agreed_in, mandate.pk]
    letter.save(update_fields=["agreed_in"])

    _record(MANDATE_AGREED, mandate, by, letter=letter.pk)
    return letter


@action
def revoke(*, mandate: Mandate, by: User) -> Mandate:
    """Nothing more goes under it: a worker that asks after this finds it revoked. Raises
    NotAuthorised for whoever is not of the private office."""
    mandate = Mandate.objects.lock(mandate)
    _require_office(mandate.signatory, by)
    if mandate.revoked_at:
        raise DomainError(f"{mandate.revoked_by} has revoked this mandate already.")

    mandate.revoked_at, mandate.revoked_by = timezone.now(), by
    mandate.save(update_fields=["revoked_at", "revoked_by"])

    _record(MANDATE_REVOKED, mandate, by, used=mandate.used)
    return mandate


@action
def give_back(*, letters: LetterQuerySet) -> int:
    """Letters that had a place in a mandate will not go: others may take it. The caller holds their
    locks, and has made sure that none of them went; how many places that are."""
    rows = letters.exclude(mandates=None).exclude(status=Letter.Status.SENT)
    places = Counter(pk for taken in rows.values_list("mandates", flat=True) for pk in taken or ())

    for pk in sorted(places):
        Mandate.objects.filter(pk=pk).update(used=F("used") - places[pk])
    rows.update(mandates=None)

    return places.total()


def _require_few(campaign: Campaign) -> None:
    if campaign.letters.count() > Mandate.MOST_READ:
        raise DomainError(
            f"Nobody reads more than {Mandate.MOST_READ} letters one by one."
            " Give a mandate for all of them."
        )


def _make_room(campaign: Campaign, signatory: Signatory, by: User) -> None:
    for old in campaign.mandates.standing().filter(signatory=signatory):
        if old.is_spent(timezone.localdate()):
            revoke(mandate=old, by=by)


def _mode(campaign: Campaign, each: bool) -> str:
    if campaign.is_signed_by_hand:
        return Mandate.Mode.HAND
    return Mandate.Mode.EACH if each else Mandate.Mode.BATCH


def _require_office(signatory: Signatory, by: User) -> None:
    if not looks_after(by, signatory):
        raise NotAuthorised(f"Only the private office of {signatory.style} decides this.")


def _record(kind: str, mandate: Mandate, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=mandate.campaign,
        programme=mandate.campaign.programme,
        mandate=mandate.pk,
        signatory=mandate.signatory_id,
        **facts,
    )
