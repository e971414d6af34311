"""The engine that Mail and Letter share, tried with mail."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from coalition import delivery, outbox
from coalition.actions import mail as actions
from coalition.models import Mail
from coalition.outbox import patience, sending, settling

Status = Mail.Status
LONG_AGO = timedelta(hours=1)


def owe(count=1):
    return [
        actions.queue(kind="receipt", to="ann@example.org", subject=f"Mail {number}", body="Words")
        for number in range(count)
    ]


def left(status, *, ago=LONG_AGO):
    """A mail as a worker left it, its lease over for so long."""
    (row,) = owe()
    fields = {"token": uuid.uuid4(), "lease_until": timezone.now() - ago, "attempts": 1}
    Mail.objects.filter(pk=row.pk).update(status=status, **fields)
    row.refresh_from_db()
    return row


def statuses():
    return list(Mail.objects.order_by("pk").values_list("status", flat=True))


def failing(monkeypatch, *errors):
    """Let sending fail, once with each of these, and then go well."""
    waiting, send = list(errors), delivery.send

    def fail(message, line):
        if waiting:
            raise waiting.pop(0)
        send(message, line)

    monkeypatch.setattr(delivery, "send", fail)


@pytest.mark.django_db
def test_what_is_due_is_sent_once_however_often_we_look():
    owe(3)

    assert actions.send_due() == 3
    assert actions.send_due() == 0

    assert statuses() == [Status.SENT] * 3
    assert len(mail.outbox) == 3
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 3


@pytest.mark.django_db(transaction=True)
def test_two_claims_never_overlap(monkeypatch):
    """The first worker is held between looking and taking, where the second could slip in."""
    owe(3)
    monkeypatch.setattr(sending, "CHUNK", 2)
    first_is_held, let_go, lease_from = Event(), Event(), sending.lease_from

    def held_lease(now):
        if not first_is_held.is_set():
            first_is_held.set()
            let_go.wait(5)
        return lease_from(now)

    def claim():
        due = Mail.objects.due(timezone.now()).order_by("pk")
        try:
            return [row.pk for row in outbox.claim(actions.ROUTE, due, uuid.uuid4())]
        finally:
            connection.close()

    monkeypatch.setattr(sending, "lease_from", held_lease)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(claim)
        first_is_held.wait(5)
        second = pool.submit(claim).result(5)
        let_go.set()
        taken = first.result(5)

    assert len(taken) == 2
    assert len(second) == 1
    assert not set(taken) & set(second)


@pytest.mark.django_db
def test_sending_is_on_record_before_the_first_byte(monkeypatch):
    seen = []
    monkeypatch.setattr(delivery, "send", lambda message, line: seen.append(statuses()))
    owe(2)

    actions.send_due()

    assert seen == [[Status.SENDING, Status.LEASED], [Status.SENT, Status.SENDING]]


@pytest.mark.django_db
def test_a_worker_that_stopped_while_sending_leaves_a_doubt_and_nothing_goes_twice():
    row = left(Status.SENDING)

    actions.sweep()
    actions.send_due()

    row.refresh_from_db()
    assert row.status == Status.UNCERTAIN
    assert "stopped" in row.problem
    assert not mail.outbox


@pytest.mark.django_db
def test_a_worker_that_stopped_before_sending_leaves_nothing_to_doubt():
    left(Status.LEASED)

    actions.sweep()
    actions.send_due()

    assert statuses() == [Status.SENT]


@pytest.mark.django_db
def test_a_worker_that_is_still_at_it_is_left_alone():
    left(Status.LEASED, ago=-LONG_AGO)
    left(Status.SENDING, ago=-LONG_AGO)

    actions.sweep()

    assert statuses() == [Status.LEASED, Status.SENDING]


@pytest.mark.django_db
def test_a_late_yes_beats_the_doubt(monkeypatch):
    """The sweep was faster than a slow worker, but the worker holds the server's yes."""

    def slow(message, line):
        Mail.objects.update(lease_until=timezone.now() - LONG_AGO)
        actions.sweep()
        assert statuses() == [Status.UNCERTAIN]

    owe()
    monkeypatch.setattr(delivery, "send", slow)

    actions.send_due()

    assert statuses() == [Status.SENT]


