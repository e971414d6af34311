"""What a file is, told by what is in it. Its name only has to agree."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from PIL import Image, UnidentifiedImageError

from coalition.attachments.offices import kind_of_archive
from coalition.attachments.refused import Refused

__all__ = ["ENDINGS", "KINDS", "Refused", "kind_of"]

MOST_PIXELS = 100_000_000
# Only these readers of Pillow: the others are many, and some are old.
READERS = ("PNG", "JPEG", "GIF", "WEBP")
PHONES = "MPO"  # a JPEG with a second one in it
TAIL = 4096  # bytes in which a whole PDF says that it ends
LOOKED_AT = 1024  # characters in which a web page gives itself away
WEB_PAGES = ("<!doctype html", "<html", "<head", "<body", "<script", "<svg", "<?xml")
# What makers of virus scanners agreed on, so that one can try a scanner without a virus.
SCANNER_TEST = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAY_ADD = (
    "Documents (PDF, Word, Excel, PowerPoint, OpenDocument), pictures and plain text can be added."
)


@dataclass(frozen=True)
class Kind:
    what: str  # as in: ‘plan.pdf’ is …
    label: str
    content_type: str
    endings: tuple[str, ...]


def _openxml(part: str) -> str:
    return f"application/vnd.openxmlformats-officedocument.{part}"


def _opendocument(part: str) -> str:
    return f"application/vnd.oasis.opendocument.{part}"


KINDS = {
    "pdf": Kind("a PDF", "PDF", "application/pdf", (".pdf",)),
    "docx": Kind("a Word document", "Word", _openxml("wordprocessingml.document"), (".docx",)),
    "xlsx": Kind("an Excel workbook", "Excel", _openxml("spreadsheetml.sheet"), (".xlsx",)),
    "pptx": Kind(
        "a PowerPoint presentation",
        "PowerPoint",
        _openxml("presentationml.presentation"),
        (".pptx",),
    ),
    "odt": Kind("an OpenDocument text", "OpenDocument", _opendocument("text"), (".odt",)),
    "ods": Kind(
        "an OpenDocument spreadsheet", "OpenDocument", _opendocument("spreadsheet"), (".ods",)
    ),
    "odp": Kind(
        "an OpenDocument presentation", "OpenDocument", _opendocument("presentation"), (".odp",)
    ),
    "png": Kind("a PNG picture", "Picture", "image/png", (".png",)),
    "jpeg": Kind("a JPEG picture", "Picture", "image/jpeg", (".jpg", ".jpeg")),
    "gif": Kind("a GIF picture", "Picture", "image/gif", (".gif",)),
    "webp": Kind("a WebP picture", "Picture", "image/webp", (".webp",)),
    "csv": Kind("a CSV table", "CSV", "text/csv", (".csv",)),
    "text": Kind("plain text", "Text", "text/plain", (".txt", ".md")),
}
ENDINGS = [ending for kind in KINDS.values() for ending in kind.endings]


def kind_of(file: IO[bytes], name: str, ending: str) -> str:
    """A key of KINDS. Raises Refused, whose text is for the person who sent it."""
    head = file.read(16)
    file.seek(0)
    for begins, look in _LOOKS.items():
        if head.startswith(begins):
            return look(file, name)
    return _text(file, name, ending)


def _pdf(file: IO[bytes], name: str) -> str:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    if b"%%EOF" not in file.read():
        raise Refused(f"‘{name}’ is a PDF of which the end is missing. Save or fetch it again.")
    return "pdf"


def _picture(file: IO[bytes], name: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=READERS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused(f"‘{name}’ has too many pixels. Save it smaller.")
                picture.verify()
                return "jpeg" if picture.format == PHONES else (picture.format or "").lower()
    except Image.DecompressionBombError as error:
        raise Refused(f"‘{name}’ has too many pixels. Save it smaller.") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(
            f"‘{name}’ is not a picture that we can read. Save it as PNG or JPEG."
        ) from error


def _old_office(file: IO[bytes], name: str) -> str:
    raise Refused(
        f"‘{name}’ is of an older Word, Excel or PowerPoint, or locked with a password."
        " Save a copy as .docx, .xlsx, .pptx or PDF without one."
    )


def _text(file: IO[bytes], name: str, ending: str) -> str:
    content = file.read()
    if SCANNER_TEST in content:
        raise Refused(f"‘{name}’ is a test file for virus scanners. Choose another one.")
    words = _decoded(content)
    if words is None:
        raise Refused(f"‘{name}’ is of a kind that cannot be added. {MAY_ADD}")
    if words[:LOOKED_AT].lstrip("\ufeff \t\r\n").lower().startswith(WEB_PAGES):
        raise Refused(f"‘{name}’ is a web page. Save it as a PDF, and add that.")
    return "csv" if ending == ".csv" else "text"


def _decoded(content: bytes) -> str | None:
    """None where it is no text."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8", "cp1252"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = set(map(chr, range(32))) - set("\t\n\r\f")
        return None if controls & set(words) else words
    return None


_LOOKS: dict[bytes, Callable[[IO[bytes], str], str]] = {
    b"%PDF-": _pdf,
    b"PK\x03\x04": kind_of_archive,
    b"\x89PNG\r\n\x1a\n": _picture,
    b"\xff\xd8\xff": _picture,
    b"GIF8": _picture,
    b"RIFF": _picture,
    OLD_OFFICE: _old_office,
}
