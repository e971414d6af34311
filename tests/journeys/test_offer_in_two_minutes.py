"""Story 1, offer in two minutes: a call says before the form that it is enough, an offer is made
without an account, a person answers, and whoever offered keeps the say over it."""

import re

from coalition.models import Offer
from tests.journeys.conftest import link_in, mail_to, work

ADDRESS = "maya@example.org"
FIELDS_AT_MOST = 9


def test_offer_in_two_minutes(somebody):
    maya, lena = somebody(), somebody()

    a_call_says_that_it_is_enough(maya)
    offer = something_else_is_offered(maya)
    a_person_accepts_it(lena, offer)
    maya_pauses_it_and_takes_it_up_again(maya)
    maya_proves_her_address(maya)


def a_call_says_that_it_is_enough(maya):
    maya.open("/offers/new/")
    maya.follow("Cots and baby things")
    maya.sees("It is enough for now")
    page = maya.page.content()
    assert page.index("It is enough for now") < page.index("What are you offering?")
    maya.follow("offer something else")


def something_else_is_offered(maya) -> Offer:
    labels = maya.page.locator("main form .field > label, main form legend")
    assert labels.count() <= FIELDS_AT_MOST
    maya.pick("What kind of help is it?", "Space or venue")
    maya.write("What are you offering?", "A hall for forty people, step-free")
    maya.write("How many?", "lots")
    maya.write("Your name", "Maya Lindqvist")
    maya.write("Your email address", ADDRESS)
    maya.click("Send my offer")
    maya.sees("Enter a whole number, like 2")
    maya.write("How many?", "1")
    maya.click("Send my offer")
    offer = Offer.objects.get(contributor__email=ADDRESS)
    maya.sees(offer.ref)
    maya.sees("This is an automatic message; a person follows.")
    work()
    return offer


def a_person_accepts_it(lena, offer):
    lena.sign_in("lena@aldermere.example")
    lena.open(offer.get_absolute_url())
    lena.follow("I have called")
    lena.click("Record the answer")
    lena.choose("Accept it")
    lena.click("Continue")
    lena.write("What happens next?", "We meet at the hall on Thursday at nine.")
    lena.click("Accept and tell them")
    work()


def maya_pauses_it_and_takes_it_up_again(maya):
    maya.open(link_in(mail_to(ADDRESS, "Yes please"), "/offers/mine/"))
    maya.click("Pause it for a while")
    maya.sees("You have paused it")
    maya.click("Take it up again")
    maya.sees("Welcome back")


def maya_proves_her_address(maya):
    maya.follow("Confirm your email address")
    maya.click("mail me a code")
    maya.sees("A code is on its way")
    work()
    code = re.search(r"\d{6}", mail_to(ADDRESS, "Your code is").subject).group()
    maya.write("Code from our email", code)
    maya.click("Confirm")
    maya.sees("Your email address is confirmed")
