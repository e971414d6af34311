"""How a round comes out, tried with whatever numbers there can be (RND-1, RND-2, RND-8)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coalition.models import Sector
from forums.authority.outcome import LAPSED, NOT_PASSED, PASSED, Counts, outcome
from forums.authority.rules import Rule
from forums.quorum import Quorum
from forums.rounds import Asked, Ballot, missing_responses

few = st.integers(0, 12)
SAID = ("consent", "concern", "stand_aside", "need_more", "object", "preference")
VOTED = st.sampled_from([Rule.CONSENT, Rule.MAJORITY, Rule.TWO_THIRDS])


@st.composite
def counted(draw):
    said = {name: draw(few) for name in SAID}
    undecided, silent = draw(few), draw(few)
    entitled = sum(said.values()) + undecided + silent
    return Counts(entitled=entitled, undecided=undecided, recused=draw(few), **said)


@given(counted())
def test_rnd_2_a_round_of_consent_passes_if_and_only_if(counts):
    result = outcome(Rule.CONSENT, counts).result

    passes = counts.in_favour and not counts.object and not counts.need_more
    assert result == (PASSED if passes else NOT_PASSED)


@given(counted(), VOTED, few)
def test_rnd_1_silence_is_never_consent(counts, rule, silent):
    more = replace(counts, entitled=counts.entitled + silent)
    nobody = Counts(entitled=silent, undecided=min(silent, 3))

    assert outcome(rule, more).result == outcome(rule, counts).result
    assert outcome(rule, nobody).result == NOT_PASSED


@given(counted(), st.sampled_from(Rule.values), st.booleans())
def test_rnd_2_without_a_quorum_nothing_passes(counts, rule, ruling):
    found = outcome(rule, counts, lacks=["it needs 3 with a vote, and has 2"], ruling=ruling)

    assert found.result == LAPSED
    assert "it needs 3 with a vote, and has 2" in found.reason


@given(counted(), st.sampled_from(Rule.values), few)
def test_rnd_8_who_stepped_back_changes_nothing(counts, rule, stepped):
    other = replace(counts, recused=stepped)

    assert outcome(rule, other, ruling=True).result == outcome(rule, counts, ruling=True).result


@given(counted(), VOTED)
def test_one_more_in_favour_never_loses_a_round(counts, rule):
    before = outcome(rule, counts).is_passed
    after = outcome(
        rule, replace(counts, entitled=counts.entitled + 1, consent=counts.consent + 1)
    ).is_passed

    assert after or not before


@given(counted(), VOTED)
def test_one_more_against_never_wins_a_round(counts, rule):
    before = outcome(rule, counts).is_passed
    after = outcome(
        rule, replace(counts, entitled=counts.entitled + 1, object=counts.object + 1)
    ).is_passed

    assert before or not after


@given(counted())
def test_rnd_6_two_thirds_are_two_thirds_of_those_for_or_against(counts):
    passes = outcome(Rule.TWO_THIRDS, counts).is_passed

    asked = counts.in_favour + counts.against
    assert passes == (counts.in_favour > 0 and 3 * counts.in_favour >= 2 * asked)


@given(counted())
def test_what_passes_by_two_thirds_passes_by_majority(counts):
    if outcome(Rule.TWO_THIRDS, counts).is_passed:
        assert outcome(Rule.MAJORITY, counts).is_passed


@given(counted(), st.booleans())
def test_the_chair_decides_after_hearing_whatever_they_heard(counts, ruling):
    assert outcome(Rule.CHAIR, counts, ruling=ruling).is_passed is ruling
    assert outcome(Rule.CHAIR, counts).result == LAPSED


@given(counted())
def test_rnd_3_a_preference_holds_nothing_up_under_consent_and_counts_against_in_a_majority(counts):
    called = replace(counts, object=0, preference=counts.object + counts.preference)

    settled = outcome(Rule.CONSENT, called)
    assert settled.is_passed == bool(counts.in_favour and not counts.need_more)
    assert outcome(Rule.MAJORITY, called).is_passed == outcome(Rule.MAJORITY, counts).is_passed


@given(counted())
def test_the_numbers_add_up(counts):
    assert counts.responded + counts.need_more + counts.silent == counts.entitled
    assert f"{counts.responded} of {counts.entitled} seats responded" in counts.in_words


# Whether enough responded.

SAYS = [*SAID, "undecided", "recused", ""]
quorums = st.builds(Quorum, st.integers(1, 6), st.integers(0, 100), st.integers(0, 100), few)


def seat(number, sector, counts_as):
    return Asked(number, f"Seat {number}", number, None, "", sector, counts_as=counts_as)


@st.composite
def ballots(draw):
    rows = draw(st.lists(st.tuples(st.sampled_from(Sector.values), st.sampled_from(SAYS))))
    return [seat(number, *row) for number, row in enumerate(rows)]


@given(quorums, ballots())
def test_rnd_1_silence_never_makes_a_quorum(quorum, asked):
    spoke = [one for one in asked if one.counts_as not in {"", "undecided", "need_more"}]

    if not missing_responses(quorum, asked):
        assert not missing_responses(quorum, spoke)


@given(quorums, ballots(), st.sampled_from(Sector.values))
def test_rnd_8_who_stepped_back_is_in_neither_number_of_a_quorum(quorum, asked, sector):
    stepped = [*asked, seat(999, sector, "recused")]

    assert missing_responses(quorum, stepped) == missing_responses(quorum, asked)


@given(quorums, ballots())
def test_frm_5_one_more_from_outside_government_never_loses_a_quorum(quorum, asked):
    more = [*asked, seat(999, Sector.VOLUNTARY, "consent")]

    if not missing_responses(quorum, asked):
        assert not missing_responses(quorum, more)


@given(quorums, ballots(), st.sampled_from(Rule.values), st.booleans())
def test_rnd_2_what_passes_has_a_quorum_and_somebody_in_favour_or_a_ruling(
    quorum, asked, rule, ruling
):
    lacks = missing_responses(quorum, asked)
    counts = Ballot(tuple(asked), tuple(lacks)).counts

    if outcome(rule, counts, lacks=lacks, ruling=ruling).is_passed:
        assert not lacks
        assert counts.in_favour or rule == Rule.CHAIR


@given(ballots())
def test_every_seat_is_counted_once(asked):
    counts = Ballot(tuple(asked), ()).counts

    assert counts.entitled + counts.recused == len(asked)
    assert counts.responded + counts.need_more + counts.silent == counts.entitled
