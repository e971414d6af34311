"""Documents that are archives: Word, Excel, PowerPoint and OpenDocument.

We never unpack them to keep them, but whoever opens them does: so what would burst, lies about its
size, hides programs or has macros is refused."""

import zipfile
import zlib
from typing import IO

from coalition.attachments.refused import Refused

MOST_PARTS = 5000
UNPACKED = 200_000_000  # bytes
CHUNK = 1 << 20
MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
MIMETYPE = b"application/vnd.oasis.opendocument."
OPENDOCUMENTS = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
MACROS = ("vbaproject.bin", "basic/", "scripts/")
LOCKED = 0x1  # of a part's flags


def kind_of_archive(file: IO[bytes], name: str) -> str:
    """A key of KINDS. Raises Refused."""
    size = file.seek(0, 2)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            kind = _kind(archive, name)
            _require_modest(parts, size, name)
            _require_no_macros(parts, name)
            _read_through(archive, parts)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refused(
            f"‘{name}’ is damaged. Open it where you made it, and save it again."
        ) from error
    except NotImplementedError as error:
        raise Refused(f"‘{name}’ is packed in a way that we cannot read. Save it again.") from error


def _kind(archive: zipfile.ZipFile, name: str) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        for part, kind in MAIN_PARTS.items():
            if part in names:
                return kind
    if "mimetype" in names:
        with archive.open("mimetype") as content:
            said = content.read(len(MIMETYPE) + 20)
        found = OPENDOCUMENTS.get(said.removeprefix(MIMETYPE).strip())
        if said.startswith(MIMETYPE) and found:
            return found
    raise Refused(f"‘{name}’ is a compressed file (ZIP). Unpack it and add the documents in it.")


def _require_modest(parts: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Bursting: as it says of itself, or because its parts share the same bytes."""
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > UNPACKED or packed > size:
        raise Refused(f"‘{name}’ would become far too large when it is opened. Save it as a PDF.")
    if any(part.flag_bits & LOCKED for part in parts):
        raise Refused(f"‘{name}’ is locked with a password. Save a copy without one.")


def _require_no_macros(parts: list[zipfile.ZipInfo], name: str) -> None:
    for part in parts:
        path = part.filename.lower()
        if path.endswith(MACROS[0]) or path.startswith(MACROS[1:]):
            raise Refused(f"‘{name}’ has macros in it. Save a copy without macros, or as a PDF.")


def _read_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Never more of a part than it says; its checksum tells whether that was all."""
    for part in parts:
        with archive.open(part) as content:
            while content.read(CHUNK):
                pass
