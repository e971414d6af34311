"""The pages on which people follow letters, and settle what stopped."""

import importlib
from pkgutil import iter_modules

import pytest
from django.urls import reverse

from coalition import delivery
from coalition.models import JournalEntry
from recognition import actions, tasks
from recognition.models import Campaign, Letter
from recognition.views.letters import HAPPENED
from tests import make

Status = Letter.Status
ACTIONS = [module.name for module in iter_modules(actions.__path__)]


@pytest.fixture
def woken(monkeypatch):
    """Campaigns for which the bell was rung."""
    rung = []
    monkeypatch.setattr(tasks, "wake", rung.append)
    return rung


def progress_of(campaign):
    return reverse("recognition:campaign_progress", args=[campaign.pk])


def test_the_page_counts_letters_by_state_and_links_each_count(as_, rosa):
    campaign = make.campaign([make.event(), make.event()], by=rosa, released=True)
    make.letter(campaign, status="sent")

    page = as_(rosa).get(progress_of(campaign)).content.decode()

    assert "of 2 letters sent" in page
    assert "?status=queued" in page
    assert "?status=sent" in page


def test_htmx_is_told_to_stop_when_nothing_moves(as_, rosa):
    letter = make.letter(make.campaign(by=rosa, released=True))
    client, url = as_(rosa), progress_of(letter.campaign)

    moving = client.get(url, headers={"HX-Request": "true"})
    Letter.objects.update(status="failed", cause="refused", problem="550 No such mailbox")
    stopped = client.get(url, headers={"HX-Request": "true"})

    assert (moving.status_code, stopped.status_code) == (200, 286)
    assert "<h1>" not in moving.content.decode()
    assert "data-hx-get" in moving.content.decode()
    assert "data-hx-get" not in stopped.content.decode()


def test_updating_can_be_stopped(as_, rosa):
    """WCAG 2.2.2."""
    campaign = make.campaign(by=rosa, released=True)

    page = as_(rosa).get(progress_of(campaign), {"still": "1"}).content.decode()

    assert "data-hx-get" not in page
    assert "Keep this page up to date" in page


def test_a_campaign_that_is_not_released_has_no_progress(as_, rosa):
    campaign = make.campaign(by=rosa, frozen=True)

    assert as_(rosa).get(progress_of(campaign)).status_code == 404


def test_pause_and_resume_by_button(as_, lena, rosa, woken):
    campaign = make.campaign(by=rosa, released=True)
    client = as_(lena)

    client.post(reverse("recognition:campaign_pause", args=[campaign.pk]))
    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.PAUSED
    assert "Let the letters go again" in client.get(progress_of(campaign)).content.decode()

    client.post(reverse("recognition:campaign_resume", args=[campaign.pk]))
    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.RELEASING
    assert woken == [campaign.pk]


def test_pausing_twice_is_explained(as_, lena, rosa):
    campaign = make.campaign(by=rosa, released=True)
    url = reverse("recognition:campaign_pause", args=[campaign.pk])
    as_(lena).post(url)

    response = as_(lena).post(url)

    assert response.status_code == 409
    assert "paused" in response.content.decode()


def test_what_is_paused_can_be_stopped_for_good_and_asks_first(as_, rosa):
    campaign = make.campaign([make.event(), make.event()], by=rosa, released=True)
    url = reverse("recognition:campaign_stop", args=[campaign.pk])
    client = as_(rosa)
    assert client.get(url).url == progress_of(campaign)
    client.post(reverse("recognition:campaign_pause", args=[campaign.pk]))

    assert url in client.get(progress_of(campaign)).content.decode()
    assert "Stop 2 letters for good" in client.get(url).content.decode()
    assert client.post(url).url == progress_of(campaign)

    assert "Stopped for good" in client.get(progress_of(campaign)).content.decode()
    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.CANCELLED


@pytest.mark.parametrize(("slug", "action"), [("put_off", "retry"), ("refused", "take_out")])
def test_each_cause_offers_one_thing_to_do_and_asks_first(slug, action, as_, rosa, woken):
    letter = make.letter(make.campaign(by=rosa, released=True), status="failed", cause=slug)
    url = reverse(f"recognition:campaign_{action}", args=[letter.campaign_id, slug])
    client = as_(rosa)

    assert url in client.get(progress_of(letter.campaign)).content.decode()
    assert "1 letter" in client.get(url).content.decode()
    letter.refresh_from_db()
    assert letter.status == Status.FAILED

    assert client.post(url).url == progress_of(letter.campaign)
    letter.refresh_from_db()
    assert letter.status == {"retry": Status.QUEUED, "take_out": Status.CANCELLED}[action]


