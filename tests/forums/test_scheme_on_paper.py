"""The scheme of delegation on paper: readable by a screen reader, whatever people typed."""

import os
import shutil
import subprocess
from datetime import date

import pytest
from django.urls import reverse

from coalition.typesetting import pages
from forums.typesetting.scheme import Granted, Scheme, typeset
from tests import make
from tests.forums.test_terms_of_reference import CHECKER, UGLY, words


def scheme(text="Small repairs", rows=1):
    granted = Granted(text, text, text, [("Limits", text), ("Seat", "")])
    return Scheme(
        author="Homes for Aldermere",
        about=text,
        dated=date(2026, 11, 29),
        forums={"Going home well": [granted] * rows, text: [granted]},
        reserved=[text],
        seals=["1:2:abc"],
    )


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY)
def test_whatever_people_typed_is_printed(text):
    assert pages.count(typeset(scheme(text))) <= 2


def test_a_long_scheme_flows_over_numbered_pages():
    pdf = typeset(scheme(rows=60))

    assert pages.count(pdf) > 2
    assert f"Page 1 of {pages.count(pdf)}" in words(pdf)


@pytest.mark.skipif(
    not (CHECKER / "verapdf-odl.jar").exists() or not shutil.which("java"),
    reason="veraPDF is not set up; VERAPDF_HOME names the folder of vera.sh",
)
def test_the_paper_is_pdf_ua_1_and_pdf_a_2a(tmp_path):
    made = {"long": scheme(rows=60), **{name: scheme(text) for name, text in UGLY.items()}}
    for name, one in made.items():
        (tmp_path / f"{name.replace(' ', '_')}.pdf").write_bytes(typeset(one))

    report = subprocess.run(
        ["sh", CHECKER / "vera.sh", "ua1,2a", *tmp_path.glob("*.pdf")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "VERAPDF_HOME": str(CHECKER)},
    ).stdout.splitlines()

    assert len(report) == 2 * len(made)
    assert [line for line in report if not line.startswith("PASS")] == []


def test_the_same_words_give_the_same_bytes():
    assert typeset(scheme()) == typeset(scheme())


def test_whoever_sees_the_scheme_prints_what_they_see(as_, forum, programme, lena, ben):
    held = make.delegation(
        forum, drafted_by=lena, granted=True, excludes=["Lifts"], report_to="Cabinet",
        report_every="year",
    )  # fmt: skip
    make.delegation(forum, drafted_by=lena, theme="Locks")
    url = reverse("forums:scheme_print")

    said = words(as_(lena).get(url).content)
    assert f"{held}: {held.theme}" in said
    assert held.promise in said
    assert "Does not cover: Lifts; whatever is handed over to nobody" in said
    assert "Reports to: Cabinet, once a year" in said
    assert "Last seals of the journal" in said
    assert "Locks" in said
    assert "Locks" not in words(as_(lena).get(url, {"state": "live"}).content)
    assert held.theme not in words(as_(ben).get(url).content)
