"""`dev bench letters` still runs, with or without WeasyPrint's Pango."""

import subprocess
import sys

from django.conf import settings


def test_the_benchmark_of_letters_prints_its_figures(tmp_path):
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.letters", "--letters", "2", "--rounds", "1"]
        + ["--keep", str(tmp_path)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert finished.returncode == 0, finished.stderr
    assert "whole task" in finished.stdout
    assert "letters/s/core" in finished.stdout
    assert "times faster" in finished.stdout or "WeasyPrint is not measured" in finished.stderr
    assert (tmp_path / "typst.pdf").read_bytes().startswith(b"%PDF-1.7")
