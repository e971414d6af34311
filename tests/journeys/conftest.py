"""A served demo world, people with browsers of their own, and a worker who does what is queued.

Each journey is walked twice: by keyboard alone, and without scripts. Pages are opened by their
address where a person would have it from a mail or as a bookmark. A file is handed to the browser:
the window in which one chooses it belongs to the system.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from coalition import tasks as coalition_tasks
from coalition.actions import mail as mail_actions
from coalition.demo import PASSWORD
from coalition.models import Import
from recognition import tasks as recognition_tasks
from recognition.models import Campaign
from tests.journeys import demo_world

expect.set_options(timeout=15_000)

STOPS = 300  # of the Tab key: more than any page of a journey has
HAS_FOCUS = """control => {
  const here = document.activeElement;
  return here === control
    || control.type === "radio" && here.name === control.name && here.form === control.form;
}"""
IS_CHOSEN = "control => control === document.activeElement && control.checked"
IS_PICKED = "(control, option) => control.selectedOptions[0]?.label === option"


@dataclass
class Person:
    """Somebody at a browser. `scripts` off: they click; on: they use nothing but the keyboard."""

    page: Page
    server: str
    scripts: bool

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.server + path)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.open("/accounts/login/")
        form = self.page.locator("form.card-form")
        self.fill(form.get_by_label("Email"), email)
        self.fill(form.get_by_label("Password"), password)
        self.press(form.get_by_role("button", name="Sign in"))
        expect(self.heading).to_have_text("What needs you today")

    def write(self, label: str, text: str) -> None:
        name = re.compile(rf"^{re.escape(label)}( \(optional\))?$")
        self.fill(self.page.get_by_label(name).first, text)

    def date(self, question: str, day: str) -> None:
        group = self.page.get_by_role("group", name=question)
        for label, value in zip(("Day", "Month", "Year"), day.split("/"), strict=True):
            self.fill(group.get_by_label(label), value)

    def choose(self, label: str) -> None:
        """A radio or a checkbox."""
        control = self.page.get_by_label(label, exact=True).first
        if self.scripts:
            self.reach(control)
            self.page.keyboard.press("Space")
            self.press_until(control, "ArrowDown", IS_CHOSEN)
        else:
            control.check()
        expect(control).to_be_checked()

    def pick(self, label: str, option: str) -> None:
        control = self.page.get_by_label(label, exact=True)
        if self.scripts:
            self.reach(control)
            self.page.keyboard.press("Home")
            self.press_until(control, "ArrowDown", IS_PICKED, option)
        else:
            control.select_option(label=option)

    def unfold(self, words: str) -> None:
        summary = self.page.locator("summary", has_text=words).first
        if self.scripts:
            self.reach(summary)
            self.page.keyboard.press("Enter")
        else:
            summary.click()

    def follow(self, words: str) -> None:
        self.press(self.page.get_by_role("link", name=re.compile(words)).first)

    def click(self, words: str) -> None:
        self.press(self.page.locator("main").get_by_role("button", name=words).first)

    def fill(self, control: Locator, text: str) -> None:
        if self.scripts:
            self.reach(control)
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)
        else:
            control.fill(text)

    def press(self, control: Locator) -> None:
        """A link or a button, and the page that it leads to."""
        with self.page.expect_navigation():
            if self.scripts:
                self.reach(control)
                self.page.keyboard.press("Enter")
            else:
                control.click()

    def reach(self, control: Locator) -> None:
        """With the Tab key, from wherever the focus is; of radio buttons, the group."""
        self.press_until(control, "Tab", HAS_FOCUS)

    def press_until(self, control: Locator, key: str, reached: str, *args: str) -> None:
        """`reached` is asked in the page, with the control, before each press."""
        for _ in range(STOPS):
            if control.evaluate(reached, *args):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{STOPS} times {key} did not lead to {control}")

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)


@pytest.fixture(scope="session")
def in_demo_world(django_db_setup, django_db_blocker):
    """in_demo_world(): the test database, which is empty, holds the demo world."""
    with django_db_blocker.unblock(), demo_world.kept():
        yield demo_world.build_or_copy


@pytest.fixture(params=["by keyboard", "without scripts"])
def somebody(request, browser: Browser, live_server, settings, in_demo_world):
    """somebody(): a person with a browser of their own, not yet signed in."""
    settings.DEMO = True
    settings.SITE_URL = live_server.url
    in_demo_world()
    scripts = request.param == "by keyboard"
    contexts = []

    def person() -> Person:
        context = browser.new_context(java_script_enabled=scripts)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Person(context.new_page(), live_server.url, scripts)

    yield person
    for context in contexts:
        for page in context.pages:  # shown by pytest where a journey fails
            with suppress(PlaywrightError):
                print(f"--- {page.url}\n{page.locator('main').inner_text()}")  # noqa: T201
        context.close()


def work() -> None:
    """What beat and the workers would do in the next minute."""
    for pk in list(Import.objects.values_list("pk", flat=True)):
        coalition_tasks.run_import(pk)
    recognition_tasks.record_contributions()
    for pk in list(Campaign.objects.filter(status="releasing").values_list("pk", flat=True)):
        recognition_tasks.render_letters(pk)
        recognition_tasks.send_letters(pk)
        recognition_tasks.send_letters(pk)
    while mail_actions.send_due():
        pass


def mail_to(address: str, about: str = "") -> mail.EmailMessage:
    """The newest message to that address whose subject or body has these words."""
    for message in reversed(mail.outbox):
        words = f"{message.subject}\n{message.body}"
        if about in words and any(address in to for to in message.to):
            return message
    raise AssertionError(f"No mail to {address} about {about!r}: {[m.to for m in mail.outbox]}")


def link_in(message: mail.EmailMessage, part: str) -> str:
    found = [url for url in re.findall(r"https?://\S+", message.body) if part in url]
    assert found, message.body
    return found[0]


def shared_data(path: str):
    return settings.BASE_DIR.parent / "shared" / "data" / path
