"""What scripts add to the offers' inbox, and that nothing of it is needed."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coalition.models import Offer
from tests.browser.conftest import Visitor


@pytest.fixture
def without_scripts(browser, server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    yield Visitor(context.new_page(), server)
    context.close()


def test_the_inbox_narrows_while_one_types(visitors):
    visitor = visitors("lena")
    page = visitor.open(reverse("offer_list"))
    page.evaluate("window.stayed = true")

    page.get_by_label("Search by words").press_sequentially("coach with")

    expect(page.get_by_role("status")).to_have_text(re.compile(r"1 offer\s+matching ‘coach with’"))
    expect(page.locator("#results li .what")).to_have_text("A coach with driver")
    expect(page).to_have_url(re.compile(r"q=coach(\+|%20)with"))
    assert page.evaluate("window.stayed")
    assert not visitor.complaints


def test_a_filter_works_at_a_click_and_back_leaves_the_page(visitors):
    visitor = visitors("lena")
    visitor.open(reverse("dashboard"))
    page = visitor.open(reverse("offer_list"))

    page.get_by_label(re.compile("^Declined with thanks")).check()

    declined = Offer.objects.filter(status=Offer.Status.DECLINED).count()
    expect(page.get_by_role("status")).to_have_text(f"{declined} offers")
    page.go_back()
    expect(page).to_have_url(re.compile(reverse("dashboard") + "$"))


def test_an_offer_is_made_changed_and_withdrawn_on_a_phone_without_scripts(without_scripts):
    """Story 1."""
    page = without_scripts.open(reverse("offer_new"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("What kind of help is it?").select_option("Transport")
    page.get_by_label("What are you offering?").fill("A van on Fridays")
    page.get_by_label("Your name").fill("Nadia Haddad")
    page.get_by_label("Your email address").fill("nadia@example.org")
    page.get_by_role("button", name="Send my offer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your offer")

    page.get_by_role("link", name="see, change or withdraw your offer").click()
    page.get_by_role("link", name="Change my offer").click()
    page.get_by_label("What are you offering?").fill("A van on Fridays and Mondays")
    page.get_by_role("button", name="Save my offer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A van on Fridays and Mondays")

    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_role("button", name="Withdraw my offer").click()
    expect(page.get_by_text("Your offer is withdrawn.")).to_be_visible()