@pytest.mark.django_db
def test_sweeping_twice_is_sweeping_once():
    left(Status.SENDING)
    left(Status.LEASED)

    actions.sweep()
    once = list(Mail.objects.order_by("pk").values())
    actions.sweep()

    assert list(Mail.objects.order_by("pk").values()) == once


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "ago", "then"),
    [
        (True, timedelta(seconds=1), Status.SENT),
        (False, timedelta(seconds=1), Status.UNCERTAIN),  # somebody may be in the middle of it
        (False, LONG_AGO, Status.READY),
        (None, LONG_AGO, Status.UNCERTAIN),
    ],
)
def test_a_doubt_is_settled_by_evidence_and_by_nothing_else(monkeypatch, found, ago, then):
    left(Status.UNCERTAIN, ago=ago)
    monkeypatch.setattr(delivery, "evidence", lambda message_id: found)

    actions.sweep()

    assert statuses() == [then]


@pytest.mark.django_db
def test_one_doubt_that_cannot_be_settled_does_not_keep_the_others(monkeypatch):
    broken, fine = left(Status.UNCERTAIN), left(Status.UNCERTAIN)
    settle = settling._settle_by_evidence
    monkeypatch.setattr(delivery, "evidence", lambda message_id: True)
    monkeypatch.setattr(
        settling,
        "_settle_by_evidence",
        lambda route, row, now: 1 / 0 if row == broken else settle(route, row, now),
    )

    actions.sweep()

    fine.refresh_from_db()
    assert fine.status == Status.SENT


@pytest.mark.django_db
def test_a_server_that_is_away_costs_no_letter_an_attempt(monkeypatch):
    """DLV-2: attempts are counted for each parcel, an outage is nobody's."""
    failing(monkeypatch, delivery.Unavailable("connection refused"))
    owe(3)

    assert actions.send_due() == 0

    assert statuses() == [Status.READY] * 3
    assert set(Mail.objects.values_list("attempts", "token")) == {(0, None)}
    assert actions.send_due() == 3


@pytest.mark.django_db
def test_nothing_is_claimed_while_nobody_answers(monkeypatch):
    def nobody():
        raise delivery.Unavailable("connection refused")

    owe()
    monkeypatch.setattr(delivery, "line", nobody)

    assert actions.send_due() == 0
    assert statuses() == [Status.READY]


@pytest.mark.django_db
def test_a_later_please_waits_longer_each_time(monkeypatch):
    """DLV-2."""
    waits = []
    for _ in range(2):
        failing(monkeypatch, delivery.Deferred("451 greylisted"))
        row = Mail.objects.first() or owe()[0]
        actions.send_due()
        row.refresh_from_db()
        waits.append(round((row.send_after - timezone.now()).total_seconds() / 60))
        assert (row.status, row.problem) == (Status.READY, "451 greylisted")
        assert actions.send_due() == 0
        Mail.objects.update(send_after=timezone.now())

    assert waits == [2, 4]


