"""Who of those chosen gets a letter, and the snapshot that each letter keeps (CMP-1)."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils import timezone

from coalition.envelopes import spelling_of, spelt_lines
from coalition.typesetting.text import clean_line
from recognition import content, gates, recipients
from recognition.lateness import why_too_late
from recognition.models import (
    Assignment,
    Campaign,
    ContributionEvent,
    Exclusion,
    Letter,
    TemplateVersion,
)
from recognition.models.contribution import ContributionQuerySet
from recognition.recipients import Known
from recognition.research import asking, drawing
from recognition.typesetting import CannotTypeset
from recognition.typesetting.fit import require_fitting
from recognition.typesetting.placeholders import used
from recognition.versions import Unreadable, chosen_for, pair_for

TOGETHER = 1_000  # people whose letters are in memory at once
READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
MISSING = {
    "what_they_did": "It is not written down what they did. Say it on the list of thanks owed.",
    "what_it_made_possible": "It is not written down what this made possible."
    " Say it on the list of thanks owed.",
    "organisation": "They gave this on their own: choose words that name no organisation.",
    "offer_reference": "This came from no offer: choose words that give no reference.",
    "personal_line": "The line in the signatory’s own words is empty."
    " Write it under ‘Words’, or choose words without it.",
    "salutation": "It is not known how they like to be greeted. Write it on their page.",
}

ON_PAPER = (
    "They asked for plain email, and these letters are signed by hand, on paper. Thank them in"
    " another campaign."
)
ONE_EACH = (
    "Gets one letter in this campaign, for ‘{what}’. Thank them for this in another one, or in"
    " another way."
)


@dataclass
class Batch:
    """Some of those chosen; unsaved."""

    letters: list[Letter] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)


def draw(campaign: Campaign, wordings: Sequence[Sequence[TemplateVersion]]) -> Iterator[Batch]:
    """The letters of those chosen, each in one of these versions, and those who get none, with a
    reason for each; TOGETHER at a time, so that what is in memory does not depend on how many they
    are. `wordings` are the versions of each arm of its experiment; where there is none, it is one.

    Each person gets one letter: for what is due first of all that can be thanked for.

    Holds the events until the transaction ends, so that no other campaign takes them meanwhile.
    Each batch takes the same queries."""
    drawn = drawing.draw(campaign) if len(wordings) > 1 else {}
    last = None
    for events in _chosen(campaign):
        batch = _written(campaign, wordings, events, drawn, last)
        last = batch.letters[-1] if batch.letters else last
        yield batch


def _written(
    campaign: Campaign,
    wordings: Sequence[Sequence[TemplateVersion]],
    events: Sequence[ContributionEvent],
    drawn: Mapping[int, Assignment],
    last: Letter | None,
) -> Batch:
    """`last` is the letter before these: perhaps to the first of their people."""
    batch = Batch()
    known = recipients.about_all(events)
    unasked = asking.unasked(campaign, [event.contributor for event in events]) if drawn else None
    for event in events:
        letter = Letter(
            campaign=campaign,
            event=event,
            contributor=event.contributor,
            corrects_id=campaign.corrects_id,
            channel=recipients.channel_for(
                event.contributor, known[event.pk], on_paper=campaign.is_signed_by_hand
            ),
            assignment=drawn.get(event.pk),
            asks=unasked is not None and event.contributor_id not in unasked,
        )
        if stopped := _write(letter, wordings, event, known[event.pk], last):
            gate, reason = stopped
            batch.exclusions.append(
                Exclusion(
                    campaign=campaign,
                    event=event,
                    contributor=event.contributor,
                    gate=gate,
                    reason=reason[:300],
                )
            )
        else:
            batch.letters.append(letter)
            last = letter
    return batch


def _chosen(campaign: Campaign) -> Iterator[list[ContributionEvent]]:
    """All that each person did one after another, what is due first before the rest."""
    chosen = ContributionEvent.objects.filter(candidates__campaign=campaign)
    _hold(chosen)
    in_turn = chosen.order_by("contributor", "due_on", "pk").values_list("pk", flat=True)
    keys = in_turn.iterator(chunk_size=TOGETHER)
    while pks := list(islice(keys, TOGETHER)):
        yield _read(campaign, pks)


def _hold(chosen: ContributionQuerySet) -> None:
    """In the order of their keys, so that two who fix the same people at once do not wait for each
    other in a circle."""
    held = chosen.order_by("pk").select_for_update(of=["self"]).values_list("pk", flat=True)
    for _ in held.iterator(chunk_size=TOGETHER):
        pass  # each is locked when it is fetched


def _read(campaign: Campaign, pks: Sequence[int]) -> list[ContributionEvent]:
    """In the order of `pks`, each with `taken_by`: the name of another campaign that has a letter.
    Asked after the lock, so that a letter which was being made meanwhile is seen."""
    live = Letter.objects.exclude(status=Letter.Status.CANCELLED)
    elsewhere = dict(
        live.filter(event__in=pks, corrects=campaign.corrects_id).values_list(
            "event", "campaign__name"
        )
    )
    people = ContributionEvent.objects.filter(pk__in=pks).select_related(
        "contributor__spelling", "organisation", "programme", "source", "late_decision"
    )
    found = {event.pk: event for event in people.prefetch_related("source__subject")}
    for event in found.values():
        event.taken_by = elsewhere.get(event.pk)  # type: ignore[attr-defined]
    return [found[pk] for pk in pks]


def _write(
    letter: Letter,
    wordings: Sequence[Sequence[TemplateVersion]],
    event: ContributionEvent,
    known: Known,
    last: Letter | None,
) -> tuple[str, str] | None:
    """Fill in the snapshot; or say which gate will stop it and what to do about it. In an
    experiment, whoever could not get each of its wordings gets none of them: otherwise those left
    under one would not be like those left under another (EXP-3)."""
    campaign = letter.campaign
    if elsewhere := _why_no_other(campaign, event, last):
        return "G9", elsewhere
    try:
        for versions in _its_own_last(letter, wordings):
            _choose_words(letter, versions, known)
            _take_snapshot(letter, campaign, event)
            if missing := _first_missing(letter):
                return "G4", MISSING.get(missing, f"Nothing is known for (({missing})).")
            composed = content.compose(letter)
            require_fitting(composed)
    except CannotTypeset as problem:
        return "G4", problem.problem
    except Unreadable as problem:
        # What stands in the way of any letter to them is said first.
        return gates.foresee_person(letter, known) or ("G11", problem.why)
    letter.content_hash = composed.fingerprint()
    if stopped := gates.foresee(letter, known):
        return stopped
    too_late = why_too_late(letter, timezone.localdate())
    return ("G10", too_late) if too_late else None


def _why_no_other(campaign: Campaign, event: ContributionEvent, last: Letter | None) -> str:
    """Thanked, or about to be, for this or in this campaign; empty otherwise."""
    thanked_wrongly = campaign.corrects_id and event.outcome == ContributionEvent.Outcome.THANKED
    if event.outcome != ContributionEvent.Outcome.OPEN and not thanked_wrongly:
        return f"No longer owed: {event.get_outcome_display().lower()}."
    if event.taken_by:  # type: ignore[attr-defined]
        return f"Already gets a letter for this, in “{event.taken_by}”."  # type: ignore[attr-defined]
    if last and last.contributor_id == event.contributor_id:
        return ONE_EACH.format(what=last.event.what_they_did)
    return ""


def _choose_words(letter: Letter, versions: Sequence[TemplateVersion], known: Known) -> None:
    person = letter.contributor
    if known.is_bilingual:
        letter.template_version, letter.beside_version, letter.format = pair_for(person, versions)
    else:
        letter.template_version, letter.format = chosen_for(person, versions)
    if letter.campaign.is_signed_by_hand and letter.format == Letter.Format.PLAIN_EMAIL:
        raise Unreadable(ON_PAPER)
    letter.language = letter.template_version.template.language


def _its_own_last(
    letter: Letter, wordings: Sequence[Sequence[TemplateVersion]]
) -> list[Sequence[TemplateVersion]]:
    own = letter.assignment.arm.number - 1 if letter.assignment else 0
    return [*wordings[:own], *wordings[own + 1 :], wordings[own]]


def _take_snapshot(letter: Letter, campaign: Campaign, event: ContributionEvent) -> None:
    person = event.contributor
    letter.ref = _reference()
    letter.email = person.email
    letter.letter_name = clean_line(person.letter_name, "the name", "letter_name")
    letter.salutation = clean_line(person.salutation, "the salutation", "salutation")
    letter.values = content.values_of(event, campaign, content.language_of(letter.template_version))
    if letter.beside_version:
        beside = content.values_of(event, campaign, content.language_of(letter.beside_version))
        own = {name: value for name, value in beside.items() if value != letter.values[name]}
        letter.beside_values = own
    letter.sender_lines = list(content.sender_lines(campaign))
    lines = [clean_line(line, "the address", "address") for line in person.address.splitlines()]
    lines = [line for line in lines if line]
    named = [letter.letter_name, *lines] if lines else []
    letter.address = spelt_lines(named, spelling_of(person))


def _first_missing(letter: Letter) -> str:
    """The placeholder that the words use and nobody can fill; empty when there is none."""
    bodies = [
        version.body for version in (letter.template_version, letter.beside_version) if version
    ]
    words = "\n\n".join(content.words_of(body, letter.values["personal_line"]) for body in bodies)
    asked_for = used(words)
    return next((name for name in sorted(asked_for) if not letter.values[name]), "")


def _reference() -> str:
    """LT-7K2M-4QXB: 30^8, so that two of the same are not to be expected in a lifetime."""
    drawn = [secrets.choice(READABLE) for _ in range(8)]
    return f"LT-{''.join(drawn[:4])}-{''.join(drawn[4:])}"
