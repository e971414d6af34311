"""Story 14, a kind no: no without a sentence is refused, with one it is mailed with thanks; what
others could use better is passed on, with a yes of one click and not before."""

from coalition.models import Mail, Offer
from tests.journeys.conftest import link_in, mail_to, work

CLINIC = "A clinic on Tuesday afternoons for those without a doctor"
OTHERS = "hello@coach-museum.example"


def test_kind_no(somebody):
    lena, hugh = somebody(), somebody()
    lena.sign_in("lena@aldermere.example")

    no_comes_with_a_sentence_and_thanks(lena)
    another_is_to_be_passed_on(lena)
    nothing_moves_before_hugh_says_yes()
    hugh_says_yes_with_one_click(hugh)
    lena_sees_it(lena)


def no_comes_with_a_sentence_and_thanks(lena):
    begin(lena, CLINIC, "Decline it with thanks")
    lena.choose("Timing")
    lena.click("Decline and tell them")
    lena.sees("Write a kind sentence that explains it to them")
    lena.write("Say so in a kind sentence", "The surgery next door opens on Tuesdays from May on.")
    lena.click("Decline and tell them")
    lena.sees("It stands in the ledger as a contribution")
    work()
    letter = mail_to("sian@aldermere.example", "We cannot use it")
    assert "You came forward when it mattered" in letter.body


def another_is_to_be_passed_on(lena):
    begin(lena, "A coach with driver", "Pass it on to others")
    lena.write("Who could use it better?", "Vale Coach Museum")
    lena.write("Their email address", OTHERS)
    lena.write("Say why they could use it better", "They take school classes to the coast in May.")
    lena.click("Ask them")
    lena.sees("They are asked. Nothing moves until they say yes.")


def nothing_moves_before_hugh_says_yes():
    work()
    assert not Mail.objects.filter(to=OTHERS).exists()


def hugh_says_yes_with_one_click(hugh):
    question = mail_to("hugh@aldermere.example", "May we pass your offer on?")
    hugh.open(link_in(question, "/redirect/"))
    hugh.sees("your name, your email address, and the words of your offer")
    hugh.click("Yes, pass it on")
    hugh.sees("With your yes, it went to Vale Coach Museum")
    work()
    assert "Hugh Fernley agreed" in mail_to(OTHERS).body


def lena_sees_it(lena):
    lena.open(offer("A coach with driver").get_absolute_url())
    lena.sees("Vale Coach Museum has it now, with their yes")


def begin(lena, headline, step):
    lena.open(offer(headline).get_absolute_url())
    lena.choose(step)
    lena.click("Continue")


def offer(headline) -> Offer:
    return Offer.objects.get(headline=headline)
