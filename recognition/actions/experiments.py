"""Experiments: planned, registered, begun with the letters, stopped for harm, reported."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_hex
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from coalition.templatetags.words import day
from recognition.actions import progress
from recognition.models import Arm, Campaign, Embargo, Experiment, TemplateVersion
from recognition.models.experiment import MOST_ARMS, SMALLEST_GROUP
from recognition.research import asking, drawing, findings, planner, question
from recognition.typesetting import placeholders

EXPERIMENT_PLANNED = "experiment.planned"
EXPERIMENT_CHANGED = "experiment.changed"
EXPERIMENT_DROPPED = "experiment.dropped"
EXPERIMENT_REGISTERED = "experiment.registered"
EXPERIMENT_STARTED = "experiment.started"
EXPERIMENT_CLOSED = "experiment.closed"
EXPERIMENT_STOPPED = "experiment.stopped"
EXPERIMENT_REPORTED = "experiment.reported"
Status = Experiment.Status


@action
def plan(
    *, campaign: Campaign, wordings: Sequence[TemplateVersion], by: User, **fields: Any
) -> Experiment:
    """Compare the words of a campaign that is being prepared with these others. `fields` are
    question, hypothesis, unit, strata, primary_outcome, window_days, mde, baseline, answer_rate."""
    campaign = _lock_being_prepared(campaign)
    if hasattr(campaign, "experiment"):
        raise DomainError("This campaign carries an experiment already.")
    experiment = Experiment.objects.create(campaign=campaign, created_by=by, **fields)
    _set_arms(experiment, wordings)
    campaign.drafters.add(by)

    _record(EXPERIMENT_PLANNED, experiment, by, question=experiment.question)
    return experiment


@action
def change(
    *, experiment: Experiment, wordings: Sequence[TemplateVersion], by: User, **fields: Any
) -> Experiment:
    """Until it is registered (EXP-1)."""
    campaign = _lock_being_prepared(experiment.campaign)
    experiment = Experiment.objects.lock(experiment).require_draft()

    for name, value in fields.items():
        setattr(experiment, name, value)
    experiment.save(update_fields=list(fields))
    experiment.arms.all().delete()
    _set_arms(experiment, wordings)
    campaign.drafters.add(by)

    _record(EXPERIMENT_CHANGED, experiment, by, changed=sorted(fields))
    return experiment


@action
def drop(*, experiment: Experiment, by: User) -> Campaign:
    """Give a plan up before it is registered. Its campaign stays as it is."""
    experiment = Experiment.objects.lock(experiment).require_draft()
    campaign = experiment.campaign

    _record(EXPERIMENT_DROPPED, experiment, by, question=experiment.question)
    experiment.delete()
    return campaign


@action
def register(*, experiment: Experiment, by: User) -> Experiment:
    """From now on the plan stays as it is (EXP-1), and the lot is drawn from a seed that nobody
    chose. Raises DomainError where too few are chosen for anything to be said (EXP-6), or where it
    claims more than so few can show (EXP-5)."""
    campaign = _lock_being_prepared(experiment.campaign)
    experiment = Experiment.objects.lock(experiment).require_can_become(Status.REGISTERED)
    arms = list(experiment.arms.order_by("number"))
    if arms[0].template_version_id != campaign.template_version_id:
        raise DomainError(
            "The words of the campaign have changed. Open the plan and save it again."
        )
    units, people = drawing.at_hand(experiment)
    found = planner.plan(planner.design_of(experiment, arms=len(arms), people=people), units)
    _require_sense(experiment, found)

    experiment.status, experiment.seed = Status.REGISTERED, token_hex(16)
    experiment.registered_at, experiment.registered_by = timezone.now(), by
    experiment.needed_n_per_arm, experiment.planned_n_per_arm = found.needed, found.per_arm
    experiment.save()
    campaign.drafters.add(by)

    _record(
        EXPERIMENT_REGISTERED,
        experiment,
        by,
        seed=experiment.seed,
        needed=found.needed,
        planned=found.per_arm,
        arms=[arm.template_version_id for arm in arms],
    )
    return experiment


@action
def start(*, campaign: Campaign, by: User) -> Experiment | None:
    """With the release of its letters; None where they carry none. Answers count from now on."""
    experiment = Experiment.objects.select_for_update().filter(campaign=campaign).first()
    if experiment is None:
        return None
    experiment.require_can_become(Status.RUNNING)
    if experiment.asks:
        _require_no_embargo(campaign)

    experiment.status, experiment.started_at = Status.RUNNING, timezone.now()
    experiment.ends_on = timezone.localdate() + timedelta(days=experiment.window_days)
    experiment.save(update_fields=["status", "started_at", "ends_on"])

    _record(EXPERIMENT_STARTED, experiment, by, ends_on=str(experiment.ends_on))
    return experiment


@action
def close(*, experiment: Experiment) -> Experiment:
    """When its last day is over: what came of it is counted once, and kept. Raises DomainError
    before (EXP-4)."""
    experiment = Experiment.objects.lock(experiment).require_can_become(Status.CLOSED)
    if experiment.ends_on is None or timezone.localdate() <= experiment.ends_on:
        raise DomainError("Nobody looks before its last day is over.")

    experiment.status, experiment.closed_at = Status.CLOSED, timezone.now()
    experiment.results = findings.of(experiment)
    experiment.save(update_fields=["status", "closed_at", "results"])

    _record(EXPERIMENT_CLOSED, experiment, None)
    return experiment


@action
def stop(*, experiment: Experiment, harm: str, harm_note: str, by: User) -> Experiment:
    """Before its end, for harm only (EXP-4). Letters that have not gone wait until a person looks
    at them."""
    campaign = Campaign.objects.lock(experiment.campaign)
    experiment = Experiment.objects.lock(experiment).require_can_become(Status.STOPPED)

    experiment.status, experiment.closed_at = Status.STOPPED, timezone.now()
    experiment.harm, experiment.harm_note = harm, harm_note
    experiment.save(update_fields=["status", "closed_at", "harm", "harm_note"])
    if campaign.status == Campaign.Status.RELEASING:
        progress.pause(campaign=campaign, by=by)

    _record(EXPERIMENT_STOPPED, experiment, by, harm=harm, note=harm_note)
    return experiment


@action
def report(*, experiment: Experiment, conclusion: str, by: User) -> Experiment:
    """What was learned, in one's own words. Raises DomainError where they claim more than it can
    show (EXP-5)."""
    experiment = Experiment.objects.lock(experiment).require_can_become(Status.REPORTED)
    if experiment.is_too_small and (word := planner.claims(conclusion)):
        raise DomainError(_claims_too_much(word))

    experiment.status, experiment.conclusion = Status.REPORTED, conclusion
    experiment.save(update_fields=["status", "conclusion"])

    _record(EXPERIMENT_REPORTED, experiment, by)
    return experiment


def _lock_being_prepared(campaign: Campaign) -> Campaign:
    campaign = Campaign.objects.lock(campaign)
    if campaign.status != Campaign.Status.DRAFT:
        raise DomainError(
            f"These letters are {campaign.get_status_display().lower()} now."
            " An experiment is planned while they are being prepared: open them again first."
        )
    return campaign


def _set_arms(experiment: Experiment, wordings: Sequence[TemplateVersion]) -> None:
    """The campaign's own words first: the usual thanks, and never none (EXP-2)."""
    usual = experiment.campaign.template_version
    versions = [usual, *wordings]
    if not 2 <= len(versions) <= MOST_ARMS:
        raise DomainError("Compare the usual words with one, two or three others.")
    homes = {(one.template.programme_id, one.template.language) for one in versions}
    if homes != {(experiment.campaign.programme_id, usual.template.language)}:
        raise DomainError("All words belong to one programme, and are in one language.")
    if experiment.asks:
        for version in versions:
            _require_room_for_question(version)
    for number, version in enumerate(versions, 1):
        Arm.objects.create(experiment=experiment, number=number, template_version=version)


