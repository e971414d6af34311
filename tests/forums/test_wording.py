from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.wording import (
    TEXTS,
    Line,
    Piece,
    Recommendation,
    Wording,
    changes,
    is_major,
    word_by_word,
)
from tests import make


def test_the_first_version_is_major():
    assert is_major(None, make.wording())


def test_another_thing_in_scope_is_a_major_change():
    """SCO-4"""
    more = make.wording(included=(*make.wording().included, Line("Key safes")))

    assert is_major(make.wording(), more)


def test_another_place_where_a_thing_goes_is_a_major_change():
    """SCO-4"""
    moved = make.wording(excluded=(Line("Ward staffing", "The Ward Board"),))

    assert is_major(make.wording(), moved)


def test_other_words_or_another_order_are_a_minor_change():
    """SCO-4"""
    before = make.wording()
    after = make.wording(purpose="Warmth.", included=before.included[::-1])

    assert not is_major(before, after)


def test_words_in_square_brackets_are_found_everywhere():
    wording = make.wording(
        read_aloud="We advise [owner] on [questions].", excluded=(Line("Cases", "[contact]"),)
    )

    assert wording.unfilled == ["[owner]", "[questions]", "[contact]"]


def test_a_changed_word_stands_beside_what_it_was():
    pieces = word_by_word(
        "from the ward until 7 days at home", "from the ward until 14 days at home"
    )

    assert pieces == (
        Piece("same", "from the ward until"),
        Piece("was", "7"),
        Piece("now", "14"),
        Piece("same", "days at home"),
    )


def test_texts_with_little_in_common_are_shown_whole():
    pieces = word_by_word("Ward staffing and rotas", "Who pays for key safes")

    assert [piece.kind for piece in pieces] == ["was", "now"]


def test_lines_that_stay_come_and_go():
    after = make.wording(included=(Line("What a person takes home"), Line("Key safes")))

    (change,) = changes(make.wording(), after)

    kinds = [[piece.kind for piece in line] for line in change.lines]
    assert change.part == "In scope"
    assert kinds == [["same"], ["was", "now"]]


def test_what_is_the_same_is_not_a_change():
    assert changes(make.wording(), make.wording()) == []


@given(st.text(), st.text())
def test_the_pieces_hold_both_texts_whole(old, new):
    pieces = word_by_word(old, new)

    was = " ".join(piece.words for piece in pieces if piece.kind != "now")
    now = " ".join(piece.words for piece in pieces if piece.kind != "was")
    assert was.split() == old.split()
    assert now.split() == new.split()


def test_sco_4_another_rule_on_who_is_named_is_a_major_change():
    assert is_major(make.wording(), make.wording(attribution_rule="Sectors, never names."))


@pytest.mark.parametrize(
    "field",
    ["read_aloud", "purpose", "how_we_decide", "quorum_line", "differences_line"]
    + ["members_time_and_support", "foi_line"],
)
def test_sco_4_other_words_are_a_minor_change_and_are_shown(field):
    after = make.wording(**{field: "Other words."})

    (change,) = changes(make.wording(), after)

    assert not is_major(make.wording(), after)
    assert change.part == TEXTS[field]


def test_sco_4_another_answer_to_recommendations_is_a_minor_change_and_is_shown():
    before = make.wording(recommends=(Recommendation("The board", 10),))
    after = make.wording(recommends=(Recommendation("The board", 20),))

    (change,) = changes(before, after)

    assert not is_major(before, after)
    assert Piece("now", "20") in change.lines[0]


def test_every_field_of_a_scope_is_compared():
    """A field that the diff forgets would change under the members' eyes."""
    other = Wording(
        included=(Line("Else"),),
        excluded=(Line("Else", "There"),),
        recommends=(Recommendation("Else", 3),),
        attribution="non_attributed",
        fallback="drop",
        **dict.fromkeys(TEXTS, "Something else altogether"),
    )

    shown = changes(make.wording(), other)

    assert len(shown) == len(fields(Wording))


def test_texts_that_an_old_scope_lacks_are_proposed():
    old = make.wording(how_we_decide="By consent.")

    proposed = old.completed_from(make.wording(how_we_decide="By lot.", foi_line="Disclosed."))

    assert (proposed.how_we_decide, proposed.foi_line) == ("By consent.", "Disclosed.")
