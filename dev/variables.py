"""The variables that settings.py reads, as our commands set them. What you set yourself wins."""

import contextlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path


def for_folder(folder: Path, variables: Mapping[str, str], *, demo: bool) -> dict[str, str]:
    """The whole environment of a child that keeps its files in `folder`."""
    ours = {
        "DEBUG": "no",
        "DEMO": "yes" if demo else "no",
        "SECRET_KEY": key(folder, "secret-key"),
        "AT_REST_KEYS": key(folder, "at-rest-key"),
        "LETTERS_DIR": str(folder / "letters"),
        "ATTACHMENTS_DIR": str(folder / "attachments"),
        "STATIC_ROOT": str(folder / "static"),
        "BEAT_FILE": str(folder / "beat"),
        "PYTHONUNBUFFERED": "1",
        **variables,
    }
    yours = {name: value for name, value in os.environ.items() if value or name not in ours}
    return ours | yours


def key(folder: Path, name: str) -> str:
    """Made once for a data folder: people stay signed in, and what is sealed still opens."""
    file = folder / name
    if not file.exists() or not file.read_text():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


@contextlib.contextmanager
def published(folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """Let other commands on this folder know where the engines are, until we leave."""
    _published(folder).write_text(json.dumps(dict(variables), indent=2))
    try:
        yield
    finally:
        _published(folder).unlink(missing_ok=True)


def read_published(folder: Path) -> dict[str, str] | None:
    """None when nobody has told, or has not told yet."""
    try:
        return json.loads(_published(folder).read_text())
    except FileNotFoundError:
        return None


def _published(folder: Path) -> Path:
    return folder / "variables.json"
