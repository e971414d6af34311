"""Stories 10 and 23, the bad turns: a mandate ends while letters go, so the rest is held and says
why (SIG-1, G6); the private office gives another, and lays an embargo on what its minister signs
(EMB-1, G7). Nothing that was held goes by itself."""

from datetime import timedelta

from django.utils import timezone

from coalition.models import User
from coalition.templatetags.words import day
from recognition.actions import rendering
from recognition.models import Campaign, Mandate, Signatory
from tests import make
from tests.journeys.conftest import work

AMIR, GEORGINA, ROSA = (f"{who}@aldermere.example" for who in ("amir", "georgina", "rosa"))
AUTUMN, RESHUFFLE = "Those who waited at the station", "Reshuffle"


def test_a_mandate_ends_midway(somebody, monkeypatch):
    monkeypatch.setattr(rendering, "CHUNK", 1)  # so that work() sends one letter
    georgina, rosa = somebody(), somebody()
    campaign = letters_are_approved()

    georgina.sign_in(GEORGINA)
    rosa.sign_in(ROSA)
    she_gives_a_mandate(georgina, f"Give a mandate for letters, or not: {AUTUMN}", letters=3)
    the_first_letter_goes(rosa, campaign)
    its_last_day_passes()
    the_next_is_held_and_says_why(rosa, campaign)
    she_is_asked_and_gives_another(georgina, campaign)
    she_lays_an_embargo(georgina)
    tried_again_it_is_held_by_the_embargo(rosa, campaign)
    she_lifts_it(georgina)
    nothing_goes_by_itself(campaign)
    tried_again_it_goes(rosa, campaign)


def letters_are_approved() -> Campaign:
    rosa, amir = (User.objects.get(email=email) for email in (ROSA, AMIR))
    return make.campaign(
        [make.event(make.contributor(adult="yes")) for _ in range(2)],
        name=AUTUMN,
        signatory=Signatory.objects.get(thanker="minister"),
        by=rosa,
        approver=amir,
        approved=True,
    )


def she_gives_a_mandate(georgina, task, letters):
    georgina.follow(task)
    georgina.follow("Give (a|another) mandate")
    georgina.write("For how many letters?", str(letters))
    georgina.click("Give the mandate")
    georgina.sees("The mandate is given")


def the_first_letter_goes(rosa, campaign):
    rosa.open(f"{campaign.get_absolute_url()}release/")
    rosa.click("Send 2 letters")
    work()
    assert standing(campaign) == ["queued", "sent"]


def its_last_day_passes():
    yesterday = timezone.localdate() - timedelta(days=1)
    Mandate.objects.filter(campaign__name=AUTUMN).update(from_on=yesterday, to_on=yesterday)


def the_next_is_held_and_says_why(rosa, campaign):
    work()
    assert standing(campaign) == ["held", "sent"]
    rosa.open(f"{campaign.get_absolute_url()}progress/")
    rosa.sees("1 letter is held because of who signs it")
    held = campaign.letters.get(status="held")
    ended = day(timezone.localdate() - timedelta(days=1))
    assert held.problem == f"The mandate of Rt Hon Miriam Achebe MP ended on {ended}."


def she_is_asked_and_gives_another(georgina, campaign):
    georgina.open("/")
    she_gives_a_mandate(georgina, f"Give a mandate for letters, or not: {AUTUMN}", letters=1)
    places = campaign.mandates.order_by("pk").values_list("used", "max_count", "revoked_at")
    assert [(used, most) for used, most, _ in places] == [(1, 3), (0, 1)]


def she_lays_an_embargo(georgina):
    georgina.open("/thanks/office/")
    georgina.follow("Set an embargo on letters of")
    georgina.write("What is it called?", RESHUFFLE)
    today = timezone.localdate()
    georgina.date("First day", f"{today:%d/%m/%Y}")
    georgina.date("Last day", f"{today + timedelta(days=9):%d/%m/%Y}")
    georgina.click("Set the embargo")
    georgina.sees(f"‘{RESHUFFLE}’ is set")


def tried_again_it_is_held_by_the_embargo(rosa, campaign):
    try_again(rosa, campaign)
    assert standing(campaign) == ["held", "sent"]
    assert campaign.letters.get(status="held").stopped_by == "G7"


def she_lifts_it(georgina):
    georgina.follow("Lift it now")
    georgina.click("Lift it")
    georgina.sees("is lifted. What it held waits for a person.")


def nothing_goes_by_itself(campaign):
    work()
    assert standing(campaign) == ["held", "sent"]


def tried_again_it_goes(rosa, campaign):
    try_again(rosa, campaign)
    assert standing(campaign) == ["sent", "sent"]


def try_again(rosa, campaign):
    rosa.open(f"{campaign.get_absolute_url()}progress/")
    rosa.follow("Try again")
    rosa.click("Try 1 letter again")
    work()


def standing(campaign) -> list[str]:
    return sorted(campaign.letters.values_list("status", flat=True))
