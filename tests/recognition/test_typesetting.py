"""Letters as PDF: the same words give the same bytes, everything fits or is refused in words."""

import hashlib
import json
import re
from dataclasses import asdict, replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.typesetting import pages
from coalition.typesetting.engine import as_literal
from coalition.typesetting.text import clean_line
from recognition.typesetting import CannotTypeset, Signatory, greeting, long_date, typeset
from recognition.typesetting.content import _plain
from recognition.typesetting.cuts import CUTS, POINTS
from recognition.typesetting.fit import PEN
from recognition.typesetting.markup import Mark
from recognition.typesetting.placeholders import fill
from tests.recognition import letters
from tests.recognition.letters import ELEANOR, printed_words, thanks

ELEVEN = "Because of that, eleven families sat down to a hot meal in their very first week. "
EXTREME = {
    "shortest name": {"recipient_name": "Ng", "greeting": "Dear Ng,"},
    "longest name": {"greeting": f"Dear {'Wolfeschlegelsteinhausen-Bergerdorff ' * 6}Smith,"},
    "Cyrillic": {"greeting": "Dear Марʼяна Єлизавета Стеценко-Їжакевич,"},
    "Greek": {"greeting": "Dear Ελευθερία Παπαδοπούλου-Ξενάκη,"},
    "Welsh": {"language": "cy", "greeting": "Annwyl Ŵyn a Tŷ’r Ŷd,", "closing": "Yn gywir,"},
    "Vietnamese": {"greeting": "Dear Nguyễn Thị Phương Thảo,"},
    "Polish": {"greeting": "Dear Łucja Wąż-Brzęczyszczykiewicz,"},
    "Devanagari": {"greeting": "Dear Anjali (अंजलि) Sharma,"},
    "clicks and okina": {"greeting": "Dear Nǃxau ǂToma and ʻAulani Kaʻahumanu,"},
    "joint names": {"greeting": "Dear Kateryna, Олександр, Olena and Mr & Mrs Smith,"},
    "seven lines": {"address": ("Ann Smith", *(f"Line {n} of 7" for n in range(2, 7)), "AL9 3QT")},
    "only e-mail": {"address": ()},
    "signed by hand": {"signatories": (Signatory("Ann Lee", "Chair"),)},
    "three sign": {"signatories": (ELEANOR, ELEANOR, Signatory("Ann Lee", "Chair\nAldermere"))},
    "2,000 characters": {"body": tuple([(ELEVEN * 6).strip()] * 4)},
    "typst's code": {"body": ('#read("/etc/passwd") #import "@preview/a:0.1.0" $x$ *b* \\ // @a',)},
    "markup": {"body": ("<b>Bold</b> {{ 7*7 }} ${x} %s {0} \\input{a} = Title",)},
    "a placeholder in a value": {"body": (fill("((dates))", {"dates": "((salutation))"}),)},
}


@pytest.mark.parametrize("case", EXTREME)
def test_an_extreme_letter_is_one_page_and_says_all_that_it_should(case):
    content = thanks(**EXTREME[case])

    pdf = typeset(content)

    words = _bare(printed_words(pdf))
    assert pages.count(pdf) == 1
    for text, _what, field in content.printed():
        if field not in ("title", "recipient_name"):
            assert _bare(text) in words
    if not content.address:
        assert _bare(content.recipient_name) in words


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"greeting": "Dear 李小龙,"}, "greeting", "“李” (U+674E) in the greeting"),
        ({"greeting": "Dear 😀,"}, "greeting", "the picture “😀” in the greeting"),
        ({"address": ("محمد", "1 Road", "AL9 3QT")}, "address", "“م” (U+0645) in the address"),
        ({"greeting": "Dear \u202eAnn,"}, "greeting", "(U+202E) in the greeting"),
        ({"closing": "Yours\x07"}, "closing", "(U+0007) in the closing line"),
        ({"greeting": "Dear\nAnn,"}, "greeting", "There is a line break in the greeting."),
        ({"body": ("A" * 41,)}, "body", "without a space"),
        ({"body": ("\u2e3b" * 40,)}, "body", "wider than its line"),
        ({"signatories": (Signatory("W" * 39, "Chair"),) * 3}, "body", "wider than its line"),
        ({"signatories": ()}, "signatories", "One to three people sign a letter."),
        ({"signatories": (ELEANOR,) * 4}, "signatories", "One to three people sign a letter."),
        ({"address": ("W" * 40, "1 Road", "AL9 3QT")}, "address", "too long for the address"),
        ({"address": ("1",) * 8}, "address", "has 8 lines and there is room for 7"),
        (
            {"recipient_name": "Ann " * 200, "address": ()},
            "recipient_name",
            "and there is room for 7",
        ),
        ({"sender_name": "Aldermere " * 15}, "sender_name", "too long for the sender’s name"),
        ({"sender_lines": ("1",) * 7}, "sender_lines", "there is room for 6"),
        ({"reference": "HFA-" + "0" * 30}, "reference", "too long for the reference"),
        ({"footer": "Large print. " * 20}, "footer", "too long for the footer"),
        ({"body": (ELEVEN * 90,)}, "body", "longer than two pages"),
        ({"body": tuple("ab" * 100)}, "body", "longer than two pages"),
        ({"signatories": (Signatory("Ann", "Chair", b"GIF89a"),)}, "signatories", "not a PNG"),
        (
            {"signatories": (Signatory("Ann", "Chair", letters.signature()[:80]),)},
            "signatories",
            "cannot be read",
        ),
        (
            {"signatories": (Signatory("Ann", "Chair", letters.signature() + bytes(200_000)),)},
            "signatories",
            "over 200 kB",
        ),
    ],
)
def test_a_letter_that_cannot_be_printed_is_refused_in_words(changes, field, sentence):
    with pytest.raises(CannotTypeset) as caught:
        typeset(thanks(**changes))

    assert sentence in caught.value.problem
    assert caught.value.problem.endswith(".")
    assert caught.value.field == field


