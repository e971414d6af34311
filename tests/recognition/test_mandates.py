"""Mandates: what goes in a minister's name, how often, and what stops it (SIG-1 to SIG-4, G6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from coalition import delivery
from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry, Mail
from coalition.templatetags.words import day
from recognition import gates
from recognition.actions import (
    approvals,
    campaign_mail,
    campaigns,
    dispatch,
    mandates,
    progress,
    releases,
    rendering,
    signatories,
)
from recognition.models import Campaign, Letter, Mandate, Signatory
from recognition.models.mandate import asks_for_mandate
from recognition.tasks import tell_of_mandates
from tests import make

pytestmark = pytest.mark.django_db
Status = Letter.Status
TODAY = timezone.localdate


@pytest.fixture
def minister(programme, georgina):
    signatory = make.signatory(
        programme, style="Rt Hon Ada Obi MP", office_title="Minister", thanker="minister"
    )
    signatory.private_office.add(georgina)
    return signatory


def letters_of(minister, count=1, **fields):
    people = [make.contributor(adult="yes") for _ in range(count)]
    events = [make.event(person, programme=minister.programme) for person in people]
    return make.campaign(events, signatory=minister, **fields)


def go(campaign):
    """Everything that workers would do."""
    rendering.typeset_chunk(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)
    return list(campaign.letters.order_by("pk").values_list("status", flat=True))


def given(campaign, georgina, **fields):
    return make.mandate(campaign, by=georgina, **fields)


def released(campaign, by):
    return releases.release(campaign=campaign, seen=campaign.fingerprint, by=by)


def test_a_private_office_gives_a_mandate(minister, georgina):
    campaign = letters_of(minister, 3, asked=True)

    mandate = given(campaign, georgina, count=2)

    assert (mandate.max_count, mandate.used, mandate.left) == (2, 0, 2)
    assert mandate.fingerprint == campaign.fingerprint
    entry = JournalEntry.objects.about(campaign).of_kinds([mandates.MANDATE_GRANTED]).get()
    assert (entry.by, entry.facts["max_count"]) == (georgina, 2)


def test_nobody_else_gives_or_revokes_one(minister, georgina, rosa, amir, lena):
    """SIG-1: not even who approves the letters, or another private office."""
    campaign = letters_of(minister, asked=True)
    other = make.private_office(make.signatory(minister.programme))

    for person in (rosa, amir, lena, other):
        with pytest.raises(NotAuthorised, match="Only the private office"):
            given(campaign, person)
    mandate = given(campaign, georgina)
    for person in (rosa, amir, lena, other):
        with pytest.raises(NotAuthorised, match="Only the private office"):
            mandates.revoke(mandate=mandate, by=person)


def test_whoever_prepared_the_letters_gives_none(minister, georgina):
    """P1."""
    campaign = letters_of(minister, asked=True)
    campaign.drafters.add(georgina)

    with pytest.raises(NotAuthorised, match="You worked on these letters"):
        given(campaign, georgina)


@pytest.mark.parametrize("state", [{}, {"released": True}])
def test_a_mandate_is_for_words_that_stand_and_letters_that_have_not_gone(
    minister, georgina, state
):
    campaign = letters_of(minister, **state)
    if state:
        go(campaign)
        dispatch.complete_if_settled(campaign_id=campaign.pk)
        Mandate.objects.update(revoked_at=timezone.now(), revoked_by=georgina)
        campaign.refresh_from_db()

    with pytest.raises(DomainError, match="not fixed, or the letters have gone"):
        given(campaign, georgina, count=1)


def test_it_is_given_for_what_the_page_showed(minister, georgina):
    campaign = letters_of(minister, asked=True)

    with pytest.raises(DomainError, match="changed after you opened the page"):
        mandates.grant(
            campaign=campaign,
            signatory=minister,
            seen="other",
            max_count=1,
            from_on=TODAY(),
            to_on=TODAY(),
            by=georgina,
        )


def test_not_for_days_that_are_over_or_for_somebody_who_does_not_sign(minister, georgina):
    campaign = letters_of(minister, asked=True)
    other = make.signatory(minister.programme)
    other.private_office.add(georgina)

    with pytest.raises(DomainError, match="over already"):
        given(campaign, georgina, days=(-3, -1))
    with pytest.raises(DomainError, match="does not sign these letters"):
        make.mandate(campaign, other, by=georgina)


def test_one_mandate_at_a_time_and_another_once_it_is_revoked(minister, georgina):
    campaign = letters_of(minister, asked=True)
    mandate = given(campaign, georgina)

    with pytest.raises(DomainError, match="a mandate for these letters already"):
        given(campaign, georgina)
    mandates.revoke(mandate=mandate, by=georgina)
    with pytest.raises(DomainError, match="has revoked this mandate already"):
        mandates.revoke(mandate=mandate, by=georgina)
    assert given(campaign, georgina).pk != mandate.pk


@pytest.mark.parametrize(
    ("promise", "change"),
    [
        ("mandate_is_not_exceeded", {"used": 2}),
        ("mandate_is_for_letters", {"max_count": 0}),
        ("mandate_ends_after_it_begins", {"to_on": TODAY() - timedelta(days=1)}),
        ("mandate_revoked_by_somebody", {"revoked_at": timezone.now()}),
    ],
)
def test_the_database_keeps_what_a_mandate_promises(minister, georgina, promise, change):
    mandate = given(letters_of(minister, asked=True), georgina)

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(**change)


def test_nothing_is_released_in_a_ministers_name_without_one(minister, georgina, rosa):
    """SIG-1."""
    campaign = letters_of(minister, by=rosa, approved=True)

    with pytest.raises(DomainError, match="has given no mandate"):
        released(campaign, rosa)
    given(campaign, georgina)
    released(campaign, rosa)

    assert go(campaign) == [Status.SENT]


def test_letters_of_others_need_one_only_where_settings_say_so(programme, rosa, settings):
    campaign = make.campaign(by=rosa, approved=True)

    settings.MANDATES_FOR_ALL = True
    with pytest.raises(DomainError, match="has given no mandate"):
        released(campaign, rosa)
    settings.MANDATES_FOR_ALL = False
    released(campaign, rosa)


def test_sig_4_the_letter_after_the_last_one_is_held(minister, georgina, rosa):
    campaign = letters_of(minister, 3, by=rosa, approved=True)
    mandate = given(campaign, georgina, count=2)

    released(campaign, rosa)

    assert go(campaign) == [Status.SENT, Status.SENT, Status.HELD]
    held = campaign.letters.get(status=Status.HELD)
    assert held.stopped_by == "G6"
    assert "is used up" in held.problem
    mandate.refresh_from_db()
    assert mandate.used == 2
    entries = JournalEntry.objects.of_kinds([dispatch.LETTER_SENT])
    assert [entry.facts["mandates"] for entry in entries] == [[mandate.pk]] * 2


def test_another_mandate_lets_the_rest_go(minister, georgina, rosa):
    campaign = letters_of(minister, 2, by=rosa, approved=True)
    mandate = given(campaign, georgina, count=1)
    released(campaign, rosa)
    go(campaign)

    mandates.revoke(mandate=mandate, by=georgina)
    given(campaign, georgina, count=1)
    progress.retry(campaign=campaign, letters=Letter.objects.filter(status=Status.HELD), by=rosa)

    assert go(campaign) == [Status.SENT, Status.SENT]


def test_a_mandate_that_ends_midway_holds_the_rest_until_there_is_another(
    minister, georgina, rosa, monkeypatch
):
    """Story 10: G6 says which day it was; the office is asked, and its next mandate makes room."""
    monkeypatch.setattr(rendering, "CHUNK", 1)
    campaign = letters_of(minister, 3, by=rosa, approved=True)
    mandate = given(campaign, georgina)
    released(campaign, rosa)
    assert sorted(go(campaign)) == [Status.QUEUED, Status.QUEUED, Status.SENT]
    assert campaign not in asks_for_mandate(georgina)

    yesterday = TODAY() - timedelta(days=1)
    Mandate.objects.update(from_on=yesterday, to_on=yesterday)
    go(campaign)
    go(campaign)

    held = campaign.letters.filter(status=Status.HELD, stopped_by="G6")
    assert [letter.problem for letter in held] == [
        f"The mandate of Rt Hon Ada Obi MP ended on {day(yesterday)}."
    ] * 2
    assert list(asks_for_mandate(georgina)) == [campaign]
    given(campaign, georgina, count=2)
    mandate.refresh_from_db()
    assert mandate.revoked_by == georgina
    assert not asks_for_mandate(georgina).exists()
    progress.retry(campaign=campaign, letters=held, by=rosa)
    go(campaign)
    go(campaign)
    assert sorted(go(campaign)) == [Status.SENT] * 3


def test_what_is_held_because_somebody_left_asks_for_no_mandate(minister, georgina, rosa):
    """SIG-2: it would help nobody."""
    campaign = letters_of(minister, 1, by=rosa, approved=True)
    given(campaign, georgina)
    released(campaign, rosa)
    yesterday = TODAY() - timedelta(days=1)
    Signatory.objects.filter(pk=minister.pk).update(office_to=yesterday)
    Mandate.objects.update(from_on=yesterday, to_on=yesterday)

    assert go(campaign) == [Status.HELD]
    assert not asks_for_mandate(georgina).exists()


def test_one_that_is_used_up_makes_room_for_another(minister, georgina, rosa):
    campaign = letters_of(minister, 2, by=rosa, approved=True)
    given(campaign, georgina, count=1)
    released(campaign, rosa)
    go(campaign)
    assert list(asks_for_mandate(georgina)) == [campaign]

    assert given(campaign, georgina, count=1).left == 1
    assert campaign.mandates.standing().count() == 1


def test_a_letter_that_has_to_try_again_keeps_its_place(minister, georgina, rosa, monkeypatch):
    """SIG-4: put off, or in doubt and found not to have gone, it is counted once."""
    campaign = letters_of(minister, 1, by=rosa, approved=True)
    mandate = given(campaign, georgina, count=1)
    released(campaign, rosa)
    send = delivery.send
    monkeypatch.setattr(delivery, "send", _never)
    assert go(campaign) == [Status.UNCERTAIN]
    Letter.objects.update(lease_until=timezone.now() - timedelta(days=1))

    monkeypatch.setattr(delivery, "send", send)
    progress.send_again(letter=campaign.letters.get(), by=rosa)

    assert go(campaign) == [Status.SENT]
    mandate.refresh_from_db()
    assert mandate.used == 1
    assert len(mail.outbox) == 1


def _never(*args, **kwargs):
    raise ConnectionResetError("gone at the last moment")


def test_what_is_taken_out_gives_its_place_back(minister, georgina, rosa, monkeypatch):
    campaign = letters_of(minister, 2, by=rosa, approved=True)
    mandate = given(campaign, georgina, count=1)
    released(campaign, rosa)
    monkeypatch.setattr(delivery, "send", _refused)
    assert sorted(go(campaign)) == [Status.FAILED, Status.HELD]
    monkeypatch.undo()

    failed = Letter.objects.filter(status=Status.FAILED)
    progress.take_out(campaign=campaign, letters=failed, by=rosa)
    mandate.refresh_from_db()
    assert mandate.used == 0
    progress.retry(campaign=campaign, letters=Letter.objects.filter(status=Status.HELD), by=rosa)

    assert sorted(go(campaign)) == [Status.CANCELLED, Status.SENT]


def _refused(*args, **kwargs):
    raise delivery.Refused("550 No such mailbox")


def test_revoked_while_rendering_nothing_goes(minister, georgina, rosa):
    """SIG-1, and story 10: G6 holds what was typeset a moment before."""
    campaign = letters_of(minister, 2, by=rosa, approved=True)
    mandate = given(campaign, georgina)
    released(campaign, rosa)
    rendering.typeset_chunk(campaign_id=campaign.pk)

    mandates.revoke(mandate=mandate, by=georgina)

    assert go(campaign) == [Status.HELD, Status.HELD]
    assert mail.outbox == []
    assert set(campaign.letters.values_list("stopped_by", flat=True)) == {"G6"}


def test_no_signature_is_composed_without_a_mandate(minister, georgina, rosa, monkeypatch):
    """SIG-1: revoked before the worker comes, nothing is even typeset."""
    campaign = letters_of(minister, by=rosa, approved=True)
    mandate = given(campaign, georgina)
    released(campaign, rosa)
    mandates.revoke(mandate=mandate, by=georgina)

    rendering.typeset_chunk(campaign_id=campaign.pk)

    letter = campaign.letters.get()
    assert (letter.status, letter.stopped_by, letter.pdf_hash) == (Status.HELD, "G6", "")


def test_no_signature_is_composed_of_who_has_left(minister, georgina, rosa):
    """SIG-2: and the letter says so, not that somebody changed it."""
    campaign = letters_of(minister, by=rosa, approved=True)
    given(campaign, georgina)
    released(campaign, rosa)
    yesterday = TODAY() - timedelta(days=1)
    signatories.change(signatory=minister, office_to=yesterday, by=rosa)

    rendering.typeset_chunk(campaign_id=campaign.pk)

    letter = campaign.letters.get()
    assert (letter.status, letter.stopped_by, letter.pdf_hash) == (Status.HELD, "G6", "")
    assert letter.problem == "Rt Hon Ada Obi MP is not Minister today."


def test_a_reshuffle_in_the_middle_stops_at_the_next_letter(minister, georgina, rosa, monkeypatch):
    """SIG-2, and story 10."""
    campaign = letters_of(minister, 3, by=rosa, approved=True)
    given(campaign, georgina)
    released(campaign, rosa)
    send, sent = delivery.send, []

    def and_then_a_reshuffle(*args, **kwargs):
        send(*args, **kwargs)
        sent.append(1)
        yesterday = TODAY() - timedelta(days=1)
        Signatory.objects.filter(pk=minister.pk).update(office_to=yesterday)

    monkeypatch.setattr(delivery, "send", and_then_a_reshuffle)

    assert go(campaign) == [Status.SENT, Status.HELD, Status.HELD]
    assert len(sent) == 1


def why(campaign):
    letter = campaign.letters.with_words().order_by("pk")[0]
    return gates.evaluate(letter, gates.facts_about(letter)).results["G6"]


@pytest.mark.parametrize(
    ("days", "said"), [((1, 9), "begins on"), ((-9, -1), "ended on"), ((0, 0), "")]
)
def test_g6_asks_whether_today_is_within_the_mandate(minister, georgina, days, said):
    campaign = letters_of(minister, released=True)
    first, last = (TODAY() + timedelta(days=number) for number in days)
    Mandate.objects.update(from_on=first, to_on=last)

    assert said in why(campaign)
    assert bool(why(campaign)) == bool(said)


def test_g6_a_mandate_for_other_words_covers_nothing(minister, georgina, rosa, amir):
    """The mandate binds to the words: changed, approved anew, it does not cover them."""
    campaign = letters_of(minister, by=rosa, asked=True)
    given(campaign, georgina)

    campaigns.change_words(campaign=campaign, personal_line="I was there.", by=rosa)
    campaign = campaigns.freeze(campaign=Campaign.objects.get(), by=rosa)
    campaign = approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    approvals.approve(campaign=campaign, seen=campaign.fingerprint, by=amir)
    other = make.user(role="recognition_approver", programme=minister.programme)
    approvals.approve(campaign=campaign, seen=campaign.fingerprint, by=other, kind="data")

    with pytest.raises(DomainError, match="was given for other words"):
        released(Campaign.objects.get(), rosa)


def joint(minister, **fields):
    """A minister and somebody who needs no mandate."""
    chair = make.signatory(minister.programme, style="Grace Adeyemi", office_title="Chair")
    return letters_of(chair, second_signatory=minister, **fields)


def test_sig_3_a_joint_letter_needs_the_mandate_of_each_who_needs_one(minister, georgina, rosa):
    campaign = joint(minister, by=rosa, approved=True)

    with pytest.raises(DomainError, match="Ada Obi MP has given no mandate"):
        released(campaign, rosa)
    make.mandate(campaign, minister, by=georgina)
    released(campaign, rosa)

    assert go(campaign) == [Status.SENT]


def test_sig_3_where_both_need_one_neither_is_used_without_the_other(minister, georgina, rosa):
    second = make.signatory(minister.programme, style="Rt Hon Joe Fry MP", thanker="minister")
    campaign = letters_of(minister, 2, second_signatory=second, by=rosa, approved=True)
    mine = given(campaign, georgina, count=2)
    theirs = make.mandate(campaign, second, count=1)

    released(campaign, rosa)

    assert go(campaign) == [Status.SENT, Status.HELD]
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.used, theirs.used) == (1, 1)


def test_places_are_taken_together_or_not_at_all(minister, georgina, rosa):
    """Between the gate and the count somebody else took the last place of the second mandate."""
    second = make.signatory(minister.programme, style="Rt Hon Joe Fry MP", thanker="minister")
    campaign = letters_of(minister, second_signatory=second, by=rosa, approved=True)
    mine, theirs = given(campaign, georgina), make.mandate(campaign, second)
    released(campaign, rosa)
    letter = campaign.letters.with_words().get()
    Mandate.objects.filter(pk=theirs.pk).update(used=1)

    admitted = dispatch._with_places([letter], {letter.pk: _facts([mine, theirs])})

    assert admitted == []
    mine.refresh_from_db()
    assert mine.used == 0


def _facts(given):
    """What was known of the mandates a moment before."""
    return gates.Facts(
        today=TODAY(),
        letter_says=None,
        campaign_hash="",
        lacking=[],
        known=None,
        mandates=tuple(given),
    )


def test_sig_2_both_who_sign_must_be_in_office(minister, georgina, rosa):
    campaign = joint(minister, by=rosa, approved=True)
    make.mandate(campaign, minister, by=georgina)
    Signatory.objects.filter(pk=minister.pk).update(office_from=TODAY() + timedelta(days=1))

    with pytest.raises(DomainError):
        released(Campaign.objects.get(), rosa)
    assert "is not Minister today" in why(campaign)


def test_what_asks_for_a_mandate_is_on_the_list_of_that_private_office(minister, georgina, rosa):
    waiting = letters_of(minister, by=rosa, asked=True)
    both = joint(minister, by=rosa, asked=True)
    letters_of(minister, by=rosa, frozen=True)
    make.campaign(by=rosa, asked=True)

    assert set(asks_for_mandate(georgina)) == {waiting, both}
    make.mandate(both, minister, by=georgina)
    assert set(asks_for_mandate(georgina)) == {waiting}


def test_their_private_office_hears_when_approval_is_asked_for(minister, georgina, rosa):
    letters_of(minister, by=rosa, asked=True)

    written = Mail.objects.get(kind="campaign_to_mandate")
    assert written.to == georgina.email


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_more_than_the_mandate_allows(programme, georgina, rosa):
    """SIG-4: the count holds while several send at once."""
    minister = make.signatory(programme, style="Ada Obi", thanker="minister")
    minister.private_office.add(georgina)
    campaign = letters_of(minister, 12, by=rosa, approved=True)
    mandate = given(campaign, georgina, count=7)
    released(campaign, rosa)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    letters = list(campaign.letters.order_by("pk").values_list("pk", flat=True))
    half = [Letter.objects.filter(pk__in=letters[start::2]) for start in (0, 1)]

    def send(rows):
        try:
            return dispatch.outbox.send_chunk(dispatch.ROUTE, rows.due(timezone.now()))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(send, half)) == 12

    assert campaign.letters.filter(status=Status.SENT).count() == 7
    assert campaign.letters.filter(status=Status.HELD, stopped_by="G6").count() == 5
    mandate.refresh_from_db()
    assert mandate.used == 7


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_the_last_place_one_waits_and_is_told(programme, georgina, rosa):
    """SIG-4: the second cannot look between the first one's count and its commit."""
    minister = make.signatory(programme, style="Ada Obi", thanker="minister")
    minister.private_office.add(georgina)
    campaign = letters_of(minister, 2, by=rosa, approved=True)
    mandate = given(campaign, georgina, count=1)
    released(campaign, rosa)
    first, second = campaign.letters.with_words().order_by("pk")

    def other():
        try:
            with transaction.atomic():
                return dispatch._with_places([second], {second.pk: _facts([mandate])})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert dispatch._with_places([first], {first.pk: _facts([mandate])}) == [first]
            waiting = pool.submit(other)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result(10) == []
    mandate.refresh_from_db()
    assert mandate.used == 1


