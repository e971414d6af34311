"""What must be provable is chained, and a command says what does not fit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO
from threading import Event
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from coalition.models import JournalEntry, JournalSeal, Programme
from coalition.sealing import FIRST, is_sealed, seal_hash
from coalition.verifying import Noted, faults, is_kept
from tests import make


def record(programme, kind="decision.made", by=None, **facts):
    return JournalEntry.objects.record(kind, by=by, subject=programme, programme=programme, **facts)


def words():
    return [(fault.entry, fault.words) for fault in faults()]


def tamper(sql, *values):
    """As somebody with the whole database in their hands could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("coalition_journalentry", "coalition_journalseal", "forums_delegation"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        for table in ("coalition_journalentry", "coalition_journalseal", "forums_delegation"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def three(programme, lena):
    return [record(programme, by=lena, step=step) for step in range(3)]


def test_what_must_be_provable_is_sealed_and_the_rest_is_not(programme):
    kinds = ["delegation.approved", "decision.made", "override.recorded", "scope.approved"]
    for kind in [*kinds, "campaign.approved", "offer.accepted", "scope.drafted", "decisions"]:
        record(programme, kind)

    sealed = JournalSeal.objects.order_by("number").values_list("entry__kind", flat=True)
    assert list(sealed) == [*kinds, "campaign.approved"]
    assert not is_sealed("delegations.many")


def test_each_seal_holds_the_one_before_it_in_the_chain_of_its_programme(three, programme):
    elsewhere = record(make.programme("Warm homes"))
    nowhere = JournalEntry.objects.record("decision.made", by=None, subject=programme)

    seals = list(JournalSeal.objects.filter(chain=programme.pk).order_by("number"))
    assert [seal.entry for seal in seals] == three
    assert [seal.number for seal in seals] == [1, 2, 3]
    assert [seal.previous for seal in seals] == [FIRST, seals[0].hash, seals[1].hash]
    assert (elsewhere.seal.number, elsewhere.seal.previous) == (1, FIRST)
    assert (nowhere.seal.chain, nowhere.seal.number) == (0, 1)
    assert words() == []


def test_the_form_of_a_seal_is_written_down_for_good():
    """If this fails, the form has changed: old seals could not be checked any more."""
    entry = SimpleNamespace(
        pk=7, programme_id=2, at=datetime(2026, 11, 29, 9, 5, 4, 30, tzinfo=UTC),
        kind="delegation.approved", by_id=3, concerns_id=None, subject_id=14,
        facts={"words": "Ŵyn – мельник", "pence": 1050},
    )  # fmt: skip

    assert seal_hash(entry, "forums.delegation", number=1, previous=FIRST) == (
        "43e0c214ab45f74e890998765e29f3bb7d09388e3bced7d5aaf6217eec41dcb3"
    )


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"money": 0.1, "large": 1e5, "tiny": 1e-9, "whole": 10**18},
        {"text": 'Ŵyn, мельник, \u2028 \\ " \n', "empty": "", "none": None},
        {"nested": {"b": [1, (2, 3)], "a": {"10": True, "9": False}}},
    ],
)
def test_whatever_is_said_is_read_back_as_it_was_sealed(programme, facts):
    record(programme, **facts)

    assert words() == []


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{\"step\": 9}'",
        "at = at + interval '1 microsecond'",
        "kind = 'decision.unmade'",
        "by_id = NULL",
        "subject_id = subject_id + 1",
        "programme_id = NULL",
    ],
)
def test_an_entry_that_is_changed_is_named_and_no_other(three, change):
    tamper(f"UPDATE coalition_journalentry SET {change} WHERE id = %s", three[1].pk)

    [(entry, said)] = words()
    assert entry == three[1].pk
    assert said.endswith("is not what was sealed")