def test_trouble_that_somebody_else_settled_is_explained(as_, rosa):
    campaign = make.campaign(by=rosa, released=True)
    url = reverse("recognition:campaign_retry", args=[campaign.pk, "put_off"])

    assert as_(rosa).get(url).status_code == 409
    assert as_(rosa).get(url.replace("put_off", "bad-luck")).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("letter_was_sent", Status.SENT), ("letter_send_again", Status.READY)],
)
def test_a_doubtful_letter_is_settled_by_two_buttons_that_ask_first(name, status, as_, rosa, woken):
    letter = make.letter(make.campaign(by=rosa, released=True), status="uncertain")
    url = reverse(f"recognition:{name}", args=[letter.pk])
    client = as_(rosa)

    assert url in client.get(letter.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    letter.refresh_from_db()
    assert letter.status == Status.UNCERTAIN

    assert client.post(url).url == progress_of(letter.campaign)
    letter.refresh_from_db()
    assert letter.status == status


def test_after_one_doubt_comes_the_next(as_, rosa, woken):
    campaign = make.campaign([make.event(), make.event()], by=rosa, released=True)
    first = make.letter(campaign, status="uncertain")
    second = make.letter(campaign, status="uncertain")

    response = as_(rosa).post(reverse("recognition:letter_was_sent", args=[first.pk]))

    assert response.url == second.get_absolute_url()


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (True, "The mail server has it."),
        (False, "The mail server does not have it."),
        (None, "&lt;letter-lt-"),
    ],
)
def test_a_doubtful_letter_shows_the_evidence(found, says, as_, rosa, monkeypatch):
    monkeypatch.setattr(delivery, "evidence", lambda message_id: found)
    letter = make.letter(make.campaign(by=rosa, released=True), status="uncertain")

    assert says in as_(rosa).get(letter.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("letter_retry", Status.QUEUED), ("letter_take_out", Status.CANCELLED)]
)
def test_a_single_letter_that_stopped_can_be_tried_again_or_taken_out(
    name, status, as_, rosa, woken
):
    letter = make.letter(make.campaign(by=rosa, released=True), status="held")
    url = reverse(f"recognition:{name}", args=[letter.pk])

    assert url in as_(rosa).get(letter.get_absolute_url()).content.decode()
    as_(rosa).post(url)

    letter.refresh_from_db()
    assert letter.status == status


def test_only_who_prepares_letters_settles_them(as_, lena, rosa):
    letter = make.letter(make.campaign(by=rosa, released=True), status="held")
    url = reverse("recognition:letter_take_out", args=[letter.pk])

    assert url not in as_(lena).get(letter.get_absolute_url()).content.decode()
    assert as_(lena).post(url).status_code == 403


def test_letters_are_listed_by_state_cause_and_gate(as_, rosa):
    campaign = make.campaign([make.event() for _ in "123"], by=rosa, released=True)
    make.letter(campaign, status="failed")
    held = make.letter(campaign, status="held")
    url = reverse("recognition:campaign_letters", args=[campaign.pk])

    def listed(**query):
        return as_(rosa).get(url, query).context["page"].paginator.count

    assert listed() == 3
    assert listed(status="failed") == listed(cause="refused") == listed(gate="G5") == 1
    assert listed(q=held.ref.lower()) == 1
    assert listed(q="nobody") == 0


@pytest.mark.parametrize("status", ["sent", "uncertain"])
def test_the_pdf_is_the_one_that_went(as_, rosa, status):
    letter = make.letter(make.campaign(by=rosa, released=True), status=status)

    response = as_(rosa).get(reverse("recognition:letter_pdf", args=[letter.pk]))

    assert response.content == b"%PDF-1.7"


@pytest.mark.parametrize("status", ["ready", "held", "cancelled"])
def test_sig1_nobody_takes_a_signature_away_before_the_letter_has_gone(as_, rosa, status):
    letter = make.letter(make.campaign(by=rosa, released=True), status="ready")
    stopped = {"stopped_by": "G2", "problem": "On hold."} if status == "held" else {}
    Letter.objects.filter(pk=letter.pk).update(status=status, **stopped)
    url = reverse("recognition:letter_pdf", args=[letter.pk])

    assert as_(rosa).get(url).status_code == 404
    assert url not in as_(rosa).get(letter.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["campaign_progress", "campaign_letters"])
def test_pages_cost_the_same_with_ten_letters_or_with_hundreds(
    name, as_, rosa, django_assert_max_num_queries
):
    client = as_(rosa)
    counts = []
    for number in (10, 300):
        campaign = make.campaign([make.event() for _ in range(number)], by=rosa, released=True)
        for status in ("sent", "uncertain", "failed", "held"):
            make.letter(campaign, status=status)
        url = reverse(f"recognition:{name}", args=[campaign.pk])
        client.get(url)
        with django_assert_max_num_queries(30) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_everything_that_happens_to_one_letter_is_told_in_words():
    modules = [importlib.import_module(f"{actions.__name__}.{name}") for name in ACTIONS]
    said = [
        value for module in modules for value in vars(module).values() if isinstance(value, str)
    ]
    kinds = {value for value in said if value.startswith("letter.")}

    assert "letter.put_off" in kinds
    assert kinds <= HAPPENED.keys()


def test_the_page_of_a_letter_says_that_it_was_given_by_hand(as_, rosa):
    letter = make.letter(make.campaign(by=rosa, released=True), status="sent")
    JournalEntry.objects.record("letter.given_by_hand", by=rosa, subject=letter)

    page = as_(rosa).get(letter.get_absolute_url()).text

    assert "Posted or given by hand" in page
    assert "given_by_hand" not in page


def test_the_page_of_a_letter_greets_in_the_language_of_the_letter(as_, rosa):
    letter = make.letter(make.campaign(by=rosa, released=True), language="cy", status="queued")

    assert f"Annwyl {letter.salutation}," in as_(rosa).get(letter.get_absolute_url()).text
