"""One demo world and one server for all tests in this folder, and one open page per person.

The tests look and send forms that are refused; what they do change, nobody counts on.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from coalition.models import User
from tests.browser import additions
from tests.browser.pages import Place

RUN_AXE = """async (runOnly) => {
  const found = await axe.run({ resultTypes: ["violations"], runOnly });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}"""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REFUSED = re.compile(r"status of [45]\d\d")  # of the page itself; `go` asks whether it should


def pytest_ignore_collect(collection_path, config):
    """Pictures are taken only on request: --look=FOLDER."""
    if collection_path.name == "test_look.py" and not config.getoption("--look"):
        return True
    return None


def pytest_collection_modifyitems(items):
    """Where tests run side by side, these stay together: there is one demo world."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def _database(db):
    """Makes pytest-django build the test database."""


@pytest.fixture(scope="package")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo world, served. Committed, so that the server sees it; emptied at the end."""
    caught = tmp_path_factory.mktemp("caught-mail")
    additions.catch_mail(caught)
    site = {"DEMO": True, "MAIL_CATCHER_DIR": str(caught), "ROOT_URLCONF": "tests.browser.urls"}
    with django_db_blocker.unblock(), override_settings(**site):
        assert connection.settings_dict["NAME"].startswith("test_")
        call_command("seed_demo")
        additions.build()
        live = LiveServer("localhost")
        yield live.url
        live.stop()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def sessions(server, django_db_blocker):
    """A signed-in session for every demo person, by first name."""
    keys = {}
    with django_db_blocker.unblock():
        for user in User.objects.filter(is_active=True):
            client = Client()
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
            keys[user.email.split("@")[0]] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


@dataclass
class Visitor:
    """Somebody's open page, and what their browser complained about since the last visit."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)
    status: int = 0

    def open(self, path: str) -> Page:
        self.complaints.clear()
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size({"width": 1280, "height": 800})
        response = self.page.goto(self.server + path)
        self.status = response.status if response else 0
        return self.page


@pytest.fixture(scope="package")
def visitors(browser, server, sessions):
    """visitors(role): the page of a demo person by first name, or of the public."""
    known: dict[str, Visitor] = {}

    def visitor(role: str) -> Visitor:
        if role not in known:
            context = browser.new_context()
            context.set_default_timeout(10_000)
            if role != "public":
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": sessions[role]}
                context.add_cookies([{**cookie, "url": server}])
            known[role] = watched(context.new_page(), server)
        return known[role]

    yield visitor
    for one in known.values():
        one.page.context.close()


def watched(page: Page, server: str) -> Visitor:
    visitor = Visitor(page, server)

    def note(message):
        refused = REFUSED.search(message.text) and message.location["url"] == page.url
        if message.type == "error" and not refused:
            visitor.complaints.append(f"{message.text} {message.location['url']}")

    page.on("console", note)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    return visitor


@pytest.fixture(scope="package")
def go(visitors):
    """go(place): that place, open in the browser of the person it names."""

    def open_place(place: Place) -> Visitor:
        visitor = visitors(place.role)
        path = place.path()
        visitor.open(path)
        assert (visitor.status, visitor.page.url) == (place.status, visitor.server + path)
        return visitor

    return open_place


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong: by WCAG 2.2 A and AA and best practice, or by these rules only."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN_AXE, only)
