"""Stories 6 and 19: a decision beyond the limit becomes a recommendation that is answered with a
reason; and what is not done as decided is overruled in daylight."""

from django.utils import timezone

from forums.models import Decision, Override
from tests.journeys.conftest import link_in, mail_to, work

POWER = "The first night at home"
CONDITION = "The ward has confirmed the day of discharge"
HEARD = "The seat for ward discharge"
WHY_NOT = (
    "The furniture store has nine beds left over from the summer. Take those first; if they run"
    " out before Easter we buy six."
)
RECALLED = (
    "The supplier recalled these heaters on Friday, because their plugs melt. We ask you to choose"
    " another make."
)


def test_a_decision_over_the_limit_becomes_a_recommendation(somebody):
    grace, dora = somebody(), somebody()
    grace.sign_in("grace@aldermere.example")
    dora.sign_in("dora@aldermere.example")

    begin(grace)
    say_what(grace, "Twelve beds for first nights", "£1,200")
    grace.click("Put it on record")
    grace.sees("is a recommendation. The page says why")
    grace.sees("It is worth £1,200. One decision under")
    grace.sees("may be worth £750 at most.")
    grace.sees("Recommended to Director of Housing and Communities, Aldermere City Council")
    publish(grace)
    grace.sees("An answer is due by")

    work()
    asked = mail_to("dora@aldermere.example", "Twelve beds")
    assert asked.subject.startswith("Answer by ")
    dora.open(link_in(asked, "/decisions/"))
    dora.follow("Answer it")
    dora.choose("No: we do not do it")
    dora.click("Send the answer")
    dora.sees("Say why, so that members can follow it")
    dora.write("What you do and by when; or why not", WHY_NOT)
    dora.click("Send the answer")
    dora.sees("Your answer is on record")

    work()
    assert WHY_NOT in mail_to("grace@aldermere.example", "Not adopted").body
    grace.page.reload()
    grace.sees("The answer: not adopted")
    made = Decision.objects.get(title="Twelve beds for first nights")
    assert (made.status, made.answer) == ("not_adopted", WHY_NOT)


def test_an_overrule_with_its_reason(somebody):
    grace, dora, anybody = somebody(), somebody(), somebody()
    grace.sign_in("grace@aldermere.example")
    dora.sign_in("dora@aldermere.example")

    begin(grace)
    say_what(grace, "A heater for each first night", "600")
    grace.click("Put it on record")
    grace.sees("is on record, and its money is counted")
    publish(grace)
    grace.sees("It can be called in until")

    work()
    dora.open(link_in(mail_to("dora@aldermere.example", "A heater"), "/decisions/"))
    dora.follow("It is not done like this: say why")
    dora.choose("Overruled: it is not done")
    dora.write("Why?", "n/a n/a n/a n/a n/a n/a n/a n/a n/a n/a n/a n/a n/a n/a")
    dora.click("Put it on record")
    dora.sees("This does not say why yet.")
    dora.write("Why?", RECALLED)
    dora.click("Put it on record")
    dora.sees("Members are told, and hear it first next time")

    work()
    told = mail_to("grace@aldermere.example", "Overruled: A heater")
    assert RECALLED in told.body
    grace.open(link_in(told, "/decisions/"))
    grace.sees("Overruled: it is not done")
    first = Override.objects.get(reason=RECALLED).items.get()
    assert first.position <= Override.objects.count()
    grace.open(first.meeting.get_absolute_url())
    grace.sees(RECALLED)
    anybody.open("/")
    anybody.open("/forums/decisions/")
    anybody.follow("A heater for each first night")
    anybody.sees(RECALLED)


def begin(grace):
    grace.open("/forums/")
    grace.follow("Leaving hospital")
    grace.follow("^Decisions$")
    grace.follow("Record a decision")
    label = grace.page.locator("label", has_text=POWER).inner_text()
    grace.choose(label)
    grace.click("Go on")


def say_what(grace, title, value):
    grace.write("In a few words", title)
    grace.write("What was decided?", f"{title}, from December on.")
    today = timezone.localdate()
    grace.date("When was it decided?", f"{today.day}/{today.month}/{today.year}")
    grace.write("What is it worth, in pounds?", value)
    grace.choose(CONDITION)
    grace.choose(HEARD)
    grace.write("Why?", "Three people slept in their coats last week.")
    grace.write("What else was looked at, and why not?", "To do nothing.")
    grace.write(
        "Which interests were there, and how were they handled?", "Nobody declared an interest."
    )
    grace.choose("Everyone, on the public decision log")


def publish(grace):
    grace.follow("Publish it")
    grace.click("Publish it")
    grace.sees("is published. Members are told")
