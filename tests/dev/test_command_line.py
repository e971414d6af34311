"""Every word has its help, and every refusal its sentence."""

import errno
import os
import runpy
import socket
import sys

import pytest

from dev import cli, commands, run
from dev.checks import Check
from dev.places import ROOT, Problem

WORDS = ["run", "test", "check", "bench", "chaos", "demo", "manage"]


@pytest.mark.parametrize("word", WORDS)
def test_every_word_explains_itself(word, capsys):
    with pytest.raises(SystemExit) as end:
        cli.dispatch([word, "--help"])

    assert end.value.code == 0
    assert f"usage: python3 dev {word}" in capsys.readouterr().out


def test_without_a_word_all_are_listed(capsys):
    with pytest.raises(SystemExit):
        cli.dispatch([])

    listed = capsys.readouterr().out
    assert all(word in listed for word in WORDS)


def test_options_of_another_program_are_passed_on_as_they_are(monkeypatch):
    passed = []
    monkeypatch.setitem(cli.PASSED_ON, "test", lambda rest: passed.extend(rest) or 0)

    assert cli.dispatch(["test", "-x", "tests/dev", "--", "-h"]) == 0
    assert passed == ["-x", "tests/dev", "--", "-h"]


def test_all_tests_run_on_every_core_and_some_as_one_says(monkeypatch, tmp_path):
    ran = []
    monkeypatch.setenv("DEV_HOME", str(tmp_path))
    monkeypatch.setattr(commands.environment, "ensure", lambda: None)
    monkeypatch.setattr(commands.engines, "for_tests", lambda folder: [])
    monkeypatch.setattr(commands.inside, "python", lambda said, env: ran.append(said[2:]) or 0)

    assert commands.test([]) == commands.test(["tests/dev", "-x"]) == 0

    assert ran == [["-n", "logical", "--dist", "loadgroup"], ["tests/dev", "-x"]]


def test_a_problem_is_a_sentence_and_a_failure(monkeypatch, capsys):
    def fail(rest):
        raise Problem("The dog ate it. Get another dog.")

    monkeypatch.setitem(cli.PASSED_ON, "test", fail)

    assert cli.dispatch_or_explain(["test"]) == 1
    assert capsys.readouterr().err == "\nThe dog ate it. Get another dog.\n"


def test_a_full_disk_is_a_sentence(monkeypatch, capsys):
    def fail(rest):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/var/run/secret-key")

    monkeypatch.setitem(cli.PASSED_ON, "test", fail)

    assert cli.dispatch_or_explain(["test"]) == 1
    assert "The disk is full: /var/run/secret-key" in capsys.readouterr().err


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))

    with pytest.raises(SystemExit, match="Python 3.11 or newer is needed; this is "):
        runpy.run_path(str(ROOT / "dev/__main__.py"))


def test_a_taken_port_is_named_with_a_way_out():
    with socket.create_server((run.HOST, 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(Problem, match=rf"Port {port} is taken .* --port {port + 1}"):
            run.require_port(port)


def test_a_benchmark_that_does_not_exist_brings_the_list():
    with pytest.raises(Problem, match="python3 dev bench .*letters"):
        cli.dispatch(["bench", "lettuce"])


@pytest.mark.parametrize(("script", "good"), [("print('fine')", True), ("exit('not so')", False)])
def test_a_check_reports_what_its_program_said(script, good):
    was_good, said, _ = Check("any", ["python", "-c", script]).run()

    assert was_good is good
    assert said == ("fine" if good else "not so")
