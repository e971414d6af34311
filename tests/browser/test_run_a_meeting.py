"""A meeting, run by keyboard alone: from its opening to agreed minutes (story 16)."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from forums.models import Forum
from tests.browser.additions import NIGHT_BUSES
from tests.browser.keyboard import Keyboard


def test_a_meeting_is_run_from_its_opening_to_agreed_minutes(visitors):
    visitor = visitors("grace")
    forum = Forum.objects.get(name=NIGHT_BUSES)
    page = visitor.open(forum.get_absolute_url())
    keys = Keyboard(page)
    heading = page.get_by_role("heading", level=1)

    keys.press("Meetings")
    keys.press(timezone.localdate().strftime("%A %-d %B %Y"))
    keys.press("Open the meeting")
    expect(heading).to_have_text("Open the meeting")
    keys.press("Open the meeting")
    expect(heading).to_have_text("Who is here")
    keys.choose("Drivers: who is there?", "Online")
    keys.press("Save who is here")
    expect(page.get_by_text("2 of 2 with a vote").first).to_be_visible()

    keys.press("The opening, to read aloud")
    expect(page.get_by_text("I want to thank Omar Yardley, who drove six families")).to_be_visible()
    keys.press("I said it")
    expect(page.get_by_text("Said at")).to_be_visible()

    keys.press("The agenda")
    keys.press("Agree on the minutes of")
    keys.press("Agree on them")
    keys.press("Yes, they are agreed")
    expect(page.get_by_text("Minutes agreed")).to_be_visible()

    keys.press("Meetings")
    keys.press(timezone.localdate().strftime("%A %-d %B %Y"))
    keys.press("Minute it: Who drives on Sundays?")
    keys.write("What the minutes say", "Two drivers are found. They begin on Advent Sunday.")
    keys.go_to("Not said yet")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    keys.press("Save")
    expect(page.get_by_text("Decided by 2 of 2 with a vote")).to_be_visible()

    keys.press("Add an action: Who drives on Sundays?")
    keys.write("What is to be done?", "Print the Sunday timetable")
    keys.choose("Who does it?", "Drivers")
    due = timezone.localdate() + timedelta(days=7)
    keys.date(due.day, due.month, due.year)
    keys.press("Write it down")
    expect(page.get_by_text("Print the Sunday timetable")).to_be_visible()

    keys.press("Close the meeting")
    keys.tick("Everyone who came was thanked")
    keys.press("Close the meeting")
    keys.press("Begin the minutes")
    expect(page.get_by_text("Thanks were given to Omar Yardley")).to_be_visible()
    keys.press("Send them round")
    keys.date(due.day, due.month, due.year)
    keys.press("Send them round")
    expect(page.get_by_text("Members are asked for corrections.")).to_be_visible()
    assert not visitor.complaints
