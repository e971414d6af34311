"""Offers come in: logged, put right by whoever offered, and their private links."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from coalition.actions import calls, contributors, mail, offer_mail
from coalition.actions.offer_journal import record
from coalition.calendar import reply_due
from coalition.domain import DomainError, action
from coalition.models import (
    CallForOffers,
    Contributor,
    Offer,
    Organisation,
    Programme,
    User,
)
from coalition.models.offer import OPEN_AT_MOST_DAYS, OPEN_FOR_DAYS
from coalition.offer_contact import may_reach

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
    call: CallForOffers | None = None,
    **what: Any,
) -> Offer:
    """Write down an offer and owe its receipt (OFR-1); `what` are the words of the offer itself.
    The same form sent twice gives the same offer, and one receipt. One that answers a call raises
    DomainError where that takes no more, and waits where it is full (CAL-1)."""
    if call and not Offer.objects.filter(form_key=form_key).exists():
        call = calls.take(call=call)
    fields = {
        "programme": programme,
        "contributor": contributor,
        "organisation": organisation,
        "source": source,
        "logged_by": by,
        "owner": _who_will_answer(programme, by),
        "next_contact_due": reply_due(programme),
        "call": call,
        "waitlisted_at": timezone.now() if call and call.is_full else None,
        **_proof(contributor, by),
        **_with_last_day(what),
    }
    offer, is_new = _insert(form_key, fields)
    if not is_new:
        return offer
    if call:
        calls.fill(call=call)

    record(kind=OFFER_LOGGED, offer=offer, by=by, source=source)
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
        offer.status = Offer.Status.IN_TRIAGE
        offer.promise(reply_due(offer.programme))
    offer.save(update_fields=[*changed, "status", "next_contact_due", "next_contact_set_on"])

    if offer.call and "quantity" in changed:
        calls.fill(call=offer.call)

    record(kind=OFFER_CHANGED, offer=offer, by=by, changed=changed)
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
    offers = [offer for offer in newest if may_reach(offer)]
    if not offers:
        return

    for offer in offers:
        offer.save(update_fields=offer.renew_link(void_old=True))

    for offer in offers:
        record(kind=OFFER_LINK_SENT, offer=offer, by=None)
    context = {"offers": offers, "programme": offers[0].programme}
    person = offers[0].contributor
    mail.write(kind="offer_links", to=person.email, context=context, concerns=person)


def _insert(form_key: UUID, fields: dict[str, Any]) -> tuple[Offer, bool]:
    """A new offer under a reference that nobody has, or the one that this form made already."""
    for _ in range(REF_TRIES - 1):
        try:
            return Offer.objects.get_or_create(form_key=form_key, defaults=fields)
        except IntegrityError as error:
            if "offer_ref_names_one_offer" not in str(error):
                raise
    return Offer.objects.get_or_create(form_key=form_key, defaults=fields)


def _proof(person: Contributor, by: User | None) -> dict[str, Any]:
    """Whoever is signed in has proven the address that they sign in with (OFR-6)."""
    if by is None or person.user_id != by.pk or person.email.lower() != by.email:
        return {}
    return {"contact_verified_at": timezone.now(), "contact_verified_email": person.email}


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
    """Whoever took the offer down, if they lead the programme; or who has led it longest, of those
    who are not away (L1)."""
    leads = list(programme.leads())
    if by in leads:
        return by
    return next(iter([*programme.leads_at_work(), *leads]), None)
