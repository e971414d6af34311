"""The scheme of delegation on paper: readable by a screen reader, whatever people typed."""

from datetime import date

import pytest
from django.urls import reverse

from coalition.typesetting import pages
from forums.typesetting.scheme import Granted, Scheme, typeset
from tests import make
from tests.forums.test_terms_of_reference import UGLY, words
from tests.verapdf import needs_verapdf, require_accessible


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


@needs_verapdf
def test_the_paper_is_pdf_ua_1_and_pdf_a_2a(tmp_path):
    made = {"long": scheme(rows=60), **{name: scheme(text) for name, text in UGLY.items()}}
    require_accessible({name: typeset(one) for name, one in made.items()}, tmp_path)


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
