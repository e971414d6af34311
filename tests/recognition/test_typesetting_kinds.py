"""Formats, marked words, and documents that are no letters: made from the same snapshot."""

import pytest

from coalition.models import Programme
from coalition.typesetting import pages
from recognition import content
from recognition.models import (
    Campaign,
    Letter,
    LetterTemplate,
    Signatory,
    TemplateVersion,
)
from recognition.typesetting import CannotTypeset, typeset
from recognition.typesetting.cuts import CUTS_OF, LARGE_PRINT
from recognition.typesetting.fit import cuts_for
from recognition.typesetting.markup import Mark, filled
from recognition.typesetting.placeholders import SAMPLES
from recognition.wordings import WORDINGS
from tests.recognition.letters import ASKED, ELEANOR, printed_words, thanks
from tests.recognition.test_typesetting import ELEVEN
from tests.recognition.test_typesetting_paper import (
    ABOVE_TEXT,
    AROUND_ADDRESS,
    EDGES,
    FULLEST,
    READ_AS_ADDRESS,
    _is_white,
    _scanned,
)
from tests.verapdf import needs_verapdf, require_accessible

CERTIFICATE = {
    "layout": "certificate",
    "heading": "Certificate",
    "body": ("cooked supper every Thursday, in March 2026.",),
    "address": (),
}
MARKED = {
    "body": ("You did this for all of us.",),
    "marks": (Mark(0, 8, 12, "strong"), Mark(0, 17, 20, "em")),
}
# Ten of the ugliest kinds, as proofs bring them (CMP-2).
UGLIEST = {
    "longest name": {"recipient_name": "Professor Maximiliana Featherstone of Upper Aldermere"},
    "welsh": {"language": "cy", "greeting": "Annwyl Siân Ŵyn,", "closing": "Yn gywir,"},
    "large print": {"format": "large_print"},
    "large print and full": {**FULLEST, "format": "large_print", "body": (ELEVEN * 6,) * 4},
    "large print in welsh": {"format": "large_print", "language": "cy"},
    "easy read": {"format": "easy_read"},
    "certificate": CERTIFICATE,
    "certificate in an envelope": {**CERTIFICATE, "address": FULLEST["address"]},
    "reference": {"heading": "Reference for Kateryna Kovalenko", "greeting": "To whom it may"},
    "marked words": MARKED,
    "signed by hand, greeted by hand": {"greeting": "", "signatories": (ELEANOR,) * 2},
    "asks": {"question": ASKED},
    "asks and full": {**FULLEST, "question": ASKED},
    "asks over two pages": {**FULLEST, "question": ASKED, "body": ((ELEVEN * 6).strip(),) * 8},
    "asks in large print": {"question": ASKED, "format": "large_print"},
    "asks in easy read": {"question": ASKED, "format": "easy_read"},
    "not in latin letters": {"recipient_name": "Оксана Мельник", "greeting": "Dear Оксана,"},
}


@pytest.mark.parametrize("kind", UGLIEST)
def test_every_kind_keeps_to_the_areas_of_the_print_provider(kind):
    """CMP-2, letters.md §B."""
    first, *others = _scanned(typeset(thanks(**UGLIEST[kind])))

    areas = EDGES + AROUND_ADDRESS + READ_AS_ADDRESS
    if kind != "certificate":  # by email or by hand only
        areas += ABOVE_TEXT
    for area in areas:
        assert _is_white(first, area), area
    for page in others:
        for area in EDGES:
            assert _is_white(page, area), area


@needs_verapdf
def test_all_the_ugliest_kinds_are_pdf_ua_1_and_pdf_a_2a(tmp_path):
    """CMP-2."""
    made = {name: typeset(thanks(**changes)) for name, changes in UGLIEST.items()}

    require_accessible(made, tmp_path)


@pytest.mark.parametrize("format_", ["large_print", "easy_read"])
def test_nothing_of_a_large_letter_is_smaller_than_16_points(format_):
    assert all(cut.size >= LARGE_PRINT for cut in CUTS_OF[format_])

    letter = thanks(format=format_, body=((ELEVEN * 6).strip(),) * 4)

    said = printed_words(typeset(letter))
    assert "18 December 2026" in said
    assert letter.sender_lines[0] in said
    assert letter.reference in said


