"""Letters to you, what waits on the dashboard, and the demo world."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from coalition import demo as ground
from coalition.models import JournalEntry, Programme, User
from coalition.verifying import faults
from forums import demo as forums_demo
from recognition import demo, panels, store
from recognition.models import (
    Campaign,
    ContributionEvent,
    Experiment,
    Letter,
    LetterTemplate,
    Signatory,
)
from recognition.models.mandate import asks_for_mandate
from recognition.proofs import ugliest_first
from tests import make

MINE = reverse("recognition:my_letter_list")


@pytest.fixture
def letter(ben, rosa):
    campaign = make.campaign([make.event(ben.contributor)], by=rosa, released=True)
    return make.letter(campaign, status="sent")


def page(response):
    return response.content.decode()


def test_a_person_reads_their_letter_again(as_, ben, letter):
    client = as_(ben)
    detail = reverse("recognition:my_letter_detail", args=[letter.ref])

    assert detail in page(client.get(MINE))
    shown = page(client.get(detail))
    assert "Dear Ben," in shown
    assert "cooked supper every Thursday" in shown


def test_a_letter_that_came_by_post_says_so(as_, ben, rosa):
    campaign = make.campaign([make.event(ben.contributor)], by=rosa, released=True)
    letter = make.letter(campaign, status="sent", channel="post", email="")

    shown = page(as_(ben).get(reverse("recognition:my_letter_detail", args=[letter.ref])))

    assert "<span>On paper</span>" in shown
    assert "<span>To " not in shown


def test_the_pdf_is_byte_for_byte_what_was_sent(as_, ben, letter):
    response = as_(ben).get(reverse("recognition:my_letter_pdf", args=[letter.ref]))

    assert response.content == store.get(letter.pdf_hash)
    assert "private" in response["Cache-Control"]


def test_what_a_person_reads_stays_what_they_got(as_, ben, letter):
    """LET-2: the office moves and the signatory changes body after it was sent."""
    client, detail = as_(ben), reverse("recognition:my_letter_detail", args=[letter.ref])
    Programme.objects.update(office_phone="01632 960 999", office_email="new@aldermere.example")
    Signatory.objects.update(body="Another Body", style="Somebody Else")

    shown = page(client.get(detail)).partition('class="letter"')[2].partition("</div>")[0]

    assert "Aldermere City Council" in shown
    assert letter.sender_lines[1] in shown
    for new in ("01632 960 999", "new@aldermere.example", "Another Body", "Somebody Else"):
        assert new not in shown


def test_a_pdf_that_is_no_longer_kept_is_not_offered(as_, ben, letter):
    store.path_of(letter.pdf_hash).unlink()
    client = as_(ben)

    shown = page(client.get(reverse("recognition:my_letter_detail", args=[letter.ref])))

    assert "Open the PDF" not in shown
    gone = client.get(reverse("recognition:my_letter_pdf", args=[letter.ref]))
    assert gone.status_code == 404


@pytest.mark.parametrize("status", ["queued", "ready", "held", "failed", "cancelled"])
def test_a_letter_that_has_not_gone_is_not_there(as_, ben, rosa, status):
    campaign = make.campaign([make.event(ben.contributor)], by=rosa, released=True)
    letter = make.letter(campaign, status=status)

    assert letter.ref not in page(as_(ben).get(MINE))
    for url_name in ("my_letter_detail", "my_letter_pdf"):
        url = reverse(f"recognition:{url_name}", args=[letter.ref])
        assert as_(ben).get(url).status_code == 404


def test_nobody_reads_the_letter_of_somebody_else(as_, cleo, letter):
    assert letter.ref not in page(as_(cleo).get(MINE))
    for url_name in ("my_letter_detail", "my_letter_pdf"):
        url = reverse(f"recognition:{url_name}", args=[letter.ref])
        assert as_(cleo).get(url).status_code == 404


def test_whoever_has_no_letters_is_told_where_they_will_be(as_, cleo):
    assert "No letters yet" in page(as_(cleo).get(MINE))


# --- the dashboard ---


def test_letters_wait_for_whoever_may_approve_them(programme, rosa, amir, lena):
    make.campaign(by=rosa, asked=True, name="Hosts")

    panel = panels.campaigns_to_approve(amir)

    assert panel.tasks[0].sentence == "Approve letters: Hosts"
    assert panel.waiting
    assert panels.campaigns_to_approve(rosa) is None
    assert panels.campaigns_to_approve(lena) is None


def test_thanks_wait_for_whoever_prepares_them(programme, rosa, amir):
    event = make.event(make.contributor("Ann Lee"))
    make.campaign([make.event()], frozen=True)

    panel = panels.thanks_owed(rosa)

    assert panel.count == 1
    assert panel.tasks[0].sentence.startswith("Thank Ann Lee, who cooked supper")
    assert panel.tasks[0].due_on == event.due_on
    assert panels.thanks_owed(amir) is None


def test_letters_that_stopped_wait_for_whoever_settles_them(programme, rosa, amir):
    assert panels.letters_needing_a_person(rosa) is None

    make.letter(make.campaign(by=rosa, released=True, name="Hosts"), status="failed")

    assert "Hosts" in panels.letters_needing_a_person(rosa).tasks[0].sentence
    assert panels.letters_needing_a_person(amir) is None


def test_the_last_letters_stand_on_ones_own_page(as_, ben, letter):
    assert panels.my_letters(ben).tasks[0].sentence == "A letter of thanks"
    assert "A letter of thanks" in page(as_(ben).get(reverse("dashboard")))


# --- the demo world ---


def test_the_demo_has_letters_to_approve_a_draft_and_thanks_that_are_late(db, settings):
    settings.DEMO = True
    ground.build()
    forums_demo.build()
    demo.build()

    waiting = Campaign.objects.get(name="The first winter", status=Campaign.Status.IN_REVIEW)
    names = set(Letter.objects.values_list("letter_name", flat=True))
    assert {"Оксана Мельник", "Tom and Ifeoma Bell"} <= names
    assert {"G1", "G4"} <= set(waiting.exclusions.values_list("gate", flat=True))
    assert all(not proof.problem for proof in ugliest_first(waiting))
    assert Campaign.objects.get(status=Campaign.Status.DRAFT).candidates.exists()
    georgina = User.objects.get(email="georgina@aldermere.example")
    asked = asks_for_mandate(georgina).get()
    assert asked.signatory.is_minister
    assert [one.gate for one in asked.exclusions.all()] == ["G3"]
    assert all(not proof.problem for proof in ugliest_first(asked))
    assert ContributionEvent.objects.late().exists()
    assert ContributionEvent.objects.filter(source__isnull=False).exists()
    assert set(LetterTemplate.objects.values_list("language", flat=True)) == {"en", "cy"}
    _is_an_experiment_that_is_over(Experiment.objects.get())


def _is_an_experiment_that_is_over(trial):
    """As if it had taken weeks (story 24): nobody parted at home, and thanked in time."""
    assert (trial.status, trial.is_too_small) == ("closed", True)
    assert trial.started_at.date() < trial.ends_on < timezone.localdate()
    assert trial.results["says"][0].startswith("B: ")
    by_group = {group["stratum"]: group["arms"] for group in trial.results["groups"]}
    assert all(
        arm == {"code": arm["code"], "hidden": True} for arm in by_group["Gave money or goods"]
    )
    letters = trial.campaign.letters
    assert set(letters.values_list("status", "campaign__status")) == {("sent", "complete")}
    assert trial.assignments.filter(unit__startswith="household:").count() == 8
    assert trial.assignments.count() == 48
    assert not letters.filter(event__closed_at__date__gt=F("event__due_on")).exists()
    assert not trial.responses.filter(answered_at__gte=F("experiment__closed_at")).exists()
    assert list(faults()) == []
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Experiment.objects.update(seed="chosen")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        JournalEntry.objects.update(kind="forged")
