"""Talk within the scope: written with Markdown, a file and a mention; moved by the chair to where
it belongs, with the reason; read there by its author."""

from coalition.demo import PASSWORD
from forums.models import Parking, Post
from tests.journeys.conftest import link_in, mail_to, work

SAID = "Two things:\n\n- the **figures** are attached\n- @Grace Adeyemi, who decides on the flats?"
WHY = "The flats are a fair question, and the council settles it."


def test_talk_within_scope(somebody, tmp_path):
    pat, grace = somebody(), somebody()
    pat.sign_in("pat@aldermere.example", PASSWORD)
    grace.sign_in("grace@aldermere.example", PASSWORD)
    figures = tmp_path / "flats.csv"
    figures.write_text("Street,Flats\nMill Street,9\n")

    pat_looks_before_she_speaks(pat, figures)
    grace_is_told_where_and_not_what(grace)
    grace_moves_it_to_its_proper_door(grace)
    pat_reads_why(pat)


def pat_looks_before_she_speaks(pat, figures):
    pat.open("/forums/")
    pat.follow("Leaving hospital")
    pat.follow("^Conversation$")
    pat.follow("Who rings on day two")
    pat.choose("Question")
    pat.write("Your contribution", SAID.replace("Grace Adeyemi", "Grace Ademeyi"))
    pat.click("See how it will read")
    pat.sees("Did you mean @Grace Adeyemi?")
    pat.write("Your contribution", SAID)
    pat.page.get_by_label("Add files").set_input_files(figures)
    pat.click("Add it")
    pat.sees("the figures are attached")
    pat.sees("flats.csv")
    assert pat.page.locator("strong", has_text="figures").count() == 1


def grace_is_told_where_and_not_what(grace):
    work()
    told = mail_to("grace@aldermere.example", "You are mentioned in")
    assert "flats" not in told.subject + told.body
    grace.open(link_in(told, "/topics/"))
    grace.sees("who decides on the flats?")


def grace_moves_it_to_its_proper_door(grace):
    number = Post.objects.latest("pk").number
    grace.follow(f"Move contribution {number} to the parked list")
    grace.write("Why is it out of scope?", WHY)
    grace.choose("How many homes are let, and to whom: The council’s housing committee")
    grace.click("Move it")
    grace.sees("What Pat Nowak said here is out of scope")


def pat_reads_why(pat):
    work()
    told = mail_to("pat@aldermere.example", "is on the parked list of")
    assert WHY in told.body
    assert "The council’s housing committee" in told.body
    pat.open(link_in(told, "/parked/"))
    pat.sees(WHY)
    pat.sees("who decides on the flats?")
    pat.sees("flats.csv")
    assert Parking.objects.standing().filter(post__author__contributor__letter_name="Pat Nowak")