# --- Each letter read first (the mode “e-signature each”) ---


def read_first(minister, georgina, rosa, count=2):
    campaign = letters_of(minister, count, by=rosa, approved=True)
    return campaign, given(campaign, georgina, each=True)


def test_nothing_is_released_before_its_office_has_agreed_to_each(minister, georgina, rosa):
    """SIG-1."""
    campaign, mandate = read_first(minister, georgina, rosa)
    first, second = campaign.letters.order_by("pk")

    with pytest.raises(DomainError, match="has not agreed to 2 letters yet"):
        released(campaign, rosa)
    mandates.agree(mandate=mandate, letter=first, by=georgina)
    with pytest.raises(DomainError, match="has not agreed to 1 letter yet"):
        released(campaign, rosa)
    mandates.agree(mandate=mandate, letter=second, by=georgina)
    released(campaign, rosa)

    assert go(campaign) == [Status.SENT, Status.SENT]
    entries = JournalEntry.objects.about(campaign).of_kinds([mandates.MANDATE_AGREED])
    assert {(one.by, one.facts["letter"]) for one in entries} == {
        (georgina, first.pk),
        (georgina, second.pk),
    }


def test_g6_holds_what_nobody_agreed_to_under_this_mandate(minister, georgina, rosa):
    """A later mandate asks anew."""
    campaign, mandate = read_first(minister, georgina, rosa, count=1)
    mandates.agree(mandate=mandate, letter=campaign.letters.get(), by=georgina)
    released(campaign, rosa)
    mandates.revoke(mandate=mandate, by=georgina)
    other = given(campaign, georgina, each=True)

    assert go(campaign) == [Status.HELD]
    held = campaign.letters.get()
    assert held.stopped_by == "G6"
    assert "has not agreed to this letter" in held.problem
    mandates.agree(mandate=other, letter=held, by=georgina)
    progress.retry(campaign=campaign, letters=campaign.letters.all(), by=rosa)
    assert go(campaign) == [Status.SENT]


