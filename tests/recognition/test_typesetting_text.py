"""Names and words as people type them: gate G4's control characters and unrenderable glyphs."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from coalition.typesetting import fonts, lean
from coalition.typesetting.text import clean_line, clean_paragraphs
from recognition.typesetting import CannotTypeset, typeset
from tests.coalition.shared_data import FOLDER, needs_shared_data
from tests.recognition import letters


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Ann \u00a0 Smith\t", "Ann Smith"),
        ("\u202eAnn\u202c", "Ann"),
        ("Sia\u0302n", "Siân"),
        ("Ann\ufe0f", "Ann"),
        ("Kov\u00adalen\u200bko\ufeff", "Kovalenko"),
        ("An\x00n\x07\x85Smith", "Ann Smith"),
        ("Ann\r\nSmith\u2028Jones", "Ann Smith Jones"),
    ],
)
def test_what_is_invisible_is_taken_out_of_a_line(typed, printed):
    assert clean_line(typed) == printed


def test_an_empty_line_parts_paragraphs_and_a_break_stays_a_break():
    assert clean_paragraphs("\r\nOne \r\nline.\r\n\r\n \r\nTwo.\n") == ("One\nline.", "Two.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("李小龙", "We cannot print the character “李” (U+674E) in the name. Ask the person how"),
        ("عبد الرحمن", "We cannot print the character “ع” (U+0639) in the name."),
        ("Ann 😀", "We cannot print the picture “😀” in the name. Take it out."),
        ("Ann \ue000", "a character in the name (U+E000) that is not a letter of any script"),
        ("Ann \U0003fff0", "(U+3FFF0) that is not a letter"),
        ("Ann \ud800", "(U+D800) that is not a letter"),
        ("A" * 41, "“AAAAAAAAAAAAAAAAAAAA…” in the name is longer than 40 characters without"),
        ("Z\u0351\u036b\u0343\u036a\u0302", "carries more accents than we can print: “Z”"),
    ],
)
def test_what_we_cannot_print_is_refused_with_a_sentence_for_a_person(typed, sentence):
    with pytest.raises(CannotTypeset) as caught:
        clean_line(typed, what="the name", field="recipient_name")

    assert sentence in caught.value.problem
    assert caught.value.field == "recipient_name"


def test_a_run_of_forty_characters_is_printed():
    assert clean_line("A" * 40) == "A" * 40


def test_the_lean_typeface_has_every_character_of_the_package_that_it_is_cut_from():
    package, version = _characters(lean.PACKAGE / "files" / "SourceSerif4[opsz,wght].ttf")
    for style in lean.FACES:
        ours = _characters(lean.TYPEFACES / f"LetterSerif-{style}.ttf")

        assert ours == (package, version)


def test_the_fonts_cover_welsh_greek_cyrillic_and_vietnamese():
    alphabets = "âêîôûŵŷÂÊÎÔÛŴŶ αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΐΰ " + "ґєіїҐЄІЇ’ʼ" + "ữỹộẩẵằ"
    cyrillic = "".join(map(chr, range(0x410, 0x450)))

    assert set(alphabets + cyrillic) <= fonts.printable()


@given(st.text(max_size=80))
def test_any_text_is_cleaned_or_refused(text):
    line, problem = _cleaned(text)

    assert unicodedata.is_normalized("NFC", line)
    assert set(line) <= fonts.printable()
    assert not problem or "the name" in problem


@needs_shared_data
def test_names_that_break_software_are_printed_or_refused_in_words():
    with (FOLDER / "people" / "name_edge_cases.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]

    refused = [name for name in names if not _is_printed_or_explained(name)]

    assert len(names) - len(refused) >= 45
    assert "Марʼяна Стеценко" not in refused
    assert "Nguyễn Thị Phương Thảo" not in refused


@needs_shared_data
def test_naughty_strings_are_printed_or_refused_in_words():
    file = FOLDER / "nasty" / "naughty_strings.json"
    strings = json.loads(file.read_text(encoding="utf-8"))

    printed = [string for string in strings if _is_printed_or_explained(string)]

    assert len(printed) >= 150


def _cleaned(text: str) -> tuple[str, str]:
    try:
        return clean_line(text, what="the name"), ""
    except CannotTypeset as refused:
        return "", refused.problem


def _is_printed_or_explained(string: str) -> bool:
    line, problem = _cleaned(string)
    if problem:
        assert problem.endswith(".")
        return False
    words = letters.printed_words(typeset(letters.thanks(body=(line, "Thank you."))))
    assert _bare(line) in _bare(words)
    return True


def _characters(path: Path) -> tuple[set[int], str]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap()), font["name"].getDebugName(5)


def _bare(text: str) -> str:
    """Without ligatures, and without what a line break takes out of a text."""
    return re.sub(r"[\s\u2010-]+", "", unicodedata.normalize("NFKC", text))
