"""CTB-3: a team lists people only with their consent, else the organisation stands."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coalition.domain import DomainError
from recognition import teams
from recognition.actions import teams as team
from recognition.models import Teammate
from tests import make
from tests.recognition.test_ledger_pages import page


@pytest.fixture
def event(kitchen):
    return make.event(make.contributor("Ann Baker", organisation=kitchen), organisation=kitchen)


@pytest.fixture
def willing(kitchen):
    person = make.contributor("Ben Yardley", organisation=kitchen, adult="yes")
    make.preference(person, publicity="full_name")
    return person


@pytest.fixture
def unasked(kitchen):
    return make.contributor("Una Asked", organisation=kitchen, adult="yes")


def test_ctb3_whoever_agreed_to_be_named_is_listed(event, willing, pat):
    team.list_team(event=event, people=[willing], by=pat)
    team.list_team(event=event, people=[willing], by=pat)

    assert [row.contributor for row in event.team.all()] == [willing]


def test_ctb3_whoever_did_not_is_not(event, willing, unasked, pat):
    with pytest.raises(DomainError, match="Not agreed to be named: Una Asked"):
        team.list_team(event=event, people=[willing, unasked], by=pat)

    assert not Teammate.objects.exists()


def test_ctb3_consent_that_is_taken_back_counts_from_then_on(event, willing, pat):
    team.list_team(event=event, people=[willing], by=pat)
    willing_now = teams.names_of([willing])
    make.hold(willing, "publicity", by=pat)

    assert willing_now == {willing.pk: "Ben Yardley"}
    assert teams.names_of([willing]) == {}


def test_ctb3_a_first_name_is_all_that_is_shown_where_no_more_is_allowed(kitchen):
    person = make.contributor("Dr Ben Yardley", organisation=kitchen, adult="yes")
    make.preference(person, publicity="first_name")

    assert teams.names_of([person]) == {person.pk: "Ben"}


def test_somebody_is_taken_off_the_list(event, willing, pat):
    team.list_team(event=event, people=[willing], by=pat)

    team.list_team(event=event, people=[], by=pat)

    assert not event.team.exists()


def test_without_an_organisation_there_is_no_team(willing, pat):
    with pytest.raises(DomainError, match="on their own"):
        team.list_team(event=make.event(), people=[willing], by=pat)


def test_the_database_refuses_the_same_person_twice(event, willing):
    Teammate.objects.create(event=event, contributor=willing)

    with pytest.raises(IntegrityError, match="teammate_once_per_event"), transaction.atomic():
        Teammate.objects.create(event=event, contributor=willing)


def test_ctb3_the_page_offers_only_whoever_agreed(as_, event, willing, unasked, pat, kitchen):
    client = as_(pat)
    url = reverse("recognition:our_event_team", args=[kitchen.pk, event.pk])
    shown = page(client.get(url))
    assert "Ben Yardley" in shown
    assert "Una Asked" not in shown

    client.post(url, {"people": [willing.pk]})
    assert client.post(url, {"people": [unasked.pk]}).status_code == 422

    assert [row.contributor for row in event.team.all()] == [willing]
