"""A member said in a meeting that they acknowledge the scope; somebody else writes it down."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import Affiliation, JournalEntry, Mail
from forums.actions import acknowledgements, seats
from forums.models import Acknowledgement, Membership
from forums.wording import Line
from tests import make


@pytest.fixture
def scope(chair):
    return chair.forum.scopes.get()


@pytest.fixture
def unread(chair, nell, kitchen, lena):
    """Nell has a seat from Kitchen and has not read the scope; she cannot speak for it."""
    make.contributor("Nell Byrne", user=nell, email=nell.email, organisation=kitchen)
    return make.member(make.seat(chair.forum, by=lena), nell, organisation=kitchen, reads=False)


def record(member, scope, by, **fields):
    fields = {"said_on": timezone.localdate(), **fields}
    return acknowledgements.write_down(membership=member, scope=scope, by=by, **fields)


def ago(**age):
    return timezone.now() - timedelta(**age)


def move(row, **fields):
    """As if it had been so for some time."""
    type(row).objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()


def test_ack_1_what_was_said_in_a_meeting_counts(unread, scope, grace):
    made = record(unread, scope, grace)

    assert (made.method, made.recorded_by) == ("meeting", grace)
    assert unread in Membership.objects.acknowledged()
    entry = JournalEntry.objects.about(scope).filter(kind="scope.acknowledged").latest("pk")
    assert (entry.by, entry.concerns, entry.facts["method"]) == (
        grace,
        unread.contributor,
        "meeting",
    )


def test_the_member_is_told_and_what_it_means(unread, scope, grace):
    record(unread, scope, grace)

    mail = Mail.objects.get(kind="forum_scope_recorded")
    assert mail.to == "nell@example.org"
    assert "Grace has recorded that you acknowledged" in mail.body
    assert "It does not mean that you or your organisation agree" in mail.body


def test_story_3_it_is_not_back_dated_before_the_version(unread, scope, grace):
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(DomainError, match=r"Version 1\.0 came into force on"):
        record(unread, scope, grace, said_on=yesterday)


def test_story_3_the_database_refuses_what_was_not_in_force(unread, scope):
    with pytest.raises(IntegrityError, match="not acknowledged before it is in force"):
        Acknowledgement.objects.create(membership=unread, scope=scope, major=1, at=ago(days=1))


def test_it_is_not_recorded_before_the_meeting(unread, scope, grace):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(DomainError, match="that day is still to come"):
        record(unread, scope, grace, said_on=tomorrow)


def test_nobody_said_so_before_they_had_the_seat(unread, scope, grace, monkeypatch):
    later = timezone.now() + timedelta(days=9)
    move(unread, accepted_at=later - timedelta(days=2))
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    with pytest.raises(DomainError, match="Nell Byrne took this seat on"):
        record(unread, scope, grace, said_on=timezone.localdate() - timedelta(days=3))


def test_a_day_in_between_is_kept(unread, scope, grace, monkeypatch):
    later = timezone.now() + timedelta(days=9)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    said_on = timezone.localdate() - timedelta(days=4)

    made = record(unread, scope, grace, said_on=said_on)

    assert timezone.localdate(made.at) == said_on


def test_story_3_a_replaced_version_is_not_recorded(unread, scope, grace, leo, lena):
    make.scope(unread.forum, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),))

    with pytest.raises(acknowledgements.ScopeHasChanged, match="has changed since"):
        record(unread, scope, grace)


def test_ack_1_it_is_recorded_once(unread, scope, grace):
    record(unread, scope, grace)

    with pytest.raises(DomainError, match="has acknowledged this version already"):
        record(unread, scope, grace)


def test_nobody_records_their_own(chair, scope, grace):
    with pytest.raises(DomainError, match="Acknowledge it yourself"):
        record(chair, scope, grace)


def test_nothing_is_recorded_of_who_has_gone(unread, scope, grace, nell):
    seats.resign(membership=unread, by=nell)

    with pytest.raises(DomainError, match="Nell Byrne no longer has a seat"):
        record(unread, scope, grace)


def test_ack_3_nor_for_an_organisation_without_authority(unread, scope, grace):
    with pytest.raises(DomainError, match="could not speak for Kitchen|Aldermere Community"):
        record(unread, scope, grace, for_organisation=True)


def test_ack_3_for_an_organisation_with_its_reservation(unread, scope, grace, kitchen):
    Affiliation.objects.filter(contributor=unread.contributor).update(can_speak_for=True)

    made = record(unread, scope, grace, for_organisation=True, reservation="We keep our door.")

    assert made.for_organisation == kitchen
    assert list(Acknowledgement.objects.with_reservation()) == [made]
    assert "We keep our door" not in Mail.objects.get(kind="forum_scope_recorded").body


def test_aff_2_authority_counts_on_the_day_of_the_meeting(unread, scope, grace, monkeypatch):
    later = timezone.now() + timedelta(days=9)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    said_on = timezone.localdate() - timedelta(days=4)
    Affiliation.objects.filter(contributor=unread.contributor).update(
        can_speak_for=True, from_on=said_on + timedelta(days=1)
    )

    with pytest.raises(DomainError, match="could not speak for"):
        record(unread, scope, grace, said_on=said_on, for_organisation=True)


def test_the_member_objects_and_it_never_counted(unread, scope, grace, nell):
    made = record(unread, scope, grace)

    acknowledgements.object_to(acknowledgement=made, by=nell)

    assert unread not in Membership.objects.acknowledged()
    assert Mail.objects.get(kind="forum_scope_objected").to == grace.email
    assert JournalEntry.objects.about(scope).filter(kind="scope.objected", by=nell).exists()


def test_who_objected_can_acknowledge_it_and_be_recorded_again(unread, scope, grace, nell):
    acknowledgements.object_to(acknowledgement=record(unread, scope, grace), by=nell)
    again = record(unread, scope, grace)
    acknowledgements.object_to(acknowledgement=again, by=nell)

    acknowledgements.acknowledge(membership=unread, scope=scope, by=nell)

    assert unread in Membership.objects.acknowledged()
    assert unread.acknowledgements.count() == 3


def test_only_the_member_objects(unread, scope, grace, lena):
    made = record(unread, scope, grace)

    with pytest.raises(DomainError, match="Only the member"):
        acknowledgements.object_to(acknowledgement=made, by=lena)


def test_one_s_own_click_is_not_objected_to(chair, grace):
    """ACK-1"""
    with pytest.raises(DomainError, match="nothing recorded by somebody else"):
        acknowledgements.object_to(acknowledgement=chair.acknowledgements.get(), by=grace)


@pytest.mark.parametrize("change", [{"objected_at": None}, {"reservation": "More."}])
def test_ack_1_the_database_keeps_an_objection(unread, scope, grace, nell, change):
    made = acknowledgements.object_to(acknowledgement=record(unread, scope, grace), by=nell)

    with pytest.raises(IntegrityError, match="append-only"):
        Acknowledgement.objects.filter(pk=made.pk).update(**change)


@pytest.mark.parametrize("fields", [{"method": "meeting"}, {"recorded_by": True}])
def test_the_database_knows_who_recorded_it(unread, scope, grace, fields):
    if "recorded_by" in fields:
        fields = {"recorded_by": grace}

    with pytest.raises(IntegrityError, match="in_a_meeting_is_recorded_by_somebody"):
        Acknowledgement.objects.create(membership=unread, scope=scope, major=1, **fields)


# --- Pages ---


def page_of(member):
    return reverse("forums:scope_record", args=[member.forum_id, member.pk])


def typed(scope, **fields):
    day = timezone.localdate()
    boxes = {"said_on_day": day.day, "said_on_month": day.month, "said_on_year": day.year}
    return {"scope": scope.pk, **boxes, "capacity": "personally", **fields}


def test_the_chair_records_it_from_the_list_of_seats(as_, grace, unread, scope):
    listed = as_(grace).get(reverse("forums:seat_list", args=[unread.forum_id]))
    response = as_(grace).post(page_of(unread), typed(scope))

    assert page_of(unread) in listed.content.decode()
    assert response.url == reverse("forums:seat_list", args=[unread.forum_id])
    assert unread in Membership.objects.acknowledged()


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(as_, grace, unread, scope):
    response = as_(grace).post(page_of(unread), typed(scope, said_on_year="2020"))

    assert response.status_code == 422
    assert "came into force on" in response.content.decode()
    assert 'value="2020"' in response.content.decode()


def test_story_3_a_stale_form_is_refused(as_, grace, unread, scope, leo, lena):
    make.scope(unread.forum, drafted_by=leo, approved_by=lena, purpose="Warmth.")

    response = as_(grace).post(page_of(unread), typed(scope))

    assert response.status_code == 422
    assert "has changed since you opened this page" in response.content.decode()
    assert unread not in Membership.objects.acknowledged()


def test_a_lead_and_a_member_do_not_record(as_, lena, unread, scope, leo, programme):
    someone = make.user("Someone")
    make.member(make.seat(unread.forum, by=lena), someone)

    assert as_(lena).get(page_of(unread)).status_code == 403
    assert as_(someone).post(page_of(unread), typed(scope)).status_code == 403


def test_the_member_sees_it_and_objects_with_one_click(as_, grace, nell, unread, scope):
    made = record(unread, scope, grace)
    url = reverse("forums:scope", args=[unread.forum_id])
    seen = as_(nell).get(url).content.decode()

    as_(nell).post(reverse("forums:scope_object", args=[unread.forum_id, made.pk]))

    assert "Grace recorded that you did so" in seen
    assert unread not in Membership.objects.acknowledged()
    assert "Acknowledge it" in as_(nell).get(url).content.decode()


def test_nobody_objects_for_another(as_, grace, unread, scope):
    made = record(unread, scope, grace)

    response = as_(grace).post(reverse("forums:scope_object", args=[unread.forum_id, made.pk]))

    assert response.status_code == 404
    assert unread in Membership.objects.acknowledged()
