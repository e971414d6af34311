"""What came of experiments: closed, read and reported (EXP-3 to EXP-6; story 24)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition.actions import experiments
from recognition.models import Experiment, Letter
from recognition.research import findings, shares
from recognition.tasks import close_experiments
from tests import make


@pytest.fixture
def trial(rosa, amir):
    """Begun a hundred days ago, with sixty people; whether they offer again is counted."""
    made = make.running(
        rosa=rosa,
        amir=amir,
        people=60,
        primary_outcome="renewed",
        baseline=10,
        mde=20,
        window_days=90,
    )
    return over(made)


def over(made, days=100):
    begun = timezone.now() - timedelta(days=days)
    ends_on = timezone.localdate() - timedelta(days=days - 90)
    Experiment.objects.filter(pk=made.pk).update(started_at=begun, ends_on=ends_on)
    made.refresh_from_db()
    return made


def offer_again(letters, days_ago=50):
    for letter in letters:
        offer = make.offer(programme=letter.campaign.programme, contributor=letter.contributor)
        when = timezone.now() - timedelta(days=days_ago)
        type(offer).objects.filter(pk=offer.pk).update(submitted_at=when)


def letters_of(trial, number):
    return Letter.objects.filter(assignment__experiment=trial, assignment__arm__number=number)


@pytest.mark.parametrize(
    ("usual", "other", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: 56/70 against 48/80, 9/10 against 3/10.
        ((80, 48), (70, 56), 0.0524, 0.3339),
        ((10, 3), (10, 9), 0.1705, 0.8090),
    ],
)
def test_an_interval_is_that_of_the_textbook(usual, other, low, high):
    assert shares.interval(usual, other, 2) == pytest.approx((low, high), abs=0.0001)


def test_several_wordings_make_wider_intervals():
    two, three = (shares.interval((80, 48), (70, 56), arms) for arms in (2, 3))

    assert three[0] < two[0] < two[1] < three[1]


@pytest.mark.parametrize(
    ("usual", "other", "says"),
    [
        ((80, 48), (70, 56), "B: more people offered again than with the usual words, between 5"),
        ((70, 56), (80, 48), "B: fewer people offered again than with the usual words, between 5"),
        ((30, 6), (30, 9), "B: we cannot tell yet."),
        ((9, 1), (30, 9), "B: fewer than 10 got one of these wordings. Nothing is shown."),
    ],
)
def test_a_plain_sentence_says_what_it_comes_to(usual, other, says):
    assert shares.difference_in_words("B", usual, other, 2).startswith(says)


def test_exp_5_few_people_give_a_hint():
    says = shares.difference_in_words("B", (80, 48), (70, 56), 2, hint=findings.HINT)

    assert says.endswith(findings.HINT)


def test_it_is_closed_when_its_last_day_is_over_and_read_then(trial):
    offer_again(letters_of(trial, 2)[:8])
    offer_again(letters_of(trial, 1)[:1], days_ago=5)  # after the last day

    close_experiments()
    close_experiments()

    trial.refresh_from_db()
    usual, warm = trial.results["arms"]
    assert (trial.status, usual["did"], warm["did"]) == ("closed", 0, 8)
    assert usual["n"] + warm["n"] == 60
    assert JournalEntry.objects.filter(kind="experiment.closed").count() == 1


def test_exp_3_whoever_was_drawn_counts_whatever_became_of_the_letter(trial):
    make.letter(trial.campaign, status="cancelled")

    closed = experiments.close(experiment=trial)

    assert sum(arm["n"] for arm in closed.results["arms"]) == 60


def test_exp_4_not_before_its_last_day_is_over(rosa, amir):
    running = make.running(rosa=rosa, amir=amir)

    with pytest.raises(DomainError, match="Nobody looks before"):
        experiments.close(experiment=running)
    close_experiments()

    assert Experiment.objects.get().status == "running"


def test_exp_6_a_small_group_is_hidden_and_cannot_be_found_by_subtraction():
    many = [findings.Unit(1 + n % 2, "ENG", False) for n in range(60)]
    some = [findings.Unit(1 + n % 2, "SCT", False) for n in range(30)]
    few = [findings.Unit(1 + n % 2, "WLS", True) for n in range(12)]

    groups = findings._groups([*many, *some, *few], ["A", "B"])

    shown = {group["stratum"] for group in groups if "n" in group["arms"][0]}
    assert shown == {"ENG"}


@pytest.mark.parametrize(
    ("strata", "called"),
    [("kind", "Gave support"), ("nation", "England"), ("language", "English")],
)
def test_groups_are_called_as_people_call_them(rosa, amir, strata, called):
    trial = make.running(
        rosa=rosa, amir=amir, primary_outcome="renewed", baseline=10, mde=20, strata=strata
    )

    closed = experiments.close(experiment=over(trial))

    assert [group["stratum"] for group in closed.results["groups"]] == [called]


def test_a_report_does_not_claim_more_than_it_can(trial, rosa):
    Experiment.objects.filter(pk=trial.pk).exists()
    closed = experiments.close(experiment=trial)
    assert closed.is_too_small

    with pytest.raises(DomainError, match="You wrote “proves”"):
        experiments.report(experiment=closed, conclusion="This proves it.", by=rosa)
    reported = experiments.report(experiment=closed, conclusion="We cannot tell.", by=rosa)

    assert reported.status == "reported"
    with pytest.raises(DomainError, match="cannot become reported"):
        experiments.report(experiment=reported, conclusion="Again.", by=rosa)


def test_the_page_shows_results_and_takes_the_report(trial, rosa, as_):
    experiments.close(experiment=trial)
    client = as_(rosa)
    page = client.get(trial.get_absolute_url()).content.decode()
    assert "we cannot tell yet" in page
    report = reverse("recognition:experiment_report", args=[trial.pk])

    assert client.post(report, {"conclusion": ""}).status_code == 422
    client.post(report, {"conclusion": "Warm words did no harm."})

    page = client.get(trial.get_absolute_url()).content.decode()
    assert "Warm words did no harm." in page