def _require_no_embargo(campaign: Campaign) -> None:
    """EXP-7: its days would run out while letters with the question are held."""
    surveys = Embargo.objects.in_force().covering(campaign).filter(covers=Embargo.Covers.SURVEYS)
    if held := surveys.filter(nation__in=["", campaign.programme.nation]).first():
        raise DomainError(
            f"‘{held}’ holds letters that ask a question until {day(held.ends_on)}."
            " Release these when it is over."
        )


def _require_room_for_question(version: TemplateVersion) -> None:
    """The question is part of the letter, and counts to its words (TPL-3)."""
    template = version.template
    if template.kind not in asking.ASKING_KINDS:
        raise DomainError(
            f"“{template}” is a {template.get_kind_display().lower()}, which asks nobody anything."
            " Count new offers instead."
        )
    words = placeholders.word_count(version.body)
    question_words = question.word_count(template.language)
    if words + question_words > template.most_words:
        raise DomainError(
            f"“{template}” has {words} words, and the question takes {question_words} more:"
            f" together at most {template.most_words}. Shorten the letter, or count new offers."
        )


def _require_sense(experiment: Experiment, found: planner.Plan) -> None:
    if found.needed is None:
        raise DomainError("There is no room for such a difference. Look for a smaller one.")
    if found.per_arm < SMALLEST_GROUP:
        raise DomainError(
            f"There are {found.per_arm} for each wording. Of fewer than {SMALLEST_GROUP} nothing is"
            " ever shown, so nobody would learn anything. Choose more people, or fewer wordings."
        )
    if not found.is_enough:
        for text in (experiment.question, experiment.hypothesis):
            if word := planner.claims(text):
                raise DomainError(_claims_too_much(word))


def _claims_too_much(word: str) -> str:
    return (
        f"You wrote “{word}”. With so few people this can give a hint and no more:"
        " say what you hope to see, or what it suggests."
    )


def _record(kind: str, experiment: Experiment, by: User | None, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=experiment, programme=experiment.campaign.programme, **facts
    )
