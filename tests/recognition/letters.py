"""A letter to start from, for tests of typesetting: letters.thanks(greeting="Dear Ann,")."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from coalition.typesetting import pages
from recognition.typesetting import LetterContent, Question, Signatory


def signature(shade: int = 30) -> bytes:
    """A scribble, as a PNG with a transparent ground."""
    image = Image.new("LA", (600, 200), (0, 0))
    loops = [(20 + 5 * step, 100 + (70 if step % 2 else -70)) for step in range(100)]
    ImageDraw.Draw(image).line(loops, fill=(shade, 255), width=6)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


ELEANOR = Signatory("Eleanor Whitcombe", "Director of Public Health", signature())
THANKS = LetterContent(
    reference="HFA-7K2M-4QXD",
    dated=date(2026, 12, 18),
    title="Thank you, from Aldermere Borough Council",
    sender_name="Aldermere Borough Council",
    sender_lines=("Homes for Aldermere", "Town Hall, Market Square", "Aldermere", "AL9 1AA"),
    recipient_name="Kateryna Kovalenko",
    address=("Kateryna Kovalenko", "14 Weaver Street", "Aldermere", "AL9 3QT"),
    greeting="Dear Kateryna,",
    body=(
        "You cooked supper every Thursday for the families at Mill Lane.",
        "Because of that, eleven families sat down to a hot meal in their first week.",
        "Thank you. There is nothing that you need to do.",
    ),
    closing="Yours sincerely,",
    signatories=(ELEANOR,),
    footer="For large print, Welsh or audio, write to the address above.",
)


ASKED = Question(
    title="One question, if you like",
    ask="How much did this letter mean to you?",
    how="Scan the square, or type this into a browser:",
    shown="common-ground.example/thanks/q/7K2M-4QXB-R4TK9-ZQ2MW",
    leave="Nobody has to answer. It changes nothing for you.",
    url="https://common-ground.example/thanks/q/7K2M-4QXB-R4TK9-ZQ2MW/",
    alt="QR code that opens the question, at common-ground.example",
)


def thanks(**changes: Any) -> LetterContent:
    return replace(THANKS, **changes)


def pictures_in(pdf: bytes) -> int:
    """How many images the PDF holds, on all its pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        wanted = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        return sum(len(list(page.get_objects(wanted))) for page in document)


def printed_words(pdf: bytes) -> str:
    """Everything that a reader of the PDF can copy out of it, on one line."""
    return " ".join(" ".join(pages.texts(pdf)).split())
