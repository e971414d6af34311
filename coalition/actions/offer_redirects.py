"""An offer that others could use better is passed on, if whoever offered agrees (OFR-4)."""

from datetime import timedelta

from django.utils import timezone

from coalition import holds
from coalition.actions import contact_codes, mail, offer_mail, offers
from coalition.actions.offer_journal import record
from coalition.calendar import news_due, reply_due
from coalition.contact import Answer, Channel
from coalition.domain import DomainError, action
from coalition.models import Offer, Organisation, Redirect, User
from coalition.models.hold import ON_HOLD
from coalition.offer_contact import may_reach

OFFER_REDIRECT_ASKED = "offer.redirect_asked"
OFFER_REDIRECT_REFUSED = "offer.redirect_refused"
OFFER_REDIRECT_TAKEN_BACK = "offer.redirect_taken_back"
OFFER_REDIRECTED = "offer.redirected"
ANSWER_WITHIN = timedelta(days=28)

Status = Redirect.Status


@action
def ask(
    *,
    offer: Offer,
    email: str,
    reason: str,
    sentence: str,
    by: User,
    organisation: Organisation | None = None,
    body: str = "",
) -> Redirect:
    """Ask whoever offered whether these people may have their details. Nothing moves until they
    say yes."""
    offer = offers.resume(offer=offer, by=by)
    _require_reach(offer)
    asked = Redirect.objects.create(
        offer=offer,
        organisation=organisation,
        body="" if organisation else body,
        email=email,
        reason=reason,
        sentence=sentence,
        asked_by=by,
    )
    offer.promise(news_due(offer.programme))
    offer.save(update_fields=["next_contact_due", "next_contact_set_on"])

    record(kind=OFFER_REDIRECT_ASKED, offer=offer, by=by, to=asked.goes_to, sentence=sentence)
    code = contact_codes.issue(offer=offer, lives=ANSWER_WITHIN)
    words = {"redirect": asked, "code": code}
    offer_mail.write(offer=offer, kind="offer_redirect_question", by=by, **words)
    return asked


@action
def agree(*, redirect: Redirect, by: User | None, how: str = "") -> Offer:
    """They say yes, so their details go there now. `by` is None for whoever came by the private
    link, whose address must be proven (OFR-6); a lead writes down what somebody without an email
    address said on the telephone."""
    offer, redirect = _hold(redirect)
    if offer.status != Offer.Status.IN_TRIAGE:
        state = offer.get_status_display().lower()
        raise DomainError(f"This offer is {state} now, so nothing is passed on.")
    _require_reach(offer)
    _require_proof(offer, by)

    _answer(redirect, Status.AGREED, by, how)
    offer.decline_reason, offer.decided_sentence = redirect.reason, redirect.sentence
    offer.redirected_to, offer.redirect_agreed_at = redirect, redirect.answered_at
    offer.close(Offer.Status.REDIRECTED)
    offer.save()

    record(kind=OFFER_REDIRECTED, offer=offer, by=by, to=redirect.goes_to, what=offer.headline)
    _pass_on(offer, redirect)
    offer_mail.write(offer=offer, kind="offer_redirected", by=redirect.asked_by, redirect=redirect)
    return offer


@action
def refuse(*, redirect: Redirect, by: User | None, how: str = "") -> Offer:
    """They would rather not. Nothing moves, and a person looks at the offer again soon."""
    offer, redirect = _hold(redirect)

    _answer(redirect, Status.REFUSED, by, how)
    if offer.is_open:
        due = reply_due(offer.programme)
        offer.promise(min(due, offer.next_contact_due or due))
        offer.save(update_fields=["next_contact_due", "next_contact_set_on"])

    record(kind=OFFER_REDIRECT_REFUSED, offer=offer, by=by, to=redirect.goes_to)
    return offer


@action
def take_back(*, redirect: Redirect, by: User) -> Offer:
    """Ask no more: something better was found, or the question was a mistake."""
    offer, redirect = _hold(redirect)

    redirect.status = Status.TAKEN_BACK
    redirect.save(update_fields=["status"])

    record(kind=OFFER_REDIRECT_TAKEN_BACK, offer=offer, by=by, to=redirect.goes_to)
    return offer


def _hold(redirect: Redirect) -> tuple[Offer, Redirect]:
    offer = Offer.objects.lock(redirect.offer)
    redirect = Redirect.objects.lock(redirect)
    redirect.offer = offer
    if redirect.status != Status.ASKED:
        raise DomainError(f"This was settled already: {redirect.get_status_display().lower()}.")
    return offer, redirect


def _require_reach(offer: Offer) -> None:
    """Nobody is passed on who may not be contacted, or is on hold for being brought together with
    others (CON-2, HLD-2)."""
    if no := may_reach(offer, Channel.IN_PERSON):
        if not holds.in_force(offer, holds.Scope.MATCHING):
            return
        no = Answer("hold", f"{ON_HOLD}.")
    raise DomainError(f"{no.sentence} Nothing is passed on.")


def _require_proof(offer: Offer, by: User | None) -> None:
    if offer.has_verified_contact:
        return
    if by is None:
        raise DomainError("First confirm that the address is yours, with the code that we mail.")
    if offer.contributor.email:
        raise DomainError(
            "Their email address is not proven yet. Ask them to use the link in our mail: only"
            " they can say yes there."
        )
    offer.contact_verified_at = timezone.now()


def _answer(redirect: Redirect, status: str, by: User | None, how: str) -> None:
    redirect.status, redirect.answered_at = status, timezone.now()
    redirect.answered_by, redirect.answered_how = by, how
    redirect.save()


def _pass_on(offer: Offer, redirect: Redirect) -> None:
    """Owe the details to those who can use them; stopped if the person objects before it goes."""
    context = {
        "offer": offer,
        "redirect": redirect,
        "person": offer.contributor,
        "programme": offer.programme,
        "by": redirect.asked_by,
    }
    mail.write(
        kind="offer_passed_on",
        to=redirect.email,
        context=context,
        key=f"offer_passed_on:{redirect.pk}",
        concerns=offer.contributor,
    )
