"""Two who hear of the same letter at the same moment: what they say is written down once."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from threading import Event

import pytest
from django.db import connection

from coalition import notify as at_notify
from coalition import throttle
from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition.actions import dispatch, posted, returns
from recognition.models import DeliveryAttempt
from tests import make
from tests.recognition import notify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ref(tmp_path, settings, monkeypatch):
    """Of a letter that Notify says it has posted."""
    monkeypatch.setattr(throttle, "take", lambda *args, **rates: True)
    with notify.stand_in(tmp_path, settings) as office:
        campaign = notify.posted()
        dispatch.send_chunk(campaign_id=campaign.pk)
        (ref,) = office.rows
        office.set_status(ref, "received")
        yield ref


def at_once(monkeypatch, where, step, do):
    """The first is held at that step; the second waits for it. What each gave, or raised."""
    first_is_held, let_go, usual = Event(), Event(), getattr(where, step)

    def held(*args, **facts):
        if not first_is_held.is_set():
            first_is_held.set()
            let_go.wait(10)
        return usual(*args, **facts)

    def one():
        try:
            return do()
        except DomainError as error:
            return error
        finally:
            connection.close()

    monkeypatch.setattr(where, step, held)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(one)
        first_is_held.wait(10)
        second = pool.submit(one)
        with pytest.raises(StillWaiting):
            second.result(0.5)
        let_go.set()
        return first.result(10), second.result(10)


def count(kind):
    return JournalEntry.objects.of_kinds([kind]).count()


def test_two_looks_at_once_thank_once(ref, monkeypatch):
    (said,) = at_notify.letters()

    settled = at_once(monkeypatch, posted, "_mark_posted", lambda: posted.hear(page=[said]))

    assert sorted(settled) == [0, 1]
    assert count(dispatch.LETTER_SENT) == 1


def test_two_callbacks_at_once_are_one_return(ref, monkeypatch):
    at_once(monkeypatch, returns, "_mark_gone", lambda: returns.came_back(provider_ref=ref))

    assert count(returns.LETTER_CAME_BACK) == 1
    assert DeliveryAttempt.objects.came_back().count() == 1


def test_of_two_who_look_into_it_at_once_the_second_is_told(ref, monkeypatch):
    attempt, rosa = returns.came_back(provider_ref=ref), make.user("Rosa")

    _, second = at_once(
        monkeypatch,
        returns,
        "_record",
        lambda: returns.look_into(attempt=attempt, found="reached", by=rosa),
    )

    assert "already" in str(second)
    assert count(returns.LETTER_LOOKED_INTO) == 1
