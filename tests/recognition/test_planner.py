"""How many it takes, and what the people at hand can show (EXP-5)."""

import pytest

from recognition.research import planner
from recognition.research.planner import Design


@pytest.mark.parametrize(
    ("design", "per_arm"),
    [
        # G*Power 3.1, two independent groups, d of 0.5, 0.2 and 0.8.
        (Design("valued", 2, 0.5), 64),
        (Design("valued", 2, 0.2), 394),
        (Design("valued", 2, 0.8), 26),
        # Fleiss, Levin and Paik: 30 % against 40 %, without their correction for continuity.
        (Design("response", 2, 10, baseline=30), 356),
        (Design("renewed", 2, 5, baseline=10), 686),
    ],
)
def test_as_many_as_the_textbooks_say(design, per_arm):
    assert planner.needed(design) == per_arm
    assert planner.power(design, per_arm) >= 0.8 > planner.power(design, per_arm - 1)


def test_who_does_not_answer_a_score_counts_for_nothing():
    assert planner.needed(Design("valued", 2, 0.5, answer_rate=25)) == 256
    shares = Design("response", 2, 10, baseline=30, answer_rate=25)
    assert planner.needed(shares) == 356


def test_people_of_one_household_count_for_less_than_strangers():
    """Two who answer half alike are worth four thirds of one."""
    together = planner.needed(Design("valued", 2, 0.5, people=2))

    assert together == 48
    assert together * 2 > 64


def test_more_wordings_take_more_people():
    assert planner.needed(Design("valued", 3, 0.5)) == 78
    assert planner.needed(Design("valued", 4, 0.5)) == 86


def test_what_can_be_learned_from_those_at_hand():
    found = planner.plan(Design("valued", 2, 0.5), at_hand=41)

    assert (found.per_arm, found.needed, found.is_enough) == (20, 64, False)
    assert found.detectable == 1.0
    assert planner.power(found.design, 20) == pytest.approx(0.338, abs=0.001)
    says = " ".join(planner.in_words(found))
    assert "each wording takes 64. There are 20 for each." in says
    assert "a difference of 1.0 point or more" in says
    assert "you would miss 66 times in 100" in says
    assert not planner.claims(says)


def test_enough_is_said_to_be_enough():
    assert planner.in_words(planner.plan(Design("valued", 2, 0.5), 128))[1] == (
        "That is enough: whichever way it ends, you learn something."
    )


def test_far_too_few_are_told_so():
    assert "told from chance" in planner.in_words(planner.plan(Design("valued", 2, 0.5), 4))[1]


def test_a_share_cannot_pass_a_hundred():
    found = planner.plan(Design("renewed", 2, 30, baseline=90), 4000)

    assert found.needed is None
    assert planner.in_words(found) == [
        "There is no room for such a difference. Look for a smaller one."
    ]


def test_very_many_are_no_trouble():
    assert planner.power(Design("valued", 2, 0.5), 80_000) == 1.0
    assert planner.detectable(Design("valued", 2, 0.5), 80_000) == 0.1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("This proves it", "proves"),
        ("PROOF that", "PROOF"),
        ("It improves", ""),
        ("They approve of it", ""),
        ("We hope so", ""),
    ],
)
def test_exp_5_claims_are_found_in_whole_words(text, word):
    assert planner.claims(text) == word
