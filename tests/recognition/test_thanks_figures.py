"""“Thanked in time”: G1 to G6 and A1 (product.md §9)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.actions import mail
from coalition.figures.period import Period, last_months
from coalition.models import Mail, Offer
from recognition.figures import equity, sending, timely
from tests import make
from tests.recognition.test_ledger_pages import page

TODAY = timezone.localdate
FIGURES = reverse("recognition:thanks_figures")
DUE = TODAY() - timedelta(days=10)


def due(number, *, thanked=0, late=0, **fields):
    """So many that were due ten days ago: `thanked` of them the day before, `late` today."""
    in_time = timezone.now() - timedelta(days=11)
    for n in range(number):
        at = in_time if n < thanked else timezone.now() if n < thanked + late else None
        closed = {"outcome": "thanked", "closed_at": at} if at else {}
        make.event(due_on=DUE, happened_on=DUE - timedelta(days=30), **closed, **fields)


def facts(measure):
    return dict(measure.facts)


def test_g1_counts_who_was_thanked_by_the_day_it_was_due(programme):
    due(8, thanked=6, late=1)
    make.event(due_on=TODAY() + timedelta(days=3))
    make.event(due_on=DUE, outcome="not_thanked", why_not="hold", closed_at=timezone.now())

    found = timely.thanked_in_time([programme], last_months())

    assert facts(found) == {"In time": "75%", "That is": "6 of 8"}
    assert found.asks


def test_g1_leaves_out_what_came_as_thanked_and_counts_what_came_as_owed(programme, rosa):
    make.contributor("Ben", email="ben@example.org")
    text = "Name,Email,What they did,Date,Thanked\n"
    text += "".join(f"Ben,ben@example.org,mended bicycle {n},01/03/2024,yes\n" for n in range(6))
    make.import_of(
        *("contributions", text), programme=str(programme.pk), outcome="open", by=rosa, done=True
    )

    long_ago = Period(date(2024, 1, 1), TODAY())

    assert facts(timely.thanked_in_time([programme], long_ago))["In time"] == "none due"


def test_g1_shows_nothing_of_fewer_than_five(programme):
    due(4, thanked=4)

    found = timely.thanked_in_time([programme], last_months())

    assert facts(found) == {"In time": "fewer than 5", "That is": "fewer than 5"}


def test_another_programme_counts_for_itself(programme):
    due(6, programme=make.programme("Another"))

    assert facts(timely.thanked_in_time([programme], last_months()))["In time"] == "none due"


def test_g2_compares_groups_of_ten_or_more_and_names_the_lowest_by_the_highest(programme):
    small = make.organisation("Small", size_band="volunteers", sector="VC")
    large = make.organisation("Large", size_band="larger", sector="NHS")
    tiny = make.organisation("Tiny", size_band="1m", sector="FA")
    due(10, thanked=5, organisation=small)
    due(10, thanked=10, organisation=large)
    due(4, thanked=0, organisation=tiny)

    found = equity.thanks_equity([programme], last_months())

    assert facts(found)["By size"] == "0.50"
    assert facts(found)["By sector"] == "0.50"
    assert facts(found)["By area"] == "too few to say"
    assert found.asks == "Not everyone is thanked alike: look by size and by sector."
    sizes = {row.label: row.words for row in found.splits[0].rows}
    assert sizes == {"Volunteers only": "50%", "£10 million a year or more": "100%"}


def test_g2_org3_counts_the_sector_of_the_day(programme, lena):
    kitchen = make.organisation("Kitchen", sector="VC")
    due(10, thanked=10, organisation=kitchen)
    kitchen.sectors.update(from_on=None, to_on=TODAY() - timedelta(days=5))
    kitchen.sectors.create(sector="SE", from_on=TODAY() - timedelta(days=4))

    found = equity.thanks_equity([programme], last_months())

    labels = [row.label for split in found.splits if split.what == "Sector" for row in split.rows]
    assert labels == ["Voluntary and community"]


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({}, None),
        ({"a": (5, 10)}, None),
        ({"a": (5, 10), "b": (1, 9)}, None),
        ({"a": (5, 10), "b": (10, 10)}, 0.5),
        ({"a": (0, 10), "b": (0, 10)}, None),
    ],
)
def test_g2_says_nothing_of_too_few(groups, said):
    assert equity.ratio(groups) == said


def test_g3_counts_people_to_whom_only_a_machine_wrote(programme):
    for number in range(6):
        person = make.contributor()
        make.event(person, due_on=DUE)
        if number < 5:
            mail.queue(kind="x", to=person.email, subject="Hello", body="Hello", concerns=person)
    Mail.objects.update(status="sent", sent_at=timezone.now())
    thanked = make.contributor()
    make.event(thanked, due_on=DUE)
    make.event(thanked, outcome="thanked", closed_at=timezone.now())
    mail.queue(kind="x", to=thanked.email, subject="Hello", body="Hello", concerns=thanked)
    Mail.objects.update(status="sent", sent_at=timezone.now())

    found = facts(timely.machine_only([programme], last_months()))

    assert (found["People"], found["Out of"]) == ("5", "7")


def test_g3_a_human_answer_to_an_offer_is_not_a_machine(programme, lena):
    for _ in range(5):
        person = make.contributor()
        make.offer(programme=programme, contributor=person, answered_by=lena)
        make.event(person, due_on=DUE)
        mail.queue(kind="x", to=person.email, subject="Hello", body="Hello", concerns=person)
    Mail.objects.update(status="sent", sent_at=timezone.now())

    assert facts(timely.machine_only([programme], last_months()))["People"] == "none"


def test_g4_counts_wrong_letters_by_cause(programme, lena):
    letter = make.letter(status="sent")
    make.regret(letter, kind="deceased", owner=lena, by=lena)

    found = sending.regrets([letter.campaign.programme], last_months())

    assert facts(found)["That is"] == "1 of 1"
    assert found.asks == "A letter went to somebody who has died."


def test_g6_counts_offers_within_90_days_of_thanks_and_claims_nothing(programme):
    then = timezone.now() - timedelta(days=100)
    for number in range(6):
        person = make.contributor()
        make.event(person, outcome="thanked", closed_at=then)
        offer = make.offer(programme=programme, contributor=person)
        after = 10 if number < 5 else 95
        Offer.objects.filter(pk=offer.pk).update(submitted_at=then + timedelta(days=after))

    found = timely.renewed_offers([programme], last_months())

    assert facts(found)["That is"] == "5 of 6"
    assert "not proof of effect" in found.definition
    assert "Not proof of effect" in found.trend_words


def test_a1_counts_what_a_gate_stopped(db):
    campaign = make.campaign([make.event() for _ in range(2)], released=True)
    stopped = make.letter(campaign, status="held", stopped_by="G2", problem="On hold.")

    found = sending.prevented([campaign.programme], last_months())

    assert stopped.stopped_by == "G2"
    assert [row.label for row in found.splits[0].rows] == ["On hold"]


def test_the_page_shows_all_with_what_they_count(as_, lena, programme):
    due(6, thanked=6)

    shown = page(as_(lena).get(FIGURES))

    for code in ("G1", "G2", "G3", "G4", "G6", "A1"):
        assert f'id="h-{code}"' in shown
    assert "What this counts" in shown
    assert "6 of 6" in shown


def test_the_file_says_what_the_page_says(as_, lena, programme):
    due(6, thanked=6)

    response = as_(lena).get(reverse("recognition:thanks_figures_export"))

    assert response["Content-Type"] == "text/csv"
    assert "Thanked in time" in response.content.decode()


@pytest.mark.parametrize("name", ["thanks_figures", "thanks_figures_export"])
def test_days_the_wrong_way_round_are_said(as_, lena, programme, name):
    query = "from_on_day=2&from_on_month=3&from_on_year=2026&to_on_day=1&to_on_month=3"
    response = as_(lena).get(reverse(f"recognition:{name}") + f"?{query}&to_on_year=2026")

    assert response.status_code == 422
    assert "The end is before the start" in page(response)


def test_the_page_asks_as_many_questions_for_many_as_for_few(as_, lena, programme, kitchen):
    client = as_(lena)

    def asked(number):
        due(number, thanked=number // 2, organisation=kitchen)
        with CaptureQueriesContext(connection) as queries:
            client.get(FIGURES)
        return len(queries)

    assert asked(5) == asked(20)
