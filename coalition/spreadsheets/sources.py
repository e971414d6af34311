"""A file as it was handed over: read in small pieces, as often as need be, never as a whole."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 256_000  # bytes


class Source:
    """Bytes or an open file. Each reader has a place of its own in it."""

    def __init__(self, given: bytes | BinaryIO) -> None:
        self.file = io.BytesIO(given) if isinstance(given, bytes) else given
        self.size = self.file.seek(0, io.SEEK_END)

    def head(self, size: int = 4096) -> bytes:
        return self.open().read(size)

    def open(self, start: int = 0) -> io.BufferedReader:
        return io.BufferedReader(_Place(self.file, start), PIECE)

    def pieces(self) -> Iterator[bytes]:
        reader = self.open()
        while piece := reader.read(PIECE):
            yield piece


class _Place(io.RawIOBase):
    """A place in a file that others read too."""

    def __init__(self, file: BinaryIO, at: int) -> None:
        self.file, self.at = file, at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at}.get(whence)
        start = self.file.seek(0, io.SEEK_END) if start is None else start
        self.at = start + offset
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        self.file.seek(self.at)
        found = self.file.read(len(into))
        into[: len(found)] = found
        self.at += len(found)
        return len(found)


@dataclass(frozen=True)
class Text:
    """A source whose encoding is known. `start` is where its text begins, after any mark."""

    source: Source
    encoding: str
    start: int = 0
    has_nuls: bool = False

    def open(self, newline: str = "") -> io.TextIOWrapper:
        """With `newline` as in `open`; without one, every line end ends a line and stays as is."""
        return io.TextIOWrapper(self.source.open(self.start), self.encoding, newline=newline)

    def lines(self, newline: str = "") -> Iterator[str]:
        lines = self.open(newline)
        return (line.replace("\0", "") for line in lines) if self.has_nuls else lines

    def pieces(self) -> Iterator[str]:
        reader = self.open()
        while piece := reader.read(PIECE):
            yield piece

    def head(self, size: int = PIECE) -> str:
        return self.open().read(size).replace("\0", "")
