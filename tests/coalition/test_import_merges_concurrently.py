"""A merge that holds both rows at the very moment in which an import wants to write."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError

import pytest

from coalition.actions import import_steps, merges
from coalition.models import Affiliation, ImportChange, Merge, Offer
from tests import make
from tests.coalition.test_offers_concurrently import in_thread


@pytest.fixture
def lena(transactional_db):
    return make.user("Lena", role="programme_lead", programme=make.programme())


@pytest.fixture
def ann(lena):
    return make.contributor("Ann Lee", email="ann@example.org")


@pytest.fixture
def other(lena):
    return make.contributor("A. Lee", email="lee@example.org")


@pytest.fixture
def while_merging(held, lena):
    """Let an import's rows come in while the second is being merged into the first."""

    def run(job, keep, lose):
        is_held, let_go = held(Merge)
        with ThreadPoolExecutor(2) as pool:
            merging = in_thread(pool, merges.merge, keep=keep, lose=lose, by=lena)
            assert is_held.wait(5)
            coming_in = in_thread(pool, import_steps.carry_out, import_id=job.pk)
            with pytest.raises(TimeoutError):
                coming_in.result(0.5)  # waits for a row
            let_go.set()
            assert isinstance(merging.result(10), Merge)
            assert coming_in.result(10) is None
        for one in (job, keep, lose):
            one.refresh_from_db()
        assert (job.status, lose.merged_into) == ("done", keep)

    return run


def test_what_changes_goes_to_the_one_that_stays(while_merging, lena, ann, other):
    text = "Name,Email,Phone\nA. Lee,lee@example.org,020 7946 0123\n"
    job = make.people_import(text, by=lena, started=True)

    while_merging(job, ann, other)

    assert (ann.phone, other.phone) == ("020 7946 0123", "")
    assert ImportChange.objects.get().target == ann.pk


def test_a_new_place_is_one_in_the_organisation_that_stays(while_merging, lena):
    kitchen, old = make.organisation("Kitchen"), make.organisation("Old Kitchen")
    text = "Name,Email,Organisation\nBen,ben@example.org,Old Kitchen\n"
    job = make.people_import(text, by=lena, started=True)

    while_merging(job, kitchen, old)

    assert Affiliation.objects.get().organisation == kitchen


def test_an_offer_is_one_of_the_person_that_stays(while_merging, lena, ann, other):
    text = "Name,Email,Kind,Offer,Date\nA. Lee,,Transport,Lifts,2024-03-01\n"
    programme = str(lena.grants.get().programme.pk)
    job = make.import_of(
        "offers", text, by=lena, started=True, programme=programme, status="completed"
    )

    while_merging(job, ann, other)

    assert Offer.objects.get().contributor == ann
