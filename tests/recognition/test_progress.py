"""What people do while letters go out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition import gates, standing, troubles
from recognition.actions import dispatch, progress, rendering
from recognition.models import Approval, Campaign, ContributionEvent, Letter
from recognition.research import asking
from tests import make

Status = Letter.Status


def all_letters():
    return Letter.objects.all()


def test_pausing_and_resuming_are_on_record(rosa, lena):
    campaign = make.campaign(by=rosa, released=True)

    paused = progress.pause(campaign=campaign, by=lena)
    assert paused.status == Campaign.Status.PAUSED

    resumed = progress.resume(campaign=campaign, by=rosa)
    assert resumed.status == Campaign.Status.RELEASING
    assert resumed.resumed_at > resumed.released_at
    told = JournalEntry.objects.about(campaign).order_by("-pk").values_list("kind", "by")[:2]
    assert list(told) == [("campaign.resumed", rosa.pk), ("campaign.paused", lena.pk)]


def test_what_is_not_going_out_cannot_be_paused(rosa):
    with pytest.raises(DomainError, match="cannot become paused"):
        progress.pause(campaign=make.campaign(by=rosa), by=rosa)


def test_what_is_not_paused_cannot_be_resumed(rosa):
    with pytest.raises(DomainError, match="cannot become going out"):
        progress.resume(campaign=make.campaign(by=rosa, released=True), by=rosa)


def paused(count, rosa):
    """A paused campaign of so many letters, typeset."""
    campaign = make.campaign([make.event() for _ in range(count)], by=rosa, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return progress.pause(campaign=campaign, by=rosa)


def test_what_has_not_gone_is_stopped_for_good_and_owed_as_before(rosa, programme):
    """CMP-4."""
    campaign = make.campaign([make.event() for _ in range(6)], by=rosa, released=True)
    sent = make.letter(campaign, status="sent")
    for status in ("ready", "leased", "failed", "held"):
        make.letter(campaign, status=status)
    progress.pause(campaign=campaign, by=rosa)

    assert progress.stop(campaign=campaign, by=rosa) == 5

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.CANCELLED
    assert campaign.letters.filter(status=Status.CANCELLED).count() == 5
    assert campaign.letters.get(status=Status.SENT) == sent
    assert ContributionEvent.objects.owed().without_letter().count() == 5
    entry = JournalEntry.objects.about(campaign).of_kinds([progress.CAMPAIGN_STOPPED]).get()
    assert (entry.by, entry.facts["letters"]) == (rosa, 5)


@pytest.mark.parametrize("states", [{"released": True}, {"frozen": True}])
def test_only_what_is_paused_is_stopped_for_good(states, rosa):
    with pytest.raises(DomainError, match="Pause the letters first"):
        progress.stop(campaign=make.campaign(by=rosa, **states), by=rosa)


@pytest.mark.parametrize("status", ["sending", "uncertain"])
def test_nothing_is_stopped_while_a_letter_may_have_gone(status, rosa):
    campaign = paused(2, rosa)
    Letter.objects.filter(pk=campaign.letters.order_by("pk")[0].pk).update(
        status=status, token="0" * 32, lease_until=timezone.now()
    )

    with pytest.raises(DomainError, match="Settle it first"):
        progress.stop(campaign=campaign, by=rosa)
    assert not campaign.letters.filter(status=Status.CANCELLED).exists()


def test_a_worker_finds_the_letter_in_its_hands_stopped(rosa, monkeypatch):
    """Paused and stopped while the first of its chunk is handed over: the rest never goes."""
    campaign = make.campaign([make.event() for _ in range(3)], by=rosa, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    admit, asked = dispatch.ROUTE.admit, []

    def stop_before_the_second(letters):
        asked.append(letters)
        if len(asked) == 2:
            progress.pause(campaign=campaign, by=rosa)
            progress.stop(campaign=campaign, by=rosa)
        return admit(letters)

    route = replace(dispatch.ROUTE, admit=stop_before_the_second)
    monkeypatch.setitem(dispatch.ROUTES, "email", route)

    dispatch.send_chunk(campaign_id=campaign.pk)

    assert set(campaign.letters.values_list("status", flat=True)) == {Status.SENT, Status.CANCELLED}
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("work", [rendering.typeset_chunk, dispatch.send_chunk])
def test_no_worker_takes_up_what_was_stopped(work, rosa):
    campaign = paused(1, rosa)
    progress.stop(campaign=campaign, by=rosa)

    assert work(campaign_id=campaign.pk) == 0
    dispatch.sweep()
    assert campaign.letters.get().status == Status.CANCELLED


def test_a_person_who_knows_that_a_letter_arrived_settles_it(rosa, programme):
    letter = make.letter(status="uncertain")

    progress.confirm_sent(letter=letter, by=rosa)

    letter.refresh_from_db()
    assert letter.status == Status.SENT
    assert letter.event.outcome == ContributionEvent.Outcome.THANKED
    entry = JournalEntry.objects.about(letter).of_kinds([progress.LETTER_CONFIRMED_SENT]).get()
    assert entry.by == rosa


def test_a_person_who_knows_that_a_letter_did_not_arrive_sends_it_again(rosa, programme):
    letter = make.letter(make.campaign(by=rosa, released=True))
    rendering.typeset_chunk(campaign_id=letter.campaign_id)
    long_ago = timezone.now() - timedelta(hours=1)
    Letter.objects.update(status=Status.UNCERTAIN, token="0" * 32, lease_until=long_ago)

    progress.send_again(letter=letter, by=rosa)
    assert not mail.outbox

    dispatch.send_chunk(campaign_id=letter.campaign_id)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("settle", [progress.confirm_sent, progress.send_again])
def test_a_letter_is_settled_once(settle, rosa, programme):
    letter = make.letter(status="sent")

    with pytest.raises(DomainError, match="nothing to settle"):
        settle(letter=letter, by=rosa)


def test_a_letter_is_not_sent_again_while_a_worker_may_be_handing_it_over(rosa, programme):
    now = timezone.now()
    letter = make.letter(status="uncertain", lease_until=now - timedelta(minutes=5))

    with pytest.raises(DomainError, match="Decide in 10 minutes"):
        progress.send_again(letter=letter, by=rosa)


def test_letters_that_stopped_go_back_to_the_start(rosa, programme):
    letter = make.letter(status="failed", attempts=5)

    assert progress.retry(campaign=letter.campaign, letters=all_letters(), by=rosa) == 1

    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.cause) == (Status.QUEUED, 0, "")
    rendering.typeset_chunk(campaign_id=letter.campaign_id)
    dispatch.send_chunk(campaign_id=letter.campaign_id)
    assert len(mail.outbox) == 1


def test_held_letters_need_a_fresh_approval_after_28_days(rosa, programme):
    """HLD-4."""
    letter = make.letter(status="held")
    Approval.objects.update(at=timezone.now() - timedelta(days=29))

    with pytest.raises(DomainError, match="28 days"):
        progress.retry(campaign=letter.campaign, letters=all_letters(), by=rosa)

    Letter.objects.update(status="failed", cause="fault")
    assert progress.retry(campaign=letter.campaign, letters=all_letters(), by=rosa) == 1


def test_whoever_is_taken_out_is_owed_thanks_as_before(rosa, programme):
    letter = make.letter(status="held")

    assert progress.take_out(campaign=letter.campaign, letters=all_letters(), by=rosa) == 1

    letter.refresh_from_db()
    assert letter.status == Status.CANCELLED
    assert letter.event in ContributionEvent.objects.owed().without_letter()
    assert dispatch.complete_if_settled(campaign_id=letter.campaign_id)


@pytest.mark.parametrize("act", [progress.retry, progress.take_out])
@pytest.mark.parametrize("status", ["ready", "sending", "uncertain", "sent"])
def test_only_what_stopped_is_tried_again_or_taken_out(act, status, rosa, programme):
    letter = make.letter(status=status)

    assert act(campaign=letter.campaign, letters=all_letters(), by=rosa) == 0

    letter.refresh_from_db()
    assert letter.status == status


def test_a_campaign_stands_in_numbers(rosa, programme):
    campaign = make.campaign([make.event() for _ in range(6)], by=rosa, released=True)
    make.letter(campaign, status="sent", sent_at=timezone.now())
    make.letter(campaign, status="uncertain")
    make.letter(campaign, status="failed", cause="put_off")
    make.letter(campaign, status="held")
    make.letter(campaign, status="cancelled", stopped_by="G1", problem="Died.")
    Campaign.objects.update(resumed_at=timezone.now() - timedelta(seconds=30))
    campaign.refresh_from_db()

    stands = standing.of(campaign)

    assert (stands.total, stands.sent, stands.on_the_way) == (6, 1, 1)
    troubles = [(trouble.slug, count) for trouble, count in stands.troubles]
    assert troubles == [("uncertain", 1), ("put_off", 1), ("G5", 1)]
    assert stands.prevented == [
        ("Died, gone away or asked for no contact", 1),
        ("Address not right", 1),
    ]
    assert stands.per_minute == 2
    assert stands.done_at - timezone.now() < timedelta(seconds=31)


@pytest.mark.parametrize("slug", troubles.TROUBLES)
def test_every_trouble_leads_to_its_own_letters(slug, rosa, programme):
    campaign = make.campaign([make.event() for _ in range(2)], by=rosa, released=True)
    make.letter(campaign)
    fields = {"stopped_by": slug} if slug.startswith("G") else {"cause": slug}
    if slug == troubles.QUESTION:
        fields = {"stopped_by": "G3", "problem": f"{asking.ASKS} {asking.LATELY}"}
    status = "held" if slug.startswith("G") else "failed"
    letter = make.letter(campaign, **(
        {"status": "uncertain"} if slug == "uncertain" else {"status": status, **fields}
    ))  # fmt: skip

    assert list(troubles.in_trouble(campaign.letters.all(), slug)) == [letter]


def test_everything_that_can_stop_a_letter_has_words_and_a_way_out():
    held = {gate.code for gate in gates.GATES if gate.then == Status.HELD}
    held.add(troubles.QUESTION)
    assert set(troubles.TROUBLES) == {"uncertain", *Letter.Cause.values, *held}


def test_exp_8_what_is_held_for_its_question_is_told_apart_from_other_wishes(rosa, programme):
    campaign = make.campaign([make.event() for _ in range(3)], by=rosa, released=True)
    wish = make.letter(campaign, status="held", stopped_by="G3")
    why = f"{asking.ASKS} {asking.LATELY}"
    question = make.letter(campaign, status="held", stopped_by="G3", problem=why)

    stands = standing.of(campaign)

    assert [trouble.slug for trouble, _ in stands.troubles] == ["G3", troubles.QUESTION]
    assert "letters that ask nothing" in stands.troubles[1][0].advice
    assert sum(count for _, count in stands.prevented) == 2
    of = campaign.letters.all()
    assert list(troubles.in_trouble(of, "G3")) == [wish]
    assert list(troubles.in_trouble(of, troubles.QUESTION)) == [question]