def test_equal_letters_are_equal_bytes_whatever_was_printed_between_them():
    first = typeset(thanks())
    typeset(thanks(greeting="Dear Ann,"))

    assert typeset(thanks()) == first


def test_a_signature_that_cannot_be_read_spoils_no_other_letter():
    first = typeset(thanks())
    broken = thanks(signatories=(replace(ELEANOR, image=letters.signature()[:80]),))
    for content in (broken, broken):
        with pytest.raises(CannotTypeset):
            typeset(content)

    assert typeset(thanks()) == first
    assert typeset(thanks(signatories=(replace(ELEANOR, image=None),))) != first
    assert typeset(thanks()) == first


@given(st.text())
def test_words_reach_typst_as_a_string_that_holds_nothing_else(text):
    literal = as_literal(json.dumps(text))

    assert json.loads(json.loads(literal)) == text
    assert '"' not in re.sub(r'\\["\\]', "", literal[1:-1])
    assert literal.isascii()


def test_words_that_are_not_ascii_are_never_made_source():
    with pytest.raises(ValueError, match="not JSON in ASCII"):
        as_literal('"é"')


@pytest.mark.parametrize(
    "changes",
    [
        {"dated": date(2026, 12, 19)},
        {"reference": "HFA-7K2M-4QXE"},
        {"title": "Thanks"},
        {"signatories": (Signatory("Eleanor Whitcombe", "Director of Public Health"),)},
        {"signatories": (replace(ELEANOR, image=letters.signature(shade=90)),)},
    ],
)
def test_a_letter_that_differs_has_other_bytes_and_another_fingerprint(changes):
    assert typeset(thanks(**changes)) != typeset(thanks())
    assert thanks(**changes).fingerprint() != thanks().fingerprint()
    assert thanks().fingerprint() == thanks().fingerprint()


def test_a_long_letter_takes_two_numbered_pages_and_keeps_the_signature_with_some_text():
    pdf = typeset(thanks(body=tuple([(ELEVEN * 6).strip()] * 8)))

    first, second = pages.texts(pdf)
    assert "Page 1" in first
    assert "Page 2" in second
    assert "eleven families" in second
    assert "Eleanor Whitcombe" in second


def test_however_long_a_letter_grows_it_keeps_its_end_together():
    counts = []
    for paragraphs in range(12, 42):
        pdf = typeset(thanks(body=(ELEVEN.strip(),) * paragraphs))
        counts.append(pages.count(pdf))
        last = pages.texts(pdf)[-1]
        assert "Yours sincerely" in last
        assert "Eleanor Whitcombe" in last

    assert counts == sorted(counts)
    assert set(counts) == {1, 2}


def test_a_welsh_letter_is_dated_and_labelled_in_welsh():
    content = thanks(language="cy", greeting=greeting("Siân", "cy"))

    words = printed_words(typeset(content))

    assert "18 Rhagfyr 2026 Ein cyfeirnod: HFA-7K2M-4QXD" in words
    assert "Annwyl Siân," in words
    assert b"(cy-GB)" in typeset(content)


def test_dates_are_written_out():
    assert long_date(date(2026, 5, 1)) == "1 May 2026"
    assert long_date(date(2026, 5, 1), "cy") == "1 Mai 2026"


def test_the_greeting_can_be_left_for_the_pen():
    blank, typed = typeset(thanks(greeting="")), typeset(thanks())

    assert "Dear" not in printed_words(blank)
    more_room = PEN * POINTS - CUTS[0].size
    lower = _height_of("You cooked", typed) - _height_of("You cooked", blank)
    assert lower == pytest.approx(more_room, abs=0.01)


def test_cleaned_text_is_never_refused_for_something_invisible():
    line = clean_line("Dear \u202eAnn\u200b\x07,")

    assert "Dear Ann," in printed_words(typeset(thanks(greeting=line)))


def test_pages_are_shown_as_pictures():
    [image] = pages.images(typeset(thanks()))

    assert image.startswith(b"\x89PNG")
    assert len(image) < 100_000


def _height_of(words: str, pdf: bytes) -> float:
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        index, _count = text.search(words).get_next()
        return text.get_charbox(index)[1]


def _bare(text: str) -> str:
    """Without the spaces and hyphens that a line break may change."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_a_name_of_250_characters_takes_the_lines_that_it_needs():
    name = "Marguerite Eleanor Constance Featherstonehaugh-Cholmondeley " * 4

    pdf = typeset(letters.thanks(recipient_name=name.strip(), address=()))

    assert pages.count(pdf) == 1
    assert " ".join(pages.texts(pdf)[0].split()).count("Cholmondeley") == 4


def test_the_fingerprint_is_of_every_field():
    """What was approved before must stay approved: it is the same as of dataclasses.asdict."""
    letter = thanks(marks=(Mark(0, 0, 3, "strong"),))
    later = {"question", "letterhead", "beside"}  # where there is none, they are left out
    known = {name: value for name, value in asdict(letter).items() if name not in later}
    plain = json.dumps(known, default=_plain)

    assert letter.fingerprint() == hashlib.sha256(plain.encode()).hexdigest()
    assert letter.fingerprint() != thanks().fingerprint()
