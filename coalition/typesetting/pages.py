"""A PDF as pictures of its pages, and as text for those who do not see pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

import pypdfium2

SCALE = 1.5  # 108 dots per inch: sharp enough to read a proof
_pdfium = Lock()  # pdfium may be used by one thread at a time


def count(pdf: bytes) -> int:
    with _opened(pdf) as document:
        return len(document)


def images(pdf: bytes, scale: float = SCALE) -> list[bytes]:
    """Each page as a PNG in greys and the brand's colour."""
    with _opened(pdf) as document:
        return [_png(page, scale) for page in document]


def texts(pdf: bytes) -> list[str]:
    """The text of each page, in reading order, lines as they are broken on paper."""
    with _opened(pdf) as document:
        return [_text(page) for page in document]


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _pdfium, pypdfium2.PdfDocument(pdf) as document:
        yield document


def _text(page: pypdfium2.PdfPage) -> str:
    # Pdfium takes a hyphen at the end of a line for a broken word and writes U+FFFE.
    text = page.get_textpage().get_text_range()
    return text.replace("\r\n", "\n").replace("\ufffe", "-")


def _png(page: pypdfium2.PdfPage, scale: float) -> bytes:
    file = BytesIO()
    page.render(scale=scale).to_pil().quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()
