"""What kind of file this is, by its first bytes, and what to do about what is no spreadsheet."""

import re
import zipfile

from coalition.spreadsheets.sources import Source
from coalition.spreadsheets.table import Unreadable

SAVE_AS = (
    "Open it in your spreadsheet program, choose “Save as” and the type"
    " “CSV UTF-8 (comma delimited)”, then upload the new file."
)
BRING = (
    "Bring an Excel or LibreOffice workbook, or open the file in your spreadsheet program and save"
    " it as “CSV UTF-8 (comma delimited)”."
)
LOCKED = (
    "This workbook is locked with a password. Open it in your spreadsheet program, take the"
    " password off and save it again; or save the sheet as CSV."
)
ZIP = b"PK\x03\x04"
EXCEL, LIBREOFFICE = "an Excel workbook", "a LibreOffice spreadsheet"
PARTS_OF_OFFICE_FILES = {
    "xl/": EXCEL,
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


def is_workbook(source: Source) -> bool:
    """Whether this is a workbook of Excel or LibreOffice. Raises Unreadable if it is locked."""
    head = source.head()
    if head.startswith(OLE):
        # A workbook with a password is wrapped in the old format, whatever its name says.
        if "EncryptedPackage".encode("utf-16-le") in source.open().read():
            raise Unreadable(LOCKED)
        return True
    return head.startswith(ZIP) and _kind_of_zip(source) in {EXCEL, LIBREOFFICE}


def refuse_what_is_not_text(source: Source) -> None:
    """Raises Unreadable, naming the kind of file, unless this may be CSV."""
    head = source.head().removeprefix(b"\xef\xbb\xbf")
    if kind := _kind(source, head):
        raise Unreadable(f"This is {kind}, not a spreadsheet. {BRING}")
    if HTML.match(head):
        raise Unreadable(f"This is a web page that was given a spreadsheet’s name. {SAVE_AS}")
    if head.lstrip().startswith(b"<?xml"):
        raise Unreadable(f"This is an XML file, not a spreadsheet. {SAVE_AS}")
    if head.lstrip()[:2] in {b'{"', b"[{", b"{\n", b"{\r", b"[\n"}:
        raise Unreadable("This is a JSON file. Ask whoever made it for a CSV file instead.")


def _kind(source: Source, head: bytes) -> str | None:
    if head.startswith(ZIP):
        return _kind_of_zip(source)
    if BIFF.match(head):
        return "a workbook of a very old Excel"
    return next((kind for start, kind in SIGNATURES if head.startswith(start)), None)


def _kind_of_zip(source: Source) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in source.head(200):
        return LIBREOFFICE
    try:
        with zipfile.ZipFile(source.open()) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "a damaged workbook or compressed file"
    for start, kind in PARTS_OF_OFFICE_FILES.items():
        if any(name.startswith(start) for name in names):
            return kind
    return "a compressed file (ZIP)"
