"""Send-time gates (LET-4): each stops what it should, and nothing else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from coalition.models import Contributor, JournalEntry, RoleGrant
from recognition import gates
from recognition.actions import dispatch, progress, rendering
from recognition.models import Approval, Campaign, ContributionEvent, Letter, Signatory
from recognition.recipients import Known
from tests import make

Status = Letter.Status
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def letter(programme, rosa, amir):
    """Released and typeset; only the gates stand between it and the world."""
    campaign = make.campaign(by=rosa, approver=amir, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign.letters.get()


def foreseen(letter):
    """Of somebody about whom nothing else stands."""
    letter.campaign = Campaign(signatory=Signatory())
    return gates.foresee(letter, Known())


def dispatched(letter):
    dispatch.send_chunk(campaign_id=letter.campaign_id)
    letter.refresh_from_db()
    return letter


def stopped_by(letter, gate, status=Status.HELD):
    """It went to that gate and no further, says so, and the journal knows."""
    letter = dispatched(letter)
    kind = {Status.HELD: dispatch.LETTER_HELD, Status.CANCELLED: dispatch.LETTER_CANCELLED}[status]
    entry = JournalEntry.objects.about(letter).get()
    assert not mail.outbox
    assert (letter.status, letter.stopped_by) == (status, gate)
    assert letter.problem == letter.gates[gate] != ""
    assert (entry.kind, entry.facts) == (kind, {"gate": gate})
    assert (letter.token, letter.lease_until) == (None, None)
    return True


def test_a_letter_that_is_right_passes_and_keeps_every_answer(letter):
    letter = dispatched(letter)

    assert letter.status == Status.SENT
    assert letter.gates == dict.fromkeys(
        ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12", "G13"], ""
    )
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "change",
    [{"deceased_on": YESTERDAY}, {"gone_away_on": YESTERDAY}, {"objected_at": timezone.now()}],
)
def test_g1_nothing_goes_to_who_died_moved_away_or_objected(letter, change):
    Contributor.objects.filter(pk=letter.contributor_id).update(**change)

    assert stopped_by(letter, "G1", Status.CANCELLED)


def test_g4_nothing_goes_under_a_name_that_nobody_confirmed(letter):
    """CON-4."""
    Contributor.objects.filter(pk=letter.contributor_id).update(name_confirmed_by="staff")

    assert stopped_by(letter, "G4")


def test_g4_nothing_goes_under_a_name_that_has_changed_since(letter):
    """L6: check at send time, not at list time."""
    Contributor.objects.filter(pk=letter.contributor_id).update(letter_name="Dr Ngozi Bello")

    assert stopped_by(letter, "G4")
    assert "Dr Ngozi Bello" in letter.problem


@pytest.mark.parametrize(
    "salutation",
    ["", " ", "Supporter", "Sir/Madam", "Mr and Mrs", "((salutation))", "{{ name }}", "???"],
)
def test_g4_no_letter_greets_a_placeholder(salutation):
    person = Contributor(
        letter_name="Ann Lee", salutation=salutation, name_confirmed_by="self", email="a@b.org"
    )
    made = Letter(contributor=person, email="a@b.org", letter_name="Ann Lee", salutation=salutation)

    code, reason = foreseen(made)

    assert code == "G4"
    assert reason


@pytest.mark.parametrize("name", ["Ann \x07Lee", "\ue000 Lee", "山田"])
def test_g4_no_letter_goes_with_a_name_that_cannot_be_printed(name):
    person = Contributor(
        letter_name=name, salutation=name, name_confirmed_by="self", email="a@b.org"
    )
    made = Letter(contributor=person, email="a@b.org", letter_name=name, salutation=name)

    assert foreseen(made)[0] == "G4"


@pytest.mark.parametrize("salutation", ["Mrs Kovalenko", "Siân", "Сергій", "Ms Friend", "Ng"])
def test_g4_lets_real_salutations_pass(salutation):
    person = Contributor(
        letter_name="A B", salutation=salutation, name_confirmed_by="partner", email="a@b.org"
    )
    made = Letter(contributor=person, email="a@b.org", letter_name="A B", salutation=salutation)

    assert foreseen(made) is None


@pytest.mark.parametrize("email", ["", "ann at example.org", "ann@", "ann@localhost"])
def test_g5_nothing_goes_to_what_is_no_address(email):
    person = Contributor(
        letter_name="Ann Lee", salutation="Ann", name_confirmed_by="self", email=email
    )
    made = Letter(contributor=person, email=email, letter_name="Ann Lee", salutation="Ann")

    assert foreseen(made)[0] == "G5"


def test_g5_nothing_goes_to_an_address_that_was_changed_since(letter):
    Contributor.objects.filter(pk=letter.contributor_id).update(email="new@example.org")

    assert stopped_by(letter, "G5")
    assert "new@example.org" not in letter.problem


def test_g6_nothing_goes_from_who_left_the_office(letter):
    """SIG-2: a signing minister left five weeks after the letters were approved."""
    Signatory.objects.update(office_from=YESTERDAY - timedelta(days=9), office_to=YESTERDAY)

    assert stopped_by(letter, "G6")


def test_g8_nothing_goes_that_differs_from_what_was_approved(letter):
    """LET-1."""
    Signatory.objects.update(office_title="Deputy Director")

    assert stopped_by(letter, "G8")


def test_g8_nothing_goes_when_the_snapshot_was_tampered_with(letter):
    Letter.objects.update(values={**letter.values, "what_they_did": "did something else"})

    assert stopped_by(letter, "G8")


def test_g8_nothing_goes_on_the_word_of_who_approves_no_more(letter, amir):
    """Story 9: the approver loses the role between approval and sending."""
    RoleGrant.objects.filter(user=amir).update(from_on=YESTERDAY, to_on=YESTERDAY)

    assert stopped_by(letter, "G8")


def test_g8_nothing_goes_on_an_approval_that_is_void(letter):
    Approval.objects.update(voided_at=timezone.now(), void_reason="Changed.")

    assert stopped_by(letter, "G8")


@pytest.mark.parametrize(
    "outcome", [{"outcome": "thanked"}, {"outcome": "not_thanked", "why_not": "duplicate"}]
)
def test_g9_nobody_is_thanked_twice_for_the_same(letter, outcome):
    ContributionEvent.objects.update(closed_at=timezone.now(), **outcome)

    assert stopped_by(letter, "G9", Status.CANCELLED)


def test_g13_a_pause_makes_letters_wait_and_says_so(letter, rosa):
    """CMP-4. Waiting is no decision about the letter, so nothing is held or cancelled."""
    outbox_row = letter
    progress.pause(campaign=letter.campaign, by=rosa)
    Letter.objects.update(**in_hand())

    assert dispatch._admit([Letter.objects.get()]) == []

    outbox_row.refresh_from_db()
    assert outbox_row.status == Status.READY
    assert outbox_row.gates["G13"] == "The campaign is paused."


def test_g13_comes_first_so_that_what_waits_is_judged_when_it_goes(letter, rosa):
    Contributor.objects.filter(pk=letter.contributor_id).update(deceased_on=YESTERDAY)
    progress.pause(campaign=letter.campaign, by=rosa)
    Letter.objects.update(**in_hand())

    dispatch._admit([Letter.objects.get()])

    letter.refresh_from_db()
    assert letter.status == Status.READY


def in_hand():
    """As a worker has it that claimed it before the pause."""
    lease = timezone.now() + timedelta(minutes=1)
    return {"status": "leased", "token": "0" * 32, "lease_until": lease}


def test_every_gate_has_a_code_a_title_and_a_place_to_go():
    codes = [gate.code for gate in gates.GATES]
    assert len(codes) == len(set(codes)) == len(gates.TITLES)
    assert {gate.then for gate in gates.GATES} <= {Status.HELD, Status.CANCELLED, Status.READY}
