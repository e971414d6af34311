"""Measures the pages of a forum, ours and the bare ones in turns, in one run: see _pages.py.

The bare pages (_bare_forum.py) show the same rows. Ours have the scope above them, tabs, roles,
navigation, ground rules and the design; on the last page of a topic also the box to add to it, and
a search says how much there is and looks through the scope as well.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command

from benchmarks import _forum_world
from benchmarks._serving import Cost, Site, served
from benchmarks._sites import BACKENDS, BARE, OURS, counts, print_machine, signed_in, three
from coalition.http import PAGE_SIZE
from coalition.models import User
from forums.models import Forum
from forums.models.conversation import POSTS_PER_PAGE

GOAL, MOST_QUERIES = 1.5, 8
DEEP = "deep page"
# In many contributions; side by side in some; in titles of all topics; in none.
SEARCHES = ("ward", '"twelve boxes"', "rings", "heliport")


@dataclass(frozen=True)
class Case:
    """A page of ours, and of the bare site that shows the same."""

    name: str
    path: str


def main() -> None:
    options = _options()
    call_command("migrate", verbosity=0)
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    began = time.monotonic()
    member = _forum_world.fill(options.topics, options.posts, options.members)
    print_machine()
    print(
        f"{options.topics} topics, {options.posts:,} contributions, {options.members} members (made"
        f" in {time.monotonic() - began:.0f} s); {PAGE_SIZE} topics and {POSTS_PER_PAGE}"
        f" contributions a page; {options.rounds} rounds of {options.requests} requests, ours ·"
        " bare in turns\n"
    )
    _print_pages(options, member)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev bench forum", description=__doc__.split("\n")[0])
    parser.add_argument("--topics", type=int, default=300)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--requests", type=int, default=60, help="for a page in each round (60)")
    parser.add_argument("--rounds", type=int, default=5, help="for each site (5)")
    return parser.parse_args()


def cases() -> list[Case]:
    forum = Forum.objects.get()
    here = forum.get_absolute_url()
    longest = forum.topics.order_by("-post_count")[0]
    shortest = forum.topics.order_by("post_count", "pk")[0]
    topic = longest.get_absolute_url()
    return [
        Case("topics", f"{here}topics/"),
        Case(f"topics, {DEEP}", f"{here}topics/?page=5"),
        Case(f"topic of {longest.post_count:,}", topic),
        Case(f"… {DEEP}", f"{topic}?page={longest.pages - 1}"),
        Case("… last page, with the box", f"{topic}?page={longest.pages}"),
        Case(f"topic of {shortest.post_count}", shortest.get_absolute_url()),
        Case("the forum", here),
        *(
            Case(f"search: {words}", f"{here}search/?{urlencode({'q': words})}")
            for words in SEARCHES
        ),
    ]


def _print_pages(options: argparse.Namespace, member: User) -> None:
    keys = {site: signed_in(member, backend) for site, backend in BACKENDS.items()}
    listed = cases()
    with (
        served("coalition.wsgi", OURS, keys[OURS]) as ours,
        served("django.core.wsgi:get_wsgi_application()", BARE, keys[BARE]) as bare,
    ):
        costs = {case: (Cost(), Cost()) for case in listed}
        for _ in range(options.rounds):
            for case, cost in costs.items():
                _measure(case, options.requests, cost, ours, bare)
    paths = [(case.path, False) for case in listed]
    asked = zip(counts(OURS, keys[OURS], paths), counts(BARE, keys[BARE], paths), strict=True)
    print("| page | p50 ms | p95 ms | CPU ms | times bare | queries | kB |")
    print("|---|---|---|---|---|---|---|")
    for case, queries in zip(listed, asked, strict=True):
        _print_case(case, costs[case], queries)


def _measure(case: Case, requests: int, cost: tuple[Cost, Cost], ours: Site, bare: Site) -> None:
    ours.measure(case.path, requests, cost[0], typed=False)
    bare.measure(case.path, requests, cost[1], typed=False)


def _print_case(case: Case, both: tuple[Cost, Cost], queries: tuple[int, int]) -> None:
    times, asked = both[0].each / both[1].each, three(queries, digits=0)
    too_many = "topic of" in case.name and queries[0] > MOST_QUERIES
    cells = [
        case.name,
        three(cost.part(50) for cost in both),
        three(cost.part(95) for cost in both),
        three((cost.each for cost in both), digits=2),
        f"**{times:.2f}**" if times > GOAL else f"{times:.2f}",
        f"**{asked}**" if too_many else asked,
        three(cost.size / 1000 for cost in both),
    ]
    print(f"| {' | '.join(cells)} |")
