"""Which files are not CSV at all, by their first bytes, and what to do about each."""

import re
import zipfile

from coalition.spreadsheets.sources import Source
from coalition.spreadsheets.table import Unreadable

SAVE_AS = (
    "Open it in your spreadsheet program, choose “Save as” and the type"
    " “CSV UTF-8 (comma delimited)”, then upload the new file."
)
PARTS_OF_OFFICE_FILES = {
    "xl/": "an Excel workbook",
    "word/": "a Word document",
    "ppt/": "a PowerPoint presentation",
    "Index/": "a Numbers or Pages document",
}
SIGNATURES = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"SQLite format 3", "a database"),
    (b"BEGIN:VC", "a file of contacts or a calendar"),
]
OLE = b"\xd0\xcf\x11\xe0"
BIFF = re.compile(rb"\x09[\x00\x02\x04\x08]\x04?\x00|\x09\x08\x10\x00|\x09\x08\x08\x00")
HTML = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|meta|body|table|div)\b", re.I | re.S
)


def refuse_what_is_not_text(source: Source) -> None:
    """Raises Unreadable, naming the kind of file, unless this may be CSV."""
    head = source.head().removeprefix(b"\xef\xbb\xbf")
    if kind := _kind(source, head):
        raise Unreadable(f"This is {kind}, not a CSV file. {SAVE_AS}")
    if HTML.match(head):
        raise Unreadable(f"This is a web page that was given a spreadsheet’s name. {SAVE_AS}")
    if head.lstrip().startswith(b"<?xml"):
        raise Unreadable(f"This is an XML file, not a CSV file. {SAVE_AS}")
    if head.lstrip()[:2] in {b'{"', b"[{", b"{\n", b"{\r", b"[\n"}:
        raise Unreadable("This is a JSON file. Ask whoever made it for a CSV file instead.")


def _kind(source: Source, head: bytes) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(source)
    if head.startswith(OLE):
        # A workbook with a password is wrapped in the old format, whatever its name says.
        locked = "EncryptedPackage".encode("utf-16-le") in source.open().read()
        return "an Excel workbook with a password" if locked else "an old Excel workbook (.xls)"
    if BIFF.match(head):
        return "a very old Excel workbook (.xls)"
    return next((kind for start, kind in SIGNATURES if head.startswith(start)), None)


def _kind_of_zip(source: Source) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in source.head(200):
        return "a LibreOffice spreadsheet (.ods)"
    try:
        names = zipfile.ZipFile(source.open()).namelist()
    except (zipfile.BadZipFile, NotImplementedError):
        return "a damaged workbook or compressed file"
    for start, kind in PARTS_OF_OFFICE_FILES.items():
        if any(name.startswith(start) for name in names):
            return kind
    return "a compressed file (ZIP)"
