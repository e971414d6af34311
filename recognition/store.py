"""Where the PDFs of letters are kept: in files that are named by the hash of what is in them."""

from pathlib import Path

from coalition.shelf import Damaged, Shelf

__all__ = ["Damaged", "drop", "get", "has", "path_of", "put"]

_SHELF = Shelf("LETTERS_DIR", ".pdf")


def put(pdf: bytes) -> str:
    """Keep it; its SHA-256. If it is lost before the disk has it, it is typeset once more."""
    return _SHELF.put([pdf])


def get(digest: str) -> bytes:
    """The PDF with that SHA-256, checked. Raises Damaged."""
    return _SHELF.get(digest)


def drop(digest: str) -> None:
    """For good: whom it went to has been removed (CON-5)."""
    _SHELF.drop(digest)


def has(digest: str) -> bool:
    return _SHELF.has(digest)


def path_of(digest: str) -> Path:
    return _SHELF.path_of(digest)
