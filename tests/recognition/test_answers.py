"""The one question in a letter, and answers to it (EXP-7, EXP-8; story 24)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from coalition.actions import preferences
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Preference
from recognition.actions import answers, experiments
from recognition.models import Experiment, Letter, Response
from recognition.research import question
from tests import make

GOOD = {"valued": "5", "meant_for_me": "yes", "was_accurate": "no", "in_time": "", "words": "Ta."}


@pytest.fixture
def letter(rosa, amir):
    cache.clear()
    return make.asked(rosa=rosa, amir=amir)


def answer(letter, **typed):
    return Client().post(question.path_of(letter), {**GOOD, **typed})


def opened(letter):
    return question.opened_by(question.code_of(letter))


def is_over(letter):
    Experiment.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    return letter


# --- The page ---


def test_whoever_holds_the_link_answers_without_an_account(letter):
    asked = Client().get(question.path_of(letter))

    assert asked.status_code == 200
    assert "How much did this letter mean to you?" in asked.text
    assert answer(letter).status_code == 302

    said = Response.objects.get()
    assert (said.letter, said.arm) == (letter, letter.assignment.arm)
    assert (said.valued, said.meant_for_me, said.was_accurate, said.in_time) == (
        *(5, True, False),
        None,
    )
    assert said.words == "Ta."
    assert "You have answered. You can change it" in Client().get(question.path_of(letter)).text


def test_a_scanner_that_opens_the_link_records_nothing(letter):
    for method in ("get", "head", "options"):
        getattr(Client(), method)(question.path_of(letter))

    assert not Response.objects.exists()


def test_answering_again_changes_it_and_counts_once(letter):
    answer(letter)
    first = Response.objects.get().answered_at

    answer(letter, valued="2", words="")

    said = Response.objects.get()
    assert (said.valued, said.words, said.answered_at) == (2, "", first)
    assert said.changed_at > first
    kinds = JournalEntry.objects.filter(kind__startswith="response.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["response.given", "response.changed"]


def test_who_answered_what_does_not_stand_in_the_journal(letter):
    answer(letter)

    entry = JournalEntry.objects.get(kind="response.given")
    assert (entry.subject, entry.concerns, entry.facts) == (Experiment.objects.get(), None, {})


def test_after_the_last_day_it_says_so_kindly(letter):
    answer(letter)
    is_over(letter)

    late = answer(letter, valued="1")

    assert late.status_code == 200
    assert "Thank you all the same" in late.text
    assert Response.objects.get().valued == 5
    with pytest.raises(DomainError, match="do not count any more"):
        answers.give(letter=opened(letter), no_more=False, valued=1)


def test_one_that_was_stopped_takes_no_answers(letter, lena):
    Experiment.objects.update(
        status="stopped", harm="complaints", harm_note="Calls.", closed_at=timezone.now()
    )

    assert "This question is closed" in answer(letter).text
    assert not Response.objects.exists()


def test_before_the_letter_has_gone_a_proof_answers_nothing(rosa, amir):
    running = make.running(rosa=rosa, amir=amir)
    waits = running.campaign.letters.filter(asks=True)[0]

    assert "has not gone out yet" in answer(waits).text
    assert not Response.objects.exists()
    with pytest.raises(DomainError):
        answers.give(letter=opened(waits), no_more=False, valued=1)


@pytest.mark.parametrize("why", ["key", "letter", "nonsense", "forgotten"])
def test_without_the_code_nobody_answers_anything_nor_learns_anything(letter, why):
    url = question.path_of(letter)
    if why == "key":
        url = url[:-2] + ("2/" if url[-2] != "2" else "3/")
    elif why == "letter":
        url = url.replace(letter.ref[3:], make.letter().ref[3:])
    elif why == "nonsense":
        url = "/thanks/q/a-b-c/"
    else:
        emptied = {"email": "", "salutation": "", "anonymised_at": "2026-11-01T12:00Z"}
        Contributor.objects.update(**emptied)

    answered = Client().post(url, GOOD)

    assert answered.status_code == 410
    assert "opens nothing" in answered.text
    assert not Response.objects.exists()


def test_a_code_may_be_typed_in_small_letters(letter):
    assert question.opened_by(question.code_of(letter).lower()) == letter


def test_a_flood_of_answers_is_slowed_down(letter, settings):
    settings.ACCOUNT_RATE_LIMITS = {"letter_answer": "100/h/ip,2/h/key"}

    answered = [answer(letter) for _ in range(3)]

    assert [one.status_code for one in answered] == [302, 302, 422]
    assert "Please try again later" in answered[-1].text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"valued": ""}, "Choose how much it meant to you"),
        ({"valued": "9"}, "Choose one of the options listed"),
        ({"words": "x" * 301}, "Use 300 characters or fewer"),
        ({"in_time": "perhaps"}, "Choose one of the options listed"),
    ],
)
def test_what_cannot_be_is_named(letter, typed, says):
    refused = answer(letter, **typed)

    assert refused.status_code == 422
    assert says in refused.text
    assert not Response.objects.exists()


def test_the_page_is_in_the_language_of_the_letter(rosa, amir):
    trial = make.running(rosa=rosa, amir=amir)
    letter = trial.campaign.letters.filter(asks=True)[0]
    gone = {"status": "printing", "pdf_hash": "a" * 64}
    Letter.objects.filter(pk=letter.pk).update(language="cy", **gone)

    page = Client().get(question.path_of(letter)).text
    assert "Faint oedd y llythyr hwn" in page
    assert '<div lang="cy">' in page
    refused = answer(letter, valued="")
    assert "Mae problem" in refused.text


# --- Do not ask me again ---


def test_do_not_ask_me_again_needs_no_answer_and_can_be_taken_back(letter):
    person = letter.contributor

    answer(letter, valued="", no_more="on")

    assert Response.objects.get().opted_out
    assert not Response.objects.answered().exists()
    assert may_contact(person, Channel.EMAIL, Purpose.SURVEY).code == "preference"
    assert may_contact(person, Channel.EMAIL, Purpose.THANKS)
    answer(letter)
    assert may_contact(person, Channel.EMAIL, Purpose.SURVEY)


def test_an_answer_does_not_take_back_what_was_asked_for_elsewhere(letter):
    preferences.stop_surveys(person=letter.contributor)

    answer(letter)

    assert may_contact(letter.contributor, Channel.EMAIL, Purpose.SURVEY).code == "preference"


def test_of_somebody_who_was_merged_it_holds_for_who_stayed(letter):
    stays = make.contributor()
    Contributor.objects.filter(pk=letter.contributor_id).update(
        merged_into=stays, merged_at="2026-11-01T12:00Z"
    )

    answer(letter, no_more="on")

    assert Preference.objects.get().contributor == stays


# --- The database ---


@pytest.mark.parametrize(
    "broken",
    [
        {"valued": None},
        {"valued": 6},
        {"valued": 0},
        {"letter": None},
        {"cut_at": "2026-11-01T12:00Z"},
        {"letter": None, "cut_at": "2026-11-01T12:00Z"},
    ],
)
def test_the_database_refuses_answers_that_cannot_be(letter, broken):
    answer(letter)

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.update(**broken)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(rosa, amir):
    cache.clear()
    letter = make.asked(rosa=rosa, amir=amir)

    def press(valued):
        try:
            return answer(letter, valued=valued).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, "12")) == [302, 302]

    assert Response.objects.get().valued in {1, 2}


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_while_it_is_stopped_waits_and_does_not_count(rosa, amir, lena, held):
    letter = make.asked(rosa=rosa, amir=amir)
    trial, mine = Experiment.objects.get(), opened(letter)
    is_held, let_go = held(Experiment)
    said = []

    def run(act, **fields):
        try:
            act(**fields)
            said.append("done")
        except DomainError as error:
            said.append(str(error))
        finally:
            connection.close()

    harm = {"harm": "regrets", "harm_note": "Two.", "by": lena}
    first = Thread(target=run, args=[experiments.stop], kwargs={"experiment": trial, **harm})
    first.start()
    assert is_held.wait(10)
    says = {"letter": mine, "no_more": False, "valued": 4}
    second = Thread(target=run, args=[answers.give], kwargs=says)
    second.start()
    let_go.set()
    first.join(10)
    second.join(10)

    assert said == ["done", "Answers do not count any more. Thank you all the same."]
    assert not Response.objects.exists()
