"""What answers come to: means with their interval, shares of who answered, G5 (EXP-3 to EXP-6)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from scipy.stats import ttest_ind

from coalition.figures.period import last_months
from recognition.actions import experiments
from recognition.figures.valued import valued
from recognition.models import Experiment, Letter
from recognition.research import findings, scores
from recognition.research.scores import Scores
from tests import make


def running(rosa, amir, **plan):
    """Sixty letters that have gone, under two wordings."""
    make.asked(rosa=rosa, amir=amir, people=60, **plan)
    return Experiment.objects.get()


def closed(trial):
    long_ago = timezone.now() - timedelta(days=40)
    ends_on = timezone.localdate() - timedelta(days=1)
    Experiment.objects.filter(pk=trial.pk).update(started_at=long_ago, ends_on=ends_on)
    return experiments.close(experiment=trial)


def say(trial, number, *said):
    """The first letters under this wording are answered so."""
    of_arm = Letter.objects.filter(assignment__arm__number=number).order_by("pk")
    for letter, score in zip(of_arm, said, strict=False):
        make.answered(letter, score)


def facts(programme):
    return dict(valued([programme], last_months()).facts)


def test_an_interval_is_welchs():
    usual, other = (3, 2, 4, 3, 3, 4, 2, 3, 3, 4), (5, 4, 5, 3, 4, 5, 4, 4, 5, 5, 1, 2)

    theirs = ttest_ind(other, usual, equal_var=False).confidence_interval(0.95)

    assert scores.interval(usual, other, 2) == pytest.approx((theirs.low, theirs.high))
    assert scores.interval((3,) * 10, (4,) * 10, 2) == (1, 1)


def test_several_wordings_make_wider_intervals():
    usual, other = (3, 2, 4, 3, 3, 4), (5, 4, 5, 3, 4, 5)
    two, three = (scores.interval(usual, other, arms) for arms in (2, 3))

    assert three[0] < two[0] < two[1] < three[1]


MIXED = (1, 2, 3, 4, 5) * 4


@pytest.mark.parametrize(
    ("usual", "other", "says"),
    [
        (Scores(30, (2, 3) * 10), Scores(30, (4, 5) * 10), "B: it meant more than the usual words"),
        (Scores(30, (4, 5) * 10), Scores(30, (2, 3) * 10), "B: it meant less than the usual words"),
        (Scores(30, MIXED), Scores(30, MIXED), "B: we cannot tell yet. It may mean up to"),
        (Scores(30, MIXED), Scores(30, (5,) * 9), "B: fewer than 10 answered to one of these."),
    ],
)
def test_a_plain_sentence_says_what_scores_come_to(usual, other, says):
    assert scores.difference_in_words("B", usual, other, 2).startswith(says)


def test_it_says_where_fewer_answered():
    says = scores.difference_in_words("B", Scores(60, MIXED * 2), Scores(60, MIXED[:12]), 2)

    assert "But fewer answered than after the usual words" in says


def test_exp_5_few_people_give_a_hint():
    usual, other = Scores(30, (2, 3) * 10), Scores(30, (4, 5) * 10)

    assert scores.difference_in_words("B", usual, other, 2, hint=" Hm.").endswith("of five. Hm.")


def test_exp_3_means_are_of_answers_and_n_of_everybody_who_was_drawn(rosa, amir):
    trial = running(rosa, amir)
    say(trial, 1, *[2, 3] * 6)
    say(trial, 2, *[5, 4] * 6)

    results = closed(trial).results

    usual, warm = results["arms"]
    assert results["title"].startswith("How much the letter meant")
    assert usual["n"] + warm["n"] == 60
    assert (usual["did"], usual["mean"], warm["mean"]) == (12, "2.5", "4.5")
    assert results["says"][0].startswith("B: it meant more than the usual words")


def test_a_letter_without_the_question_stays_in_its_arm(rosa, amir):
    trial = make.running(rosa=rosa, amir=amir, people=60)
    Letter.objects.filter(assignment__arm__number=2).update(asks=False)

    results = closed(trial).results

    assert sum(len(list(group)) for group in _by_arm(trial)) == 60
    assert results["arms"][1]["hidden"]


def _by_arm(trial):
    units = list(findings._units(trial))
    return [[unit for unit in units if unit.arm == number] for number in (1, 2)]


def test_a_household_counts_once_with_the_mean_of_its_scores(rosa, amir):
    trial = make.running(rosa=rosa, amir=amir)
    home, neighbour = Letter.objects.filter(assignment__arm__number=1).order_by("pk")[:2]
    Letter.objects.filter(pk=neighbour.pk).update(assignment=home.assignment_id)
    Letter.objects.update(status="sent", pdf_hash="a" * 64, sent_at=timezone.now())
    make.answered(home, 5)
    make.answered(neighbour, 2)

    found = [unit.score for unit in findings._units(trial) if unit.score]

    assert found == [3.5]


def test_exp_6_fewer_than_ten_answers_are_hidden(rosa, amir):
    trial = running(rosa, amir)
    say(trial, 1, *[4] * 9)
    say(trial, 2, *[4] * 12)

    usual, warm = closed(trial).results["arms"]

    assert usual == {"code": "A", "words": usual["words"], "hidden": True}
    assert warm["did"] == 12


def test_whether_they_answered_is_a_share(rosa, amir):
    trial = running(rosa, amir, primary_outcome="response", baseline=20, mde=30)
    say(trial, 2, *[3] * 20)

    results = closed(trial).results

    assert results["title"] == "Who answered the question"
    assert results["says"][0].startswith("B: more people answered than with the usual words")


def test_the_page_shows_means_with_their_numbers(rosa, amir, as_):
    trial = running(rosa, amir)
    say(trial, 1, *MIXED[:15])
    say(trial, 2, *MIXED[:15])
    closed(trial)

    page = as_(rosa).get(trial.get_absolute_url()).content.decode()

    assert "we cannot tell yet" in page
    assert "means are of those who answered" in page
    assert '<td class="right">3.0</td>' in page


# --- G5 ---


def test_g5_is_the_mean_and_the_share_that_was_right_with_n(programme, rosa, amir):
    trial = running(rosa, amir)
    say(trial, 1, *[4, 5] * 6)
    assert facts(programme)["Answers"] == "none"  # it still runs (EXP-4)

    closed(trial)

    assert facts(programme) == {"Meant, of 5": "4.5", "Answers": "12", "Was right": "100% of 12"}


def test_g5_shows_nothing_of_fewer_than_ten(programme, rosa, amir):
    trial = running(rosa, amir)
    say(trial, 1, *[4] * 9)

    closed(trial)

    assert set(facts(programme).values()) == {"fewer than 10"}


def test_g5_stands_on_the_page_of_figures(rosa, amir, as_):
    trial = running(rosa, amir)
    say(trial, 1, *[4, 5] * 6)
    closed(trial)

    assert "What letters meant" in as_(rosa).get(reverse("recognition:thanks_figures")).text
