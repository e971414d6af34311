"""Story 24, what registers? A small experiment is planned and registered; people answer one
question in their letters, without an account; nobody looks early, and at the end all is said."""

from datetime import timedelta

from django.utils import timezone

from coalition.models import User
from recognition import tasks as recognition_tasks
from recognition.actions import approvals, campaigns, releases
from recognition.models import Approval, Campaign, Experiment, Letter, Response
from recognition.research import question
from tests import make
from tests.journeys.conftest import link_in, mail_to, work
from tests.make import WARM_BODY

AMIR, IRIS, LENA, ROSA = (f"{who}@aldermere.example" for who in ("amir", "iris", "lena", "rosa"))
KEPT = "The letters that were kept"
ASKED = "Do warmer words mean more?"


def test_what_registers(somebody):
    rosa, lena, reader = somebody(), somebody(), somebody()
    warm = forty_are_to_be_thanked()

    rosa.sign_in(ROSA)
    she_plans_what_cannot_be_and_is_told(rosa, warm)
    she_registers_it_once_it_claims_no_more_than_it_can(rosa)
    the_letters_go()
    letter = somebody_answers_without_an_account(reader)
    lena.sign_in(LENA)
    nobody_looks_early(lena)
    the_days_are_over()
    a_late_answer_is_thanked_for(reader, letter)
    the_page_says_what_it_can(rosa)


def forty_are_to_be_thanked():
    rosa = User.objects.get(email=ROSA)
    campaign = make.campaign([make.event() for _ in range(40)], by=rosa, name=KEPT)
    make.template(campaign.programme, name="Warm words", body=WARM_BODY, by=rosa)
    return "Warm words"


def she_plans_what_cannot_be_and_is_told(rosa, warm):
    rosa.open("/thanks/research/")
    rosa.follow(f"Plan an experiment with {KEPT}")
    other = rosa.page.get_by_label("Other words").locator("option", has_text=warm).inner_text()
    rosa.write("What do you want to know?", ASKED)
    rosa.write("What do you expect, and why?", "It proves that warm words mean more.")
    rosa.pick("Other words", other)
    rosa.pick("Third wording (optional)", other)
    rosa.choose("Each household, or the person who lives alone")
    rosa.choose("How much it meant to them, from 1 to 5")
    rosa.write("What is the smallest difference that would matter?", "5")
    rosa.click("Save the plan")
    rosa.sees("You have chosen these words already")
    rosa.sees("Between 1 and 5 there are 4 points")
    rosa.pick("Third wording (optional)", "None")
    rosa.write("What is the smallest difference that would matter?", "0.7")
    rosa.click("Save the plan")
    rosa.sees("There are 20 for each.")
    rosa.sees("So it can give a hint.")


def she_registers_it_once_it_claims_no_more_than_it_can(rosa):
    rosa.follow("Register it")
    rosa.click("Register it")
    rosa.sees("You wrote “proves”")
    rosa.open(Experiment.objects.get(question=ASKED).get_absolute_url())
    rosa.follow("Change the plan")
    rosa.write("What do you expect, and why?", "Warm words mean more.")
    rosa.click("Save the plan")
    rosa.follow("Register it")
    rosa.click("Register it")
    rosa.sees("It waits for its letters")
    experiment = Experiment.objects.get(question=ASKED)
    rosa.open(f"{experiment.get_absolute_url()}edit/")  # what is registered stays
    rosa.sees("It waits for its letters")


def the_letters_go():
    """As story 20 tells it, with an information rights officer."""
    by = {kind: User.objects.get(email=who) for kind, who in (("content", AMIR), ("other", IRIS))}
    rosa = User.objects.get(email=ROSA)
    campaign = campaigns.freeze(campaign=Campaign.objects.get(name=KEPT), by=rosa)
    campaign = approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    assert campaign.needs == [Approval.Kind.CONTENT, Approval.Kind.INFO_RIGHTS]
    for kind in campaign.needs:
        who = by.get(kind, by["other"])
        approvals.approve(campaign=campaign, seen=campaign.fingerprint, kind=kind, by=who)
    campaign = Campaign.objects.get(name=KEPT)
    releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    work()


def somebody_answers_without_an_account(reader):
    letter = Letter.objects.filter(campaign__name=KEPT, status="sent").order_by("pk")[0]
    link = link_in(mail_to(letter.email), "/thanks/q/")
    reader.open(link[:-4] + "222/")
    reader.sees("This link opens nothing")
    reader.open(link)
    reader.click("Send my answer")
    reader.sees("Choose how much it meant to you")
    reader.choose("3: something")
    reader.click("Send my answer")
    reader.sees("Thank you. Your answer is with us.")
    reader.choose("5: very much")
    reader.write("Is there something you want to tell us?", "It hangs in my kitchen.")
    reader.choose("Do not ask me again")
    reader.click("Send my answer")
    reader.sees("You have answered. You can change it until")
    said = Response.objects.get(letter=letter)
    assert (said.valued, said.words, said.opted_out) == (5, "It hangs in my kitchen.", True)
    return letter


def nobody_looks_early(lena):
    experiment = Experiment.objects.get(question=ASKED)
    lena.open(experiment.get_absolute_url())
    lena.sees("Results stay hidden until")
    lena.open(f"{experiment.get_absolute_url()}answers.csv")
    lena.sees("You cannot open this page")


def the_days_are_over():
    others = Letter.objects.filter(campaign__name=KEPT, response=None).order_by("pk")
    for arm in (1, 2):
        for number, letter in enumerate(others.filter(assignment__arm__number=arm)):
            make.answered(letter, 3 + number % 3)
    experiment = Experiment.objects.filter(question=ASKED)
    today = timezone.localdate()
    experiment.update(
        started_at=timezone.now() - timedelta(days=30), ends_on=today - timedelta(days=1)
    )
    recognition_tasks.close_experiments()


def a_late_answer_is_thanked_for(reader, letter):
    reader.open(question.path_of(letter))
    reader.sees("This question is closed")
    reader.sees("Thank you all the same")
    assert Response.objects.get(letter=letter).valued == 5


def the_page_says_what_it_can(rosa):
    rosa.open(Experiment.objects.get(question=ASKED).get_absolute_url())
    rosa.sees("we cannot tell yet")
    rosa.sees("Answers as a spreadsheet, without names")
    rosa.follow("Say what was learned")
    rosa.write("What was learned?", "It proves nothing.")
    rosa.click("Put it on record")
    rosa.sees("You wrote “proves”")
    rosa.write("What was learned?", "We cannot tell yet. We will ask more people.")
    rosa.click("Put it on record")
    rosa.sees("What was learned is on record.")
