"""A query that Django wrote once, asked with other numbers: coalition/prepared.py."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.models import Affiliation, Contributor, Organisation
from coalition.prepared import Prepared
from tests import make


def places(organisation, least):
    """With a join, an annotation, a subquery, the day, and an argument that is used twice."""
    elsewhere = Affiliation.objects.filter(contributor=OuterRef("contributor")).exclude(
        organisation=organisation
    )
    return (
        Affiliation.objects.in_force()
        .filter(organisation=organisation, pk__gte=least)
        .select_related("contributor", "organisation")
        .annotate(is_elsewhere_too=Exists(elsewhere))
        .order_by("-pk")
    )


@pytest.fixture
def kitchen(db):
    return make.organisation("Kitchen")


def join(organisation, **fields):
    return Affiliation.objects.create(
        organisation=organisation,
        contributor=make.contributor(),
        **{"from_on": timezone.localdate(), **fields},
    )


def test_it_finds_what_the_queryset_finds_and_makes_the_same_of_it(kitchen):
    prepared = Prepared(places)
    hall = make.organisation("Hall")
    for organisation in (kitchen, hall, kitchen):
        Affiliation.objects.create(
            organisation=hall,
            contributor=join(organisation).contributor,
            from_on=timezone.localdate() - timedelta(days=9),
            to_on=timezone.localdate() - timedelta(days=1),
        )

    for which, least in ((kitchen.pk, 0), (hall.pk, 0), (kitchen.pk, 2_000_000), (0, 0)):
        found, wanted = prepared(organisation=which, least=least), [*places(which, least)]

        assert found == wanted
        for one, other in zip(found, wanted, strict=True):
            assert _facts(one) == _facts(other)
            assert _facts(one.contributor) == _facts(other.contributor)


def test_it_asks_once_and_what_was_joined_is_there(kitchen):
    join(kitchen)
    prepared = Prepared(places)

    with CaptureQueriesContext(connection) as queries:
        (found,) = prepared(organisation=kitchen.pk, least=0)
        names = (found.contributor.letter_name, found.organisation.name)

    assert len(queries) == 1
    assert names[1] == "Kitchen"


def test_tomorrow_it_is_written_anew(kitchen, monkeypatch):
    join(kitchen, to_on=timezone.localdate())
    prepared = Prepared(places)
    assert len(prepared(organisation=kitchen.pk, least=0)) == 1

    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)

    assert prepared(organisation=kitchen.pk, least=0) == []


def test_it_refuses_what_depends_on_the_moment(db):
    lately = Prepared(lambda pk: Organisation.objects.filter(pk=pk, verified_at__lt=timezone.now()))
    of_people = Prepared(lambda pk: Contributor.objects.filter(pk=pk))

    assert of_people(pk=1) == []
    with pytest.raises(AssertionError, match="asks for the moment"):
        lately(pk=1)


def test_a_page_that_was_written_in_one_thread_is_asked_in_another(kitchen):
    """Each with its own connection: the other sees nothing of this test's transaction."""
    join(kitchen)
    prepared = Prepared(places)
    here = prepared(organisation=kitchen.pk, least=0)

    def elsewhere():
        try:
            return prepared(organisation=kitchen.pk, least=0)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result() == []
    assert prepared(organisation=kitchen.pk, least=0) == here


def _facts(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def people_of(organisations: list[int], least):
    """Many, twice, in a union of values."""
    mine = Affiliation.objects.filter(organisation__in=organisations).order_by()
    some = mine.filter(pk__gte=least).values_list("contributor", "organisation")
    return some.union(mine.filter(from_on=None).values_list("contributor", "organisation"))


def test_many_may_be_asked_for_at_once_or_none(kitchen):
    hall, shed = make.organisation("Hall"), make.organisation("Shed")
    for organisation in (kitchen, kitchen, hall, shed):
        join(organisation)
    prepared = Prepared(people_of)

    for organisations in ([kitchen.pk], [kitchen.pk, shed.pk], [], [hall.pk, 0]):
        found = prepared(organisations=organisations, least=0)

        assert sorted(found) == sorted(people_of(organisations, 0))
