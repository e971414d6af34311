"""Mail to whoever made an offer. A receipt is never an answer, and never thanks (L2)."""

from typing import Any

from coalition.actions import mail
from coalition.domain import action
from coalition.households import greeting
from coalition.models import Offer, User
from coalition.offer_contact import may_reach


@action
def write(*, offer: Offer, kind: str, by: User | None = None, **words: Any) -> bool:
    """Owe templates/mail/<kind>.txt to the person who offered, with a live private link. False
    where we may not or cannot write to them, so that a person finds another way (CON-2, HLD-2)."""
    if not may_reach(offer):
        return False

    offer.save(update_fields=offer.renew_link())
    context = {
        "offer": offer,
        "person": offer.contributor,
        "greeting": greeting(offer),
        "programme": offer.programme,
        "by": by,
        **words,
    }
    person = offer.contributor
    mail.write(kind=kind, to=person.email, context=context, concerns=person)
    return True
