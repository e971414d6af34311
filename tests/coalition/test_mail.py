"""Mail that the site owes."""

import time

import pytest
from celery import Celery
from django.core import mail
from django.utils import timezone

from coalition import bell, tasks
from coalition.actions import mail as actions
from coalition.models import Contributor, Mail
from tests import make


@pytest.mark.django_db
def test_asking_twice_for_the_same_purpose_owes_one_mail():
    first = actions.queue(kind="receipt", to="a@example.org", subject="1", body="x", key="offer:1")
    again = actions.queue(kind="receipt", to="a@example.org", subject="2", body="y", key="offer:1")

    assert again == first
    assert Mail.objects.get().subject == "1"


@pytest.mark.django_db
def test_a_body_with_private_links_is_forgotten_once_it_is_sent():
    row = actions.queue(kind="receipt", to="a@example.org", subject="Yours", body="A private link")

    tasks.send_mail()

    row.refresh_from_db()
    assert row.body == ""
    assert mail.outbox[0].body == "A private link"


@pytest.mark.django_db
def test_a_mail_says_that_a_machine_wrote_it():
    """L2, and RFC 3834: no out-of-office answers."""
    actions.queue(kind="receipt", to="a@example.org", subject="Yours", body="Words")

    actions.send_due()

    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
@pytest.mark.parametrize("news", ["deceased_on", "gone_away_on", "objected_at"])
def test_con_2_mail_that_waits_stops_when_we_may_no_longer_write_to_its_person(news):
    person, other = make.contributor(), make.contributor()
    words = {"kind": "receipt", "subject": "Yours", "body": "A private link"}
    row = actions.queue(to=person.email, concerns=person, **words)
    actions.queue(to=other.email, concerns=other, **words)
    Contributor.objects.filter(pk=person.pk).update(**{news: timezone.now()})

    actions.send_due()

    row.refresh_from_db()
    assert [message.to for message in mail.outbox] == [[other.email]]
    assert row.status == Mail.Status.FAILED
    assert row.get_cause_display() == "We must not write to this person"
    assert row.body == ""
    assert actions.send_due() == 0


@pytest.mark.django_db(transaction=True)
def test_the_sweep_rings_for_mail_that_waits(monkeypatch):
    rung = []
    monkeypatch.setattr(bell, "_ring", lambda task, ids: rung.append(task.name))

    tasks.sweep_mail()
    actions.queue(kind="receipt", to="a@example.org", subject="Yours", body="Words")
    tasks.sweep_mail()

    assert rung == ["coalition.tasks.send_mail"]


@pytest.mark.django_db
def test_no_more_than_two_workers_are_at_the_mail(monkeypatch):
    monkeypatch.setattr(actions, "LANES", 0)
    actions.queue(kind="receipt", to="a@example.org", subject="Yours", body="Words")

    assert actions.send_due() == 0


@pytest.mark.django_db(transaction=True)
def test_a_page_neither_fails_nor_waits_when_the_broker_is_away(settings, caplog):
    """A lost ring changes nothing: the sweep rings again."""
    nowhere = "redis+socket:///nowhere/valkey.socket?virtual_host=0"
    away = Celery("away", broker=nowhere, set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    began = time.monotonic()

    @away.task(name="away.nothing", shared=False)
    def nothing():
        pass

    bell.ring(nothing)

    assert "away.nothing was not rung for" in caplog.text
    assert time.monotonic() - began < 3  # kombu's own patience is 6
