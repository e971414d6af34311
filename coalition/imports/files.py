"""The uploaded file, kept in canonical form in small pieces, so that no file fills the memory."""

import io
from collections.abc import Iterator

from coalition import spreadsheets
from coalition.models import Import, ImportPart
from coalition.models.imports import PART_BYTES
from coalition.spreadsheets.table import Row


class PartsWriter(io.RawIOBase):
    """Writes what it is given into as many parts as it takes. Close it to keep the last one."""

    def __init__(self, job: Import) -> None:
        self.job, self.waiting, self.number = job, bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.waiting += data
        while len(self.waiting) >= PART_BYTES:
            self._keep(PART_BYTES)
        return len(data)

    def close(self) -> None:
        if not self.closed and self.waiting:
            self._keep(len(self.waiting))
        super().close()

    def _keep(self, size: int) -> None:
        data = bytes(self.waiting[:size])
        del self.waiting[:size]
        ImportPart.objects.create(job=self.job, number=self.number, data=data)
        self.number += 1


class PartsReader(io.RawIOBase):
    """The parts of a file, one after another, one at a time in memory."""

    def __init__(self, job: Import) -> None:
        self.job, self.number, self.rest = job, 0, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        if not self.rest:
            parts = ImportPart.objects.filter(job=self.job, number=self.number)
            self.rest = memoryview(bytes(parts.values_list("data", flat=True).first() or b""))
            self.number += 1
        size = min(len(into), len(self.rest))
        into[:size] = self.rest[:size]
        self.rest = self.rest[size:]
        return size


def rows_of_file(job: Import) -> Iterator[Row]:
    return spreadsheets.stored_rows(io.BufferedReader(PartsReader(job), PART_BYTES // 4))
