from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums.actions import acknowledgements, scopes
from forums.models import Acknowledgement, Membership, ScopeStatement
from forums.starting import starting_wording
from forums.wording import READ_ALOUD_WORDS, TEXTS, Line, Recommendation
from tests import make

Status = ScopeStatement.Status


@pytest.fixture
def sent(recruiting, grace):
    return make.scope(recruiting, drafted_by=grace, sent=True)


@pytest.fixture
def in_force(chair):
    return chair.forum.scopes.get()


def test_the_first_scope_that_is_approved_is_version_1_0(sent, lena):
    scope = scopes.approve(scope=sent, by=lena)

    assert (scope.status, scope.version) == (Status.EFFECTIVE, "1.0")
    assert JournalEntry.objects.about(scope).filter(kind="scope.approved", by=lena).exists()


def test_nobody_approves_a_scope_they_drafted(recruiting, lena):
    """P1, story 3"""
    scope = make.scope(recruiting, drafted_by=lena, sent=True)

    with pytest.raises(DomainError, match="cannot approve it as well"):
        scopes.approve(scope=scope, by=lena)


def test_nobody_approves_a_scope_they_had_a_hand_in(recruiting, lena, grace):
    """P1: the last one to change it is not the only one who drafted it."""
    scope = make.scope(recruiting, drafted_by=lena)
    scope = _redraft(scope, by=grace, purpose="Warmth.")
    scope = scopes.send_for_approval(scope=scope, by=grace)

    with pytest.raises(DomainError, match="cannot approve it as well"):
        scopes.approve(scope=scope, by=lena)


def test_the_database_knows_that_drafting_and_approving_are_two_people(sent, grace):
    """P1"""
    with pytest.raises(IntegrityError, match="scope_approved_by_another"):
        _force_through(sent, by=grace)


def test_a_draft_is_not_approved_before_it_is_sent(recruiting, grace, lena):
    scope = make.scope(recruiting, drafted_by=grace)

    with pytest.raises(DomainError, match="is draft now"):
        scopes.approve(scope=scope, by=lena)


def test_a_forum_has_one_scope_in_force(in_force, leo, lena):
    """SCO-1"""
    newer = make.scope(
        in_force.forum, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),)
    )

    in_force.refresh_from_db()
    assert in_force.status == Status.SUPERSEDED
    assert newer.forum.scopes.effective().get() == newer


def test_the_database_knows_that_one_scope_is_in_force(in_force, leo, lena):
    """SCO-1"""
    second = make.scope(in_force.forum, drafted_by=leo, sent=True, purpose="Warmth.")

    with pytest.raises(IntegrityError, match="scope_one_effective_per_forum"):
        _force_through(second, by=lena, major=2)


def test_a_version_number_is_given_once(in_force, leo, lena):
    second = make.scope(in_force.forum, drafted_by=leo, sent=True, purpose="Warmth.")
    ScopeStatement.objects.filter(pk=in_force.pk).update(status=Status.SUPERSEDED)

    with pytest.raises(IntegrityError, match="scope_version_once_per_forum"):
        _force_through(second, by=lena)


def test_a_forum_has_one_version_in_the_making(recruiting, grace, lena):
    make.scope(recruiting, drafted_by=grace)

    with pytest.raises(DomainError, match="already being drafted"):
        make.scope(recruiting, drafted_by=lena)


@pytest.mark.parametrize("words", [{"read_aloud": "All."}, {"approved_by": None}, {"major": 7}])
def test_the_database_keeps_an_approved_scope_as_it_is(in_force, words):
    """SCO-2"""
    with pytest.raises(IntegrityError, match="never changes"):
        ScopeStatement.objects.filter(pk=in_force.pk).update(**words)


def test_the_database_keeps_an_approved_scope(in_force):
    """SCO-2"""
    with pytest.raises(IntegrityError, match="never changes"):
        ScopeStatement.objects.filter(pk=in_force.pk)._raw_delete("default")


def test_the_database_keeps_a_replaced_scope_replaced(in_force):
    """SCO-2"""
    rows = ScopeStatement.objects.filter(pk=in_force.pk)
    rows.update(status=Status.SUPERSEDED, superseded_at=timezone.now())

    with pytest.raises(IntegrityError, match="never changes"):
        rows.update(status=Status.EFFECTIVE)


@pytest.mark.parametrize("touch", ["add", "change", "delete", "move"])
def test_the_database_keeps_the_items_of_an_approved_scope(in_force, leo, touch):
    """SCO-2"""
    items = in_force.items.all()
    attempts = {
        "add": lambda: in_force.items.create(kind="in", text="Parking", position=9),
        "change": lambda: items.update(text="Parking"),
        "delete": lambda: items.delete(),
        "move": lambda: items.update(
            scope=make.scope(in_force.forum, drafted_by=leo, purpose="Warmth.")
        ),
    }

    with pytest.raises(IntegrityError, match="never changes"):
        attempts[touch]()


