"""Files that people add to what they write: looked at, kept for ever, and given out as downloads.

A form has an AttachmentsField; it cleans to a list of Uploads, told by their content and cleanly
named. The action calls `keep`, and writes a row of its own model for each: name, kind, size and
digest (models may extend Attachment for that). A view that has asked `visible_to` answers with
`download`. Nothing here has a public address."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from coalition.attachments.field import FILE_SIZE, MOST_FILES, AttachmentsField
from coalition.attachments.kinds import KINDS, Refused
from coalition.attachments.upload import Upload
from coalition.shelf import Damaged, Shelf

__all__ = [
    "FILE_SIZE",
    "KINDS",
    "MOST_FILES",
    "SHELF",
    "AttachmentsField",
    "Refused",
    "Upload",
    "download",
    "keep",
]

SHELF = Shelf("ATTACHMENTS_DIR")
# Even opened on its own, it runs nothing and asks for nothing.
HARMLESS = "sandbox; default-src 'none'"


def keep(upload: Upload) -> str:
    """Its SHA-256, once the disk has it."""
    return SHELF.put(_chunks(upload), lasting=True)


def download(*, digest: str, name: str, kind: str) -> HttpResponse:
    """To be saved, never to be shown: whoever made it is not us. 404 where it is not there, or not
    what it was."""
    try:
        content = SHELF.get(digest)
    except Damaged as error:
        raise Http404 from error
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Content-Security-Policy": HARMLESS,
        "Cache-Control": "private, no-cache",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=KINDS[kind].content_type, headers=headers)


def _chunks(upload: Upload) -> Iterator[bytes]:
    upload.file.seek(0)
    yield from upload.file.chunks()