def test_large_print_may_take_four_pages_and_no_more():
    def letter(length):
        return thanks(format="large_print", body=((ELEVEN * 6).strip(),) * length)

    assert len(pages.texts(typeset(letter(7)))) in {3, 4}
    with pytest.raises(CannotTypeset, match="longer than four pages"):
        next(cuts_for(letter(20)))


def test_a_certificate_is_one_page():
    assert len(pages.texts(typeset(thanks(**CERTIFICATE)))) == 1
    with pytest.raises(CannotTypeset, match="does not fit on one page"):
        next(cuts_for(thanks(**{**CERTIFICATE, "body": ((ELEVEN * 6).strip(),) * 6})))


# --- marked words ---


@pytest.mark.parametrize(
    ("words", "text", "marks"),
    [
        ("You **did** it.", "You did it.", (Mark(0, 4, 7, "strong"),)),
        ("You *did* it.", "You did it.", (Mark(0, 4, 7, "em"),)),
        ("**You** *did* it.", "You did it.", (Mark(0, 0, 3, "strong"), Mark(0, 4, 7, "em"))),
        ("Two * three * four", "Two * three * four", ()),
        ("A **line\nbreak** stays", "A **line\nbreak** stays", ()),
        ("One star*", "One star*", ()),
    ],
)
def test_stars_mark_words(words, text, marks):
    assert filled((words,), {}) == ((text,), marks)


def test_a_name_with_a_star_is_printed_with_it():
    """TPL-2: values are escaped."""
    texts, marks = filled(
        ("**((letter_name))** and ((organisation))",),
        {
            "letter_name": "A*Star* Lee",
            "organisation": "**Kitchen** ((salutation))",
        },
    )

    assert texts == ("A*Star* Lee and **Kitchen** ((salutation))",)
    assert marks == (Mark(0, 0, 11, "strong"),)
    assert "A*Star* Lee" in printed_words(typeset(thanks(body=texts, marks=marks)))


def test_marked_words_are_set_in_another_face():
    plain, marked = (thanks(body=MARKED["body"], marks=marks) for marks in ((), MARKED["marks"]))

    assert printed_words(typeset(plain)) == printed_words(typeset(marked))
    assert b"LetterSerif-Italic" in typeset(marked)
    assert b"LetterSerif-Italic" not in typeset(plain)
    assert plain.fingerprint() != marked.fingerprint()


# --- documents from ready wordings ---


def document(key, **fields):
    """What a letter of that wording says, from a snapshot."""
    wording = WORDINGS[key]
    template = LetterTemplate(
        kind=wording.kind, language=wording.language, format=wording.format, name=wording.name
    )
    programme = Programme(name="Homes for Aldermere", office_email="a@b.example")
    letter = Letter(
        template_version=TemplateVersion(template=template, body=wording.body),
        campaign=Campaign(programme=programme, signatory=Signatory(programme=programme)),
        language=wording.language,
        format=wording.format,
        values=SAMPLES,
        ref="LT-7K2M-4QXB",
        letter_name="Kateryna Kovalenko",
        salutation="Mrs Kovalenko",
        address=["Kateryna Kovalenko", "14 Mill Lane", "AL1 2AB"],
        **fields,
    )
    return content.compose(letter)


@pytest.mark.parametrize("key", WORDINGS)
def test_every_ready_wording_prints_on_one_or_two_pages(key):
    says = document(key, channel="email")

    assert len(pages.texts(typeset(says))) <= 2
    assert says.format == WORDINGS[key].format


def test_a_certificate_names_the_person_what_and_who_says_so():
    """Product §10: no league, no grade."""
    said = printed_words(typeset(document("certificate", channel="email")))

    assert said.index("Certificate") < said.index("Kateryna Kovalenko") < said.index("cooked")
    assert "Eleanor Whitcombe" in said
    assert "14 Mill Lane" not in said
    assert "Dear" not in said


def test_a_certificate_that_is_posted_bears_its_address():
    assert "14 Mill Lane" in printed_words(typeset(document("certificate", channel="post")))


def test_a_reference_is_to_whom_it_may_concern():
    """Product §10: facts, dates, who checked them."""
    said = printed_words(typeset(document("reference", channel="email")))

    assert "Reference for Kateryna Kovalenko To whom it may concern," in said
    assert "Dear" not in said
