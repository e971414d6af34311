"""The strictest wish wins, whoever else speaks (PRF-1)."""

from hypothesis import given
from hypothesis import strategies as st

from coalition import wishes
from coalition.models import Preference
from coalition.models.contact_words import Channel, Publicity, Thanker
from coalition.wishes import LADDER, NEVER_ASKED, Wishes, most_restrictive

some_wishes = st.builds(
    Wishes,
    thankers=st.frozensets(st.sampled_from(Thanker.values)),
    channels=st.frozensets(st.sampled_from(Channel.values)),
    max_per_year=st.none() | st.integers(0, 12),
    publicity=st.sampled_from(Publicity.values),
)
many = st.lists(some_wishes, max_size=5)


def permits_no_more(stricter, than):
    cap, before = stricter.max_per_year, than.max_per_year
    return (
        stricter.thankers <= than.thankers
        and stricter.channels <= than.channels
        and (before is None or (cap is not None and cap <= before))
        and LADDER.index(stricter.publicity) <= LADDER.index(than.publicity)
    )


@given(many, some_wishes)
def test_prf_1_another_source_never_permits_more(sources, another):
    assert permits_no_more(most_restrictive([*sources, another]), most_restrictive(sources))


@given(many)
def test_prf_1_the_outcome_permits_no_more_than_any_source(sources):
    outcome = most_restrictive(sources)
    assert all(permits_no_more(outcome, one) for one in sources)


@given(many, st.randoms())
def test_prf_1_who_speaks_first_does_not_matter(sources, random):
    shuffled = random.sample(sources, len(sources))
    assert most_restrictive(shuffled) == most_restrictive(sources)


@given(some_wishes)
def test_whoever_says_it_twice_changes_nothing(one):
    assert most_restrictive([one, one]) == one == most_restrictive([one, Wishes()])


def test_prf_3_not_from_a_minister_leaves_everybody_else():
    allowed = wishes.of(Preference(no_ministerial=True)).thankers

    assert allowed == frozenset(Thanker.values) - {Thanker.MINISTER}


def test_contradictory_choices_allow_nobody():
    """A minister, but no minister: the strictest reading of both."""
    contradictory = wishes.of(Preference(thanker=Thanker.MINISTER, no_ministerial=True))

    assert contradictory.wants_no_thanks


def test_prf_2_who_was_never_asked_has_not_consented_to_be_named():
    assert NEVER_ASKED.publicity == Publicity.NONE
    assert not NEVER_ASKED.wants_no_thanks
