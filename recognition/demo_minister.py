"""A minister of the demo world, her private office, and letters that wait for both their approval
and a mandate. Every name is invented."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from coalition.actions import contributors
from coalition.models import Contributor, User
from coalition.models.contact_words import Thanker
from recognition.actions import approvals, campaigns, signatories
from recognition.models import Campaign, ContributionEvent, Signatory, TemplateVersion

# (mailbox, days ago, what they did, what it made possible); one likes no letter of a minister.
WELCOME = [
    ("helen", 30, "opened the town hall on the night when three coaches came at once",
     "a hundred and twenty people slept with a roof over them"),
    ("kofi", 29, "showed the whole ward how to ask where home is",
     "twenty-six people went to a home of their own"),
    ("marguerite", 28, "kept the register of everybody who offered a room, by hand",
     "nobody who had offered was forgotten"),
    ("hugh", 27, "sent a driver to the airport at four in the morning, eleven times",
     "eleven families were met by somebody who knew their names"),
    ("margaret", 26, "sat with the youngest while their mothers learnt English",
     "fourteen women passed their first exam"),
]  # fmt: skip
LINE = "I came to the town hall that week, and I saw the camp beds being folded for the last time."


def build(events: Sequence[ContributionEvent], words: TemplateVersion, picture: bytes) -> Campaign:
    """Handed in for approval; `picture` is of a signature."""
    rosa, georgina = (
        User.objects.get(email=f"{who}@aldermere.example") for who in ("rosa", "georgina")
    )
    for event in events:  # a minister thanks grown-ups alone
        contributors.change(contributor=event.contributor, adult=Contributor.Adult.YES, by=rosa)
    minister = signatories.add(
        programme=words.template.programme,
        style="Rt Hon Miriam Achebe MP",
        office_title="Minister for New Arrivals",
        body="Office for New Arrivals",
        thanker=Thanker.MINISTER,
        office_from=timezone.localdate() - timedelta(days=140),
        by=rosa,
    )
    signatories.hand_to(signatory=minister, office=[georgina], by=rosa)
    minister = signatories.keep_signature(signatory=minister, picture=picture, by=georgina)
    return _handed_in(minister, words, events, rosa)


def _handed_in(
    minister: Signatory, words: TemplateVersion, events: Sequence[ContributionEvent], rosa: User
) -> Campaign:
    campaign = campaigns.begin(
        programme=minister.programme,
        name="Those who opened their doors first",
        template_version=words,
        signatory=minister,
        dated_on=timezone.localdate(),
        personal_line=LINE,
        events=ContributionEvent.objects.filter(pk__in=[event.pk for event in events]),
        by=rosa,
    )
    campaign = campaigns.freeze(campaign=campaign, by=rosa)
    return approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)
