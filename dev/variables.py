"""The variables that settings.py reads, as our commands set them. What you set yourself wins."""

import os
import secrets
from pathlib import Path

from dev.places import ROOT


def for_folder(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a child that keeps its files in `folder`."""
    ours = {
        "DEBUG": "no",
        "SECRET_KEY": secret_key(folder),
        "LETTERS_DIR": str(folder / "letters"),
        "STATIC_ROOT": str(folder / "static"),
        "BEAT_FILE": str(folder / "beat"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        **more,
    }
    return ours | os.environ


def secret_key(folder: Path) -> str:
    """Made once for a data folder, so that people stay signed in over a restart."""
    file = folder / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
