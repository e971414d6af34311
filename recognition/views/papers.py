"""Pages of a letter as pictures, and the letter as PDF: only ever for the person who asked."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from coalition.http import Request
from coalition.typesetting import pages
from recognition.typesetting import CannotTypeset, LetterContent, typeset

# What is shown under one address never changes, but must not stay in a shared computer for long.
PRIVATE = cache_control(private=True, max_age=600)


@PRIVATE
def page_image(request: Request, content: LetterContent, number: int) -> HttpResponse:
    """One page, counted from 1, as PNG."""
    images = pages.images(_typeset(content))
    if not 1 <= number <= len(images):
        raise Http404
    return HttpResponse(images[number - 1], content_type="image/png")


def pdf_of(request: Request, content: LetterContent) -> HttpResponse:
    """The letter, to be opened in the browser's own reader."""
    return pdf_file(request, _typeset(content), content.reference)


@PRIVATE
def pdf_file(request: Request, pdf: bytes, reference: str) -> HttpResponse:
    name = f"letter-{reference}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _typeset(content: LetterContent) -> bytes:
    try:
        return typeset(content)
    except CannotTypeset as error:
        raise Http404 from error