@pytest.mark.django_db
def test_after_five_attempts_it_is_a_task_for_a_person(monkeypatch):
    """DLV-2."""
    (row,) = owe()
    Mail.objects.update(attempts=4)
    failing(monkeypatch, delivery.Deferred("451 greylisted"))

    actions.send_due()

    row.refresh_from_db()
    assert (row.status, row.cause, row.attempts) == (Status.FAILED, Mail.Cause.PUT_OFF, 5)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "cause"),
    [
        (delivery.Refused("550 no such mailbox"), Status.FAILED, "refused"),
        (delivery.CannotCompose("no address"), Status.FAILED, "content"),
        (delivery.Uncertain("broke off"), Status.UNCERTAIN, ""),
        (ZeroDivisionError("what nobody foresaw"), Status.UNCERTAIN, ""),
    ],
)
def test_each_way_of_failing_is_written_down(monkeypatch, error, status, cause):
    owe(2)
    failing(monkeypatch, error)

    assert actions.send_due() == 2

    first, second = Mail.objects.order_by("pk")
    assert (first.status, first.cause, first.problem) == (status, cause, str(error))
    assert second.status == Status.SENT


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["admit", "compose"])
def test_one_poisoned_parcel_does_not_stop_the_others(monkeypatch, step):
    first, second, third = owe(3)

    def poisoned(rows):
        is_poisoned = second in (rows if step == "admit" else [rows])
        return 1 / 0 if is_poisoned else getattr(actions.ROUTE, step)(rows)

    parts = {name: getattr(actions.ROUTE, name) for name in actions.ROUTE.__dataclass_fields__}
    route = outbox.Route(**{**parts, step: poisoned})

    outbox.send_chunk(route, Mail.objects.due(timezone.now()).order_by("pk"))

    assert statuses() == [Status.SENT, Status.FAILED, Status.SENT]


def together(count, **parts):
    """The route of mail, but admitting so many at once."""
    return replace(actions.ROUTE, together=count, **parts)


def send(route):
    return outbox.send_chunk(route, Mail.objects.due(timezone.now()).order_by("pk"))


@pytest.mark.django_db
def test_rounds_grow_while_they_end_in_time(monkeypatch):
    """ADR 16."""
    rounds = []
    owe(12)

    def admit(rows):
        rounds.append(len(rows))
        return actions.ROUTE.admit(rows)

    send(together(5, admit=admit))

    assert rounds == [1, 5, 5, 1]
    assert statuses() == [Status.SENT] * 12
    assert len(mail.outbox) == 12


@pytest.mark.django_db
def test_sending_of_a_whole_round_is_on_record_before_its_first_byte(monkeypatch):
    seen = []
    monkeypatch.setattr(delivery, "send", lambda message, line: seen.append(statuses()))
    owe(3)

    send(together(2))

    assert seen[1:] == [[Status.SENT, Status.SENDING, Status.SENDING]] * 2
    assert statuses() == [Status.SENT] * 3


@pytest.mark.django_db
def test_what_a_round_did_not_begin_in_time_is_asked_about_again(monkeypatch):
    asked, hand_over = [], delivery.send
    monkeypatch.setattr(sending, "ROUND_S", 0.05)

    def slow(message, line):
        Event().wait(0.06 if len(mail.outbox) in (1, 2) else 0)
        hand_over(message, line)

    def admit(rows):
        asked.append([row.subject for row in rows])
        return actions.ROUTE.admit(rows)

    monkeypatch.setattr(delivery, "send", slow)
    owe(4)

    send(together(4, admit=admit))

    numbers = [[subject.removeprefix("Mail ") for subject in some] for some in asked]
    assert numbers == [["0"], ["1", "2", "3"], ["2", "3"], ["3"]]
    assert statuses() == [Status.SENT] * 4
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}
    assert len(mail.outbox) == 4


@pytest.mark.django_db
def test_when_the_server_goes_away_in_mid_round_the_rest_of_it_is_ready_again(monkeypatch):
    """DLV-2: none of them has gone, and none was tried."""
    owe(4)
    hand_over = delivery.send

    def away(message, line):
        if len(mail.outbox) == 2:
            raise delivery.Unavailable("connection refused")
        hand_over(message, line)

    monkeypatch.setattr(delivery, "send", away)

    send(together(4))

    assert statuses() == [Status.SENT, Status.SENT, Status.READY, Status.READY]
    waiting = Mail.objects.filter(status=Status.READY)
    assert set(waiting.values_list("attempts", "token")) == {(0, None)}


