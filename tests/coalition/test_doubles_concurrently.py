"""Two at once: the first is held where the second could slip in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from coalition.actions import doubles, merges, organisations
from coalition.merging.preview import fingerprint
from coalition.models import LikelyDouble, Merge, Organisation, Uncompared
from tests import make
from tests.coalition.test_merges_concurrently import both
from tests.coalition.test_offers_concurrently import in_thread


@pytest.fixture
def lena(transactional_db):
    return make.user("Lena", role="programme_lead", programme=make.programme())


@pytest.fixture
def two(lena):
    return make.organisation("Vale Befrienders"), make.organisation("The Vale Befrienders")


@pytest.fixture
def double(two):
    return make.double(*two)


@pytest.fixture
def looking(monkeypatch):
    """The first look is held after it has looked, before it writes: (it is held, let it go)."""
    is_held, let_go, told_apart = Event(), Event(), doubles._told_apart

    def hold(*args):
        if not is_held.is_set():
            is_held.set()
            let_go.wait(10)
        return told_apart(*args)

    monkeypatch.setattr(doubles, "_told_apart", hold)
    return is_held, let_go


def test_of_two_looks_at_once_one_leaves_it_to_the_other(two, looking):
    is_held, let_go = looking
    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, doubles.look_on)
        assert is_held.wait(5)
        second = in_thread(pool, doubles.look_on).result(5)
        let_go.set()

        assert (first.result(10), second) == (2, 0)
    assert LikelyDouble.objects.count() == 1
    assert not Uncompared.objects.exists()


def test_a_change_during_a_look_waits_for_nothing_and_is_looked_at_next(two, looking, lena):
    is_held, let_go = looking
    with ThreadPoolExecutor(2) as pool:
        look = in_thread(pool, doubles.look_on)
        assert is_held.wait(5)
        change = {"organisation": two[1], "name": "Harbour Homes", "by": lena}
        assert in_thread(pool, organisations.change, **change).result(5).name == "Harbour Homes"
        let_go.set()
        look.result(10)

    doubles.look_on()
    assert not LikelyDouble.objects.exists()


def test_what_is_told_apart_during_a_look_stays_so(double, looking, lena):
    Organisation.objects.filter(pk=double.second.pk).update(name="Harbour Homes")  # alike no more
    is_held, let_go = looking
    with ThreadPoolExecutor(2) as pool:
        look = in_thread(pool, doubles.look_on)
        assert is_held.wait(5)
        in_thread(pool, doubles.tell_apart, double=double, by=lena).result(5)
        let_go.set()
        look.result(10)

    assert LikelyDouble.objects.told_apart().get() == double


def test_whoever_tells_apart_what_is_being_merged_is_told(held, double, two, lena):
    keep, lose = two

    _, told = both(
        *held(Merge),
        (merges.merge, {"keep": keep, "lose": lose, "by": lena}),
        (doubles.tell_apart, {"double": double, "by": lena}),
    )

    assert "was merged into" in str(told)
    assert not LikelyDouble.objects.told_apart().exists()


def test_whoever_merges_what_is_being_told_apart_looks_again(held, double, two, lena):
    keep, lose = two
    seen = fingerprint(keep, lose)

    _, told = both(
        *held(LikelyDouble),
        (doubles.tell_apart, {"double": double, "by": lena}),
        (merges.merge, {"keep": keep, "lose": lose, "by": lena, "seen": seen}),
    )

    assert "said that they are not the same" in str(told)
    assert not Merge.objects.exists()


def test_of_two_who_tell_apart_at_once_one_is_told(held, double, lena):
    _, told = both(
        *held(LikelyDouble),
        (doubles.tell_apart, {"double": double, "by": lena}),
        (doubles.tell_apart, {"double": double, "by": lena}),
    )

    assert str(told) == "Lena has said already that they are two."