def test_a_thing_out_of_scope_says_where_it_goes(recruiting, grace):
    """SCO-3, story 3"""
    with pytest.raises(DomainError, match="says where it goes"):
        make.scope(recruiting, drafted_by=grace, excluded=(Line("Ward staffing"),))


def test_a_thing_in_scope_goes_nowhere(recruiting, grace):
    """SCO-3"""
    with pytest.raises(DomainError, match="says where it goes"):
        make.scope(recruiting, drafted_by=grace, included=(Line("Key safes", "The Board"),))


def test_an_item_has_text(recruiting, grace):
    with pytest.raises(IntegrityError, match="scope_item_has_text"):
        make.scope(recruiting, drafted_by=grace, included=(Line(""),))


def test_a_scope_says_something(recruiting, grace):
    """Story 3"""
    with pytest.raises(IntegrityError, match="scope_says_something"):
        make.scope(recruiting, drafted_by=grace, purpose="")


def test_sixty_words_can_be_read_aloud_and_no_more(recruiting, grace):
    """SCO-6"""
    make.scope(recruiting, drafted_by=grace, read_aloud="word " * (READ_ALOUD_WORDS - 1) + "word")

    with pytest.raises(DomainError, match="60 words or fewer"):
        _redraft(recruiting.scopes.get(), by=grace, read_aloud="word " * READ_ALOUD_WORDS + "word")


@pytest.mark.parametrize("empty", [{"included": ()}, {"excluded": ()}])
def test_an_empty_scope_is_not_sent_for_approval(recruiting, grace, empty):
    """Story 3"""
    with pytest.raises(DomainError, match="at least one thing that is in scope"):
        make.scope(recruiting, drafted_by=grace, sent=True, **empty)


def test_a_scope_with_words_in_brackets_is_not_sent_for_approval(recruiting, grace):
    started = starting_wording(recruiting)

    with pytest.raises(DomainError, match=r"square brackets: \[list\]"):
        make.scope(
            recruiting,
            drafted_by=grace,
            sent=True,
            read_aloud=started.read_aloud,
            excluded=started.excluded,
        )


def test_a_scope_that_says_the_same_is_not_sent_for_approval(in_force, leo):
    with pytest.raises(DomainError, match=r"same as version 1\.0"):
        make.scope(in_force.forum, drafted_by=leo, sent=True)


def test_a_scope_waiting_for_approval_is_not_changed(sent, grace):
    with pytest.raises(DomainError, match="waiting for approval now"):
        _redraft(sent, by=grace, purpose="Warmth.")


def test_a_scope_that_is_sent_back_can_be_changed_and_sent_again(sent, lena, grace):
    scope = scopes.send_back(scope=sent, because="Say where staffing goes.", by=lena)
    scope = _redraft(scope, by=grace, purpose="Warmth.")

    scopes.send_for_approval(scope=scope, by=grace)

    assert Mail.objects.get(kind="forum_scope_sent_back").to == grace.email
    assert scopes.approve(scope=scope, by=lena).version == "1.0"


def test_a_scope_in_force_is_not_sent_back(in_force, leo):
    with pytest.raises(DomainError, match="in force now"):
        scopes.send_back(scope=in_force, because="Too late.", by=leo)


def test_a_major_change_asks_every_member_again(forum, chair, member, leo, lena):
    """SCO-4, ACK-1"""
    Mail.objects.all().delete()

    scope = make.scope(forum, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),))

    assert scope.version == "2.0"
    assert not Membership.objects.live().acknowledged().exists()
    assert set(Mail.objects.values_list("kind", "to")) == {
        ("forum_scope_changed", "grace@example.org"),
        ("forum_scope_changed", "nell@example.org"),
    }


def test_a_minor_change_is_a_notice(forum, member, leo, lena):
    """SCO-4"""
    Mail.objects.all().delete()

    scope = make.scope(forum, drafted_by=leo, approved_by=lena, purpose="Warmth.")

    assert scope.version == "1.1"
    assert Membership.objects.live().acknowledged().count() == 2
    assert set(Mail.objects.values_list("kind", flat=True)) == {"forum_scope_notice"}


def test_acknowledging_seats_a_member(recruiting, grace, leo, lena):
    """MEM-1"""
    scope = make.scope(recruiting, drafted_by=leo, approved_by=lena)
    membership = make.member(recruiting.seats.get(), grace, reads=False)

    acknowledgements.acknowledge(membership=membership, scope=scope, by=grace)

    assert membership in Membership.objects.acknowledged()
    assert JournalEntry.objects.about(scope).filter(kind="scope.acknowledged").count() == 1


def test_acknowledging_twice_counts_once(chair, in_force, grace):
    """ACK-1"""
    acknowledgements.acknowledge(membership=chair, scope=in_force, by=grace)

    assert Acknowledgement.objects.filter(membership=chair).count() == 1


