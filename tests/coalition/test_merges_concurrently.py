"""Two at once: the first is held between its locks and its end, where the second could slip in."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError

import pytest

from coalition.actions import merges, organisations
from coalition.models import Merge, Organisation
from tests import make
from tests.coalition.test_offers_concurrently import in_thread


@pytest.fixture
def lena(transactional_db):
    return make.user("Lena", role="programme_lead", programme=make.programme())


@pytest.fixture
def three(lena):
    return [make.organisation(name) for name in ("Alpha", "Beta", "Gamma")]


def both(is_held, let_go, first, second):
    """The answer of each, when the second came while the first held its locks."""
    with ThreadPoolExecutor(2) as pool:
        one = in_thread(pool, first[0], **first[1])
        assert is_held.wait(5)
        other = in_thread(pool, second[0], **second[1])
        with pytest.raises(TimeoutError):
            other.result(0.3)  # waits for a row
        let_go.set()
        return one.result(10), other.result(10)


def test_org2_of_two_people_who_merge_the_same_two_one_is_told(held, lena, three):
    alpha, beta, _ = three

    made, told = both(
        *held(Merge),
        (merges.merge, {"keep": alpha, "lose": beta, "by": lena}),
        (merges.merge, {"keep": beta, "lose": alpha, "by": lena}),
    )

    assert (made.kept, made.merged) == (alpha, beta)
    assert str(told) == "Beta was merged into Alpha. Open that one and go on there."
    assert Merge.objects.count() == 1


def test_org2_into_one_that_is_being_merged_itself_is_refused(held, lena, three):
    """Beta goes into Gamma while somebody puts Alpha into Beta: no chain, no circle."""
    alpha, beta, gamma = three

    _, told = both(
        *held(Merge),
        (merges.merge, {"keep": gamma, "lose": beta, "by": lena}),
        (merges.merge, {"keep": beta, "lose": alpha, "by": lena}),
    )

    assert str(told) == "Beta was merged into Gamma. Open that one and go on there."
    alpha.refresh_from_db()
    assert alpha.merged_into is None


def test_a_change_during_a_merge_is_told_where_to_go(held, lena, three):
    alpha, beta, _ = three

    _, told = both(
        *held(Merge),
        (merges.merge, {"keep": alpha, "lose": beta, "by": lena}),
        (organisations.change, {"organisation": beta, "area": "Vale", "by": lena}),
    )

    assert str(told) == "Beta was merged into Alpha. Open that one and go on there."


def test_an_offer_during_a_merge_waits_and_follows(held, lena, three):
    """Merge during an import, too: whatever is written waits, and then goes on to the survivor."""
    alpha, beta, _ = three
    programme, person = lena.grants.get().programme, make.contributor()

    _, offer = both(
        *held(Merge),
        (merges.merge, {"keep": alpha, "lose": beta, "by": lena}),
        (make.offer, {"programme": programme, "contributor": person, "organisation": beta}),
    )
    merges.follow(merged=Organisation.objects.get(pk=beta.pk))

    offer.refresh_from_db()
    assert offer.organisation == alpha


def test_two_who_undo_at_once_undo_it_once(held, lena, three):
    alpha, beta, _ = three
    made = merges.merge(keep=alpha, lose=beta, by=lena)

    _, told = both(
        *held(Merge),
        (merges.undo, {"merge": made, "by": lena}),
        (merges.undo, {"merge": made, "by": lena}),
    )

    assert str(told) == "Lena has undone this already."
