"""What a forum costs with 300 topics, 20,000 contributions and 200 members, beside bare pages.

Makes a database of its own, so that the forum stands from one run to the next, and measures in it:
see _forum.py.
"""

import sys

from benchmarks import _own


def main() -> int:
    return _own.run("forum", "benchmarks._forum:main", "_forum_world.py")


if __name__ == "__main__":
    sys.exit(main())
