"""What veraPDF says of files: PDF/UA-1 and PDF/A-2a, where it is set up."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings

CHECKER = Path(
    os.environ.get("VERAPDF_HOME") or settings.BASE_DIR.parent / "shared" / "tools" / "verapdf"
)
needs_verapdf = pytest.mark.skipif(
    not (CHECKER / "verapdf-odl.jar").exists() or not shutil.which("java"),
    reason="veraPDF is not set up; VERAPDF_HOME names the folder of vera.sh",
)


def require_accessible(pdfs: Mapping[str, bytes], folder: Path) -> None:
    """Assert that each passes as PDF/UA-1 and as PDF/A-2a. `folder` is empty, to write them in."""
    for number, pdf in enumerate(pdfs.values()):
        (folder / f"{number}.pdf").write_bytes(pdf)

    report = subprocess.run(
        ["sh", CHECKER / "vera.sh", "ua1,2a", *folder.glob("*.pdf")],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "VERAPDF_HOME": str(CHECKER)},
    ).stdout.splitlines()

    failed = [line for line in report if not line.startswith("PASS")]
    assert failed == [], list(enumerate(pdfs))
    assert len(report) == 2 * len(pdfs) > 0
