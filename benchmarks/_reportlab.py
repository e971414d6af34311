"""The same letter by ReportLab as it is commonly used: a document for each letter, paragraphs in
frames, the picture of the signature given as a file. Fonts are registered once."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer

from coalition.typesetting import fonts
from recognition.typesetting import LetterContent, long_date

Within = Callable[..., AbstractContextManager[None]]
INK, GREEN = "#4d4d4d", "#14524f"


def typeset(content: LetterContent) -> bytes:
    return set_with(content, Paragraph, Image, _as_it_is, _as_it_is)


def set_with(
    content: LetterContent, paragraph: Any, image: Any, within: Within, decorated: Within
) -> bytes:
    """`within` surrounds what is drawn at fixed places, and `decorated` what says nothing."""
    text, office = _styles()
    [signatory] = content.signatories
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=content.title,
        author=content.sender_name,
        leftMargin=24.6 * mm,
        rightMargin=24.6 * mm,
        topMargin=97 * mm,
        bottomMargin=27 * mm,
    )
    story: list[Any] = [paragraph(escape(content.greeting), text)]
    story += [paragraph(escape(words), text) for words in content.body]
    story += [paragraph(escape(content.closing), text)]
    story += [image(BytesIO(signatory.image or b""), width=51 * mm, height=17 * mm, hAlign="LEFT")]
    story += [paragraph(f"<b>{escape(signatory.name)}</b>", text), Spacer(0, 2)]
    story += [paragraph(escape(signatory.office), office)]
    document.build(story, onFirstPage=lambda canvas, _: _around(canvas, content, within, decorated))
    return file.getvalue()


def _as_it_is(canvas: Any, *role: str) -> AbstractContextManager[None]:
    return nullcontext()


def _around(canvas: Any, content: LetterContent, within: Within, decorated: Within) -> None:
    """What stands at fixed places: letterhead, address, sender, date, footer."""
    canvas.setFillColor(GREEN)
    canvas.setStrokeColor(GREEN)
    canvas.setFont("Letter-Bold", 15)
    with within(canvas, "P"):
        canvas.drawString(24.6 * mm, A4[1] - 19 * mm, content.sender_name)
    with decorated(canvas):
        canvas.line(24.6 * mm, A4[1] - 27 * mm, 185.4 * mm, A4[1] - 27 * mm)
    canvas.setFillColor("black")
    dated = (long_date(content.dated, content.language), f"Our reference: {content.reference}")
    with within(canvas, "P"):
        _lines(canvas, content.address, 24.6, 44, 9.5)
    canvas.setFillColor(INK)
    with within(canvas, "P"):
        _lines(canvas, content.sender_lines, 130, 44, 8.5)
    with within(canvas, "P"):
        _lines(canvas, dated, 130, 75, 8.5)
    canvas.setFont("Letter", 8)
    with within(canvas, "P"):
        canvas.drawString(24.6 * mm, 10 * mm, content.footer)
    with within(canvas, "P"):
        canvas.drawRightString(185.4 * mm, 10 * mm, content.reference)


def _lines(canvas: Any, lines: tuple[str, ...], left: float, top: float, size: float) -> None:
    words = canvas.beginText(left * mm, A4[1] - top * mm)
    words.setFont("Letter", size, leading=12.2)
    words.textLines(list(lines))
    canvas.drawText(words)


@cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    pdfmetrics.registerFont(TTFont("Letter", str(fonts.LEAN / "LetterSerif-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("Letter-Bold", str(fonts.LEAN / "LetterSerif-SemiBold.ttf")))
    pdfmetrics.registerFontFamily(
        "Letter", normal="Letter", bold="Letter-Bold", italic="Letter", boldItalic="Letter-Bold"
    )
    text = ParagraphStyle("text", fontName="Letter", fontSize=12, leading=17, spaceAfter=8)
    return text, ParagraphStyle("office", parent=text, textColor=INK)
