"""`dev bench duplicates` says so where there are no pairs to measure on."""

import os
import subprocess
import sys

from django.conf import settings


def test_the_benchmark_of_duplicates_says_that_it_has_no_pairs(tmp_path):
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.duplicates"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "SHARED_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert finished.returncode == 1
    assert f"{tmp_path}, which is not there" in finished.stderr
