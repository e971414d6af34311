"""Story 18: Pat answers the one question of the quarter for the Kitchen, by the link in a mail;
Grace reads what became of the promise, what a number counts, and is told kindly of a reversed
period."""

from coalition.figures.period import last_quarters, quarter_words
from forums.models import Forum, Pulse
from tests.journeys.conftest import link_in, mail_to, work

ROOM = "Leaving hospital and temporary accommodation well"


def test_was_the_promise_kept(somebody):
    pat, grace = somebody(), somebody()

    pat_answers_for_the_kitchen(pat)
    grace_reads_what_became_of_it(grace)
    the_end_comes_after_the_beginning(grace)


def pat_answers_for_the_kitchen(pat):
    work()
    letter = mail_to("pat@aldermere.example", "did anything change?")
    pat.open(link_in(letter, "/pulse/"))
    pat.sees("Did something change because of what Aldermere Community Kitchen said?")
    pat.click("Give this answer")
    pat.sees("Choose a number from 1 to 5")
    pat.choose("4: for the most part")
    pat.click("Give this answer")
    pat.sees("Thank you. Aldermere Community Kitchen has answered")
    assert Pulse.objects.get(organisation__name="Aldermere Community Kitchen").score == 4


def grace_reads_what_became_of_it(grace):
    grace.sign_in("grace@aldermere.example")
    grace.open(Forum.objects.get(name=ROOM).get_absolute_url())
    grace.follow("^Promise$")
    grace.sees("8 of 10")  # organisations that answered; seven had before Pat
    grace.unfold("What this counts")
    grace.sees("A decision and those that it replaces count once")


def the_end_comes_after_the_beginning(grace):
    before, now = (quarter_words(first) for first in last_quarters(2).quarters)
    grace.pick("From", now)
    grace.pick("Until", before)
    grace.click("Show these quarters")
    grace.sees("This is before the first quarter. Choose a later one.")
