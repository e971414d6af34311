"""The typesetters of `dev bench letters` still run, with or without WeasyPrint's Pango."""

import subprocess
import sys

from django.conf import settings


def test_the_benchmark_of_typesetters_prints_its_figures(tmp_path):
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks._typesetters", "--letters", "2", "--rounds", "1"]
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
    assert "times faster than ReportLab" in finished.stdout
    assert "times faster than valid ReportLab" in finished.stdout
    assert "than WeasyPrint" in finished.stdout or "WeasyPrint is not measured" in finished.stderr
    assert (tmp_path / "typst.pdf").read_bytes().startswith(b"%PDF-1.7")