def test_only_that_office_agrees_and_nobody_who_prepared_them(minister, georgina, rosa, amir):
    campaign, mandate = read_first(minister, georgina, rosa, count=1)
    letter = campaign.letters.get()

    for person in (rosa, amir):
        with pytest.raises(NotAuthorised, match="Only the private office"):
            mandates.agree(mandate=mandate, letter=letter, by=person)
    campaign.drafters.add(georgina)
    with pytest.raises(NotAuthorised, match="You worked on these letters"):
        mandates.agree(mandate=mandate, letter=letter, by=georgina)


def test_one_agrees_once_to_what_waits_for_it(minister, georgina, rosa):
    campaign, mandate = read_first(minister, georgina, rosa, count=1)
    others = letters_of(minister, by=rosa, approved=True)
    alike = given(others, georgina)
    letter = campaign.letters.get()

    with pytest.raises(DomainError, match="already, or it does not go"):
        mandates.agree(mandate=mandate, letter=others.letters.get(), by=georgina)
    with pytest.raises(DomainError, match="Nobody is asked to agree to each"):
        mandates.agree(mandate=alike, letter=others.letters.get(), by=georgina)
    mandates.agree(mandate=mandate, letter=letter, by=georgina)
    with pytest.raises(DomainError, match="already, or it does not go"):
        mandates.agree(mandate=mandate, letter=letter, by=georgina)
    mandates.revoke(mandate=mandate, by=georgina)
    with pytest.raises(DomainError, match="Nobody is asked to agree to each"):
        mandates.agree(mandate=mandate, letter=letter, by=georgina)


