"""Stop, now, without saying why: what each step does, refuses, and stops (HLD-1 to HLD-5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.core import mail as outgoing
from django.db import connection, transaction
from django.utils import timezone

from coalition import holds as holding
from coalition.actions import contact_facts, holds, mail, offer_mail
from coalition.domain import DomainError
from coalition.gone import gone_to
from coalition.models import Contributor, Hold, JournalEntry, Mail
from tests import make

TODAY = timezone.localdate
SOON = TODAY() + timedelta(days=30)


def owed(person, **fields):
    return mail.queue(
        kind="receipt", to=person.email, subject="Yours", body="A link", concerns=person, **fields
    )


def place(subject, sam, *scopes, **fields):
    return holds.place(
        subject=subject, scopes=scopes or ["contact"], review_by=SOON, by=sam, **fields
    )


@pytest.mark.django_db
def test_hld_2_mail_that_waits_is_cancelled_in_the_same_transaction(sam):
    person, other = make.contributor(), make.contributor()
    stopped, goes = owed(person), owed(other)

    place(person, sam)

    stopped.refresh_from_db()
    assert (stopped.status, stopped.cause, stopped.body) == ("failed", Mail.NOT_TO_THEM, "")
    mail.send_due()
    assert [message.to for message in outgoing.outbox] == [[other.email]]
    assert goes.pk


@pytest.mark.django_db
def test_hld_1_the_journal_knows_who_and_what_but_not_why(sam):
    person = make.contributor()

    hold = place(person, sam, "contact", "seats", external_ref="SG-0142")

    entry = JournalEntry.objects.about(hold).get()
    assert (entry.kind, entry.by, entry.concerns) == ("hold.placed", sam, person)
    assert entry.facts == {"scopes": ["contact", "seats"], "mails": 0, "letters": 0}


@pytest.mark.django_db
def test_hld_1_no_column_of_a_hold_takes_free_words():
    """Every text of the model is a choice or a pattern."""
    texts = [
        field.name
        for field in Hold._meta.get_fields()
        if field.get_internal_type() in {"TextField", "CharField", "JSONField"}
    ]
    assert texts == ["external_ref"]


@pytest.mark.django_db
def test_the_same_cannot_be_stopped_twice_but_more_can(sam):
    person = make.contributor()
    place(person, sam, "seats")

    with pytest.raises(DomainError, match="on hold already"):
        place(person, sam, "seats")
    place(person, sam, "seats", "matching")

    assert Hold.objects.in_force().count() == 2


@pytest.mark.django_db
def test_a_lead_asks_and_nothing_stops_until_the_safeguarding_lead_says_so(lena, sam):
    person = make.contributor()

    asked = holds.ask_for(subject=person, scopes=["contact"], review_by=SOON, by=lena)

    assert not holding.in_force(person, "contact")
    with pytest.raises(DomainError, match="asked for this already"):
        holds.ask_for(subject=person, scopes=["contact"], review_by=SOON, by=lena)
    granted = holds.grant(hold=asked, scopes=["recognition"], review_by=SOON, by=sam)
    assert granted.is_in_force
    assert holding.in_force(person, "recognition")
    with pytest.raises(DomainError, match="answered this in the meantime"):
        holds.turn_down(hold=asked, by=sam)


@pytest.mark.django_db
def test_what_a_lead_asked_for_can_be_turned_down(lena, sam):
    person = make.contributor()
    asked = holds.ask_for(subject=person, scopes=["contact"], review_by=SOON, by=lena)

    holds.turn_down(hold=asked, by=sam)

    assert not Hold.objects.asked_for().exists()
    with pytest.raises(DomainError, match="answered this in the meantime"):
        holds.grant(hold=asked, scopes=["contact"], review_by=SOON, by=sam)


@pytest.mark.django_db
def test_hld_3_a_review_keeps_it_on_for_ninety_days_at_most(sam):
    hold = make.hold(make.contributor(), reviewed_on=TODAY() - timedelta(80), review_by=TODAY())

    hold = holds.review(hold=hold, review_by=TODAY() + timedelta(days=90), by=sam)

    assert (hold.reviewed_on, hold.is_in_force) == (TODAY(), True)
    with pytest.raises(DomainError, match="within 90 days"):
        holds.review(hold=hold, review_by=TODAY() + timedelta(days=91), by=sam)


@pytest.mark.django_db
def test_hld_4_lifting_sends_nothing_by_itself(sam):
    person = make.contributor()
    row = owed(person)
    hold = place(person, sam)

    holds.lift(hold=hold, by=sam)
    mail.send_due()

    row.refresh_from_db()
    assert row.status == Mail.Status.FAILED
    assert not outgoing.outbox
    assert not holding.in_force(person, "contact")
    for again in (lambda: holds.lift(hold=hold, by=sam), lambda: review(hold, sam)):
        with pytest.raises(DomainError, match="not in force"):
            again()


def review(hold, sam):
    return holds.review(hold=hold, review_by=SOON, by=sam)


@pytest.mark.django_db
def test_a_hold_on_whoever_offered_or_on_the_offer_stops_the_offer(programme, kitchen, sam):
    person = make.contributor(organisation=kitchen)
    offers = [make.offer(programme=programme, contributor=person) for _ in "12"]

    place(offers[0], sam, "matching", "contact")

    assert holding.in_force(offers[0], "matching")
    assert not holding.in_force(offers[1], "matching")
    assert not offer_mail.write(offer=offers[0], kind="offer_receipt")
    place(kitchen, sam, "matching")
    assert holding.in_force(offers[1], "matching")


@pytest.mark.django_db
def test_a_hold_on_one_person_holds_their_household_as_a_whole(sam):
    tom, ifeoma = make.contributor(), make.contributor()
    household = make.household(tom, ifeoma)

    place(tom, sam, "recognition")

    assert holding.in_force(household, "recognition")
    assert not holding.in_force(ifeoma, "recognition")


@pytest.mark.django_db
def test_hld_5_what_was_too_late_is_said_with_its_time(sam):
    person = make.contributor()
    row, doubtful = owed(person), owed(person)
    Mail.objects.filter(pk=row.pk).update(status="sent", sent_at=timezone.now())
    Mail.objects.filter(pk=doubtful.pk).update(
        status="sending", token="1" * 32, lease_until=timezone.now()
    )

    found = gone_to([person.pk], timezone.now() - timedelta(hours=1))

    assert [gone.sent_at is None for gone in found] == [True, False]
    assert {gone.name for gone in found} == {person.letter_name}


@pytest.mark.django_db(transaction=True)
def test_hld_5_mail_waits_for_a_hold_that_is_being_placed_and_then_stops(sam, monkeypatch):
    person = make.contributor()
    row = owed(person)
    placed, let_go = held_after(monkeypatch, holds, "_lock")

    with ThreadPoolExecutor(2) as pool:
        hold = pool.submit(closing, place, person, sam)
        placed.wait(10)
        sent = pool.submit(closing, mail.send_due)
        Event().wait(0.3)
        assert not sent.done()
        let_go.set()
        hold.result(10)
        sent.result(10)

    row.refresh_from_db()
    assert row.cause == Mail.NOT_TO_THEM
    assert not outgoing.outbox


@pytest.mark.django_db(transaction=True)
def test_hld_5_a_hold_waits_while_a_mail_is_admitted_and_then_says_that_it_went(sam):
    person = make.contributor()
    owed(person)
    is_admitted, let_go = Event(), Event()

    def admit():
        with transaction.atomic():
            Contributor.objects.select_for_update(no_key=True).get(pk=person.pk)
            is_admitted.set()
            let_go.wait(10)
            Mail.objects.update(status="sent", sent_at=timezone.now())

    with ThreadPoolExecutor(2) as pool:
        sent = pool.submit(closing, admit)
        is_admitted.wait(10)
        hold = pool.submit(closing, place, person, sam)
        Event().wait(0.3)
        assert not hold.done()
        let_go.set()
        sent.result(10)
        placed = hold.result(10)

    assert gone_to([person.pk], placed.opened_at - timedelta(hours=1))
    assert Mail.objects.get().status == Mail.Status.SENT


@pytest.mark.django_db(transaction=True)
def test_two_who_place_the_same_hold_at_once_place_one(sam, monkeypatch):
    person = make.contributor()
    placed, let_go = held_after(monkeypatch, holds, "_take_effect")

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(closing, place, person, sam)
        placed.wait(10)
        other = pool.submit(closing, place, person, sam)
        Event().wait(0.3)
        let_go.set()
        one.result(10)
        with pytest.raises(DomainError, match="on hold already"):
            other.result(10)

    assert Hold.objects.count() == 1


def held_after(monkeypatch, module, name):
    """The first call of that function waits at its end; says so, and goes on when let go."""
    done, let_go, original = Event(), Event(), getattr(module, name)

    def slow(*args):
        result = original(*args)
        done.set()
        let_go.wait(10)
        return result

    monkeypatch.setattr(module, name, slow)
    return done, let_go


def closing(call, *args):
    try:
        return call(*args)
    finally:
        connection.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step",
    [
        lambda person, by: contact_facts.record_death(
            contributor=person, died_on=TODAY(), source="family", by=by
        ),
        lambda person, by: contact_facts.object_to_contact(contributor=person, by=by),
        lambda person, by: contact_facts.gone_away(contributor=person, since=TODAY(), by=by),
    ],
)
def test_con_2_what_waits_for_them_is_cancelled_at_once(step, lena):
    person = make.contributor()
    row = owed(person)

    step(person, lena)

    row.refresh_from_db()
    assert row.cause == Mail.NOT_TO_THEM
    entry = JournalEntry.objects.get(concerns=person)
    assert entry.facts["mails"] == 1


@pytest.mark.django_db
def test_con_2_a_death_is_recorded_once_and_reversed_with_a_reason(lena, iris):
    person = contact_facts.record_death(
        contributor=make.contributor(), died_on=TODAY(), source="family", by=lena
    )
    with pytest.raises(DomainError, match="recorded already"):
        contact_facts.record_death(contributor=person, died_on=TODAY(), source="post", by=lena)

    person = contact_facts.reverse_death(contributor=person, reason="mistaken_identity", by=iris)

    assert (person.deceased_on, person.deceased_source) == (None, "")
    entry = JournalEntry.objects.of_kinds(["contributor.death_reversed"]).get()
    assert (entry.by, entry.facts) == (iris, {"reason": "mistaken_identity"})
    with pytest.raises(DomainError, match="No death is recorded"):
        contact_facts.reverse_death(contributor=person, reason="mistaken_identity", by=iris)


@pytest.mark.django_db
def test_con_2_who_is_gone_or_objected_can_be_reached_again_but_not_the_dead(lena):
    person = make.contributor(objected_at=timezone.now(), deceased_on=TODAY())

    person = contact_facts.reach_again(contributor=person, by=lena)

    assert (person.objected_at, person.deceased_on) == (None, TODAY())
    with pytest.raises(DomainError, match="contacted already"):
        contact_facts.reach_again(contributor=person, by=lena)


@pytest.mark.django_db
def test_to_object_twice_changes_nothing_and_gone_away_is_said_once(lena):
    person = contact_facts.object_to_contact(contributor=make.contributor(), by=None)
    since = person.objected_at

    assert contact_facts.object_to_contact(contributor=person, by=None).objected_at == since
    gone = contact_facts.gone_away(contributor=person, since=TODAY(), by=lena)
    with pytest.raises(DomainError, match="already"):
        contact_facts.gone_away(contributor=gone, since=TODAY(), by=lena)
