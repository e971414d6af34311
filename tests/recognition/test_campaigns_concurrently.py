"""Two at once: the first is held between looking and writing, where the second could slip in."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError
from datetime import timedelta

import pytest
from django.db import connection

from coalition.domain import DomainError, action
from coalition.models import JournalEntry
from recognition.actions import (
    approvals,
    campaigns,
    dispatch,
    halts,
    mandates,
    progress,
    releases,
    rendering,
    signatories,
)
from recognition.models import Approval, Campaign, Halt, Letter, Mandate, Wave
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def race(held, model, first, second):
    """What each gets when the second starts while the first holds the row."""
    is_held, let_go = held(model)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(outcome, first)
        assert is_held.wait(10)
        other = pool.submit(outcome, second)
        with pytest.raises(TimeoutError):
            other.result(0.3)  # waits for the row
        let_go.set()
        return one.result(10), other.result(10)


def outcome(act):
    try:
        return act()
    except DomainError as error:
        return error
    finally:
        connection.close()


def approver(programme):
    return make.user(role="recognition_approver", programme=programme)


def test_of_two_who_approve_at_once_one_wins_and_the_other_is_told(held):
    campaign = make.campaign(asked=True)
    people = [approver(campaign.programme), approver(campaign.programme)]
    seen = campaign.fingerprint

    _, told = race(
        held,
        Campaign,
        *[lambda by=by: approvals.approve(campaign=campaign, seen=seen, by=by) for by in people],
    )

    assert "is approved now" in str(told)
    assert Approval.objects.get().by == people[0]


def test_letters_are_released_once_however_often_the_button_is_clicked(held):
    campaign = make.campaign(approved=True)
    rosa = campaign.author

    def click():
        return releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)

    _, told = race(held, Campaign, click, click)

    assert "is going out now" in str(told)
    assert JournalEntry.objects.filter(kind=releases.CAMPAIGN_RELEASED).count() == 1


def test_who_approves_while_the_signatory_is_being_changed_is_told(held):
    """CMP-3: the change holds the campaign, so the yes comes too late."""
    campaign = make.campaign(asked=True)
    amir = approver(campaign.programme)

    _, told = race(
        held,
        Campaign,
        lambda: signatories.change(
            signatory=campaign.signatory, style="Somebody Else", by=campaign.author
        ),
        lambda: approvals.approve(campaign=campaign, seen=campaign.fingerprint, by=amir),
    )

    assert isinstance(told, DomainError)
    assert not Approval.objects.exists()


def test_recipients_are_fixed_once_however_often_the_button_is_clicked(held):
    campaign = make.campaign()

    def click():
        return campaigns.freeze(campaign=campaign, by=campaign.author)

    _, told = race(held, Campaign, click, click)

    assert "This campaign is recipients fixed now" in str(told)
    assert Letter.objects.count() == 1


def test_two_campaigns_that_fix_the_same_person_at_once_make_one_letter(held):
    """LET-3: the second waits for the first, then leaves the person out and says why."""
    event = make.event()
    one, other = make.campaign([event]), make.campaign([event, make.event()])

    race(
        held,
        Campaign,
        lambda: campaigns.freeze(campaign=one, by=one.author),
        lambda: campaigns.freeze(campaign=other, by=other.author),
    )

    assert Letter.objects.filter(event=event).count() == 1
    assert other.exclusions.get().gate == "G9"


def test_who_stops_letters_sees_the_one_that_a_worker_is_just_handing_over(held):
    """The worker was let through before the pause and commits `sending` while we wait."""
    letter = make.letter(status="leased")
    campaign, rosa = letter.campaign, letter.campaign.author
    progress.pause(campaign=campaign, by=rosa)

    @action
    def begin():
        begun = Letter.objects.lock(letter)
        begun.status = Letter.Status.SENDING
        begun.save(update_fields=["status"])

    _, told = race(held, Letter, begin, lambda: progress.stop(campaign=campaign, by=rosa))

    assert "Settle it first" in str(told)
    letter.refresh_from_db()
    assert letter.status == Letter.Status.SENDING


def test_of_two_who_set_a_time_for_the_rest_the_second_is_told_that_it_goes(held):
    campaign = make.in_waves()
    [wave] = campaign.waves.to_come()
    later = wave.goes_at + timedelta(days=1)

    _, told = race(
        held,
        Wave,
        lambda: releases.move_wave(wave=wave, goes_at=None, by=campaign.author),
        lambda: releases.move_wave(wave=wave, goes_at=later, by=campaign.author),
    )

    assert "have begun to go" in str(told)
    assert not campaign.letters.filter(send_after=later).exists()


def test_cmp_4_of_two_who_let_letters_go_again_the_second_is_told(held, programme, lena, amir):
    halt = halts.halt(programme=programme, by=lena)
    people = [amir, make.user(role="private_office", programme=programme)]

    _, told = race(held, Halt, *[lambda by=by: halts.lift(halt=halt, by=by) for by in people])

    assert "has let the letters go again already" in str(told)
    halt.refresh_from_db()
    assert halt.lifted_by == amir


def test_sig_1_a_mandate_that_is_revoked_at_this_moment_stops_the_letter(
    held, programme, georgina, rosa
):
    minister = make.signatory(programme, style="Ada Obi", thanker="minister")
    minister.private_office.add(georgina)
    event = make.event(make.contributor(adult="yes"), programme=programme)
    campaign = make.campaign([event], signatory=minister, by=rosa, approved=True)
    mandate = make.mandate(campaign, by=georgina)
    releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    rendering.typeset_chunk(campaign_id=campaign.pk)

    race(
        held,
        Mandate,
        lambda: mandates.revoke(mandate=mandate, by=georgina),
        lambda: dispatch.send_chunk(campaign_id=campaign.pk),
    )

    letter = campaign.letters.get()
    assert (letter.status, letter.stopped_by) == (Letter.Status.HELD, "G6")
    mandate.refresh_from_db()
    assert mandate.used == 0
