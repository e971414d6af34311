"""Story 6, consent to decision: a member proposes, the chair asks, each responds once and in their
own words, nobody reads the others before; a question is answered in writing; and the concern
stands with the result."""

from forums import tasks
from forums.authority.rules import EXAMPLES, MEANING, Answer
from forums.models import Delegation, Membership, Proposal, Round
from forums.rounds import entitled
from tests import make
from tests.journeys.conftest import link_in, mail_to, work
from tests.journeys.test_name_a_difference import with_a_password

TITLE = "A hot meal on the first evening"
CONCERN = "Drivers would arrive after nine, when children are asleep."


def test_a_round_with_a_concern(somebody):
    pat, grace, helen = somebody(), somebody(), somebody()
    with_a_password("helen@aldermere.example")
    for person, mailbox in ((pat, "pat"), (grace, "grace"), (helen, "helen")):
        person.sign_in(f"{mailbox}@aldermere.example")

    pat_proposes_it(pat)
    the_chair_asks_everyone(grace)
    helen_has_a_concern_and_then_reads_no_others(helen)
    pat_needs_to_know_more(pat)
    the_chair_answers_in_writing(grace)
    pat_is_asked_again(pat)
    the_chair_responds_and_reads_the_concern(grace)
    the_rest_consent()
    the_chair_closes_it(grace)
    the_concern_stands_with_the_result(helen)
    tasks.tend_rounds()


def five(answer: Answer) -> str:
    return f"{answer.label} {MEANING[answer]} Such as {EXAMPLES[answer]}"


def pat_proposes_it(pat):
    pat.open("/forums/")
    pat.follow("Leaving hospital")
    pat.follow("^Proposals$")
    pat.follow("Propose something")
    pat.write("What is proposed, in one line?", TITLE)
    pat.write("What exactly would be done?", "The kitchen brings a hot meal at six.")
    pat.write("Why now?", "Nobody cooks on the day they move.")
    pat.write("What is it worth, in pounds?", "£300")
    pat.choose("Yes, within weeks and at little cost")
    pat.click("Save the proposal")
    pat.sees("Nobody is asked yet.")
    pat.sees(str(power()))  # suggested from what she wrote


def the_chair_asks_everyone(grace):
    grace.open(proposal().get_absolute_url())
    grace.follow("^Ask members$")
    grace.click("Ask 8 members")
    grace.sees("The round is open until 5:00pm")


def helen_has_a_concern_and_then_reads_no_others(helen):
    work()
    asked = mail_to("helen@aldermere.example", f"Please respond: {TITLE}")
    helen.open(link_in(asked, "/rounds/"))
    helen.sees("hidden until you have responded")
    helen.follow("^Respond$")
    helen.choose(five(Answer.CONCERN))
    helen.click("Respond")
    helen.sees("Write down your concern")
    helen.write("In your words: your concern, your question, or the harm", CONCERN)
    helen.click("Respond")
    helen.sees("Your response counts until you change it")
    helen.sees("1 of 8 seats")


def pat_needs_to_know_more(pat):
    pat.open("/")
    pat.follow(f"Respond: {TITLE}")
    pat.follow("^Respond$")
    pat.choose(five(Answer.NEED_MORE))
    pat.write("In your words: your concern, your question, or the harm", "Who washes the boxes?")
    pat.click("Respond")


def the_chair_answers_in_writing(grace):
    grace.open("/")
    grace.follow(f"Answer a question on {TITLE}")
    grace.sees("Who washes the boxes?")
    grace.write("Your answer", "The kitchen does, on Mondays.")
    grace.click("Answer")
    grace.sees("It is answered, and whoever asked gets a mail.")


def pat_is_asked_again(pat):
    work()
    answered = mail_to("pat@aldermere.example", "is answered in writing")
    pat.open(link_in(answered, "/rounds/"))
    pat.sees("The kitchen does, on Mondays.")
    pat.follow("^Respond again$")
    pat.choose(five(Answer.CONSENT))
    pat.write("In your words: your concern, your question, or the harm", "")
    pat.click("Respond")


def the_chair_responds_and_reads_the_concern(grace):
    grace.open(round().get_absolute_url())
    assert CONCERN not in grace.page.locator("body").inner_text()
    grace.follow("^Respond$")
    grace.choose(five(Answer.CONSENT))
    grace.click("Respond")
    grace.sees(CONCERN)


def the_rest_consent():
    answered = round().responses.standing().values("seat")
    rest: list[Membership] = list(entitled(round()).exclude(seat__in=answered))
    for member in rest:
        make.response(round(), member)


def the_chair_closes_it(grace):
    grace.open(round().get_absolute_url())
    grace.follow("Close it: all have answered")
    grace.click("Close it and count")
    grace.sees("The round is over: passed.")


def the_concern_stands_with_the_result(helen):
    work()
    over = mail_to("helen@aldermere.example", f"Passed: {TITLE}")
    assert f"Under whose authority: {power()}" in over.body
    helen.open(link_in(over, "/rounds/"))
    helen.sees("Nobody objects. 8 of 8 seats responded: 7 consent, 1 consents with a concern.")
    helen.sees(CONCERN)
    helen.sees("Helen Brook")


def proposal() -> Proposal:
    return Proposal.objects.get(versions__title=TITLE)


def round() -> Round:
    return proposal().rounds.get()


def power() -> Delegation:
    return proposal().forum.delegations.in_force().get()
