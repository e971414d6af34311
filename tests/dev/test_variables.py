"""What our commands tell settings.py, and who has the last word."""

import re

import pytest

from dev import variables
from dev.places import ROOT


def test_what_you_set_yourself_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", "http://elsewhere.example")
    monkeypatch.setenv("EMAIL_PORT", "")

    found = {"SITE_URL": "http://127.0.0.1:8000", "EMAIL_PORT": "2525"}
    env = variables.for_folder(tmp_path, found, demo=True)

    assert env["SITE_URL"] == "http://elsewhere.example"
    assert env["EMAIL_PORT"] == "2525"  # empty is not set


@pytest.mark.parametrize("variable", ["SECRET_KEY", "AT_REST_KEYS"])
def test_a_key_stays_the_same_and_is_nobody_elses_to_read(tmp_path, monkeypatch, variable):
    monkeypatch.delenv(variable, raising=False)
    first, again = (variables.for_folder(tmp_path, {}, demo=False)[variable] for _ in range(2))

    assert first == again
    assert len(first) >= 50
    assert {file.stat().st_mode & 0o077 for file in tmp_path.glob("*-key")} == {0}


def test_other_commands_learn_where_the_engines_are_only_while_they_run(tmp_path):
    with variables.published(tmp_path, {"DATABASE_URL": "postgresql:///x"}):
        assert variables.read_published(tmp_path) == {"DATABASE_URL": "postgresql:///x"}

    assert variables.read_published(tmp_path) is None


def test_the_example_explains_exactly_what_settings_reads():
    settings = (ROOT / "coalition/settings.py").read_text()
    example = (ROOT / ".env.example").read_text()

    read = set(re.findall(r'\benv(?:_flag)?\("(\w+)"', settings))
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == read
