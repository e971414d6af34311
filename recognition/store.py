"""Where the PDFs of letters are kept: in files that are named by the hash of what is in them."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """The file is not there, or is not what its name says."""


def put(pdf: bytes) -> str:
    """Keep it; its SHA-256. Written aside and renamed, so that a file is whole or not there."""
    digest = hashlib.sha256(pdf).hexdigest()
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{digest}-{secrets.token_hex(4)}")
    aside.write_bytes(pdf)
    os.replace(aside, path)
    return digest


def get(digest: str) -> bytes:
    """The PDF with that SHA-256, checked. Raises Damaged."""
    try:
        pdf = path_of(digest).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(f"There is no PDF {digest}.") from error
    if hashlib.sha256(pdf).hexdigest() != digest:
        raise Damaged(f"The PDF {digest} has changed on the disk.")
    return pdf


def drop(digest: str) -> None:
    """For good: whom it went to has been removed (CON-5)."""
    path_of(digest).unlink(missing_ok=True)


def has(digest: str) -> bool:
    return bool(digest) and path_of(digest).is_file()


def path_of(digest: str) -> Path:
    return settings.LETTERS_DIR / digest[:2] / f"{digest}.pdf"
