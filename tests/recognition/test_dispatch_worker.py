"""A real worker, in a process of its own, with a real broker and a real mail server."""

import os
import subprocess
import sys
import time

import pytest
import redis
from django.conf import settings
from django.db import connection

from coalition.bell import ring
from coalition.session_cache import redis_url
from recognition import tasks
from recognition.models import Letter
from tests import make

PATIENCE_S = 90
CELERY = ["-W", "ignore", "-m", "celery", "--app", "coalition", "worker", "--concurrency", "1"]
CALM = ["--queues", "default,render,send", "--without-gossip", "--without-mingle"]


@pytest.fixture
def worker(mail_server, transactional_db, tmp_path):
    """Works on the database of the tests, and sends to the mail server of this test."""
    database, _, options = os.environ["DATABASE_URL"].partition("?")
    url = f"{database.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{options}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coalition.settings",
        "DATABASE_URL": url.rstrip("?"),
        "SECRET_KEY": settings.SECRET_KEY,
        "LETTERS_DIR": str(settings.LETTERS_DIR),
        "EMAIL_HOST": mail_server.host,
        "EMAIL_PORT": str(mail_server.port),
    }
    with open(tmp_path / "worker.log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, *CELERY, *CALM], env=env, stdout=log, stderr=log
        )
    yield process
    process.terminate()
    process.wait(PATIENCE_S)


def test_a_real_worker_typesets_and_sends_a_letter(worker, mail_server):
    letter = make.letter()
    until = time.monotonic() + PATIENCE_S

    while letter.status != Letter.Status.SENT and time.monotonic() < until:
        ring(tasks.render_letters, letter.campaign_id)
        time.sleep(1)
        letter.refresh_from_db()

    assert letter.status == Letter.Status.SENT
    assert [message["Subject"] for message in mail_server.messages] == ["A letter of thanks"]


def test_a_real_worker_takes_down_the_bells_that_it_answers(worker, settings):
    settings.OUTBOX_SWEEP_S = 600  # else each is forgotten after so long
    letter = make.letter()
    until = time.monotonic() + PATIENCE_S
    broker = redis.Redis.from_url(redis_url(settings.CELERY_BROKER_URL))
    hanging = f"bell:{tasks.render_letters.name}:{letter.campaign_id}:*"

    for _ in range(settings.OUTBOX_LANES + 1):
        ring(tasks.render_letters, letter.campaign_id)
    assert len(broker.keys(hanging)) == settings.OUTBOX_LANES  # it takes a while to start
    while broker.keys(hanging) and time.monotonic() < until:
        time.sleep(0.2)

    assert not broker.keys(hanging)
