"""How well what stands on the register twice is told from what does not: see _duplicates.py."""

import os
import subprocess
import sys

from dev.environment import PYTHON

INSIDE = "import django; django.setup(); from benchmarks._duplicates import main; main()"


def main() -> int:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "coalition.settings"}
    return subprocess.run([PYTHON, "-c", INSIDE, *sys.argv[1:]], env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
