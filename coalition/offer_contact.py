"""May we reach whoever made an offer, about this offer? One question for every step (HLD-2)."""

from coalition import holds
from coalition.contact import Answer, Channel, Purpose, may_contact
from coalition.models import Offer
from coalition.models.hold import ON_HOLD

CHANNELS = {
    Offer.Means.CALL: Channel.PHONE,
    Offer.Means.EMAIL: Channel.EMAIL,
    Offer.Means.IN_PERSON: Channel.IN_PERSON,
    Offer.Means.LETTER: Channel.POST,
}


def may_reach(offer: Offer, channel: str = Channel.EMAIL) -> Answer:
    """The first rule that says no, of those about the person, and then a hold on the offer."""
    answer = may_contact(offer.contributor, channel, Purpose.SERVICE)
    if answer and holds.in_force(offer, holds.Scope.CONTACT):
        return Answer("hold", f"{ON_HOLD}.")
    return answer
