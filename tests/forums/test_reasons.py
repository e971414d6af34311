"""A reason says something (OVR-1): what fills the box without saying anything is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.authority.reasons import LEAST, unsaid

SAYS_WHY = [
    "The supplier recalled these kettles on Tuesday because their bases overheat.",
    "We found that the lease forbids it; the landlord will not change that before May 2027.",
    "Mae’r cyngor yn cytuno, ond nid oes arian ar ôl yn y gyllideb eleni i dalu amdano.",
    "No money: the grant was cut by £40,000 on 3 November, and nothing else can pay for beds.",
]
FILLS_THE_BOX = [
    "a" * 60,
    "n/a " * 20,
    "N/A. N/A. N/A. N/A. N/A. N/A. N/A. N/A. N/A. N/A. N/A.",
    "reason reason reason reason reason reason reason reason",
    "overruled overruled overruled overruled overruled overruled",
    "not applicable not applicable not applicable not applicable",
    "asdf qwerty asdf qwerty asdf qwerty asdf qwerty asdf qwerty",
    "sdfkjh wrtpsd fghjkl zxcvbn mnbvcx qwrtps dfghjk lkjhgf vbnmxz",
    "............................................................",
    "because because because because because because because because",
    "It was decided so. It was decided so. It was decided so. It was decided so.",
    "xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx",
    "-" * 50,
    "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
]


@pytest.mark.parametrize("reason", SAYS_WHY)
def test_ovr_1_a_reason_that_says_why_is_taken(reason):
    assert unsaid(reason) == ""


@pytest.mark.parametrize("reason", FILLS_THE_BOX)
def test_ovr_1_what_only_fills_the_box_is_not(reason):
    assert "does not say why yet" in unsaid(reason)


def test_ovr_1_fifty_characters_are_counted_without_padding():
    assert f"You have used {len('Too dear.')}" in unsaid("Too dear." + " " * 60)
    assert "at least 50" in unsaid("")


@given(st.text(max_size=LEAST - 1))
def test_ovr_1_less_than_fifty_characters_never_do(text):
    assert unsaid(text)


@given(st.text(min_size=1, max_size=4), st.integers(13, 40))
def test_ovr_1_the_same_again_and_again_never_does(piece, times):
    assert unsaid(piece * times)


@given(st.lists(st.sampled_from(["n/a", "none", "tbc", "no", "reason"]), min_size=1, max_size=40))
def test_ovr_1_empty_words_in_any_order_never_do(words):
    assert unsaid(" ".join(words))
