"""One command at a time in a data folder; sockets where a socket may be."""

import os
from pathlib import Path

import pytest

from dev.places import Problem, claimed, is_claimed, make_private, socket_folder


@pytest.fixture(autouse=True)
def a_home_of_our_own(tmp_path, monkeypatch):
    monkeypatch.setenv("DEV_HOME", str(tmp_path))


def test_a_data_folder_serves_one_command_at_a_time():
    refused = pytest.raises(Problem, match="Another `python3 dev` is at work")
    with claimed("run"), refused, claimed("run"):
        pass


def test_run_and_test_do_not_disturb_each_other():
    with claimed("run") as one, claimed("test") as other:
        assert one != other


def test_a_claim_ends_with_the_command():
    with claimed("run"):
        assert is_claimed("run")

    assert not is_claimed("run")


def test_a_folder_that_was_never_used_is_not_claimed():
    assert not is_claimed("run")


def test_a_short_path_keeps_its_sockets():
    assert socket_folder(Path("/srv/site/var/run")) == Path("/srv/site/var/run")


def test_a_path_too_long_for_a_socket_gets_a_short_one_that_stays_the_same():
    deep = Path("/" + "/".join(["a-rather-long-name"] * 8))

    assert len(str(socket_folder(deep))) < 85
    assert socket_folder(deep) == socket_folder(deep)
    assert socket_folder(deep) != socket_folder(deep / "other")


def test_a_socket_folder_is_ours_alone(tmp_path):
    make_private(tmp_path / "sockets", os.geteuid(), os.getegid())

    assert (tmp_path / "sockets").stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "sockets").symlink_to(tmp_path)

    with pytest.raises(Problem, match="belongs to somebody else"):
        make_private(tmp_path / "sockets", os.geteuid(), os.getegid())
