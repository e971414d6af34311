"""All letters stop, and somebody of another kind lets them go again (CMP-4, G13)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry
from recognition import gates, tasks
from recognition.actions import dispatch, halts, rendering
from recognition.forms.mandates import MandateForm
from recognition.models import Campaign, Halt, Letter
from tests import make

pytestmark = pytest.mark.django_db
Status = Letter.Status
PAUSE_ALL = "/thanks/letters/pause/"


@pytest.fixture
def going(programme, rosa):
    return make.campaign([make.event(programme=programme) for _ in "12"], by=rosa, released=True)


def states(campaign):
    return list(campaign.letters.order_by("pk").values_list("status", flat=True))


def lift_url(halt):
    return reverse("recognition:halt_lift", args=[halt.pk])


@pytest.mark.parametrize("who", ["lena", "amir", "georgina"])
def test_leads_approvers_and_private_offices_stop_everything(who, request, programme):
    person = request.getfixturevalue(who)

    halt = halts.halt(programme=programme, by=person)

    assert list(Halt.objects.in_force()) == [halt]
    assert (halt.halted_by, halt.role) in {(person, role) for role, _ in person.roles}
    entry = JournalEntry.objects.of_kinds([halts.LETTERS_HALTED]).get()
    assert (entry.by, entry.subject) == (person, halt)


@pytest.mark.parametrize("who", ["rosa", "adele", "sam", "ben"])
def test_others_do_not(who, request, programme):
    with pytest.raises(NotAuthorised, match="Approvers, private offices and leads"):
        halts.halt(programme=programme, by=request.getfixturevalue(who))


def test_a_lead_of_another_programme_stops_nothing_here(programme):
    elsewhere = make.user(role="programme_lead", programme=make.programme("Another"))

    with pytest.raises(NotAuthorised):
        halts.halt(programme=programme, by=elsewhere)


def test_what_is_stopped_is_not_stopped_twice(programme, lena, amir):
    halts.halt(programme=programme, by=lena)

    with pytest.raises(DomainError, match="All letters are stopped already"):
        halts.halt(programme=programme, by=amir)


def test_somebody_else_in_another_role_lets_them_go_again(programme, lena, georgina):
    halt = halts.halt(programme=programme, by=georgina)

    halts.lift(halt=halt, by=lena)

    assert not Halt.objects.in_force().exists()
    with pytest.raises(DomainError, match="has let the letters go again already"):
        halts.lift(halt=halt, by=lena)


def test_neither_whoever_stopped_them_nor_their_own_kind_lets_them_go(programme, lena, rosa):
    halt = halts.halt(programme=programme, by=lena)
    other_lead = make.user(role="programme_lead", programme=programme)

    for person in (lena, other_lead, rosa):
        with pytest.raises(NotAuthorised, match="stopped them as programme lead"):
            halts.lift(halt=halt, by=person)


def test_two_roles_of_one_person_are_still_one_person(programme, lena):
    programme.grants.create(user=lena, role="recognition_approver")
    halt = halts.halt(programme=programme, by=lena)

    with pytest.raises(NotAuthorised):
        halts.lift(halt=halt, by=lena)


def test_the_database_keeps_them_apart_too(programme, lena):
    halt = halts.halt(programme=programme, by=lena)

    with pytest.raises(IntegrityError, match="halt_lifted_by_another"), transaction.atomic():
        Halt.objects.filter(pk=halt.pk).update(lifted_at=timezone.now(), lifted_by=lena)
    with pytest.raises(IntegrityError, match="halt_one_at_a_time"), transaction.atomic():
        Halt.objects.create(programme=programme, halted_by=lena, role="programme_lead")


def test_nothing_is_typeset_or_claimed_while_all_are_stopped(going, programme, lena, amir):
    """CMP-4: within one task cycle, and campaigns stay as they were."""
    halt = halts.halt(programme=programme, by=lena)

    assert rendering.typeset_chunk(campaign_id=going.pk) == 0
    Letter.objects.update(status=Status.READY, pdf_hash=make.store.put(b"%PDF-1.7"))
    assert dispatch.send_chunk(campaign_id=going.pk) == 0
    assert mail.outbox == []
    going.refresh_from_db()
    assert going.status == Campaign.Status.RELEASING

    halts.lift(halt=halt, by=amir)
    assert dispatch.send_chunk(campaign_id=going.pk) == 2


def test_g13_stops_a_worker_that_has_its_letters_in_hand_already(going, programme, lena):
    """Asked again for each letter, in the transaction that dispatches it."""
    rendering.typeset_chunk(campaign_id=going.pk)
    route, admitted = dispatch.ROUTE, []

    def admit(letters):
        if admitted:
            halts.halt(programme=programme, by=lena)
        admitted.extend(letters)
        return route.admit(letters)

    stopping = type(route)(**{**vars(route), "admit": admit})
    dispatch.outbox.send_chunk(stopping, going.letters.due(timezone.now()).order_by("pk"))

    assert states(going) == [Status.SENT, Status.READY]
    waiting = going.letters.get(status=Status.READY)
    assert waiting.gates["G13"] == "All letters of the programme are stopped."


def test_g13_asks_about_this_programme_only(going, lena):
    elsewhere = make.programme("Another")
    lead = make.user(role="programme_lead", programme=elsewhere)
    halts.halt(programme=elsewhere, by=lead)

    letter = going.letters.with_words().order_by("pk")[0]

    assert gates.evaluate(letter, gates.facts_about(letter)).results["G13"] == ""


def test_the_sweep_wakes_nobody_for_what_is_stopped(going, programme, lena, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks, "wake", woken.append)
    halts.halt(programme=programme, by=lena)

    tasks.sweep_letters()

    assert woken == []


def test_one_button_stops_all_letters_and_says_so(as_, going, lena, rosa):
    client = as_(lena)
    listed = reverse("recognition:campaign_list")
    assert PAUSE_ALL in client.get(listed).content.decode()

    shown = client.post(PAUSE_ALL, follow=True).content.decode()

    assert "All letters of Homes for Aldermere are stopped" in shown
    assert PAUSE_ALL not in shown
    progress = reverse("recognition:campaign_progress", args=[going.pk])
    shown = as_(rosa).get(progress).text
    assert "are stopped</strong>, by Lena" in shown
    assert "Stopped, with all other letters" in shown
    assert "within half a minute" not in shown
    assert "they go on without it" not in shown


def test_who_sends_letters_is_told_that_all_are_stopped(as_, rosa, lena):
    """CMP-4."""
    campaign = make.campaign(by=rosa, approved=True)
    url = reverse("recognition:campaign_release", args=[campaign.pk])
    assert "All letters are stopped." not in as_(rosa).get(url).text

    as_(lena).post(PAUSE_ALL)

    assert "All letters are stopped." in as_(rosa).get(url).text


def test_pressed_twice_the_button_is_as_good(as_, going, lena, amir):
    as_(lena).post(PAUSE_ALL)

    assert as_(amir).post(PAUSE_ALL).status_code == 302
    assert Halt.objects.get().halted_by == lena


@pytest.mark.parametrize("who", ["rosa", "ben"])
def test_the_button_is_not_for_others(who, request, as_, going):
    assert as_(request.getfixturevalue(who)).post(PAUSE_ALL).status_code == 403
    assert not Halt.objects.exists()


def test_a_second_person_finds_it_on_their_dashboard_and_lets_them_go(
    as_, going, programme, georgina, amir, monkeypatch
):
    woken = []
    monkeypatch.setattr(tasks, "wake", woken.append)
    halt = halts.halt(programme=programme, by=georgina)

    assert lift_url(halt) in as_(amir).get("/").content.decode()
    assert "2 letters of 1 campaign can go" in as_(amir).get(lift_url(halt)).content.decode()
    as_(amir).post(lift_url(halt))

    halt.refresh_from_db()
    assert halt.lifted_by == amir
    assert woken == [going.pk]


def test_whoever_stopped_them_is_not_offered_it(as_, programme, georgina):
    halt = halts.halt(programme=programme, by=georgina)

    assert lift_url(halt) not in as_(georgina).get("/").content.decode()
    assert as_(georgina).post(lift_url(halt)).status_code == 403


def test_a_private_office_gives_and_revokes_a_mandate_on_pages(as_, programme, georgina, rosa):
    minister = make.signatory(programme, style="Ada Obi", thanker="minister")
    minister.private_office.add(georgina)
    person = make.contributor(adult="yes")
    campaign = make.campaign([make.event(person)], by=rosa, signatory=minister, asked=True)
    client = as_(georgina)
    url = reverse("recognition:mandate_new", args=[campaign.pk, minister.pk])
    last = timezone.localdate() + timedelta(days=7)
    days = {"from_on": timezone.localdate(), "to_on": last}
    typed = {
        f"{name}_{box}": getattr(day, box)
        for name, day in days.items()
        for box in ("day", "month", "year")
    }

    assert url in client.get(campaign.get_absolute_url()).content.decode()
    assert campaign.get_absolute_url() in client.get("/").content.decode()
    stale = client.post(url, {**typed, "max_count": 1, "seen": "other"})
    assert stale.status_code == 422
    client.post(url, {**typed, "max_count": 1, "seen": campaign.fingerprint})
    mandate = campaign.mandates.get()
    shown = client.get(reverse("recognition:office")).content.decode()
    assert "0 of 1 mandated letters used" in shown

    revoke = reverse("recognition:mandate_revoke", args=[mandate.pk])
    assert revoke in client.get(campaign.get_absolute_url()).content.decode()
    assert as_(rosa).post(revoke).status_code == 403
    as_(georgina).post(revoke)
    mandate.refresh_from_db()
    assert mandate.revoked_by == georgina


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"max_count": "0"}, "Enter 1 or more"),
        ({"max_count": "many"}, "Enter a whole number"),
        ({"to_on_year": "2020"}, "Choose today or a day to come"),
        ({"to_on_year": "2099"}, "A mandate lasts a year at most"),
        ({"from_on_year": "2098", "to_on_year": "2097"}, "cannot come before the first"),
    ],
)
def test_what_is_no_mandate_is_refused_in_words(typed, said):
    today = timezone.localdate()
    days = {
        f"{name}_{box}": str(getattr(today, box))
        for name in ("from_on", "to_on")
        for box in ("day", "month", "year")
    }

    form = MandateForm({"max_count": "3", **days, **typed})

    assert said in str(form.errors)
