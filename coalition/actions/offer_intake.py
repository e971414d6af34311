"""Offers come in: logged, put right by whoever offered, and their private links."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from coalition import holds
from coalition.actions import contributors, mail, offer_mail
from coalition.calendar import reply_due
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError, action
from coalition.models import (
    Contributor,
    JournalEntry,
    Offer,
    Organisation,
    Programme,
    User,
)
from coalition.models.offer import OPEN_AT_MOST_DAYS, OPEN_FOR_DAYS

OFFER_LOGGED = "offer.logged"
OFFER_CHANGED = "offer.changed"
OFFER_LINK_SENT = "offer.link_sent"
REF_TRIES = 5
LINKS_AT_MOST = 20


@action
def log(
    *,
    programme: Programme,
    contributor: Contributor,
    form_key: UUID,
    by: User | None,
    organisation: Organisation | None = None,
    source: str = Offer.Source.WEB,
    **what: Any,
) -> Offer:
    """Write down an offer and owe its receipt (OFR-1); `what` are the words of the offer itself.
    The same form sent twice gives the same offer, and one receipt."""
    fields = {
        "programme": programme,
        "contributor": contributor,
        "organisation": organisation,
        "source": source,
        "logged_by": by,
        "owner": _who_will_answer(programme, by),
        "next_contact_due": reply_due(programme),
        **_with_last_day(what),
    }
    offer, is_new = _insert(form_key, fields)
    if not is_new:
        return offer

    JournalEntry.objects.record(
        OFFER_LOGGED,
        by=by,
        subject=offer,
        programme=programme,
        concerns=contributor,
        source=source,
    )
    offer_mail.write(offer=offer, kind="offer_receipt")
    return offer


@action
def log_from(*, letter_name: str, email: str, by: User | None, **rest: Any) -> Offer:
    """Log the offer of a person who is known by name and address, or new."""
    try:
        person = contributors.find_or_add(letter_name=letter_name, email=email, by=by)
    except DomainError:  # the other half of a double click is adding them at this very moment
        person = contributors.find_or_add(letter_name=letter_name, email=email, by=by)
    return log(contributor=person, by=by, **rest)


@action
def log_own(*, by: User, **rest: Any) -> Offer:
    """Log the offer of whoever is signed in; their address is proven, so the person is known."""
    person = contributors.link_account(user=by, email=by.email)
    return log(contributor=person, by=by, **rest)


@action
def change(*, offer: Offer, by: User | None, **what: Any) -> Offer:
    """Put right the words of an offer; `by` is None for whoever came by the private link. Details
    that we asked for bring it back to be looked into. Raises DomainError once it is decided."""
    offer = Offer.objects.lock(offer)
    if not offer.is_undecided:
        raise DomainError(offer.why_its_words_stay)

    what = _with_last_day(what)
    changed = sorted(name for name, value in what.items() if getattr(offer, name) != value)
    for name in changed:
        setattr(offer, name, what[name])
    if offer.status == Offer.Status.NEEDS_INFO:
        offer.status, offer.next_contact_due = Offer.Status.IN_TRIAGE, reply_due(offer.programme)
    offer.save(update_fields=[*changed, "status", "next_contact_due"])

    JournalEntry.objects.record(
        OFFER_CHANGED,
        by=by,
        subject=offer,
        programme=offer.programme,
        concerns=offer.contributor,
        changed=changed,
    )
    return offer


@action
def send_links(*, email: str) -> None:
    """Mail new private links to an address, if any offer has it and we may write to its person
    (CON-2); old links of those become void. Says nothing either way, so that nobody learns who
    offers what."""
    theirs = Offer.objects.select_for_update(of=["self"]).filter(
        contributor__in=Contributor.objects.contactable().filter(email__iexact=email)
    )
    newest = theirs.select_related("contributor", "programme").order_by("-pk")[:LINKS_AT_MOST]
    offers = [offer for offer in newest if _may_have_a_link(offer)]
    if not offers:
        return

    for offer in offers:
        offer.save(update_fields=offer.renew_link(void_old=True))

    for offer in offers:
        JournalEntry.objects.record(
            OFFER_LINK_SENT,
            by=None,
            subject=offer,
            programme=offer.programme,
            concerns=offer.contributor,
        )
    context = {"offers": offers, "programme": offers[0].programme}
    person = offers[0].contributor
    mail.write(kind="offer_links", to=person.email, context=context, concerns=person)


def _may_have_a_link(offer: Offer) -> bool:
    return bool(may_contact(offer.contributor, Channel.EMAIL, Purpose.SERVICE)) and not (
        holds.in_force(offer, holds.Scope.CONTACT)
    )


def _insert(form_key: UUID, fields: dict[str, Any]) -> tuple[Offer, bool]:
    """A new offer under a reference that nobody has, or the one that this form made already."""
    for _ in range(REF_TRIES - 1):
        try:
            return Offer.objects.get_or_create(form_key=form_key, defaults=fields)
        except IntegrityError as error:
            if "offer_ref_names_one_offer" not in str(error):
                raise
    return Offer.objects.get_or_create(form_key=form_key, defaults=fields)


def _with_last_day(what: dict[str, Any]) -> dict[str, Any]:
    """An offer without an end stands for 90 days from when it begins, and no longer than a year
    from now (OFR-5)."""
    if what.get("available_to"):
        return what
    today = timezone.localdate()
    begins = max(what.get("available_from") or today, today)
    last = today + timedelta(days=OPEN_AT_MOST_DAYS)
    return {**what, "available_to": min(begins + timedelta(days=OPEN_FOR_DAYS), last)}


def _who_will_answer(programme: Programme, by: User | None) -> User | None:
    """Whoever took the offer down, if they lead the programme; or who has led it longest (L1)."""
    leads = list(programme.leads())
    if by in leads:
        return by
    return leads[0] if leads else None