def test_nobody_reads_thousands_one_by_one(minister, georgina, rosa, monkeypatch):
    monkeypatch.setattr(Mandate, "MOST_READ", 1)
    campaign = letters_of(minister, 2, by=rosa, approved=True)

    with pytest.raises(DomainError, match="Nobody reads more than 1 letters"):
        given(campaign, georgina, each=True)


def test_they_are_read_one_after_the_other_on_a_page(minister, georgina, rosa, as_):
    campaign, mandate = read_first(minister, georgina, rosa)
    client, page = as_(georgina), reverse("recognition:mandate_letters", args=[mandate.pk])
    first, second = campaign.letters.order_by("pk")

    for letter, says in ((first, "2 of 2 letters wait"), (second, "1 of 2 letters waits")):
        text = client.get(page).content.decode()
        assert says in text
        assert letter.ref in text
        client.post(page, {"letter": letter.ref})

    assert client.get(page).url == campaign.get_absolute_url()
    assert client.post(page, {"letter": "x"}).status_code == 404
    assert not mandate.to_agree_to().exists()


def test_it_is_asked_for_on_the_form_and_not_of_what_is_signed_by_hand(
    minister, georgina, rosa, as_
):
    campaign = letters_of(minister, by=rosa, asked=True)
    page = reverse("recognition:mandate_new", args=[campaign.pk, minister.pk])
    parts = ("day", "month", "year")
    days = {
        f"{name}_{part}": getattr(TODAY(), part) for name in ("from_on", "to_on") for part in parts
    }
    typed = {"seen": campaign.fingerprint, "max_count": 1, "each": "each", **days}

    as_(georgina).post(page, typed)

    assert Mandate.objects.get().mode == Mandate.Mode.EACH
    assert "Read the next" in as_(georgina).get(campaign.get_absolute_url()).content.decode()
    Campaign.objects.update(in_ink="signature")
    assert "Do you read each letter" not in as_(georgina).get(page).content.decode()


