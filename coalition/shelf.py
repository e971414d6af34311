"""Files kept by the hash of what is in them: the same content is there once, and never changes."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """The file is not there, or is not what its name says."""


class Shelf:
    """A folder that a setting names. Private: nothing in it has an address of its own."""

    def __init__(self, setting: str, ending: str = "") -> None:
        self.setting, self.ending = setting, ending

    def put(self, chunks: Iterable[bytes], *, lasting: bool = False) -> str:
        """Keep it; its SHA-256. Written aside and renamed, so that a file is whole or not there;
        `lasting` waits until the disk has it, for what could not be made again."""
        folder = self._folder
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f".{secrets.token_hex(8)}"
        try:
            digest = _write(aside, chunks, lasting)
            path = self.path_of(digest)
            path.parent.mkdir(exist_ok=True)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
        return digest

    def get(self, digest: str) -> bytes:
        """What has that SHA-256, checked. Raises Damaged."""
        try:
            content = self.path_of(digest).read_bytes()
        except FileNotFoundError as error:
            raise Damaged(f"There is no file {digest}.") from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(f"The file {digest} has changed on the disk.")
        return content

    def drop(self, digest: str) -> None:
        """For good."""
        self.path_of(digest).unlink(missing_ok=True)

    def has(self, digest: str) -> bool:
        return bool(digest) and self.path_of(digest).is_file()

    def path_of(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}{self.ending}"

    @property
    def _folder(self) -> Path:
        return getattr(settings, self.setting)


def _write(path: Path, chunks: Iterable[bytes], lasting: bool) -> str:
    found = hashlib.sha256()
    with path.open("xb") as file:
        for chunk in chunks:
            found.update(chunk)
            file.write(chunk)
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    return found.hexdigest()
