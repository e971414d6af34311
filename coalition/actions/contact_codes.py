"""Codes that prove an address before anyone else is given it (OFR-6)."""

from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from coalition.actions import offer_mail
from coalition.actions.offer_journal import record
from coalition.domain import DomainError, action
from coalition.models import ContactCode, Offer
from coalition.models.contact_code import TRIES

OFFER_CODE_SENT = "offer.code_sent"
OFFER_CONTACT_VERIFIED = "offer.contact_verified"
CODE_LIVES = timedelta(hours=1)
CODES_AN_HOUR = 3


class Outcome(StrEnum):
    """What became of a code that was typed."""

    PROVEN = "proven"
    WRONG = "wrong"
    OVER = "over"  # none is live: it has run out, or was tried too often


@action
def send(*, offer: Offer) -> None:
    """Mail a new code to whoever offered; older ones are void."""
    offer = Offer.objects.lock(offer)
    hour_ago = timezone.now() - timedelta(hours=1)
    if offer.contact_codes.filter(asked_at__gt=hour_ago).count() >= CODES_AN_HOUR:
        raise DomainError(
            "Three codes went out in the last hour. Look among unwanted mail, or try again in an"
            " hour."
        )

    code = issue(offer=offer, lives=CODE_LIVES)

    record(kind=OFFER_CODE_SENT, offer=offer, by=None)
    if not offer_mail.write(offer=offer, kind="offer_contact_code", code=code):
        raise DomainError("We cannot write to you by email. Please ring or write to us.")


@action
def issue(*, offer: Offer, lives: timedelta) -> str:
    """A new code, for a mail that asks something and is answered in one click. It is told to that
    mail only, and makes older codes void."""
    now = timezone.now()
    offer.contact_codes.filter(used_at=None, until__gt=now).update(until=now)

    code = ContactCode.new_code()
    ContactCode.objects.create(
        offer=offer,
        email=offer.contributor.email,
        code_hash=ContactCode.hash_of(offer, code),
        asked_at=now,
        until=now + lives,
    )
    return code


@action
def use(*, offer: Offer, code: str) -> Outcome:
    """Prove the address of an offer by the code that was mailed to it. A wrong code is counted, so
    the answer comes back rather than being raised, which would undo the count."""
    offer = Offer.objects.lock(offer)
    if offer.has_verified_contact:
        return Outcome.PROVEN
    sent = offer.contact_codes.select_for_update().order_by("-pk").first()
    address = offer.contributor.email
    if sent is None or not sent.is_live(timezone.now()) or sent.email != address:
        return Outcome.OVER
    if not sent.is_opened_by(code):
        sent.wrong_tries += 1
        sent.save(update_fields=["wrong_tries"])
        return Outcome.WRONG if sent.wrong_tries < TRIES else Outcome.OVER

    sent.used_at = offer.contact_verified_at = timezone.now()
    offer.contact_verified_email = address
    sent.save(update_fields=["used_at"])
    offer.save(update_fields=["contact_verified_at", "contact_verified_email"])

    record(kind=OFFER_CONTACT_VERIFIED, offer=offer, by=None)
    return Outcome.PROVEN
