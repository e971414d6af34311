"""What lists and searches cost in a register of 160,000 people, beside bare Django pages.

Makes a database of its own beside that of the other benchmarks, so that the world stands from one
run to the next, and measures in it: see _pages.py.
"""

import sys

from benchmarks import _own


def main() -> int:
    return _own.run("pages", "benchmarks._pages:main", "_world.py")


if __name__ == "__main__":
    sys.exit(main())