def test_a_replaced_version_is_not_acknowledged(recruiting, grace, leo, lena):
    """Story 3: a stale tab"""
    old = make.scope(recruiting, drafted_by=leo, approved_by=lena)
    membership = make.member(recruiting.seats.get(), grace, reads=False)
    make.scope(recruiting, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),))

    with pytest.raises(acknowledgements.ScopeHasChanged, match="has changed since"):
        acknowledgements.acknowledge(membership=membership, scope=old, by=grace)


def test_who_gave_up_the_seat_acknowledges_nothing(chair, in_force, grace):
    Membership.objects.filter(pk=chair.pk).update(ended_at=timezone.now(), ended_reason="resigned")

    with pytest.raises(DomainError, match="no longer have a seat"):
        acknowledgements.acknowledge(membership=chair, scope=in_force, by=grace)


def test_acknowledgements_are_only_ever_added(chair):
    """ACK-1"""
    acknowledgement = chair.acknowledgements.get()
    earlier = timezone.now() - timedelta(days=30)

    with pytest.raises(IntegrityError, match="append-only"):
        Acknowledgement.objects.filter(pk=acknowledgement.pk).update(at=earlier)


def test_acknowledgements_are_not_taken_back(chair):
    """ACK-1"""
    with pytest.raises(IntegrityError, match="append-only"):
        chair.acknowledgements.get().delete()


def test_a_member_acknowledges_a_major_version_once(chair, in_force):
    """ACK-1: the database itself"""
    with pytest.raises(IntegrityError, match="acknowledgement_once_per_major_version"):
        Acknowledgement.objects.create(membership=chair, scope=in_force, major=1)


def test_only_a_version_that_exists_is_acknowledged(chair, in_force):
    Acknowledgement.objects.create(membership=chair, scope=in_force, major=9)

    with pytest.raises(IntegrityError, match="acknowledgement_of_that_major_version"):
        connection.check_constraints()


def test_a_draft_has_no_version_and_no_approver(sent, lena):
    with pytest.raises(IntegrityError, match="scope_numbered_and_approved_together"):
        ScopeStatement.objects.filter(pk=sent.pk).update(major=1, minor=0)


def test_those_who_have_not_read_it_are_reminded_once(recruiting, grace, nell, leo, lena):
    make.scope(recruiting, drafted_by=leo, approved_by=lena)
    make.member(recruiting.seats.get(), grace)
    make.member(make.seat(recruiting, by=lena), nell, reads=False)

    assert scopes.remind(forum=recruiting, by=grace) == 1
    assert scopes.remind(forum=recruiting, by=grace) == 0
    assert Mail.objects.get(kind="forum_scope_reminder").to == nell.email


def test_without_a_scope_there_is_nothing_to_remind_of(recruiting, lena):
    with pytest.raises(DomainError, match="nothing to acknowledge"):
        scopes.remind(forum=recruiting, by=lena)


@pytest.mark.parametrize("days", [None, 0, 121])
def test_whoever_is_recommended_to_answers_within_some_days(recruiting, grace, days):
    with pytest.raises(DomainError, match="within 1 to 120 working days"):
        make.scope(recruiting, drafted_by=grace, recommends=(Recommendation("The board", days),))


def test_sco_2_a_scope_keeps_everything_that_it_says(recruiting, grace):
    words = make.wording(
        recommends=(Recommendation("The board", 10), Recommendation("The council", 1)),
        **{name: f"Words of {name}" for name in TEXTS},
    )

    scope = scopes.draft(
        forum=recruiting,
        wording=words,
        change_note="",
        review_on=timezone.localdate() + timedelta(days=90),
        by=grace,
    )

    assert ScopeStatement.objects.with_items().get(pk=scope.pk).wording == words


def test_a_scope_that_is_due_for_review_may_be_confirmed_as_it_is(recruiting, leo, lena):
    make.scope(recruiting, drafted_by=leo, approved_by=lena, review_in=20)

    confirmed = make.scope(recruiting, drafted_by=leo, approved_by=lena)

    assert confirmed.version == "1.1"


@pytest.mark.parametrize(
    "kind", ["delivery", "advisory", "lived_experience", "safeguarding", "task", "network"]
)
def test_every_kind_of_forum_has_words_to_start_from(programme, lena, kind):
    """SCO-6: they can be read aloud as they are."""
    forum = make.forum(programme=programme, by=lena, kind=kind)

    wording = starting_wording(forum)

    assert len(wording.read_aloud.split()) <= READ_ALOUD_WORDS
    assert all(line.where_it_goes for line in wording.excluded)
    assert "{" not in wording.read_aloud


def _redraft(scope, *, by, **fields):
    return scopes.redraft(
        scope=scope,
        wording=make.wording(**fields),
        change_note="As we agreed.",
        review_on=timezone.localdate() + timedelta(days=90),
        by=by,
    )


def _force_through(scope, *, by, major=1):
    ScopeStatement.objects.filter(pk=scope.pk).update(
        status=Status.EFFECTIVE, major=major, minor=0, approved_by=by, effective_from=timezone.now()
    )
