"""Story 21, wrong letter, put right: a letter went to somebody who has died, so the rest stops and
somebody senior apologises; what another one says is put right in a new letter."""

from coalition.models import User
from recognition.models import Campaign, Letter
from tests import make
from tests.journeys.conftest import mail_to, work

AMIR, LENA, ROSA = (f"{who}@aldermere.example" for who in ("amir", "lena", "rosa"))
SPRING = "The first spring"


def test_wrong_letter_put_right(somebody):
    lena, amir, rosa = somebody(), somebody(), somebody()
    dead, wrong = two_letters_have_gone()

    lena.sign_in(LENA)
    the_lead_says_that_the_person_has_died(lena, dead)
    nothing_more_goes()
    amir.sign_in(AMIR)
    somebody_senior_apologises(amir, dead)
    an_approver_lets_the_rest_go(amir)
    what_one_says_is_put_right(lena, rosa, wrong)


def two_letters_have_gone() -> tuple[Letter, Letter]:
    rosa, amir = (User.objects.get(email=email) for email in (ROSA, AMIR))
    events = [make.event() for _ in range(3)]
    campaign = make.campaign(events, by=rosa, approver=amir, name=SPRING, released=True)
    return make.letter(campaign, status="sent"), make.letter(campaign, status="sent")


def the_lead_says_that_the_person_has_died(lena, dead):
    lena.open(dead.get_absolute_url())
    lena.follow("Say what is wrong")
    lena.choose("The person has died")
    lena.click("Put it on record")
    lena.sees("Choose who apologises")
    lena.pick("Who apologises?", "Amir Saleh")
    lena.click("Put it on record")
    lena.sees("The rest of these letters has stopped until somebody looks.")


def nothing_more_goes():
    work()
    assert Campaign.objects.get(name=SPRING).status == "paused"
    assert Letter.objects.filter(campaign__name=SPRING, status="queued").count() == 1


def somebody_senior_apologises(amir, dead):
    assert "yourself, in your own words" in mail_to(AMIR, "Please apologise").body
    amir.follow(f"Apologise to {dead.letter_name}")
    amir.choose("In person")
    amir.click("I have apologised")
    amir.sees("Amir Saleh apologised")


def an_approver_lets_the_rest_go(amir):
    amir.open(Campaign.objects.get(name=SPRING).get_absolute_url() + "progress/")
    amir.sees("A letter went to somebody who has died.")
    amir.click("Let the letters go again")
    amir.sees("The letters are on their way again.")


def what_one_says_is_put_right(lena, rosa, wrong):
    lena.open(wrong.get_absolute_url())
    lena.follow("Say what is wrong")
    lena.choose("Something that it says is wrong")
    lena.pick("Who apologises?", "Lena Hartley")
    lena.click("Put it on record")
    rosa.sign_in(ROSA)
    rosa.open(wrong.get_absolute_url())
    rosa.follow("Something that it says is wrong")
    rosa.follow("the facts")
    rosa.write("What did they do?", "mended bicycles every Saturday")
    rosa.click("Save the facts")
    rosa.open(wrong.regrets.get().get_absolute_url())
    rosa.follow("Write a corrected letter")
    rosa.pick(
        "Words", rosa.page.get_by_label("Words", exact=True).locator("option").nth(1).inner_text()
    )
    rosa.click("Make the letter")
    assert Letter.objects.get(corrects=wrong).values["what_they_did"].startswith("mended")
