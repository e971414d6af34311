"""A disk that is full while the file that CHAOS_DISK names is there; for `celery --include`.

As a real one, it takes the beginning of a file and then says no."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from coalition import shelf

write = shelf._write


def _until_full(path: Path, chunks: Iterable[bytes], lasting: bool) -> str:
    if not Path(os.environ.get("CHAOS_DISK", "/nowhere")).exists():
        return write(path, chunks, lasting)
    path.write_bytes(b"".join(chunks)[:4096])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


shelf._write = _until_full
