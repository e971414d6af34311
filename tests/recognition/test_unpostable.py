"""Letters that cannot be posted: found with their reason, and where to mend it (letters.md B3)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.models import JournalEntry
from coalition.postal import read_address
from recognition import unpostable
from recognition.actions import campaigns
from recognition.actions.unpostable import UNPOSTABLE_EXPORTED
from recognition.unpostable import people_of
from tests import make

RIGHT = "14 Weaver Street\nAldermere\nAL9 3QT"
URL = "recognition:unpostable_list"
pytestmark = pytest.mark.django_db


def owed(programme, address, name="Ann Lee", **fields):
    person = make.contributor(name, address=address, **fields)
    make.event(person, programme=programme)
    return person


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("14 Weaver Street\nAldermere", "must be a UK postcode"),
        ("AL9 3QT", "at least 3 lines"),
        ("(Flat 2)\n14 Weaver Street\nAL9 3QT", "cannot begin with"),
        ("NFA\nAldermere\nAL9 3QT", "no fixed abode"),
        ("No fixed address\nAldermere\nAL9 3QT", "no fixed abode"),
        ("1\n2\n3\n4\n5\n6\nAL9 3QT", "room for 7 lines"),
        ("вулиця 1\nAldermere\nZZ1 1AA", "must be a UK postcode"),
        ("Unit 4\nBFPO 57\nEngland", "has no country"),
        ("14 Weaver Street\nAldermere\nAL9 3QC", "must be a UK postcode"),
        ("Вулиця\nAldermere\nAL9 3QT", "no Latin letter"),
    ],
)
def test_each_address_that_the_post_turns_away_is_found_with_its_reason(
    programme, rosa, address, said
):
    person = owed(programme, address)

    [row] = unpostable.found(people_of(rosa))

    assert row.person == person
    assert said in row.reason


@pytest.mark.parametrize(
    "address",
    [
        RIGHT,
        RIGHT.replace("\n", "\r\n"),
        "14 Weaver Street\nAldermere\nal93qt",
        "Flat 2\n14 Weaver Street\nNorthside\nAldermere\nAL9 3QT\nEngland",
        "Sgt A Lee\nBFPO 57",
        "ʻĀina House\n14 Weaver Street\nAL9 3QT",
        "",  # they have an email address
    ],
)
def test_what_can_be_posted_is_not_there(programme, rosa, address):
    owed(programme, address)

    assert unpostable.found(people_of(rosa)) == []


def test_the_quick_look_of_the_database_never_hides_a_problem(programme, rosa):
    """What it takes for right, the rules take for right."""
    lines = ["14 Weaver Street", "(Flat 2)", "NFA", "Aldermere", "AL9 3QT", "ZZ1 1AA", "England"]
    texts = ["\n".join([one, two, three]) for one in lines for two in lines for three in lines]
    for text in texts:
        owed(programme, text)

    told = {row.person.address for row in unpostable.found(people_of(rosa))}

    assert told == {text for text in texts if read_address(["Ann Lee", *text.split("\n")]).problems}


def test_somebody_without_any_address_is_there(programme, rosa):
    owed(programme, "", email="")

    [row] = unpostable.found(people_of(rosa))

    assert row.reason == unpostable.NO_WAY


def test_only_those_who_are_owed_thanks_or_whose_letter_waits(programme, rosa):
    make.contributor(address="Aldermere")
    owed(programme, "Aldermere", deceased_on=timezone.localdate())
    owed(make.programme("Winter shelter"), "Aldermere")
    thanked = make.contributor(address="Aldermere")
    make.event(thanked, programme=programme, outcome="thanked", closed_at=timezone.now())

    assert unpostable.found(people_of(rosa)) == []


def test_the_page_says_why_and_where_to_mend_it(as_, rosa, programme):
    person = owed(programme, "14 Weaver Street\nAldermere")
    campaign = make.campaign(by=rosa)

    page = as_(rosa).get(reverse(URL)).text

    assert "must be a UK postcode" in page
    assert reverse("contributor_edit", args=[person.pk]) in page
    only = as_(rosa).get(reverse(URL), {"campaign": campaign.pk}).text
    assert "Every address can be posted to" in only


def test_a_campaign_shows_its_own(as_, rosa, programme):
    person = make.contributor("Ann Lee", address="Aldermere")
    campaign = make.campaign([make.event(person, programme=programme)], by=rosa, frozen=True)

    page = as_(rosa).get(reverse(URL), {"campaign": campaign.pk}).text

    assert "Ann Lee" in page
    assert "Waits in" in page
    assert as_(rosa).get(reverse(URL), {"campaign": 987654}).status_code == 404


def test_it_is_downloaded_and_the_journal_knows(as_, rosa, programme):
    """P4."""
    owed(programme, "=cmd\nAldermere")

    response = as_(rosa).get(reverse("recognition:unpostable_export"))

    table = response.content.decode("utf-8-sig")
    assert "must be a UK postcode" in table or "cannot begin with" in table
    assert "\r\n=cmd" not in table
    assert ",=cmd" not in table
    entry = JournalEntry.objects.get(kind=UNPOSTABLE_EXPORTED)
    assert (entry.by, entry.facts) == (rosa, {"rows": 1})


def test_pages_follow_one_another_and_none_is_shown_twice(as_, rosa, programme, monkeypatch):
    monkeypatch.setattr("recognition.views.unpostable.PAGE_SIZE", 2)
    people = [owed(programme, "Aldermere", f"Ann {name}") for name in ("One", "Two", "Three")]
    client = as_(rosa)

    first = client.get(reverse(URL))
    second = client.get(reverse(URL), {"after": first.context["next"]})

    assert [row.person for row, _ in first.context["rows"]] == people[:2]
    assert [row.person for row, _ in second.context["rows"]] == people[2:]
    assert second.context["next"] is None


def test_it_takes_the_same_queries_however_many(as_, rosa, programme):
    client = as_(rosa)

    def queries():
        client.get(reverse(URL))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(URL))
        return len(found)

    owed(programme, "Aldermere")
    few = queries()
    for _ in range(20):
        owed(programme, "Aldermere")
    assert queries() == few


def detail(campaign):
    return reverse("recognition:campaign_detail", args=[campaign.pk])


def listed(campaign):
    return f"{reverse(URL)}?campaign={campaign.pk}"


def test_the_page_of_a_campaign_leads_there_with_a_number(as_, rosa, programme):
    people = [make.contributor(address=line) for line in ("Aldermere", "NFA", RIGHT)]
    campaign = make.campaign([make.event(one, programme=programme) for one in people], by=rosa)

    response = as_(rosa).get(detail(campaign))

    assert response.context["unpostable"].count == 2
    assert listed(campaign) in response.text
    assert len(as_(rosa).get(listed(campaign)).context["rows"]) == 2


def test_nothing_stands_there_where_every_address_is_right(as_, rosa, programme):
    campaign = make.campaign([make.event(make.contributor(address=RIGHT))], by=rosa)

    assert listed(campaign) not in as_(rosa).get(detail(campaign)).text


def test_a_private_office_is_not_led_to_addresses(as_, programme):
    signatory = make.signatory(programme)
    office = make.private_office(signatory)
    person = make.contributor(address="Aldermere")
    campaign = make.campaign([make.event(person)], signatory=signatory, frozen=True)

    response = as_(office).get(detail(campaign))

    assert response.status_code == 200
    assert listed(campaign) not in response.text


def test_nothing_stands_there_once_all_is_over(as_, rosa, programme):
    campaign = make.campaign([make.event(make.contributor(address="Aldermere"))], by=rosa)
    campaigns.cancel(campaign=campaign, by=rosa)

    assert listed(campaign) not in as_(rosa).get(detail(campaign)).text


def test_of_very_many_the_page_does_not_wait_for_the_number(as_, rosa, programme, monkeypatch):
    monkeypatch.setattr(unpostable, "COUNTED", 0)
    campaign = make.campaign([make.event(make.contributor(address="Aldermere"))], by=rosa)

    response = as_(rosa).get(detail(campaign))

    assert response.context["unpostable"].count is None
    assert listed(campaign) in response.text


def test_letters_held_by_their_address_lead_there(as_, rosa, programme):
    campaign = make.campaign([make.event(make.contributor())], by=rosa, released=True)
    held = {"status": "held", "stopped_by": "G5", "problem": "No address."}
    campaign.letters.update(**held)

    page = as_(rosa).get(reverse("recognition:campaign_progress", args=[campaign.pk])).text

    assert listed(campaign) in page
