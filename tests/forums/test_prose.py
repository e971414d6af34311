"""Five things of Markdown, and nothing else: forums/prose.py."""

import re

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from forums import prose


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("after **ten**", "<p>after <strong>ten</strong></p>"),
        ("*perhaps*", "<p><em>perhaps</em></p>"),
        ("- a van\n- a driver", "<ul><li>a van</li><li>a driver</li></ul>"),
        ("1. ring\n2. write", "<ol><li>ring</li><li>write</li></ol>"),
        ("> Who rings?", "<blockquote><p>Who rings?</p></blockquote>"),
        (
            "[the report](https://a.org/b)",
            '<p><a href="https://a.org/b" rel="nofollow noopener">the report</a> (a.org)</p>',
        ),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
    ],
)
def test_the_five_things_that_one_can_write(typed, html):
    assert prose.render(typed).replace("\n", "") == html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("See https://a.org/b_c?d=1&e=2.", "https://a.org/b_c?d=1&amp;e=2"),
        ("See www.gov.uk/help, please", "https://www.gov.uk/help"),
        ("<https://a.org>", "https://a.org"),
        ("Write to pat@a.org", "mailto:pat@a.org"),
    ],
)
def test_addresses_become_links(typed, address):
    assert f'<a href="{address}" rel="nofollow noopener">' in prose.render(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<b onmouseover=alert(1)>b</b>",
        "<!-- a remark -->",
        "&lt;b&gt; &amp; &#x27;",
        "[e](javascript:alert(1))",
        "[e](JaVaScRiPt:alert(1))",
        "[e](data:text/html;base64,PHNjcmlwdD4=)",
        "[e](vbscript:x)",
        "[e](//evil.example/a)",
        "[e](/forums/1/)",
        "[e](file:///etc/passwd)",
        "# Heading",
        "Heading\n===",
        "```\ncode\n```",
        "| a | b |\n|---|---|",
        "---",
        "[a]: https-is-missing 'so this is text'",
        "on Monday.So we went",
    ],
)
def test_everything_else_stays_the_words_that_were_typed(typed):
    html = prose.render(typed)

    assert not re.search(r"<(?!/?p>|br>)", html)
    assert _words(html) == typed.split()


def test_a_picture_from_elsewhere_is_a_link_and_not_fetched():
    html = prose.render("![the hall](https://evil.example/p.png)")

    assert "<img" not in html
    assert '<a href="https://evil.example/p.png"' in html


def test_a_link_says_where_it_leads_whatever_its_words_say():
    assert ">https://gov.uk</a> (evil.example)" in prose.render(
        "[https://gov.uk](https://evil.example/)"
    )


def test_a_year_at_the_beginning_of_a_line_stays_that_year():
    assert '<ol start="1986">' in prose.render("1986. What a year")


def test_names_after_an_at_are_marked_where_they_are_known():
    html = prose.render("@pat nowak, @Patrick, me@pat.org **@Pat**", ["Pat Nowak", "Pat"])

    assert re.findall(r'<span class="mention">([^<]*)</span>', html) == ["@pat nowak", "@Pat"]


def test_a_name_with_an_apostrophe_or_a_hyphen_is_marked():
    html = prose.render("@Siân O'Neill-Jones asks", ["Siân O'Neill-Jones"])

    assert 'class="mention">@Siân O' in html


@pytest.mark.parametrize("typed", ["> " * 60 + "deep", "- " * 60 + "deep", ">- " * 30 + "deep"])
def test_what_lies_too_deep_is_shown_as_it_was_typed(typed):
    assert "deep" in prose.render(typed)


def test_what_was_written_before_there_was_markdown_reads_as_it_did():
    html = prose.again("1. one\n* two_three_ <b>\nhttps://a.org", prose.PLAIN)

    assert html == (
        "<p>1. one<br>* two_three_ &lt;b&gt;<br>"
        '<a href="https://a.org" rel="nofollow">https://a.org</a></p>'
    )


ODD = st.text(st.sampled_from("ab9 \n\t*_->[]()!`#<>&\\.:/@'\"|~=+ßé\u00a0"), max_size=200)


@given(ODD)
def test_nothing_that_is_said_vanishes_and_no_tag_slips_in(typed):
    html = prose.render(typed, ["ab"])

    assert set(re.findall(r"</?([a-z]+)", html)) <= prose.TAGS
    shown = html.replace(" ", "")
    for word in re.findall(r"[ab]{2,}", typed):
        assert word in shown


@given(st.integers(1, 80), st.sampled_from(["> ", "- ", "1. ", ">", "> - ", "* 1. "]))
def test_nothing_vanishes_however_deep_it_lies(times, begins):
    assert "deep" in prose.render(begins * times + "deep")


def _words(html):
    return (
        strip_tags(html.replace("<br>", " ").replace("</p>", " "))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .split()
    )
