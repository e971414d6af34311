"""Several programs run together, and end together."""

import os
import signal
import subprocess
import time

import pytest

from dev import supervisor
from dev.supervisor import Supervisor, how


@pytest.fixture
def site(tmp_path):
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    before = {sig: signal.getsignal(sig) for sig in signals}
    site = Supervisor(tmp_path, os.environ)
    yield site
    site.stop()
    for sig, handler in before.items():
        signal.signal(sig, handler)


def test_what_programs_say_is_shown_with_their_names(site, capsys):
    site.start("web", ["sh", "-c", "echo hello; echo; exec sleep 60"])
    site.start("worker", ["sh", "-c", "printf 'no line end'; exec sleep 60"])

    heard, deadline = "", time.monotonic() + 5
    while not heard and time.monotonic() < deadline:
        site.show(0.1)
        heard = capsys.readouterr().out
    assert heard == "web    │ hello\n"


def test_the_death_of_one_is_noticed_and_ends_all(site):
    site.start("web", ["sleep", "60"])
    site.start("worker", ["sh", "-c", "exit 3"])

    assert site.wait() == ("worker", 3)

    site.stop()
    assert dict(site.ended())["web"] == -signal.SIGTERM


def test_the_death_of_an_engine_is_noticed_too(site):
    with subprocess.Popen(["true"]) as engine:
        site.watch("PostgreSQL", engine)

        assert site.wait() == ("PostgreSQL", 0)


def test_a_program_that_does_not_end_is_killed_with_its_children(site, monkeypatch):
    monkeypatch.setattr(supervisor, "GRACE_S", 0.3)
    site.start("worker", ["sh", "-c", "trap '' TERM; sleep 60; sleep 60"])
    site.show(0.2)

    site.stop()

    assert dict(site.ended()) == {"worker": -signal.SIGKILL}


def test_asking_twice_does_not_wait(site):
    site.start("worker", ["sh", "-c", "trap '' TERM; sleep 60; sleep 60"])
    site.show(0.2)
    site.listen_for_ctrl_c()
    os.kill(os.getpid(), signal.SIGINT)
    began = time.monotonic()

    signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    site.stop()

    assert time.monotonic() - began < supervisor.GRACE_S / 2


def test_a_status_is_told_in_words():
    assert how(3) == "ended with status 3"
    assert how(-9) == "was ended by SIGKILL"
