"""Every page of pages.py, in a real browser under the site's own policy: WCAG 2.2 AA and reflow.

Each page is opened once; the tests look at it in turn.
"""

import pytest

from tests.browser.conftest import axe
from tests.browser.pages import PAGES

SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((e) => {
    const box = e.getBoundingClientRect();
    const inText = getComputedStyle(e).display === "inline";
    const labelled = e.closest("label") || e.labels?.length;
    return box.width && !inText && !labelled && (box.width < 24 || box.height < 24);
  })
  .map((e) => e.outerHTML.slice(0, 120))"""
STICKING_OUT = """() => [...document.querySelectorAll("main *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .filter((e) => !e.closest(".table-scroll, .sample, .vh"))
  .map((e) => e.outerHTML.slice(0, 120)).slice(0, 3)"""
COVERED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const top = document.elementFromPoint(
    Math.min(box.x + box.width / 2, innerWidth - 1), box.y + Math.min(box.height / 2, 12));
  const scope = top?.closest(".scope");
  return scope && !scope.contains(e) ? e.outerHTML.slice(0, 120) : null;
}"""


@pytest.fixture(scope="module", params=PAGES, ids=str)
def opened(request, go):
    return go(request.param)


def test_axe_finds_nothing_wrong(opened):
    assert axe(opened.page) == []


def test_colours_are_told_apart_in_the_dark(opened):
    opened.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    wrong = axe(opened.page, "color-contrast", "link-in-text-block")
    opened.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    assert wrong == []


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_scrolls_sideways(opened, width):
    opened.page.set_viewport_size({"width": width, "height": 800})
    fits = opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert fits, opened.page.evaluate(STICKING_OUT)


def test_what_is_clicked_is_large_enough(opened):
    assert opened.page.evaluate(SMALL_TARGETS) == []


def test_the_page_says_once_what_it_is_for(opened):
    assert opened.page.locator("h1").count() == 1
    assert opened.page.title().endswith(" – Common Ground")
    assert len(opened.page.title()) > len(" – Common Ground")


def test_one_button_at_most_is_solid(opened):
    solid = "main .btn:not(.btn-2, .btn-quiet, .filters .btn)"

    assert opened.page.locator(solid).count() <= (5 if "/styleguide/" in opened.page.url else 1)


def test_the_sticky_scope_never_covers_what_has_the_focus(opened):
    page = opened.page
    if not page.locator(".scope").count():
        return
    page.set_viewport_size({"width": 1280, "height": 700})
    stops = page.locator("main :is(a[href], button, input, select, textarea, summary)").count()
    covered = []

    for key in ["Tab"] * (stops + 12) + ["Shift+Tab"] * (stops + 12):  # backwards is where it bites
        page.keyboard.press(key)
        covered.append(page.evaluate(COVERED))

    assert [one for one in covered if one] == []


def test_the_browser_does_not_complain(opened):
    assert opened.complaints == []
