"""Acknowledging the scope for an organisation, with what it reserves (ACK-3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from coalition.actions import merges
from coalition.domain import DomainError
from forums.actions import acknowledgements
from forums.models import Acknowledgement
from forums.wording import Line
from tests import make
from tests.forums.test_difference_pages import text

RESERVES = "We consider that nobody should be asked for papers, and will work within the scope."


@pytest.fixture
def unread(forum, nell, kitchen, lena):
    """Nell has taken Kitchen's seat and not read the scope; she can speak for it."""
    membership = make.member(make.seat(forum, by=lena), nell, organisation=kitchen, reads=False)
    membership.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    return membership


def acknowledge(membership, **fields):
    return acknowledgements.acknowledge(
        membership=membership,
        scope=membership.forum.scopes.effective().get(),
        by=membership.contributor.user,
        **fields,
    )


def post(as_, membership, **fields):
    forum = membership.forum
    typed = {"scope": forum.scopes.effective().get().pk, **fields}
    address = reverse("forums:scope_acknowledge", args=[forum.pk])
    return as_(membership.contributor.user).post(address, typed, follow=True)


def scope_page(as_, user, forum):
    return text(as_(user).get(reverse("forums:scope", args=[forum.pk])))


def test_ack3_an_organisation_reserves_in_its_own_words(as_, unread, kitchen, grace):
    post(as_, unread, capacity="organisation", reservation=RESERVES)

    row = unread.acknowledgements.get()
    assert (row.for_organisation, row.reservation) == (kitchen, RESERVES)
    shown = scope_page(as_, grace, unread.forum)
    assert RESERVES in shown
    assert kitchen.name in shown


def test_ack3_it_may_be_done_personally_by_who_could_speak(as_, unread):
    post(as_, unread, capacity="personally")

    assert unread.acknowledgements.get().for_organisation is None


def test_ack3_who_cannot_speak_is_not_asked(as_, unread, nell):
    nell.contributor.affiliations.update(can_speak_for=False)
    page = reverse("forums:scope_acknowledge", args=[unread.forum.pk])

    assert "reservation" not in text(as_(nell).get(page))
    post(as_, unread, capacity="organisation", reservation=RESERVES)
    assert unread.acknowledgements.get().reservation == ""


def test_aff2_not_the_day_after_they_could(unread, kitchen):
    yesterday = timezone.localdate() - timedelta(days=1)
    unread.contributor.affiliations.update(from_on=yesterday, to_on=yesterday)

    with pytest.raises(DomainError, match="cannot speak for"):
        acknowledge(unread, for_organisation=True, reservation=RESERVES)
    assert not unread.acknowledgements.exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("Grace is wrong about papers.", "Leave out ‘Grace’"),
        ("The idiots at the council.", "Leave out ‘idiots’"),
        ("x" * 301, "Use 300 characters or fewer. You have used 301."),
        ("The council ignores us.", "‘ignores’ (fairer: ‘has not answered’)"),
    ],
)
def test_ack3_runs_through_the_checks_of_differences(as_, unread, words, complaint):
    answer = post(as_, unread, capacity="organisation", reservation=words)

    assert answer.status_code == 422
    assert complaint in text(answer)
    assert not unread.acknowledgements.exists()


def test_ack3_only_for_an_organisation(as_, unread):
    answer = post(as_, unread, capacity="personally", reservation=RESERVES)

    assert answer.status_code == 422
    assert "only an organisation makes a reservation here" in text(answer)
    with pytest.raises(DomainError, match="Only an organisation"):
        acknowledge(unread, reservation=RESERVES)


def test_dif6_nobody_learns_whose_where_nothing_is_attributed(as_, unread, kitchen, grace):
    acknowledge(unread, for_organisation=True, reservation=RESERVES)
    unread.forum.attribution = "non_attributed"
    unread.forum.save()

    shown = scope_page(as_, grace, unread.forum)

    assert RESERVES in shown
    assert "One member organisation" in shown
    assert kitchen.name not in shown


def test_it_is_not_for_administrators(as_, unread, adele):
    """P2"""
    acknowledge(unread, for_organisation=True, reservation=RESERVES)

    assert RESERVES not in scope_page(as_, adele, unread.forum)


def test_sco4_a_major_change_begins_without_reservations(as_, unread, leo, lena, grace):
    acknowledge(unread, for_organisation=True, reservation=RESERVES)

    make.scope(unread.forum, drafted_by=leo, approved_by=lena, included=(Line("Furniture"),))

    assert not Acknowledgement.objects.with_reservation().exists()


def test_ack1_it_stays_with_whom_it_named_after_a_merge(unread, kitchen, lena):
    acknowledge(unread, for_organisation=True, reservation=RESERVES)

    merges.merge(keep=make.organisation(), lose=kitchen, by=lena)

    row = unread.acknowledgements.get()
    assert row.for_organisation == kitchen
    with pytest.raises(IntegrityError, match="append-only"):
        Acknowledgement.objects.filter(pk=row.pk).update(reservation="")
