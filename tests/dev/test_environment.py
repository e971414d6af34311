"""The environment is rebuilt exactly when it has to be, and every failure has its sentence."""

import re
import subprocess
import sys
import tomllib

import pytest

from dev import environment
from dev.checks import lines_with_a_host
from dev.places import LOCK, ROOT, Problem


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """A finished environment without packages."""
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.txt")
    environment.LOCK.write_text("# nothing yet\n")
    made = [sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"]
    subprocess.run(made, check=True)
    environment.write_stamp()
    return tmp_path / ".venv"


def test_a_stamped_environment_is_current(venv):
    assert environment.is_current()


def test_an_unfinished_environment_is_not_current(venv):
    (venv / "stamp").unlink()

    assert not environment.is_current()


def test_a_changed_lock_file_makes_it_stale(venv):
    environment.LOCK.write_text("# something else\n")

    assert not environment.is_current()


def test_another_python_makes_it_stale(venv):
    stamp = venv / "stamp"
    stamp.write_text(stamp.read_text().replace("Python 3.", "Python 2."))

    assert not environment.is_current()


def test_a_moved_environment_is_stale_even_behind_a_link(venv):
    elsewhere = venv.rename(venv.with_name("elsewhere"))
    venv.symlink_to(elsewhere)

    assert not environment.is_current()


def test_too_little_room_is_said_before_anything_happens(venv, monkeypatch):
    monkeypatch.setattr(environment, "NEEDED_BYTES", 10**18)
    (venv / "stamp").unlink()

    with pytest.raises(Problem, match="too little room: setting up needs"):
        environment.ensure()


def test_packages_that_cannot_be_had_are_a_sentence_and_no_stamp(venv, monkeypatch, capfd):
    monkeypatch.setattr(environment, "ROOT", venv.parent)
    for variable, value in {"INDEX_URL": "http://127.0.0.1:9/", "RETRIES": "0"}.items():
        monkeypatch.setenv(f"PIP_{variable}", value)
    environment.LOCK.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(Problem, match="pip could not install"):
        environment.ensure()

    assert not environment.is_current()


def test_the_lock_file_names_no_host():
    assert list(lines_with_a_host(LOCK)) == []


def test_a_host_in_the_lock_file_is_found(tmp_path):
    lock = tmp_path / "requirements.txt"
    from_a_host = "kombu @ file://wheels.example/kombu.whl"
    lock.write_text(f"{from_a_host}\nredis==8.0.0\n")

    assert list(lines_with_a_host(lock)) == [from_a_host]


def test_everything_that_the_project_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *sum(project["dependency-groups"].values(), [])]
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in asked}

    assert names <= set(re.findall(r"^([\w.-]+)==", LOCK.read_text(), re.MULTILINE))
