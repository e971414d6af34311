"""L9: by every box in which members write, it says that it may have to be published."""

import re

from django.urls import reverse

from tests.test_access import ACCESS, ROLES, world

__all__ = ["world"]

NOTICE = re.compile(r"freedom of information", re.I)
# Leads write what is handed over, outside of any forum, and it is published as it is.
POWERS = {
    *["forums:delegation_edit", "forums:delegation_revoke", "forums:delegation_send_back"],
    "forums:reserved_list",
}


def test_l9_every_box_of_a_forum_says_that_it_may_be_disclosed(world, as_):
    boxes, silent = set(), set()
    for name, (keys, seen) in ACCESS.items():
        role = next((role for role in ROLES if seen[role] == 200), None)
        if name.startswith("forums:") and role:
            page = as_(world.get(role)).get(reverse(name, args=[world[key] for key in keys]))
            text = page.content.decode(errors="replace") if not page.streaming else ""
            if "<textarea" in text:
                boxes.add(name)
                if not NOTICE.search(text):
                    silent.add(name)

    assert len(boxes) > 10
    assert sorted(silent - POWERS) == []
