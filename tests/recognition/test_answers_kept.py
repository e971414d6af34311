"""Answers taken along, and cut from their letters; how people like to be thanked (EXP-6)."""

import csv
import io
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalition.actions import anonymising, preferences
from coalition.models import JournalEntry, Preference, Programme
from recognition.actions import answers, experiments
from recognition.models import Assignment, Experiment, Letter, Response
from recognition.research import liking, question, table
from recognition.tasks import cut_answers
from tests import make

NOW = timezone.now


@pytest.fixture
def trial(rosa, amir):
    """Sixty letters have gone; twelve people answered under each wording."""
    make.asked(rosa=rosa, amir=amir, people=60, strata="kind")
    for number in (1, 2):
        for letter in of_arm(number)[:12]:
            make.answered(letter, 4, words="It hangs in my kitchen.", meant_for_me=True)
    return Experiment.objects.get()


def of_arm(number):
    return Letter.objects.filter(assignment__arm__number=number).order_by("pk")


def closed(trial, days=1):
    ends_on = timezone.localdate() - timedelta(days=days)
    began = NOW() - timedelta(days=days + 28)
    Experiment.objects.filter(pk=trial.pk).update(started_at=began, ends_on=ends_on)
    made = experiments.close(experiment=trial)
    Experiment.objects.filter(pk=trial.pk).update(closed_at=NOW() - timedelta(days=days))
    Response.objects.update(answered_at=NOW() - timedelta(days=days + 5))
    return made


def export(trial, client):
    return client.get(reverse("recognition:experiment_answers", args=[trial.pk]))


# --- Taken along ---


def test_answers_go_without_names_and_the_journal_knows(trial, rosa, as_):
    closed(trial)

    file = export(trial, as_(rosa))

    text = file.content.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text)))
    assert len(found) == 24
    assert found[0] == {
        "Words": "A",
        "Group": "need_met",
        "Meant, 1 to 5": "4",
        "Meant for me": "yes",
        "Was right": "yes",
        "In time": "",
        "What they wrote": "It hangs in my kitchen.",
    }
    for letter in Letter.objects.all():
        assert letter.letter_name not in text
        assert letter.ref not in text
    assert JournalEntry.objects.get(kind="experiment.answers_exported").facts == {"rows": 24}


def test_exp_4_not_while_it_runs(trial, rosa, as_):
    assert export(trial, as_(rosa)).status_code == 302
    assert not JournalEntry.objects.filter(kind="experiment.answers_exported").exists()


def test_exp_6_nothing_of_a_wording_to_which_fewer_than_ten_answered(trial):
    Response.objects.filter(pk__in=_some(2, 3)).delete()

    assert {row[0] for row in table.rows(trial)} == {"A"}


def test_exp_6_no_group_where_fewer_than_ten_of_it_answered(trial):
    Assignment.objects.filter(letters__response__in=_some(2, 3)).update(stratum="hours")

    assert {(row[0], row[1]) for row in table.rows(trial)} == {("A", "need_met"), ("B", "")}


def _some(number, how_many):
    found = Response.objects.filter(arm__number=number).order_by("pk")
    return list(found.values_list("pk", flat=True)[:how_many])


def test_a_cell_is_never_run_as_a_formula(trial, rosa, as_):
    Response.objects.update(words='=HYPERLINK("http://evil.example")')
    closed(trial)

    assert b",=HYPERLINK" not in export(trial, as_(rosa)).content


def test_whoever_only_asked_to_be_left_alone_is_no_row(trial):
    make.answered(of_arm(1).filter(response=None)[0], None, no_more=True)

    assert len(table.rows(trial)) == 24


def test_as_many_queries_for_many_as_for_few(trial, django_assert_num_queries):
    with django_assert_num_queries(1):
        table.rows(trial)


# --- Cut ---


def test_after_two_years_nobody_can_say_whose_an_answer_was(trial):
    closed(trial, days=731)

    cut_answers()
    cut_answers()

    assert Response.objects.filter(letter=None, words="", valued=4).count() == 24
    assert not Response.objects.filter(cut_at=None).exists()
    units = set(Assignment.objects.values_list("unit", flat=True))
    assert units == {f"drawn:{pk}" for pk in Assignment.objects.values_list("pk", flat=True)}
    assert not Response.objects.exclude(changed_at=F("answered_at")).exists()


def test_before_that_they_stay(trial):
    closed(trial, days=700)

    cut_answers()

    assert Response.objects.filter(letter__isnull=False).count() == 24
    assert not Assignment.objects.filter(unit__startswith="drawn:").exists()


def test_of_one_that_still_runs_nothing_is_cut(trial):
    Response.objects.update(answered_at=NOW() - timedelta(days=800))

    assert answers.cut(now=NOW()) == 0


def test_results_and_g5_outlive_it(trial):
    results = closed(trial, days=731).results

    answers.cut(now=NOW())

    assert Experiment.objects.get().results == results
    assert len(table.rows(trial)) == 24


def test_con_5_what_somebody_wrote_goes_with_their_details(trial, lena):
    letter = of_arm(1)[0]

    anonymising.anonymise(contributor=letter.contributor, by=lena)

    assert Response.objects.get(letter=letter).words == ""
    assert Response.objects.exclude(words="").count() == 23
    assert Client().get(question.path_of(letter)).status_code == 410


# --- How people like to be thanked ---


def people_who(number, **wishes):
    for _ in range(number):
        preferences.choose(owner=make.event().contributor, by=None, **wishes)


def likings():
    found = liking.of_people_in(Programme.objects.all())
    return {label: words for one in found.questions for label, words in one.rows}


def test_how_people_like_to_be_thanked_is_shown_of_all_together(programme):
    people_who(15, thanker="peer", channels=["post"])
    people_who(15, no_ministerial=True, max_per_year=1)

    found = likings()

    assert found["Somebody who does what I do"] == "50 %"
    assert found["Anybody but a minister"] == "50 %"
    assert found["Whoever can say it best"] == "nobody"
    assert (found["By letter in the post"], found["By phone"]) == ("100 %", "50 %")
    assert found["A few times a year at most"] == "50 %"
    assert found["No more of them"] == "nobody"


def test_exp_6_a_small_group_is_hidden_and_not_found_by_subtraction(programme):
    people_who(20, thanker="peer")
    people_who(12, thanker="minister", channels=["post"])
    people_who(3, thanker="forum_chair", channels=["email", "post"])

    found = likings()

    assert found["Somebody who does what I do"] == "57 %"
    assert found["A minister"] == found["The chair of a forum"] == liking.FEW
    assert found["By letter in the post"] == "100 %"
    assert found["By phone"] == "57 %"


def test_exp_6_of_fewer_than_ten_people_nothing_is_shown(programme, rosa, as_):
    people_who(9, thanker="peer")

    page = as_(rosa).get(reverse("recognition:experiment_list")).text

    assert not likings()
    assert "fewer than 10 of those who did something here" in page
    assert Preference.objects.count() == 9


def test_of_people_elsewhere_nothing_is_told(programme):
    people_who(12, thanker="peer")
    elsewhere = make.programme("Vale")

    found = liking.of_people_in(Programme.objects.filter(pk=elsewhere.pk))

    assert found.people == "nobody"