# --- A mandate that ends midway is told by mail, once ---


def over(how, mandate, georgina):
    """As it ends while letters are on their way."""
    if how == "revoked":
        mandates.revoke(mandate=mandate, by=georgina)
    elif how == "expired":
        days = {"from_on": TODAY() - timedelta(days=9), "to_on": TODAY() - timedelta(days=1)}
        Mandate.objects.update(**days)


def stopped(minister, georgina, rosa, how="used up"):
    campaign = letters_of(minister, 3, by=rosa, approved=True)
    mandate = given(campaign, georgina, count=1 if how == "used up" else 3)
    released(campaign, rosa)
    over(how, mandate, georgina)
    go(campaign)
    return campaign, mandate


def told():
    return Mail.objects.filter(kind="mandate_over").order_by("to")


@pytest.mark.parametrize(
    ("how", "reason", "letters"),
    [
        ("used up", "All its places are taken", "2 letters wait"),
        ("expired", "Its last day was", "3 letters wait"),
        ("revoked", "has revoked it", "3 letters wait"),
    ],
)
def test_sig_4_who_can_act_hears_once_that_a_mandate_is_over(
    minister, georgina, rosa, how, reason, letters
):
    colleague = make.private_office(minister)
    stopped(minister, georgina, rosa, how)

    for _ in range(3):
        tell_of_mandates()

    mails = {mail.to: f"{mail.subject}{mail.body}" for mail in told()}
    whoever_revoked = {georgina.email} if how == "revoked" else set()
    assert set(mails) == {rosa.email, colleague.email, georgina.email} - whoever_revoked
    assert all(reason in words and letters in words for words in mails.values())
    assert "give another mandate" in mails[colleague.email]
    assert "take them out there" in mails[rosa.email]
    assert told().count() == len(mails)


