"""Pictures of every page, for people: python3 dev test tests/browser/test_look.py --look=FOLDER

-k narrows it down, as ever. 1280 and 390 wide, light and dark; forms also refused.
"""

from pathlib import Path

import pytest

from tests.browser.pages import PAGES
from tests.browser.test_forms import SEND

SIZES = {"wide": 1280, "phone": 390}


@pytest.mark.parametrize("place", PAGES, ids=str)
def test_look(place, go, request):
    folder = Path(request.config.getoption("--look"))
    page = go(place).page
    _take(page, folder / str(place))

    if place.faulty:
        page.locator(SEND).first.click()
        page.wait_for_load_state()
        _take(page, folder / f"{place}-refused")


def _take(page, name):
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.wait_for_load_state("networkidle")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size, width in SIZES.items():
            page.set_viewport_size({"width": width, "height": 844})
            page.screenshot(path=f"{name}-{size}-{scheme}.png", full_page=True)
