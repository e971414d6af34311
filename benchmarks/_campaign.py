"""A campaign of so many letters, prepared, approved and released as people do it. Prints its id.

Run as `-m benchmarks._campaign 500`, on a database that is migrated.
"""

import sys

import django

django.setup()

from tests import make  # noqa: E402 - models want a Django that is set up


def main(letters: int) -> None:
    programme = make.programme()
    events = [make.event(programme=programme) for _ in range(letters)]
    print(make.campaign(events, released=True).pk)


if __name__ == "__main__":
    main(int(sys.argv[1]))
