"""Debian's Chromium for Playwright, whose own download is not for everyone.

Without Chromium browser tests are skipped, saying so; with CI=true they fail.
"""

import os
import shutil

import pytest
from django.db import connections

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser):
    parser.addoption("--look", metavar="FOLDER", help="save pictures of every page in this folder")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    skip = pytest.mark.skip(reason="no Chromium here: install Debian's, or set CHROMIUM")
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.fail("No Chromium, and here (CI=true) browser tests must run: install Debian's.")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser(browser):
    """Playwright's, which runs us inside its own loop, where Django opens connections of its own.

    They are closed before the loop ends: left open, they would keep the test database in use.
    """
    yield browser
    connections.close_all()
