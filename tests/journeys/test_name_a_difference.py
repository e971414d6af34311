"""Story 17, differences named early: private to the chair first, no people in it, each organisation
in its own words, and a signpost out of scope. Members learn that there is one, and open with it."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from coalition.demo import PASSWORD
from coalition.models import User
from forums.models import Difference
from tests.journeys.conftest import link_in, mail_to, work

TITLE = "Whether people without papers get a box"
OURS = "We consider that whoever is hungry gets a box, because we cannot see papers at a door."
VALES = "We consider that public money follows public rules. We pass on every name that is given."


def test_name_a_difference(somebody):
    pat, grace, helen = somebody(), somebody(), somebody()
    with_a_password("helen@aldermere.example")
    for person, mailbox in ((pat, "pat"), (grace, "grace"), (helen, "helen")):
        person.sign_in(f"{mailbox}@aldermere.example")

    pat_names_it(pat)
    it_is_private(helen)
    the_chair_asks_another_for_words(grace)
    the_other_gives_its_own(helen)
    the_chair_acknowledges_it(grace)
    members_learn_that_there_is_one()
    it_opens_each_meeting(pat)


def with_a_password(email):
    """As a new account has it; signing up has a test of its own."""
    user = User.objects.get(email=email)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def pat_names_it(pat):
    pat.open("/forums/")
    pat.follow("Leaving hospital")
    pat.follow("^Differences$")
    pat.follow("Name a difference")
    pat.write("What is it about?", TITLE)
    pat.choose("Different values or experience")
    pat.write("What does your organisation hold?", "Helen Brook is an idiot about papers.")
    pat.choose("None: we go on working together on all of it")
    pat.click("Send it to the chair")
    pat.sees("Leave out ‘Helen Brook’")
    pat.sees("Leave out ‘idiot’")
    pat.write("What does your organisation hold?", OURS)
    pat.click("Send it to the chair")
    pat.sees("is with the chair, who answers within five working days")


def it_is_private(helen):
    helen.open(difference().get_absolute_url())
    helen.sees("not found")


def the_chair_asks_another_for_words(grace):
    grace.open("/")
    grace.follow(f"Answer {difference().ref}, raised in confidence")
    grace.follow("Open it for wording")
    grace.choose("No: it is decided elsewhere")
    grace.write("Where does it go?", "The city council’s cabinet, first Tuesday")
    grace.choose("Vale District Council")
    grace.click("Open it for wording")
    grace.sees("Vale District Council may still answer")


def the_other_gives_its_own(helen):
    work()
    question = mail_to("helen@aldermere.example", "is asked for its own words")
    assert TITLE not in question.subject + question.body
    helen.open(link_in(question, "/positions/"))
    helen.write("What does your organisation hold?", VALES)
    helen.click("These are our words")
    helen.sees("These are the words of Vale District Council now")


def the_chair_acknowledges_it(grace):
    grace.open("/")
    grace.follow(f"Acknowledge {difference().ref}")
    grace.follow("Acknowledge it")
    later = timezone.localdate() + timedelta(days=90)
    grace.date("When will you look at it again?", f"{later.day}/{later.month}/{later.year}")
    grace.click("Acknowledge it")
    grace.sees("Members get a mail that says so")
    grace.click("Park it until")
    grace.sees("It is parked from now on")


def members_learn_that_there_is_one():
    work()
    news = mail_to("priya@aldermere.example", "A difference was added")
    assert TITLE not in news.subject + news.body


def it_opens_each_meeting(pat):
    pat.open(difference().get_absolute_url())
    pat.sees(OURS)
    pat.sees(VALES)
    assert not pat.page.locator("main").get_by_role("button").count()
    pat.follow("^Differences$")
    pat.sees("Members differ on whether people without papers get a box")
    pat.sees("it goes to the city council’s cabinet")


def difference() -> Difference:
    return Difference.objects.get(title=TITLE)
