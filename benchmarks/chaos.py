"""Send letters while everything that sends them is killed; then count what arrived.

`python3 dev chaos --letters 500`. Real PostgreSQL, Valkey, workers, beat, web, a slow mail catcher,
and for every eighth letter the stand-in for GOV.UK Notify. At first the disk has no room for PDFs.
For a while, workers (children and parents) get SIGKILL, or SIGSTOP for longer than a lease, Valkey
is flushed and killed, PostgreSQL is restarted, cleanly and as in a crash, and the mail server puts
off, refuses, hangs up before or after it kept a message, or says nothing. Notify is killed, says
no (400, 429, 500, 503), or takes a letter and says so too late, not at all or by a 503; its news
come twice and in the wrong order. Then what arrived is compared with the database. Exits with 1 if
a letter is lost, doubled, stuck or without its own PDF.
"""

import argparse
import collections
import hashlib
import os
import random
import re
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

from benchmarks._stage import Stage

STUCK_AFTER_S = 60


def fill_disk(stage: Stage) -> int:
    """Until workers have run into it, and a little longer; how often they did."""
    until = time.monotonic() + STUCK_AFTER_S
    while "No space left" not in stage.said() and time.monotonic() < until:
        stage.keep_running()
        time.sleep(0.2)
    time.sleep(2)
    stage.full.unlink()
    return len(re.findall(r"^OSError: .*No space left", stage.said(), re.MULTILINE))


def rage(stage: Stage, seconds: float, letters: int) -> collections.Counter[str]:
    """Hurt something every half second; returns what, and how often."""
    done: collections.Counter[str] = collections.Counter()
    ways = [stage.kill_child] * 4 + [stage.kill_worker, stage.kill_valkey, stage.flush_valkey]
    ways += [stage.restart_postgres, stage.freeze_child, stage.freeze_child]
    post = stage.post
    ways += [post.trouble_notify] * 4 + [post.kill_notify, post.muddle_news] * 2
    until = time.monotonic() + seconds
    while time.monotonic() < until and stage.counts().get("sent", 0) < letters:
        stage.keep_running()
        way = random.choice(ways)
        way()
        done[way.__name__.replace("_", " ")] += 1
        stage.bring_back()
        time.sleep(random.uniform(0.2, 1.0))
    return done


def wait_for(stage: Stage, wanted: int) -> bool:
    """Until so many letters are sent; False when nothing moves any more."""
    before, moved = stage.counts(), time.monotonic()
    while before.get("sent", 0) < wanted:
        stage.keep_running()
        time.sleep(0.5)
        stage.let_time_pass()
        now = stage.counts()
        if now != before:
            before, moved = now, time.monotonic()
        if time.monotonic() - moved > STUCK_AFTER_S:
            return False
    return True


def arrived(folder: Path) -> dict[str, list[str]]:
    """Reference of each letter → the hashes of the PDFs that came, one for each message."""
    found = collections.defaultdict(list)
    for file in folder.glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        if not name.startswith("letter-"):
            continue
        pdfs = [
            hashlib.sha256(part.get_content()).hexdigest()
            for part in message.iter_attachments()
            if part.get_content_type() == "application/pdf"
        ]
        found[name.removeprefix("letter-").upper()].append(",".join(pdfs))
    return found


def report(stage: Stage, letters: int, posted: int, settled: bool) -> bool:
    """Print what became of the letters; True when all is well."""
    rows = stage.postgres.sql("select ref, pdf_hash from recognition_letter").split()
    promised = dict(row.split("|") for row in rows)
    by_post = stage.post.arrived()
    came = arrived(stage.mail.letterbox)
    for ref, copies in by_post.items():
        came[ref] += copies
    log, counts = stage.said(), stage.counts()
    states = dict(re.findall(r"(\w+)\|(\d+)", stage.postgres.sql(ATTEMPTS)))
    sums = {
        "promised": letters,
        "arrived": len(came),
        "  of these at Notify, in the post": len(by_post),
        "lost": len(promised.keys() - came.keys()),
        "doubled": sum(len(copies) > 1 for copies in came.values()),
        "without their own PDF": sum({promised.get(ref, "")} != {*came[ref]} for ref in came),
        "attempts that the server put off": int(states.get("bounced_temporary", 0)),
        "attempts that it refused": int(states.get("bounced_permanent", 0)),
        "  of these tried again by a person": stage.tried_again,
        "in doubt because a worker stopped": log.count("is uncertain"),
        "of all doubts, found at the carrier": log.count("did arrive"),
        "of all doubts, sent again, on evidence": log.count("did not arrive"),
        "thanked twice in the journal": int(stage.postgres.sql(TOLD_TWICE)),
        "still owed thanks": int(stage.postgres.sql(STILL_OWED)),
        "came back, and each was told twice": len(stage.post.returned),
        "  of these not on record, or twice": abs(
            len(stage.post.returned) - int(stage.postgres.sql(CAME_BACK))
        ),
        "uncertain to the end": counts.get("uncertain", 0),
        "stuck": 0 if settled else letters - counts.get("sent", 0),
    }
    for what, number in sums.items():
        print(f"{number:7,}  {what}")
    bad = ["lost", "doubled", "without their own PDF", "stuck"]
    bad += [
        "thanked twice in the journal",
        "still owed thanks",
        "  of these not on record, or twice",
    ]
    whole = len(promised) == letters and len(by_post) == posted
    return whole and not any(sums[what] for what in bad)


TOLD_TWICE = """select count(*) from (select subject_id from coalition_journalentry
    where kind = 'letter.sent' group by 1 having count(*) > 1) as twice"""
CAME_BACK = "select count(*) from coalition_journalentry where kind = 'letter.came_back'"
ATTEMPTS = "select state, count(*) from recognition_deliveryattempt group by 1"
STILL_OWED = "select count(*) from recognition_contributionevent where outcome <> 'thanked'"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 dev chaos", description=__doc__)
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--posted", type=int, help="how many of them by post (every eighth)")
    parser.add_argument("--seconds", type=float, default=20, help="how long to rage (20)")
    parser.add_argument("--seed", type=int, help="to rage in the same order again")
    options = parser.parse_args()
    seed = random.randrange(10_000) if options.seed is None else options.seed
    random.seed(seed)
    posted = options.letters // 8 if options.posted is None else options.posted
    stage = Stage(Path(os.environ["DEV_FOLDER"]))
    try:
        stage.set_up()
        stage.run("-m", "benchmarks._campaign", str(options.letters), str(posted))
        print(
            f"{options.letters} letters are released, {posted} by post. Chaos (seed {seed}) …",
            flush=True,
        )
        began = time.monotonic()
        full = fill_disk(stage)
        wait_for(stage, 1)  # nobody learns from killing workers that are still waking up
        hurt = rage(stage, options.seconds, options.letters)
        wait_for(stage, options.letters * 7 // 10)
        stage.faults.unlink()
        settled = wait_for(stage, options.letters)
        print(", ".join(f"{count} × {what}" for what, count in hurt.most_common()), end=", ")
        print(f"{full} × disk full")
        print(f"{time.monotonic() - began:.0f} seconds.\n")
        well = report(stage, options.letters, posted, settled)
    finally:
        stage.tear_down()
    print("\nNone lost, none doubled." if well else f"\nThis must not be. See {stage.folder}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