def test_an_entry_that_is_sealed_anew_no_longer_leads_on_to_the_next(three):
    """Whoever changes an entry and its seal has to change every seal after it."""
    tamper("UPDATE coalition_journalentry SET facts = '{\"step\": 9}' WHERE id = %s", three[1].pk)
    changed = JournalEntry.objects.get(pk=three[1].pk)
    previous = three[0].seal.hash
    made = seal_hash(changed, changed.subject_label, number=2, previous=previous)
    tamper("UPDATE coalition_journalseal SET hash = %s WHERE number = 2", made)

    assert words() == [(three[2].pk, "it does not follow on the one before it")]


def test_an_entry_that_is_gone_is_missed(three, programme):
    tamper("DELETE FROM coalition_journalseal WHERE number = 2")
    tamper("DELETE FROM coalition_journalentry WHERE id = %s", three[1].pk)

    assert words() == [(three[2].pk, f"before it in chain {programme.pk}, 2 is missing")]


def test_an_entry_without_its_seal_is_missed(three):
    tamper("DELETE FROM coalition_journalseal WHERE number = 3")

    assert words() == [(three[2].pk, "decision.made is in no chain")]


def test_an_entry_that_is_slipped_in_is_found(three, programme):
    slipped = JournalEntry.objects.create(
        kind="decision.made", subject=programme, programme=programme
    )

    assert words() == [(slipped.pk, "decision.made is in no chain")]


def test_what_is_cut_off_at_the_end_is_missed_by_whoever_noted_the_last_seal(three):
    noted = Noted.read(str(three[2].seal))
    assert is_kept(noted)
    tamper("DELETE FROM coalition_journalseal WHERE number = 3")
    tamper("DELETE FROM coalition_journalentry WHERE id = %s", three[2].pk)

    assert words() == []
    assert not is_kept(noted)


def test_a_delegation_that_no_longer_says_what_was_approved_is_found(programme, lena):
    forum = make.forum(programme=programme, by=lena)
    made = make.delegation(forum, drafted_by=lena, granted=True)
    assert words() == []

    tamper("UPDATE forums_delegation SET period_limit = 999999 WHERE id = %s", made.pk)

    approved = JournalEntry.objects.get(kind="delegation.approved")
    assert words() == [(approved.pk, f"{made} no longer says what was approved")]


@pytest.mark.parametrize("sql", ["UPDATE {} SET hash = ''", "DELETE FROM {}"])
def test_the_database_changes_no_seal(three, sql):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format("coalition_journalseal"))


def test_the_command_prints_the_last_seals_and_checks_those_that_were_noted(three, programme):
    out = StringIO()
    call_command("verify_journal", stdout=out)

    assert f"Homes for Aldermere: 3 sealed entries, all whole. {three[2].seal}" in out.getvalue()
    call_command("verify_journal", noted=[str(three[0].seal), str(three[2].seal)], stdout=out)
    with pytest.raises(CommandError, match="as it was printed"):
        call_command("verify_journal", noted=["yesterday"], stdout=out)


def test_the_command_fails_and_says_which_entry_breaks(three):
    tamper("UPDATE coalition_journalentry SET by_id = NULL WHERE id = %s", three[0].pk)
    err = StringIO()

    with pytest.raises(CommandError, match="not what it was") as failed:
        call_command("verify_journal", noted=["1:99:abc"], stderr=err)

    assert failed.value.returncode == 1
    assert f"Entry {three[0].pk}: decision.made is not what was sealed." in err.getvalue()
    assert "Not there any more: 1:99:abc." in err.getvalue()


def test_two_at_once_stand_one_after_the_other(transactional_db):
    programme = make.programme()
    reached, let_go = Event(), Event()

    def slowly():
        with transaction.atomic():
            record(programme, step=1)
            reached.set()
            assert let_go.wait(10)
        connection.close()

    def meanwhile():
        reached.wait(10)
        with transaction.atomic():
            record(Programme.objects.get(), step=2)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(slowly), pool.submit(meanwhile)
        reached.wait(10)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        let_go.set()
        first.result(10), second.result(10)

    assert list(
        JournalSeal.objects.order_by("number").values_list("entry__facts__step", flat=True)
    ) == [1, 2]
    assert words() == []
