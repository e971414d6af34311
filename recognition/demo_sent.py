"""Letters of the demo world that have gone: one had a mistake, for which somebody apologised.

They pass the same gates as all others; only the postman is ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from coalition import outbox
from coalition.models import Contributor, User
from recognition.actions import approvals, campaigns, dispatch, regrets, releases, rendering
from recognition.models import Campaign, ContributionEvent, Letter, Regret, Signatory
from recognition.models.template import TemplateVersion

# (mailbox, days ago, what they did, what it made possible)
SUMMER = [
    ("helen", 44, "found twelve empty flats, and walked through each of them with a family",
     "nine families chose their own front door"),
    ("hugh", 43, "drove two coaches to the coast on the hottest day of the year",
     "eighty people spent it by the water"),
    ("jo", 42, "taught an evening class in mending, and stayed until the last chain was on",
     "twenty bicycles are on the road again"),
    ("kofi", 41, "sat with people on the ward before they went home",
     "fourteen of them came back to nobody’s emergency room"),
    ("oksana", 40, "wrote down the bus routes in Ukrainian",
     "people came to their appointments by themselves"),
    ("priya", 39, "kept one bed free each weekend for somebody with nowhere to go",
     "nobody slept in a corridor in August"),
    ("margaret", 38, "read with three children every Tuesday",
     "all three moved up a reading group in September"),
    ("petra", 37, "lent the projector for the film nights", "sixty people saw a film together"),
]  # fmt: skip
MISTAKEN = "hugh"  # it was one coach


class Postman(outbox.Carrier[Letter]):
    """Takes everything, and delivers it into the past."""

    name = "demo"

    @contextmanager
    def line(self) -> Iterator[None]:
        yield

    def carry(self, parcel: Letter, message: Any, line: None) -> outbox.Receipt:
        return outbox.Receipt()

    def evidence(self, parcel: Letter) -> outbox.Evidence:
        return None


def build(events: list[ContributionEvent], words: TemplateVersion, signatory: Signatory) -> None:
    """Thank for these, and apologise for what was wrong in one letter."""
    rosa, amir = (User.objects.get(email=f"{who}@aldermere.example") for who in ("rosa", "amir"))
    campaign = campaigns.begin(
        programme=signatory.programme,
        name="The long summer",
        template_version=words,
        signatory=signatory,
        dated_on=_lately(),
        events=ContributionEvent.objects.filter(pk__in=[event.pk for event in events]),
        by=rosa,
    )
    campaign = campaigns.freeze(campaign=campaign, by=rosa)
    approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    approvals.approve(campaign=campaign, seen=campaign.fingerprint, by=amir)
    releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    send(campaign)
    _apologise(campaign, rosa, amir)


def send(campaign: Campaign) -> None:
    """All letters of a released campaign, now."""
    rendering.typeset_chunk(campaign_id=campaign.pk)
    route = replace(dispatch.ROUTE, carrier=Postman())
    letters = Letter.objects.filter(campaign=campaign)
    outbox.send_chunk(route, letters.due(timezone.now()).order_by("pk"))
    dispatch.complete_if_settled(campaign_id=campaign.pk)


def _apologise(campaign: Campaign, rosa: User, amir: User) -> None:
    hugh = Contributor.objects.get(email=f"{MISTAKEN}@aldermere.example")
    regret = regrets.report(
        letter=campaign.letters.get(contributor=hugh),
        kind=Regret.Kind.WRONG_FACT,
        owner=amir,
        by=rosa,
    )
    regrets.apologise(regret=regret, how=Regret.How.CALL, by=amir)


def _lately() -> date:
    return timezone.localdate() - timedelta(days=2)
