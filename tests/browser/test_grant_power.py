"""Power with limits is granted by keyboard alone, by two people (story 5)."""

from playwright.sync_api import expect

from forums.models import Delegation, Forum
from tests.browser.keyboard import Keyboard
from tests.browser.pages import STRATEGY

POWER = "Decide which ideas of members are tried out for a quarter."


def test_power_is_written_down_by_one_and_handed_over_by_another(visitors):
    forum = Forum.objects.get(name=STRATEGY)
    lead = visitors("lena")
    page = lead.open(forum.get_absolute_url())
    keys = Keyboard(page)

    keys.press("Powers")
    keys.press("Hand something over")
    keys.write("What is handed over?", POWER)
    keys.write("In two or three words", "Trying things out")
    keys.write("Who hands it over?", "Dora Lindqvist")
    keys.write("In which office?", "Director of Housing and Communities")
    keys.tick("Decide: it is done")
    keys.go_to("Delegation under statute")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    keys.write("One decision is worth at most, in pounds", "£1k")
    keys.write("All decisions of a period, in pounds", "4,000")
    keys.press("Save the draft")
    expect(page.get_by_text("In law a forum can decide for a body only").first).to_be_visible()

    keys.write("Working days to answer", "10")
    page.keyboard.press("Shift+Tab")
    page.get_by_role("button", name="Make it an undertaking").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trying things out")
    expect(page.get_by_text("Up to £1,000 a decision, and £4,000").first).to_be_visible()
    keys.press("Send it to Dora Lindqvist")
    expect(page.get_by_text("It waits for Dora Lindqvist")).to_be_visible()

    row = Delegation.objects.get(theme="Trying things out")
    holder = visitors("dora")
    page = holder.open(row.get_absolute_url())
    keys = Keyboard(page)
    keys.press("Hand it over")
    expect(page.get_by_text("is in force. The members of")).to_be_visible()
    expect(page.get_by_text("£4,000 of £4,000 is left until").first).to_be_visible()

    keys.press("End it, with a reason")
    keys.press("End it now")
    expect(page.get_by_text("Say why. The members of the forum read it").first).to_be_visible()
    keys.write("Why does it end?", "The budget for this was moved to the spring.")
    keys.press("End it now")
    expect(page.get_by_text("The budget for this was moved to the spring.")).to_be_visible()
    assert not lead.complaints
    assert not holder.complaints
