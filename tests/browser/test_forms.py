"""What happens to a form that is sent empty, and to forms without scripts or a mouse."""

import re

import pytest
from playwright.sync_api import expect

from coalition.demo import PASSWORD
from tests.browser.conftest import axe
from tests.browser.pages import PAGES

FORMS = [place for place in PAGES if place.faulty]
SEND = "main form[method=post]:not(.side) .btn:not(.btn-quiet, .btn-s)"


@pytest.fixture(scope="module", params=FORMS, ids=str)
def refused(request, go):
    visitor = go(request.param)
    visitor.page.locator(SEND).first.click()
    visitor.page.wait_for_load_state()
    return visitor


def test_the_title_and_the_focus_say_that_something_is_wrong(refused):
    expect(refused.page).to_have_title(re.compile("^Error: "))
    expect(refused.page.locator("[data-error-summary]")).to_be_focused()


def test_each_link_of_the_summary_lands_on_one_control(refused):
    links = refused.page.locator("[data-error-summary] a")
    targets = [link.get_attribute("href") for link in links.all()]

    assert targets
    for target in targets:
        control = refused.page.locator(f"main :is(input, select, textarea){target}")
        assert control.count() == 1, target
        links.and_(refused.page.locator(f"[href='{target}']")).first.click()
        expect(control).to_be_focused()


def test_axe_finds_nothing_wrong_with_the_errors(refused):
    assert axe(refused.page) == []


def test_one_can_sign_in_with_the_keyboard_alone(browser, server):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}/accounts/login/")

    page.get_by_label("Email").focus()
    page.keyboard.type("lena@aldermere.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you today")
    context.close()


def test_one_can_sign_in_and_out_without_scripts(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/accounts/login/")

    page.get_by_role("button", name="Sign in as Lena Hartley").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you today")
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()


def test_the_policy_blocks_inline_scripts_and_styles(browser, server):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}/accounts/login/")

    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      const text = document.createElement("p");
      text.setAttribute("style", "color: rgb(255, 0, 0)");
      document.body.append(script, text);
      window.colour = getComputedStyle(text).color;
    }""")

    assert page.evaluate("window.ran") is None
    assert page.evaluate("window.colour") != "rgb(255, 0, 0)"
    context.close()
