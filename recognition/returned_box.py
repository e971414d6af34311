"""The folder into which a mail server puts returned mail: a Maildir, from `new` to `cur`."""

import logging
from collections.abc import Callable
from pathlib import Path

from recognition.returned_mail import LARGEST_BYTES

AT_ONCE = 200
SEEN, TO_LOOK_AT = ":2,S", ":2,FS"  # Maildir's words for read, and for marked as well
log = logging.getLogger(__name__)


def empty(box: Path, take_in: Callable[[bytes], object]) -> int:
    """Hand each mail over and put it aside; how many there were, at most AT_ONCE. One that we stop
    at is marked for a person. One that is handed over twice, after a crash, does no harm."""
    new, aside = box / "new", box / "cur"
    if not new.is_dir():
        return 0
    aside.mkdir(exist_ok=True)
    found = sorted(path for path in new.iterdir() if path.is_file())[:AT_ONCE]
    for path in found:
        flag = SEEN
        try:
            with path.open("rb") as file:
                raw = file.read(LARGEST_BYTES + 1)
            take_in(raw)
        except FileNotFoundError:
            continue  # somebody else has it
        except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
            log.exception("A returned mail could not be read: %s", path.name)
            flag = TO_LOOK_AT
        path.rename(aside / f"{path.name.partition(':')[0]}{flag}")
    return len(found)
