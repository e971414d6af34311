"""A forum is opened from what others of its kind learned, several people are asked at once, and the
first of them takes the seat."""

from forums.models import Forum
from tests.journeys.conftest import link_in, mail_to, work
from tests.journeys.test_ten_minutes import in_months

NAME = "A welcome book in four languages"
PEOPLE = """Ben Okafor, ben@aldermere.example
Moira Ellis, moira at home
Ana Lim, ana@example.org"""


def test_open_a_forum_from_a_template_and_fill_its_seats(somebody):
    lena, ben = somebody(), somebody()
    lena.sign_in("lena@aldermere.example")

    it_is_opened_with_its_seats(lena)
    whom_it_aims_for_and_its_words_are_there(lena)
    three_are_asked_and_each_row_says_what_came_of_it(lena)
    the_first_takes_the_chair(ben)
    lena.open(f"{forum().get_absolute_url()}seats/")
    lena.sees("1 of 6 seats taken.")


def forum() -> Forum:
    return Forum.objects.get(name=NAME)


def it_is_opened_with_its_seats(lena):
    lena.open("/forums/")
    lena.follow("Open a forum")
    lena.follow("Start from: Task and finish")
    lena.unfold("What it brings: 6 seats, 2 aims")
    lena.sees("Anything after the hand-over → [body that takes it on]")
    lena.write("Name of the forum", NAME)
    lena.write("Purpose, in one line", "Whoever arrives can read on the first evening what helps.")
    lena.write("Convening organisation", "Aldermere City Council")
    lena.date("When does it end?", in_months(5))
    lena.click("Open the forum")
    lena.sees(f"{NAME} is a draft now, with 6 seats. Make them yours.")
    lena.sees("Somebody for whom it is made")
    assert forum().kind == "task"


def whom_it_aims_for_and_its_words_are_there(lena):
    lena.open(f"{forum().get_absolute_url()}mix/")
    lena.sees("Lived-experience seats")
    lena.open(f"{forum().get_absolute_url()}scope/draft/")
    lena.sees("Then we hand over, thank everyone, and stop.")


def three_are_asked_and_each_row_says_what_came_of_it(lena):
    lena.open(forum().get_absolute_url())
    lena.click("Open it to new members")
    lena.follow("Ask several people")
    lena.write("Whom do you ask?", PEOPLE)
    lena.write(
        "Why you ask them", "You have read all of our leaflets, and laughed at the right ones."
    )
    lena.write("Time it takes", "half a day a week until May")
    lena.write("Expenses and payment", "Travel, and £25 an hour")
    lena.click("See who would be asked")
    lena.sees("Ask 2 people?")
    lena.sees("Seat: Chair, who answers for the date")
    lena.unfold("Your words to Ben Okafor")
    lena.write(
        "Why you ask Ben Okafor", "You chaired the tenants for nine years without a minute lost."
    )
    lena.click("Ask 2 people")
    lena.sees("2 of 3 asked")
    lena.sees("Add their email address.")
    work()
    assert "laughed at the right ones" in mail_to("ana@example.org").body


def the_first_takes_the_chair(ben):
    letter = mail_to("ben@aldermere.example", NAME)
    assert "nine years without a minute lost" in letter.body
    ben.sign_in("ben@aldermere.example")
    ben.open(link_in(letter, "/forums/invitations/"))
    ben.click("Take the seat")
    ben.sees("You have the seat of Chair, who answers for the date.")
