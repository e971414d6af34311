"""Story 10, private office stays in control: nothing goes in a minister’s name without a mandate
(SIG-3), nor one letter more than it is for (SIG-4), nor after the minister has left (SIG-2). The
private office stops all letters at once, and somebody else lets them go on (CMP-4)."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from coalition.models import Programme, User
from recognition.actions import rendering, signatories
from recognition.demo_pictures import draw_signature
from recognition.models import Campaign, Letter, Signatory
from tests import make
from tests.journeys.conftest import work

AMIR, GEORGINA, LENA, ROSA = (
    f"{who}@aldermere.example" for who in ("amir", "georgina", "lena", "rosa")
)
SUMMER, ADA, JOE = "From both ministers", "Rt Hon Ada Obi MP", "Rt Hon Joe Fry MP"
MINISTER = "Minister for New Arrivals"


def test_private_office_pauses_all(somebody, monkeypatch):
    monkeypatch.setattr(rendering, "CHUNK", 1)  # so that work() sends one letter
    georgina, rosa, lena = somebody(), somebody(), somebody()
    campaign = letters_are_approved()

    rosa.sign_in(ROSA)
    georgina.sign_in(GEORGINA)
    nothing_goes_without_the_mandate_of(rosa, campaign, ADA)
    georgina.follow(f"Give a mandate for letters, or not: {SUMMER}")
    she_gives_a_mandate(georgina, ADA, letters=2)
    nothing_goes_without_the_mandate_of(rosa, campaign, JOE)
    she_gives_a_mandate(georgina, JOE, letters=3)
    the_first_letter_goes(rosa, campaign)
    she_stops_all_letters(georgina)
    nothing_more_goes(campaign)
    somebody_else_lets_them_go_on(lena)
    the_letter_over_the_number_is_held(rosa, campaign)
    she_revokes_the_mandate(georgina, campaign)
    tried_again_it_is_held(rosa, campaign, f"The private office of {ADA} has given no mandate")
    she_gives_a_mandate(georgina, ADA, letters=1)
    the_minister_leaves()
    tried_again_it_is_held(rosa, campaign, f"{ADA} is not {MINISTER} today")


def letters_are_approved() -> Campaign:
    rosa, amir = (User.objects.get(email=email) for email in (ROSA, AMIR))
    ada, joe = (minister(style, rosa) for style in (ADA, JOE))
    return make.campaign(
        [make.event(make.contributor(adult="yes")) for _ in range(3)],
        name=SUMMER,
        signatory=ada,
        second_signatory=joe,
        by=rosa,
        approver=amir,
        approved=True,
    )


def minister(style: str, rosa: User) -> Signatory:
    added = signatories.add(
        programme=Programme.objects.get(),
        style=style,
        office_title=MINISTER,
        thanker="minister",
        office_from=timezone.localdate() - timedelta(days=90),
        by=rosa,
    )
    georgina = User.objects.get(email=GEORGINA)
    signatories.hand_to(signatory=added, office=[georgina], by=rosa)
    return signatories.keep_signature(signatory=added, picture=draw_signature(), by=georgina)


def nothing_goes_without_the_mandate_of(rosa, campaign, style):
    send_them(rosa, campaign)
    rosa.sees(f"The private office of {style} has given no mandate")
    campaign.refresh_from_db()
    assert campaign.status == "approved"


def send_them(rosa, campaign):
    rosa.open(f"{campaign.get_absolute_url()}release/")
    rosa.click("Send 3 letters")


def she_gives_a_mandate(georgina, style, letters):
    georgina.follow(f"Give a mandate for {style}")
    georgina.write("For how many letters?", str(letters))
    georgina.click("Give the mandate")
    georgina.sees("The mandate is given")


def the_first_letter_goes(rosa, campaign):
    send_them(rosa, campaign)
    work()
    assert standing(campaign) == ["queued", "queued", "sent"]


def she_stops_all_letters(georgina):
    georgina.open("/thanks/office/")
    georgina.sees("of 5 mandated letters used")
    georgina.click("Stop all letters now")
    georgina.sees("are stopped. One that is being handed over now still goes.")
    again = georgina.page.get_by_role("link", name="Let the letters go again")
    expect(again).to_have_count(0)


def nothing_more_goes(campaign):
    work()
    assert standing(campaign) == ["queued", "queued", "sent"]


def somebody_else_lets_them_go_on(lena):
    lena.sign_in(LENA)
    lena.follow("are stopped: let them go again")
    lena.sees("Georgina Hale stopped them")
    lena.click("Let them go")
    lena.sees("are on their way again")


def the_letter_over_the_number_is_held(rosa, campaign):
    work()
    assert standing(campaign) == ["queued", "sent", "sent"]
    work()
    assert standing(campaign) == ["held", "sent", "sent"]
    places = campaign.mandates.order_by("pk").values_list("used", "max_count")
    assert list(places) == [(2, 2), (2, 3)]
    is_held(rosa, campaign, f"The mandate for 2 letters of {ADA} is used up")


def she_revokes_the_mandate(georgina, campaign):
    georgina.open(campaign.get_absolute_url())
    georgina.follow(f"Revoke it.*{ADA}")
    georgina.sees("2 of 2 letters")
    georgina.click("Revoke it")
    georgina.sees("Nothing more goes under this mandate")


def the_minister_leaves():
    rosa = User.objects.get(email=ROSA)
    yesterday = timezone.localdate() - timedelta(days=1)
    signatories.change(signatory=Signatory.objects.get(style=ADA), office_to=yesterday, by=rosa)


def tried_again_it_is_held(rosa, campaign, why):
    rosa.open(f"{campaign.get_absolute_url()}progress/")
    rosa.follow("Try again")
    rosa.click("Try 1 letter again")
    work()
    is_held(rosa, campaign, why)


def is_held(rosa, campaign, why):
    rosa.open(f"{campaign.get_absolute_url()}progress/")
    rosa.sees("1 letter is held because of who signs it")
    held = Letter.objects.get(campaign=campaign, status="held")
    assert held.stopped_by == "G6"
    assert why in held.problem


def standing(campaign) -> list[str]:
    return sorted(campaign.letters.values_list("status", flat=True))
