"""Story 3, explicit scope: a change of what is in scope asks everyone again, on the web or in a
meeting; a change of words is a notice; and the terms of reference can be printed."""

from forums.models import Forum
from tests.journeys.conftest import mail_to, work

HOME_WELL = "Leaving hospital and temporary accommodation well"


def test_a_scope_change(somebody):
    grace, lena, pat = somebody(), somebody(), somebody()
    grace.sign_in("grace@aldermere.example")
    lena.sign_in("lena@aldermere.example")
    pat.sign_in("pat@aldermere.example")

    another_thing_in_scope_asks_everyone_again(grace, lena)
    who_comes_back_reads_it_first(pat)
    grace_reads_it_and_records_what_sian_said(grace)
    other_words_are_a_notice(grace, lena)
    pat.open(f"{address()}topics/")
    pat.sees("Start a topic")
    grace.open(f"{address()}scope/")
    grace.sees("Print the terms of reference")


def forum() -> Forum:
    return Forum.objects.get(name=HOME_WELL)


def address() -> str:
    return forum().get_absolute_url()


def other_words_are_a_notice(grace, lena):
    grace.open(f"{address()}scope/")
    grace.follow("Draft a new version")
    grace.write("What changes, and why", "We say more plainly why we meet.")
    grace.write("Why this forum exists", "Too many people reach a front door alone.")
    grace.click("Save the draft")
    grace.sees("A minor change")
    grace.click("Send it for approval")
    lena.open("/")
    lena.follow(f"Approve the scope of {HOME_WELL}")
    lena.sees("What changes from version 2.0")
    lena.click("Approve this scope")
    lena.sees("Version 2.1 is in force")
    work()
    assert (
        "nothing that you need to do" in mail_to("pat@aldermere.example", "more plainly why").body
    )


def another_thing_in_scope_asks_everyone_again(grace, lena):
    grace.open(f"{address()}scope/draft/")
    grace.write("What changes, and why", "Key safes came up at three meetings.")
    grace.write("In scope, 5", "Key safes: fitted before somebody comes home")
    grace.click("Save the draft")
    grace.sees("A major change")
    grace.click("Send it for approval")
    lena.open("/")
    lena.follow(f"Approve the scope of {HOME_WELL}")
    lena.click("Approve this scope")
    lena.sees("Version 2.0 is in force")
    work()
    assert "Please read it and acknowledge it" in mail_to("pat@aldermere.example", "Key safes").body


def who_comes_back_reads_it_first(pat):
    pat.open(f"{address()}topics/")
    pat.sees("You acknowledged version 1.0. This is version 2.0.")
    pat.sees("Key safes: fitted before somebody comes home")
    pat.click("I have read this and will work within it")
    pat.sees("Start a topic")


def grace_reads_it_and_records_what_sian_said(grace):
    grace.open(f"{address()}scope/acknowledge/")
    grace.click("I have read this and will work within it")
    grace.open(f"{address()}seats/")
    grace.follow("Read it in a meeting.*Sian|Read it in a meeting.*Siân")
    grace.click("Record it")
    grace.sees("It is recorded, and ")
    work()
    assert "Grace Adeyemi has recorded that you" in mail_to("sian@aldermere.example").body