@pytest.mark.django_db
def test_a_refusal_in_mid_round_is_that_of_one(monkeypatch):
    hand_over = delivery.send
    owe(4)

    def refuse_the_third(message, line):
        if message.subject == "Mail 2":
            raise delivery.Refused("550 no such mailbox")
        hand_over(message, line)

    monkeypatch.setattr(delivery, "send", refuse_the_third)

    send(together(4))

    assert statuses() == [Status.SENT, Status.SENT, Status.FAILED, Status.SENT]


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["admit", "arrived"])
def test_one_poisoned_parcel_of_a_round_does_not_stop_the_others(step):
    rows = owe(4)

    def poisoned(some):
        return 1 / 0 if rows[2] in some else getattr(actions.ROUTE, step)(some)

    send(together(4, **{step: poisoned}))

    # What went, and could not be written down, is in doubt: the sweep asks for evidence.
    third = Status.FAILED if step == "admit" else Status.SENDING
    assert statuses() == [Status.SENT, Status.SENT, third, Status.SENT]


@pytest.mark.django_db
def test_what_another_worker_took_in_mid_round_is_left_to_it(monkeypatch):
    rows = owe(3)

    def lose_the_last(some):
        if rows[2] in some:
            Mail.objects.filter(pk=rows[2].pk).update(token=uuid.uuid4())
        return actions.ROUTE.admit(some)

    send(together(3, admit=lose_the_last))

    assert statuses() == [Status.SENT, Status.SENT, Status.LEASED]
    assert len(mail.outbox) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_commit_whose_answer_got_lost_is_not_repeated(monkeypatch, count):
    """Every transaction runs twice, as after a connection that broke at the commit."""
    owe(4)
    twice = []

    def insist(do, seconds=None):
        first = do()
        twice.append(do())
        return first if isinstance(first, list) else twice[-1]

    monkeypatch.setattr(sending, "insist", insist)

    send(together(count))

    assert statuses() == [Status.SENT] * 4
    assert len(mail.outbox) == 4


@pytest.mark.django_db(transaction=True)
def test_a_yes_survives_a_database_that_goes_away(monkeypatch):
    send = delivery.send

    def lose_the_database(message, line):
        send(message, line)
        with connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(delivery, "send", lose_the_database)
    owe(2)

    actions.send_due()

    assert statuses() == [Status.SENT] * 2
    assert len(mail.outbox) == 2


def test_patience_with_the_database_ends():
    def never():
        raise OperationalError

    with pytest.raises(OperationalError):
        outbox.insist(never, seconds=0.01)


def test_only_an_outage_is_waited_for():
    outage = DatabaseError("server closed the connection unexpectedly")
    assert patience.is_outage(outage)
    assert not patience.is_outage(IntegrityError())


@pytest.mark.django_db
def test_a_chunk_takes_at_most_a_sixth_of_a_lease(monkeypatch, settings):
    settings.OUTBOX_LEASE_S = 0.3
    send = delivery.send

    def slow(message, line):
        Event().wait(0.06)
        send(message, line)

    monkeypatch.setattr(delivery, "send", slow)
    owe(3)

    actions.send_due()

    assert statuses() == [Status.SENT, Status.READY, Status.READY]


@pytest.mark.django_db
def test_a_worker_that_was_held_up_does_not_begin(monkeypatch, settings):
    """The time fence: the row may soon be in other hands."""
    settings.OUTBOX_LEASE_S = 0.2
    (row,) = owe()
    compose = actions.ROUTE.compose

    def held_up(mail_):
        Event().wait(0.17)
        return compose(mail_)

    parts = {name: getattr(actions.ROUTE, name) for name in actions.ROUTE.__dataclass_fields__}

    outbox.send_chunk(
        outbox.Route(**{**parts, "compose": held_up}), Mail.objects.due(timezone.now())
    )

    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.READY, 0)
    assert not mail.outbox


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("mail_sent_has_a_time", {"status": "sent"}),
        ("mail_in_hand_has_a_lease", {"status": "sending"}),
        ("mail_failed_has_a_cause", {"status": "failed", "problem": "Gone"}),
    ],
)
def test_the_database_refuses(name, fields):
    owe()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Mail.objects.update(**fields)
