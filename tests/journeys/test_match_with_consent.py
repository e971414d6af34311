"""Story 15, match with consent: a second person confirms a need, an offer is proposed for it, both
sides say yes and only then see each other, and what it made possible reaches whoever helped."""

from datetime import timedelta

from django.utils import timezone

from coalition.models import Match, Need, Offer
from tests.journeys.conftest import link_in, mail_to, work


def test_match_with_consent(somebody):
    pat, lena, jo = somebody(), somebody(), somebody()
    pat.sign_in("pat@aldermere.example")
    lena.sign_in("lena@aldermere.example")
    prove_the_address("Laptops, repaired and wiped")

    what_is_needed(pat)
    a_second_person_confirms_it(lena)
    an_offer_is_proposed(lena)
    whoever_offers_says_yes(jo)
    neither_sees_the_other(pat)
    the_partner_says_yes_and_sees_whom(pat)
    so_does_whoever_offers(jo)
    it_arrived(pat)
    whoever_helped_hears_it(jo)


def prove_the_address(headline):
    """As the code in a mail does; that has a test of its own."""
    offer = Offer.objects.select_related("contributor").get(headline=headline)
    offer.contact_verified_at = timezone.now()
    offer.contact_verified_email = offer.contributor.email
    offer.save()


def what_is_needed(pat):
    pat.open("/needs/")
    pat.follow("Say what is needed")
    pat.pick("What kind of help is needed?", "Technology and connectivity")
    pat.write("What is needed?", "Laptops for a 14-year-old girl")
    pat.write("How many?", "2")
    pat.write("Of what?", "laptops")
    pat.write("Where?", "Northside")
    later = timezone.localdate() + timedelta(days=40)
    pat.date("By when must it have come?", f"{later.day}/{later.month}/{later.year}")
    pat.click("Write it down")
    pat.sees("This seems to tell of one person")
    pat.write("What is needed?", "Laptops for homework, two")
    pat.click("Write it down")
    pat.sees("Waiting for a second person")


def a_second_person_confirms_it(lena):
    lena.open("/")
    lena.follow("Laptops for homework, two")
    lena.follow("Look at it and confirm")
    lena.choose("It is needed, and nobody else has it in hand")
    lena.choose("It describes nobody who could be recognised")
    lena.click("Confirm it")
    lena.sees("The need is confirmed and open")


def an_offer_is_proposed(lena):
    lena.sees("Same kind; also in Northside")
    lena.follow("Propose Laptops, repaired and wiped")
    lena.click("Ask both sides")
    lena.sees("Both sides are asked. They have five working days.")


def whoever_offers_says_yes(jo):
    work()
    asked = mail_to("jo@aldermere.example", "Would your offer suit this?")
    jo.open(link_in(asked, "/matches/mine/"))
    jo.click("Yes, it suits")
    jo.sees("You said yes")


def neither_sees_the_other(pat):
    pat.open("/")
    pat.follow("Say yes or no: 2 for Laptops for homework, two")
    assert "jo@aldermere.example" not in pat.page.content()


def the_partner_says_yes_and_sees_whom(pat):
    pat.click("Yes, it suits")
    pat.sees("Under way")
    pat.sees("jo@aldermere.example")


def so_does_whoever_offers(jo):
    work()
    jo.open(link_in(mail_to("jo@aldermere.example", "Both of you said yes"), "/matches/mine/"))
    jo.sees("pat@aldermere.example")


def it_arrived(pat):
    pat.follow("Say what came of it")
    pat.choose("All of it arrived")
    pat.write(
        "If it arrived: what did it make possible?", "Two children do their homework at home now."
    )
    pat.click("Send it")
    pat.sees("Completed")
    assert Need.objects.get(headline="Laptops for homework, two").status == Need.Status.MET


def whoever_helped_hears_it(jo):
    work()
    match = Match.objects.get(need__headline="Laptops for homework, two")
    assert match.impact_sentence in mail_to("jo@aldermere.example", "made possible").body
    jo.open(match.private_path)
    jo.sees("Two children do their homework at home now.")
