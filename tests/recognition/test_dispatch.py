"""Letters go out: what is true once one is sent, and when a campaign is over."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition import bell, delivery
from coalition.models import Contributor, JournalEntry
from coalition.outbox import sending
from recognition import gates, store, tasks
from recognition.actions import dispatch, progress, rendering
from recognition.models import Campaign, ContributionEvent, Letter
from tests import make

Status = Letter.Status


def release(count=1, **fields):
    """A campaign of so many letters, released and typeset."""
    programme = make.programme(f"Homes for {uuid4()}")
    events = [make.event(programme=programme) for _ in range(count)]
    campaign = make.campaign(events, released=True, programme=programme, **fields)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign


def states(campaign):
    return list(campaign.letters.order_by("pk").values_list("status", flat=True))


@pytest.mark.django_db
def test_a_sent_letter_thanks_its_person_once(monkeypatch):
    """CTB-2; and each use of a signature is logged (SIG-1)."""
    campaign = release()

    dispatch.send_chunk(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)

    letter = campaign.letters.select_related("event").get()
    assert letter.status == Status.SENT
    assert letter.event.outcome == ContributionEvent.Outcome.THANKED
    assert len(mail.outbox) == 1
    entry = JournalEntry.objects.of_kinds([dispatch.LETTER_SENT]).get()
    assert (entry.subject, entry.concerns_id) == (letter, letter.contributor_id)
    assert entry.facts == {"signatory": campaign.signatory_id}


@pytest.mark.django_db
def test_a_letter_that_is_found_to_have_arrived_thanks_its_person_too(monkeypatch):
    campaign = release()
    letter = make_uncertain(campaign)
    monkeypatch.setattr(delivery, "evidence", lambda message_id: True)

    dispatch.sweep()
    dispatch.sweep()

    letter.refresh_from_db()
    assert letter.status == Status.SENT
    assert letter.event.outcome == ContributionEvent.Outcome.THANKED
    assert JournalEntry.objects.of_kinds([dispatch.LETTER_SENT]).count() == 1


def make_uncertain(campaign):
    campaign.letters.update(
        status=Status.UNCERTAIN, token="0" * 32, lease_until=timezone.now() - 2 * sending_lease()
    )
    return campaign.letters.select_related("event").get()


def sending_lease():
    return sending.lease_from(timezone.now()) - timezone.now()


@pytest.mark.django_db
def test_each_letter_has_a_message_id_of_its_own_for_ever():
    campaign = release(2)
    first = message_ids(map(dispatch.ROUTE.compose, campaign.letters.with_words()))

    dispatch.send_chunk(campaign_id=campaign.pk)

    assert len(first) == 2
    assert message_ids(mail.outbox) == first
    assert message_ids(map(dispatch.ROUTE.compose, campaign.letters.with_words())) == first


def message_ids(messages):
    return {message.extra_headers["Message-ID"] for message in messages}


@pytest.mark.django_db
def test_a_pause_in_mid_chunk_stops_at_the_next_letter(monkeypatch):
    """CMP-4."""
    campaign = release(3)
    lead, send = make.user(), delivery.send

    def pause_after_the_first(message, line):
        send(message, line)
        if len(mail.outbox) == 1:
            progress.pause(campaign=campaign, by=lead)

    monkeypatch.setattr(delivery, "send", pause_after_the_first)

    dispatch.send_chunk(campaign_id=campaign.pk)

    assert states(campaign) == [Status.SENT, Status.READY, Status.READY]
    assert dispatch.send_chunk(campaign_id=campaign.pk) == 0

    progress.resume(campaign=campaign, by=lead)
    dispatch.send_chunk(campaign_id=campaign.pk)
    assert states(campaign) == [Status.SENT] * 3


@pytest.mark.django_db
def test_a_letter_whose_pdf_is_gone_is_typeset_again():
    campaign = release()
    store.path_of(campaign.letters.get().pdf_hash).unlink()

    dispatch.send_chunk(campaign_id=campaign.pk)
    assert states(campaign) == [Status.QUEUED]

    rendering.typeset_chunk(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)
    assert states(campaign) == [Status.SENT]


@pytest.mark.django_db
def test_no_more_workers_send_than_there_are_lanes(settings):
    settings.OUTBOX_LANES = 0

    assert dispatch.send_chunk(campaign_id=release().pk) == 0


@pytest.mark.django_db
def test_a_campaign_is_over_when_every_letter_is_settled():
    campaign = release(2)
    cancelled = campaign.letters.order_by("pk")[1]
    Letter.objects.filter(pk=cancelled.pk).update(status=Status.CANCELLED)

    assert not dispatch.complete_if_settled(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)
    assert dispatch.complete_if_settled(campaign_id=campaign.pk)
    assert not dispatch.complete_if_settled(campaign_id=campaign.pk)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.COMPLETE
    assert campaign.completed_at
    assert JournalEntry.objects.of_kinds([dispatch.CAMPAIGN_COMPLETED]).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("status", Letter.NEEDS_A_PERSON)
def test_a_campaign_is_not_over_while_a_letter_needs_a_person(status):
    letter = make.letter(status=status)

    assert not dispatch.complete_if_settled(campaign_id=letter.campaign_id)


@pytest.mark.django_db
def test_twenty_letters_pass_the_gates_with_as_many_queries_as_two(django_assert_num_queries):
    """ADR 16; and each keeps every answer (LET-4)."""
    few, many = release(2), release(20)

    with CaptureQueriesContext(connection) as for_few:
        assert len(dispatch._admit(claimed(few))) == 2
    with django_assert_num_queries(len(for_few)):
        assert len(dispatch._admit(claimed(many))) == 20


def claimed(campaign):
    token, lease = uuid4(), timezone.now() + sending_lease()
    campaign.letters.update(status=Status.LEASED, token=token, lease_until=lease)
    return list(campaign.letters.order_by("pk"))


@pytest.mark.django_db
def test_in_a_round_each_letter_is_judged_for_itself():
    campaign = release(7)
    letters = list(campaign.letters.order_by("pk"))
    Contributor.objects.filter(pk=letters[4].contributor_id).update(
        deceased_on=timezone.localdate()
    )
    Contributor.objects.filter(pk=letters[5].contributor_id).update(email="new@example.org")

    dispatch.send_chunk(campaign_id=campaign.pk)

    wanted = [*[Status.SENT] * 4, Status.CANCELLED, Status.HELD, Status.SENT]
    assert states(campaign) == wanted
    kept = campaign.letters.values_list("gates", flat=True)
    assert all(set(gates.TITLES) == set(answers) for answers in kept)
    sent = JournalEntry.objects.of_kinds([dispatch.LETTER_SENT])
    assert {entry.subject_id for entry in sent} == {
        letter.pk for letter, status in zip(letters, wanted, strict=True) if status == Status.SENT
    }


@pytest.mark.django_db(transaction=True)
def test_a_change_to_the_person_wins_or_waits(monkeypatch):
    """HLD-5: whoever changes the recipient holds the row that dispatch asks for first."""
    campaign = release()
    letter = campaign.letters.get()
    person_is_held, let_go = Event(), Event()

    def record_a_death():
        try:
            with transaction.atomic():
                person = Contributor.objects.select_for_update().get(pk=letter.contributor_id)
                person.deceased_on = timezone.localdate()
                person.save()
                person_is_held.set()
                let_go.wait(10)
        finally:
            connection.close()

    def send():
        try:
            dispatch.send_chunk(campaign_id=campaign.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        death = pool.submit(record_a_death)
        person_is_held.wait(10)
        sent = pool.submit(send)
        Event().wait(0.3)
        assert not sent.done()
        let_go.set()
        death.result(10)
        sent.result(10)

    letter.refresh_from_db()
    assert (letter.status, letter.stopped_by) == (Status.CANCELLED, "G1")
    assert not mail.outbox


@pytest.mark.django_db
def test_a_letter_that_another_worker_took_is_left_to_it():
    """Our lease was over before we came to this letter; its new token is not ours to use."""
    campaign = release()
    ours = campaign.letters.get()
    ours.token = "1" * 32
    campaign.letters.update(status="leased", token="2" * 32, lease_until=timezone.now())

    assert dispatch._admit([ours]) == []
    assert str(campaign.letters.get().token).startswith("2222")


@pytest.mark.django_db(transaction=True)
def test_the_sweep_wakes_as_many_workers_as_there_is_work_for(monkeypatch, settings):
    rung = []
    monkeypatch.setattr(bell, "_ring", lambda task, ids: rung.append((task.name, ids)))
    campaign = release(3)
    campaign.letters.filter(pk=campaign.letters.order_by("pk")[0].pk).update(status=Status.QUEUED)

    tasks.sweep_letters()

    assert rung == [
        ("recognition.tasks.render_letters", (campaign.pk,)),
        ("recognition.tasks.send_letters", (campaign.pk,)),
    ]

    rung.clear()
    monkeypatch.setattr(tasks, "CHUNK", 1)
    settings.OUTBOX_LANES = 3
    campaign.letters.filter(status=Status.READY).update(send_after=timezone.now())
    tasks.sweep_letters()
    assert [name for name, _ in rung].count("recognition.tasks.send_letters") == 2


@pytest.mark.django_db(transaction=True)
def test_the_tasks_carry_a_letter_from_the_release_to_the_end(monkeypatch):
    """With a bell that is answered at once."""
    monkeypatch.setattr(bell, "_ring", lambda task, ids: task(*ids))
    campaign = make.campaign(released=True)

    tasks.wake(campaign.pk)

    campaign.refresh_from_db()
    assert states(campaign) == [Status.SENT]
    assert campaign.status == Campaign.Status.COMPLETE


@pytest.mark.django_db(transaction=True)
def test_without_lanes_no_letter_of_any_campaign_moves_until_there_are_some(monkeypatch, settings):
    """G13: what operators pull when everything must stop (docs/operators.md)."""
    monkeypatch.setattr(bell, "_ring", lambda task, ids: task(*ids))
    typeset, queued = release(), make.campaign(released=True)

    settings.OUTBOX_LANES = 0
    tasks.sweep_letters()
    assert states(queued) + states(typeset) == [Status.QUEUED, Status.READY]
    assert not mail.outbox

    settings.OUTBOX_LANES = 4
    tasks.sweep_letters()
    assert states(queued) + states(typeset) == [Status.SENT, Status.SENT]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("letter_sent_has_a_time", {"status": "sent", "pdf_hash": "0"}),
        ("letter_in_hand_has_a_lease", {"status": "leased", "pdf_hash": "0"}),
        ("letter_failed_has_a_cause", {"status": "failed", "problem": "Gone"}),
        ("letter_ready_has_a_pdf", {"status": "ready", "pdf_hash": ""}),
        ("letter_held_says_by_which_gate", {"status": "held", "problem": "Why"}),
    ],
)
def test_the_database_refuses(name, fields):
    letter = make.letter()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**fields)


@pytest.mark.django_db
def test_the_database_refuses_a_second_live_letter_for_the_same():
    letter = make.letter()
    letter.pk, letter.ref = None, "LT-OTHER"

    with pytest.raises(IntegrityError, match="letter_one_live_per_event"), transaction.atomic():
        letter.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act", [lambda rows: rows.update(letter_name="Somebody Else"), lambda rows: rows.delete()]
)
def test_the_database_refuses_to_change_or_delete_what_was_sent(act):
    """LET-2."""
    letter = make.letter(status="sent")

    with pytest.raises(IntegrityError, match="sent letter stays"), transaction.atomic():
        act(Letter.objects.filter(pk=letter.pk))


@pytest.mark.django_db
def test_nothing_that_workers_or_people_do_late_touches_what_was_sent():
    """LET-2: a doubled task, a sweep, a yes that comes twice."""
    campaign = release()
    letter = make_uncertain(campaign)
    by = campaign.author
    progress.confirm_sent(letter=letter, by=by)

    dispatch.sweep()
    dispatch.send_chunk(campaign_id=campaign.pk)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    assert not dispatch.ROUTE.mark_sent(dispatch.ROUTE.mine(letter), [letter])
    assert progress.retry(campaign=campaign, letters=campaign.letters.all(), by=by) == 0
    assert progress.take_out(campaign=campaign, letters=campaign.letters.all(), by=by) == 0

    assert states(campaign) == [Status.SENT]
