"""The one question below a letter: drawn in lines, read by machines and by people (EXP-8)."""

from dataclasses import replace

import pypdfium2
import pytest
import segno

from coalition.typesetting import pages
from recognition.typesetting import CannotTypeset, typeset
from recognition.typesetting.fit import cuts_for
from tests.recognition.letters import ASKED, ELEANOR, pictures_in, printed_words, thanks
from tests.recognition.test_typesetting import ELEVEN

DPI = 600
MM = 24  # of the code's side


def test_the_code_is_drawn_in_lines_and_not_as_a_picture():
    plain, asks = thanks(), thanks(question=ASKED)

    assert pictures_in(typeset(asks)) == pictures_in(typeset(plain))
    assert len(typeset(asks)) < len(typeset(plain)) + 12_000


def test_each_module_of_the_code_can_be_read_off_the_paper():
    """As a camera does: black where it should be, and white where not, with its quiet zone."""
    unsigned = (replace(ELEANOR, image=None),)
    page = _scan(typeset(thanks(question=ASKED, signatories=unsigned)))
    code = segno.make_qr(ASKED.url, error="m").matrix
    module = MM / 25.4 * DPI / len(code)
    assert module * 25.4 / DPI > 0.5  # mm: what a telephone reads at arm's length

    left, top = _corner(page, module)

    for y, row in enumerate(code):
        for x, dark in enumerate(row):
            at = (round(left + (x + 0.5) * module), round(top + (y + 0.5) * module))
            assert (page.getpixel(at) < 60) is bool(dark), (x, y)
    four = 4 * module
    around = (left - four, top - four, left + len(code) * module + four, top - 2)
    assert page.crop(tuple(round(edge) for edge in around)).getextrema() == (255, 255)


def test_what_stands_beside_it_can_be_read_and_typed():
    said = printed_words(typeset(thanks(question=ASKED)))

    for words in (ASKED.title, ASKED.ask, ASKED.how, ASKED.shown, ASKED.leave):
        assert words in said


@pytest.mark.parametrize("format_", ["large_print", "easy_read"])
def test_in_large_letters_a_long_address_takes_two_rows(format_):
    said = printed_words(typeset(thanks(question=ASKED, format=format_)))

    assert "common-ground.example/thanks/q/ 7K2M-4QXB-R4TK9-ZQ2MW" in said


def test_an_address_that_has_no_room_is_refused():
    long_ = f"{'a' * 39}/{'b' * 39}/thanks/q/7K2M-4QXB-R4TK9-ZQ2MW"

    with pytest.raises(CannotTypeset, match="too long to be printed"):
        next(cuts_for(thanks(question=replace(ASKED, shown=long_))))


def test_a_letter_that_just_fits_is_still_counted_right():
    """fit.py says one page, and typst agrees: the question is counted in."""
    for paragraphs in range(1, 9):
        letter = thanks(question=ASKED, body=((ELEVEN * 3).strip(),) * paragraphs)
        one_page = [cut for cut in cuts_for(letter) if not cut.numbered]
        assert pages.count(typeset(letter)) == (1 if one_page else 2), paragraphs


def test_the_question_takes_room_from_the_letter():
    letter = thanks(body=((ELEVEN * 3).strip(),) * 4)

    roomiest = [next(cuts_for(one)) for one in (letter, replace(letter, question=ASKED))]

    assert roomiest[0].size > roomiest[1].size


def test_the_fingerprint_is_of_its_question_too():
    other = replace(ASKED, url=ASKED.url[:-2] + "X/")
    prints = [thanks(question=one).fingerprint() for one in (None, ASKED, other)]

    assert len(set(prints)) == 3


def _scan(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=DPI / 72).to_pil().convert("L")


def _corner(page, module):
    """Where the code begins: the first black square at the left edge of the letter, from below the
    greeting, as large as its finder."""
    first = round(24.6 / 25.4 * DPI)
    column = [page.getpixel((first + 3, y)) < 60 for y in range(page.height)]
    finder = round(7 * module)
    for y in range(page.height // 3, page.height - finder):
        if all(column[y : y + finder - 2]):
            return first, y
    raise AssertionError("There is no code on this page.")