def test_nobody_is_told_while_letters_go_or_nothing_waits(minister, georgina, rosa):
    campaign = letters_of(minister, 2, by=rosa, approved=True)
    given(campaign, georgina, count=2)
    released(campaign, rosa)
    tell_of_mandates()
    go(campaign)

    tell_of_mandates()  # used up, by all that there were

    assert not told().exists()


def test_what_has_its_place_needs_no_other_mandate(minister, georgina, rosa):
    campaign, mandate = stopped(minister, georgina, rosa)
    campaign.letters.filter(status="held").update(mandates=[mandate.pk])

    tell_of_mandates()

    assert not told().exists()


def test_the_next_mandate_that_ends_is_told_again(minister, georgina, rosa):
    campaign, _ = stopped(minister, georgina, rosa)
    tell_of_mandates()
    campaign.refresh_from_db()
    given(campaign, georgina, count=1)
    tell_of_mandates()
    before = told().count()
    progress.retry(campaign=campaign, letters=campaign.letters.all(), by=rosa)
    go(campaign)

    tell_of_mandates()

    assert (before, told().count()) == (2, 4)


def test_whoever_left_is_not_told_and_others_who_prepare_are(minister, georgina, rosa):
    other = make.user(role="recognition_admin", programme=minister.programme)
    stopped(minister, georgina, rosa)
    rosa.is_active = False
    rosa.save()

    tell_of_mandates()

    assert {mail.to for mail in told()} == {georgina.email, other.email}


