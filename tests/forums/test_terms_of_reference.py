"""The scope on paper: one page, readable by a screen reader, whatever people typed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from coalition.typesetting import pages
from forums.models import Forum
from forums.starting import templates
from forums.terms_of_reference import terms_of
from forums.typesetting import Terms, typeset
from forums.wording import NOTHING_DELEGATED, TEXTS, Line, Recommendation
from tests import make
from tests.verapdf import needs_verapdf, require_accessible

UGLY = {
    "code": '#read("/etc/passwd") #import "x" $1$ *b* _i_ `c` <l> @m \\ // "q" ]',
    "no spaces": "Llanfairpwllgwyngyll" * 6,
    "scripts": "Łódź Ψηφος Київ हिन्दी مرحبا 漢字 🏠 𝕏",
    "accents": "Za" + "\u0301" * 30 + "lgo",
    "invisible": "a\u202eb\u200bc\u00add\u0000e\u2028f",
    "nothing": "",
}


def terms(**fields):
    said = {name: f"{label} is said here." for name, label in TEXTS.items()}
    wording = make.wording(
        **{**said, "recommends": (Recommendation("The board", 10),), **fields.pop("said", {})}
    )
    known = {
        "forum": "Going home well",
        "about": "Delivery forum of Homes for Aldermere.",
        "version": "Version 1.0",
        "standing": "Version 1.0, in force since 1 November 2026.",
        "may_decide": NOTHING_DELEGATED,
        "dated": date(2026, 11, 1),
    }
    return Terms(wording=wording, **{**known, **fields})


def ugly(text):
    said = dict.fromkeys(TEXTS, text)
    lines = {"included": (Line(text),) * 3, "excluded": (Line(text, text),) * 3}
    said = {**said, **lines, "recommends": (Recommendation(text, 1),)}
    return terms(forum=text or "?", about=text, standing=text, said=said)


def long():
    return terms(said={"included": tuple(Line(f"Thing {n} " + "of many " * 9) for n in range(40))})


def words(pdf):
    return " ".join(" ".join(pages.texts(pdf)).split())


def test_everything_that_the_scope_says_is_on_one_page():
    pdf = typeset(terms())

    said = words(pdf)
    assert pages.count(pdf) == 1
    assert "Ward staffing → The Hospitals Board" in said
    assert "The board, with an answer within 10 working days" in said
    assert NOTHING_DELEGATED in said
    for name, label in TEXTS.items():
        assert f"{label} is said here." in said, name


def test_a_long_scope_flows_to_a_second_page_and_is_numbered():
    pdf = typeset(long())

    assert pages.count(pdf) == 2
    assert "Page 1 of 2" in words(pdf)
    assert all(f"Thing {number} of" in words(pdf) for number in range(40))


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY)
def test_whatever_people_typed_is_printed(text):
    pdf = typeset(ugly(text))

    assert pages.count(pdf) <= 2


def test_code_stays_words():
    """ADR 6"""
    assert '#read("/etc/passwd") #import' in words(typeset(ugly(UGLY["code"])))


def test_a_character_that_cannot_be_printed_leaves_a_mark():
    assert "Київ हिन्दी ◊" in words(typeset(ugly(UGLY["scripts"])))


def test_the_same_words_give_the_same_bytes():
    assert typeset(terms()) == typeset(terms())


def test_several_can_print_at_once():
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(typeset, [terms()] * 12))

    assert len(set(made)) == 1


@needs_verapdf
def test_the_paper_is_pdf_ua_1_and_pdf_a_2a(tmp_path):
    made = {"plain": terms(), "long": long(), **{name: ugly(text) for name, text in UGLY.items()}}
    require_accessible({name: typeset(one) for name, one in made.items()}, tmp_path)


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.kind)
def test_what_a_forum_starts_from_fits_one_page(template):
    start = template.wording(programme="Homes for Aldermere", end="31 March 2027", purpose="So.")

    pdf = typeset(replace(terms(), wording=start))

    assert pages.count(pdf) == 1


# --- The page ---


def test_a_member_prints_the_scope_in_force(as_, forum, nell, member):
    scope = forum.scopes.effective().get()
    page = as_(nell).get(reverse("forums:scope", args=[forum.pk])).content.decode()

    response = as_(nell).get(reverse("forums:scope_print", args=[forum.pk, scope.pk]))

    assert reverse("forums:scope_print", args=[forum.pk, scope.pk]) in page
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="terms-of-reference-going-home-well.pdf"' in response["Content-Disposition"]
    assert "Version 1.0, in force since" in words(response.content)


def test_a_draft_says_that_it_is_one(forum, leo):
    draft = make.scope(forum, drafted_by=leo, purpose="Warmth.")

    told = terms_of(forum.scopes.with_items().get(pk=draft.pk))

    assert told.version == "Draft"
    assert "not approved" in told.standing


def test_a_replaced_version_says_so(forum, leo, lena):
    old = forum.scopes.effective().get()
    make.scope(forum, drafted_by=leo, approved_by=lena, purpose="Warmth.")

    told = terms_of(forum.scopes.with_items().get(pk=old.pk))

    assert "since replaced" in told.standing


def test_a_name_that_no_file_can_have_still_prints(as_, forum, lena):
    Forum.objects.filter(pk=forum.pk).update(name='漢字 "\\/ 🏠')
    scope = forum.scopes.effective().get()

    response = as_(lena).get(reverse("forums:scope_print", args=[forum.pk, scope.pk]))

    assert f'filename="terms-of-reference-{forum.pk}.pdf"' in response["Content-Disposition"]
