"""What organisations of the demo world say about the last quarter; Pat's Kitchen is still asked."""

from django.utils import timezone

from coalition.actions import affiliations
from coalition.models import Affiliation, User
from forums.actions import pulses
from forums.models import Forum, PulseAsk

SAID = {
    "Open Door Aldermere": 5,
    "Aldermere and Vale Integrated Care Board": 4,
    "Aldermere Hospitals NHS Trust": 4,
    "Harbour Homes": 3,
    "Vale District Council": 4,
    "Been There Network": 4,
    "St Brannoc’s and the Northside Mosque Partnership": 2,
}


def build(forum: Forum, lena: User) -> None:
    """Whoever sits for one of these can speak for it from now on."""
    seated = forum.memberships.live().filter(organisation__name__in=SAID)
    for member in seated.order_by("pk"):
        place = Affiliation.objects.in_force().get(
            contributor=member.contributor_id, organisation=member.organisation_id
        )
        if not place.can_speak_for:
            affiliations.change(affiliation=place, can_speak_for=True, by=lena)
    pulses.tend(now=timezone.now())
    asks = PulseAsk.objects.filter(pulse__forum=forum, pulse__organisation__name__in=SAID)
    for ask in asks.with_matter().order_by("pk"):
        score = SAID[ask.pulse.organisation.name]
        pulses.answer(ask=ask, score=score, by=ask.contributor.user)
