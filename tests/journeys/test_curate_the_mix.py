"""Story 4, curate the mix: a clash is named, a gap says whom to ask and what that would change;
and whoever wants a seat comes forward, until lots are drawn that anybody can check."""

from forums.models import Forum, MixTarget
from tests.journeys.conftest import mail_to, work

PANEL, WINTER = "Resettlement strategy panel", "A warm first winter"


def test_curate_the_mix(somebody):
    lena, ben = somebody(), somebody()
    lena.sign_in("lena@aldermere.example")

    a_clash_is_named(lena)
    a_gap_says_whom_to_ask(lena)
    one_is_asked(lena)
    lots_are_drawn(lena)
    ben_comes_forward(ben)


def a_clash_is_named(lena):
    lena.open(f"{forum(WINTER).get_absolute_url()}mix/")
    lena.follow("Add the first target")
    lena.pick("Who should be in the room?", "Business")
    lena.write("At least", "7")
    lena.click("Add the target")
    lena.sees("You aim for at least 7 from ‘Business’, but there are only 6 seats.")
    assert not MixTarget.objects.filter(forum=forum(WINTER)).exists()


def a_gap_says_whom_to_ask(lena):
    lena.write("At least", "1")
    lena.write("Why", "Somebody has to mend the boilers.")
    lena.click("Add the target")
    lena.sees("No one yet from: ")
    lena.follow("Ask someone")
    lena.sees("Closes the gap: Business")


def one_is_asked(lena):
    lena.open(f"{forum(WINTER).get_absolute_url()}mix/")
    lena.write("Organisation", "Fernley Coaches")
    lena.click("See what it would change")
    lena.sees("Somebody from Fernley Coaches closes the gap: Business.")
    lena.follow("Ask someone to be ")
    lena.write("Their name", "Hugh Fernley")
    lena.write("Their email address", "hugh@aldermere.example")
    lena.write("Why you ask them", "You know every cold road out of Aldermere.")
    lena.write("Time it takes", "about 2 hours a month")
    lena.write("Expenses and payment", "Travel, at cost")
    lena.click("Send the invitation")
    lena.sees("The invitation is on its way to Hugh Fernley.")
    work()
    assert "every cold road" in mail_to("hugh@aldermere.example", "asks you to join").body


def lots_are_drawn(lena):
    lena.open(f"{forum(PANEL).get_absolute_url()}seats/")
    lena.follow("Who came forward")
    lena.follow("Draw the lots")
    lena.sees("3 came forward for 1 seat. Lots are drawn once")
    lena.click("Draw the lots for 1 seat")
    lena.sees("The lots are drawn. Ask those who were drawn to join.")
    lena.follow("How the lots were drawn")
    lena.sees("The same result")
    lena.click("Publish this report")
    lena.sees("Anybody with its address can read it.")
    work()
    told = [
        mail_to(f"{who}@aldermere.example", "Your number was")
        for who in ("ben", "marguerite", "oksana")
    ]
    assert sum("It was drawn." in letter.body for letter in told) == 1


def ben_comes_forward(ben):
    ben.sign_in("ben@aldermere.example")
    ben.open(forum(WINTER).calls.get().get_absolute_url())
    ben.follow("Come forward")
    ben.choose("I come for myself")
    ben.click("Come forward")
    ben.sees("Thank you for coming forward. Your number is 2.")
    ben.click("Step back")
    ben.sees("You are not among those who came forward any more.")


def forum(name) -> Forum:
    return Forum.objects.get(name=name)
