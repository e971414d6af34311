"""A decision is drafted from the round that passed: who was asked, how it came out, and whoever did
not go along is asked for their own words (DEC-4)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums.actions import decisions, round_course
from forums.models import Decision, Round
from recognition.actions import contributions
from recognition.models import ContributionEvent
from tests import make


@pytest.fixture
def passed(chair, member, held, grace):
    """Grace consents with a concern; Nell stands aside."""
    proposal = make.proposal(chair, delegation=held, value=Decimal(300))
    row = make.round(proposal, by=grace)
    make.response(row, chair, "concern", "Locks need keys.")
    make.response(row, member, "stand_aside", "I would wait for May.")
    return round_course.close(round=row, by=grace)


@pytest.fixture
def held(forum, lena):
    return make.delegation(forum, drafted_by=lena, granted=True)


def test_what_passed_is_put_on_record_with_who_was_asked(forum, held, passed, grace):
    made = make.decision(forum, by=grace, delegation=held, round=passed, value=Decimal(300))

    assert (made.status, made.voters, made.voters_outside) == ("decided", 2, 2)
    assert made.how.startswith(f"{passed.proposal} passed in a round.")
    assert "1 stands aside" in made.how
    with pytest.raises(DomainError, match="decision of this round is on record already"):
        make.decision(forum, by=grace, delegation=held, round=passed)


def test_dec_4_whoever_stood_aside_is_asked_for_their_own_words(forum, held, passed, grace):
    made = make.decision(forum, by=grace, delegation=held, round=passed)

    asked = made.dissents.get()
    assert (asked.words, asked.status) == ("I would wait for May.", "asked")
    assert Mail.objects.get(kind="forum_dissent_to_approve").to == "nell@example.org"
    assert list(made.dissents.approved()) == []


def test_what_has_not_passed_is_not_put_on_record(forum, chair, held, grace):
    going_on = make.round(make.proposal(chair), by=grace)

    with pytest.raises(DomainError, match="has not passed"):
        make.decision(forum, by=grace, delegation=held, round=going_on)


def test_the_page_of_the_round_leads_to_a_form_that_is_filled_in(as_, forum, held, passed, grace):
    page = as_(grace).get(passed.get_absolute_url()).content.decode()
    new = reverse("forums:decision_new", args=[forum.pk])
    assert f"{new}?came_from=round-{passed.pk}" in page

    form = as_(grace).get(f"{new}?came_from=round-{passed.pk}&under={held.pk}").content.decode()

    assert passed.version.text in form
    assert "Leave it to the wards" in form
    assert 'value="300"' in form
    assert "Locks need keys." in form


def test_once_on_record_the_round_shows_it(as_, forum, held, passed, grace):
    made = make.decision(forum, by=grace, delegation=held, round=passed)

    page = as_(grace).get(passed.get_absolute_url()).content.decode()

    assert made.ref in page
    assert "Write the decision" not in page
    assert Round.objects.get(pk=passed.pk).decisions.get() == Decision.objects.get()


def test_ctb1_whoever_wrote_what_was_decided_is_owed_thanks_once(forum, chair, member, held, grace):
    row = make.round(make.proposal(chair, delegation=held), by=grace)
    for seated in (chair, member):
        make.response(row, seated, "consent")
    row = round_course.close(round=row, by=grace)
    made = make.decision(forum, by=grace, delegation=held, round=row)

    decisions.publish(decision=made, by=grace)
    contributions.record_new()
    contributions.record_new()

    event = ContributionEvent.objects.get(kind="wrote")
    assert (event.contributor, event.organisation) == (chair.contributor, chair.organisation)
    assert event.what_they_did == f"proposed “{made.title}”, on which the forum “{forum}” decided"


def test_ctb1_where_names_are_kept_nobody_is_credited_with_what_they_wrote(
    forum, chair, member, held, grace
):
    row = make.round(make.proposal(chair, delegation=held), by=grace)
    for seated in (chair, member):
        make.response(row, seated, "consent")
    row = round_course.close(round=row, by=grace)
    made = make.decision(forum, by=grace, delegation=held, round=row)
    type(forum).objects.filter(pk=forum.pk).update(attribution="none")

    decisions.publish(decision=made, by=grace)

    assert not JournalEntry.objects.filter(kind="proposal.carried").exists()
