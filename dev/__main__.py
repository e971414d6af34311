"""Entry point of `python3 dev …`. Plain enough for an old Python to read, and to say so."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")

if os.name == "nt":
    sys.exit("On Windows, please use the Windows Subsystem for Linux (WSL).")

# `python3 dev` puts the folder dev/ first on the path; we want the one that holds it.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from dev.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
