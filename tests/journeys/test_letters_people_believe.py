"""Story 8, letters people believe: words are written and mended, each person gets them in their own
language and format, and whoever cannot get a letter yet is named with the reason."""

from django.urls import reverse

from coalition.models import Programme, User
from recognition.models import Campaign, Letter, LetterTemplate, Signatory, TemplateVersion
from recognition.wordings import WORDINGS
from tests import make
from tests.journeys.conftest import Person

AMIR, ROSA = (f"{who}@aldermere.example" for who in ("amir", "rosa"))
NAME, WINTER = "Thanks for the winter", "The second winter"
BODY = "You ((what_they_did)).\n\nBecause of that ((what_it_made_possible)).\n\nThank **you**."
# What is wrong with it, and what the page says.
BAD = {
    "You ((what_they_dud)).": "Did you mean ((what_they_did))?",
    "You ((what_they_did).": "not closed",
    "{{ salutation }}, thank you.": "with two round brackets on each side",
    "Dear Supporter, thank you.": "Leave out the greeting",
    "thank " * 230: "You have used 230, 10 too many",
    "Thank you. Could you come again?": "“Could you” may ask for something",
    "Thank you \U0001f600": "We cannot print the picture",
}
MISSING = {
    "Mr No Impact": "It is not written down what this made possible",
    "شكرا": "We cannot print the character",
    "Party \U0001f600 People": "We cannot print the picture",
    "Mr Bra Ille": "braille, which is not made here",
    "Mr and Mrs": "is no way to greet a person",
}


def test_letters_people_believe(somebody):
    rosa, amir = somebody(), somebody()

    rosa.sign_in(ROSA)
    words_that_would_go_wrong_are_not_saved(rosa)
    words = the_words_are_saved_and_shown_as_they_print(rosa)
    campaign = people_are_chosen(words)
    nobody_in_wales_is_passed_over(rosa, campaign)
    the_welsh_version_is_written_beside_the_english(rosa, words)
    the_proofs_show_the_difficult_ones_first(rosa, campaign)
    amir.sign_in(AMIR)
    a_second_person_sees_the_same(amir, campaign)


def words_that_would_go_wrong_are_not_saved(rosa: Person):
    rosa.open(reverse("recognition:template_new"))
    rosa.write("Name of the template", NAME)
    rosa.write("Subject of the email", "A letter of thanks")
    for body, said in BAD.items():
        rosa.write("The letter", body)
        rosa.click("Save and see how it prints")
        rosa.sees(said)
    assert not LetterTemplate.objects.filter(name=NAME).exists()


def the_words_are_saved_and_shown_as_they_print(rosa: Person) -> TemplateVersion:
    rosa.write("The letter", BODY)
    rosa.click("Save and see how it prints")
    rosa.sees("of at most 220 words")
    rosa.sees("Reading age about")
    rosa.sees("In other languages and formats")
    return TemplateVersion.objects.get(template__name=NAME)


def people_are_chosen(words: TemplateVersion) -> Campaign:
    """Some of whom a letter cannot reach as it is."""
    people = [
        make.contributor("Mr Plain Reader"),
        make.contributor("Mrs Siân Ŵyn", language="cy"),
        make.contributor("Mr Lar Ge", format_need="large_print"),
        make.contributor("Mr Bra Ille", format_need="braille"),
        make.contributor("Mr and Mrs"),
        make.contributor("شكرا"),
        make.contributor("Party \U0001f600 People"),
        make.contributor("Ann *Star* Lee"),
    ]
    events = [make.event(person) for person in people]
    events.append(make.event(make.contributor("Mr No Impact"), what_it_made_possible=""))
    return make.campaign(
        events,
        programme=Programme.objects.get(),
        by=User.objects.get(email=ROSA),
        name=WINTER,
        template_version=words,
        signatory=Signatory.objects.order_by("pk")[0],
    )


def nobody_in_wales_is_passed_over(rosa: Person, campaign: Campaign):
    """TPL-4."""
    rosa.open(campaign.get_absolute_url())
    rosa.click("Go on to the proofs")
    rosa.sees("to somebody who lives in Wales or reads Welsh")
    rosa.sees("has no Welsh version")


def the_welsh_version_is_written_beside_the_english(rosa: Person, words: TemplateVersion):
    rosa.open(words.template.get_absolute_url())
    rosa.follow("Write it in another language or format")
    rosa.sees("What it should say")
    rosa.write("Subject of the email", "Llythyr o ddiolch")
    rosa.write("The letter", WORDINGS["official-cy"].body)
    rosa.click("Save and see how it prints")
    rosa.sees("This says what version 1 of")
    rosa.sees("Annwyl")


def the_proofs_show_the_difficult_ones_first(rosa: Person, campaign: Campaign):
    """CMP-1, CMP-2, G11."""
    rosa.open(campaign.get_absolute_url())
    rosa.click("Go on to the proofs")
    for said in (
        "In Welsh",
        "In large print",
        "Annwyl",
        "Dear",
        "Ann *Star* Lee",
        *MISSING.values(),
    ):
        rosa.sees(said)
    letters = Letter.objects.filter(campaign=campaign)
    assert set(letters.values_list("letter_name", "language", "format")) == {
        ("Mr Plain Reader", "en", "standard"),
        ("Mrs Siân Ŵyn", "cy", "standard"),
        ("Mr Lar Ge", "en", "large_print"),
        ("Ann *Star* Lee", "en", "standard"),
    }
    rosa.click("Ask for approval")


def a_second_person_sees_the_same(amir: Person, campaign: Campaign):
    amir.open(f"{campaign.get_absolute_url()}approve/")
    for said in ("In Welsh", "In large print", "Annwyl", *MISSING.values()):
        amir.sees(said)
