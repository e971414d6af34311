"""An experiment of the demo world that is over: forty-eight households, two ways to begin a letter.

It came about as in life: planned, registered, approved by two people, sent and answered. Then its
weeks pass at once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from coalition.actions import contributors, households
from coalition.models import (
    Contributor,
    JournalEntry,
    Mail,
    Programme,
    User,
)
from recognition import demo_sent, demo_weeks
from recognition.actions import (
    answers,
    approvals,
    campaigns,
    contributions,
    experiments,
    releases,
    templates,
)
from recognition.demo_neighbours import ALONE, HOMES, HOSTED, OUT_AND_ABOUT, SAID, Deed
from recognition.models import (
    Approval,
    Campaign,
    ContributionEvent,
    Experiment,
    Letter,
    Signatory,
    TemplateVersion,
)

DAYS_AGO, DID_DAYS_BEFORE = 30, 20  # when the letters went, and what they thank for
LINE = "I have lived here all my life, and I have never been prouder of my neighbours."
CHANGE_FIRST = (
    "Something became possible because of you: ((what_it_made_possible)).\n\n"
    "This is what you did: ((dates)) you ((what_they_did)). Those who saw it told me.\n\n"
    "((personal_line))\n\n"
    "Thank you. There is nothing that you need to do."
)
QUESTION = "Does a letter mean more when it begins with what changed?"
# What they answer, by wording, in turn; None does not answer.
SCORES = {1: [4, 5, 3, 4, 4, 5, None, 2, 4, 5], 2: [5, 4, 4, 5, 3, None, 4, 5, 4, 3]}


def build(words: TemplateVersion, signatory: Signatory) -> Experiment:
    """Closed, with results that nobody has put into words yet."""
    rosa = User.objects.get(email="rosa@aldermere.example")
    last_entry, last_mail = _newest(JournalEntry), _newest(Mail)
    events = [_did(signatory.programme, *one, rosa) for one in _neighbours(rosa)]
    campaign = campaigns.begin(
        programme=signatory.programme,
        name="Neighbours, one by one",
        template_version=words,
        signatory=signatory,
        dated_on=timezone.localdate() - timedelta(days=DAYS_AGO),
        personal_line=LINE,
        events=ContributionEvent.objects.filter(pk__in=[event.pk for event in events]),
        by=rosa,
    )
    experiment = _registered(campaign, rosa)
    campaign = _released(campaign, rosa)
    demo_sent.send(campaign)
    _answer(experiment)
    demo_weeks.pass_by(
        campaign,
        DAYS_AGO,
        JournalEntry.objects.filter(pk__gt=last_entry),
        Contributor.objects.filter(pk__in={event.contributor_id for event in events}),
    )
    Mail.objects.filter(pk__gt=last_mail).delete()  # read weeks ago
    return experiments.close(experiment=experiment)


def _neighbours(rosa: User) -> Iterator[tuple[Contributor, Deed]]:
    for (one, other, name), deed in zip(HOMES, cycle(HOSTED), strict=False):
        pair = [_person(f"{first} {name}", rosa) for first in (one, other)]
        households.begin(
            people=pair,
            joint_letter_name=f"{one} and {other} {name}",
            joint_salutation=f"{one} and {other}",
            by=rosa,
        )
        yield from ((person, deed) for person in pair)
    for name, deed in zip(ALONE, cycle(OUT_AND_ABOUT), strict=False):
        yield _person(name, rosa), deed


def _person(name: str, rosa: User) -> Contributor:
    return contributors.add(
        letter_name=name,
        salutation=name.split()[0],
        email=f"{name.lower().replace(' ', '.')}@aldermere.example",
        confirmed_by=Contributor.NameSource.PARTNER,
        by=rosa,
    )


def _did(programme: Programme, person: Contributor, deed: Deed, rosa: User) -> ContributionEvent:
    return contributions.add(
        programme=programme,
        contributor=person,
        kind=deed.kind,
        happened_on=timezone.localdate() - timedelta(days=DAYS_AGO + DID_DAYS_BEFORE),
        what_they_did=deed.did,
        what_it_made_possible=deed.made_possible,
        by=rosa,
    )


def _registered(campaign: Campaign, rosa: User) -> Experiment:
    other = templates.write(
        programme=campaign.programme,
        name="Official letter, what changed first",
        kind="letter",
        language="en",
        format="standard",
        subject="A letter of thanks",
        body=CHANGE_FIRST,
        by=rosa,
    )
    planned = experiments.plan(
        campaign=campaign,
        wordings=[other],
        question=QUESTION,
        hypothesis="People say that it meant more to them, because they learn at once what came of"
        " what they gave.",
        unit=Experiment.Unit.HOUSEHOLD,
        strata=Experiment.Strata.KIND,
        primary_outcome=Experiment.Outcome.VALUED,
        window_days=28,
        mde=0.5,
        answer_rate=80,
        by=rosa,
    )
    return experiments.register(experiment=planned, by=rosa)


def _released(campaign: Campaign, rosa: User) -> Campaign:
    who = {Approval.Kind.CONTENT: "amir", Approval.Kind.INFO_RIGHTS: "iris"}
    campaign = campaigns.freeze(campaign=campaign, by=rosa)
    approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    for kind in campaign.needs:
        approver = User.objects.get(email=f"{who[Approval.Kind(kind)]}@aldermere.example")
        approvals.approve(campaign=campaign, seen=campaign.fingerprint, kind=kind, by=approver)
    return releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)


def _answer(experiment: Experiment) -> None:
    says = {number: cycle(scores) for number, scores in SCORES.items()}
    words = iter(SAID)
    letters = Letter.objects.filter(assignment__experiment=experiment, asks=True).select_related(
        "assignment__arm",
        "assignment__experiment",
        "contributor__merged_into",
        "campaign__programme",
    )
    for letter in letters.order_by("pk"):
        assert letter.assignment
        valued = next(says[letter.assignment.arm.number])
        if valued is not None:
            answers.give(
                letter=letter,
                valued=valued,
                meant_for_me=valued > 2,
                was_accurate=True,
                in_time=None,
                words=next(words, "") if valued == 5 else "",
                no_more=False,
            )


def _newest(model: type[Any]) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