def test_where_whoever_signs_has_left_office_no_mandate_is_asked_for(minister, georgina, rosa):
    stopped(minister, georgina, rosa)
    Signatory.objects.filter(pk=minister.pk).update(office_to=TODAY() - timedelta(days=1))

    tell_of_mandates()

    assert not told().exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_of_it_once():
    programme = make.programme()
    rosa = make.user(role="recognition_admin", programme=programme)
    minister = make.signatory(programme, style="Ada Obi", thanker="minister")
    campaign, _ = stopped(minister, make.private_office(minister), rosa)
    meet = Barrier(2)

    def tell():
        meet.wait(10)
        try:
            campaign_mail.tell_mandate_over(campaign=Campaign.objects.get(pk=campaign.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(tell) for _ in range(2)]:
            done.result(20)

    assert told().count() == 2


def test_a_mandate_for_fewer_letters_says_so_before_they_go(as_, minister, georgina):
    campaign = letters_of(minister, 3, asked=True)
    given(campaign, georgina, count=2)

    page = as_(georgina).get(campaign.get_absolute_url()).text

    assert "Room for 2 of 3 letters: the others would be held" in page


def test_a_mandate_for_all_letters_has_no_such_warning(as_, minister, georgina):
    campaign = letters_of(minister, 3, asked=True)
    given(campaign, georgina, count=3)

    assert "Room for" not in as_(georgina).get(campaign.get_absolute_url()).text
