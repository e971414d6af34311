"""GOV.UK Notify on the stage of `dev chaos`, by its stand-in: what goes wrong, and what came."""

import collections
import hashlib
import json
import random
import time
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from dev.places import Command
from dev.post import NotifyStandIn

PACE_S = 1  # from one status to the next: posted after two
# Some of these for each of the next handovers. What waits, waits for longer than the sender does.
FAULTS = [
    "accept and wait",
    "accept and hang up",
    "accept and 503",
    "hang up",
    "503",
    "500",
    "rate",
]
RARE_FAULTS = ["400", "daily"]
WAITS_S = 4
MOST_RETURNS = 4  # more would stop the campaign, and rightly (CMP-5)


class PostOffice(NotifyStandIn):
    """Where it is told that a letter came back is `site`."""

    site = ""

    def __init__(self, folder: Path, letterbox: Path) -> None:
        super().__init__(folder, letterbox)
        self.returned: dict[str, bool] = {}  # by reference: whether it was heard

    @property
    def options(self) -> Command:
        return [*super().options, "--pace", str(PACE_S)]

    @property
    def variables(self) -> dict[str, str]:
        return {**super().variables, "NOTIFY_LOOK_EVERY_S": "1", "NOTIFY_TIMEOUT_S": "2"}

    def trouble_notify(self) -> None:
        """What becomes of the next few letters that are handed over."""
        faults = random.choices(FAULTS, k=4) + random.choices(RARE_FAULTS, k=random.random() < 0.2)
        self._tell("faults", faults=faults, delay_s=WAITS_S)

    def kill_notify(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()
        time.sleep(random.random())
        self.start()

    def muddle_news(self) -> None:
        """One letter is posted at once, and then with the printer again."""
        if rows := self.rows():
            reference = random.choice(rows)["reference"]
            self._tell("status", reference=reference, status="received")
            time.sleep(random.random())
            self._tell("status", reference=reference, status="pending-virus-check")

    def bring_back(self, reference: str) -> None:
        """A letter comes back, which is told twice."""
        if len(self.returned) < MOST_RETURNS:
            self.returned.setdefault(reference, False)
        self.tell_again()

    def tell_again(self) -> None:
        """As Notify does where nobody answered."""
        token = self.variables["NOTIFY_CALLBACK_TOKEN"]
        for ref in [ref for ref, is_heard in self.returned.items() if not is_heard]:
            told = {"reference": ref, "url": self.site, "token": token, "times": 2}
            self.returned[ref] = self._tell("returned", **told)

    def rows(self) -> list[dict[str, str]]:
        return [json.loads(path.read_text()) for path in self.letterbox.glob("[!.]*.json")]

    def arrived(self) -> dict[str, list[str]]:
        """Reference of each letter → the hashes of the PDFs that were taken."""
        found = collections.defaultdict(list)
        for row in self.rows():
            pdf = Path(self.letterbox, f"{row['file']}.pdf").read_bytes()
            letter = row["reference"].rpartition("-")[0]
            found[letter].append(hashlib.sha256(pdf).hexdigest())
        return found

    def _tell(self, order: str, **words: object) -> bool:
        """False where nobody was there, or whoever was told did not answer."""
        url = f"http://{self.host}:{self.port}/stand-in/{order}"
        try:
            urlopen(Request(url, json.dumps(words).encode(), method="POST"), timeout=10).close()
        except (OSError, HTTPException):
            return False
        return True
