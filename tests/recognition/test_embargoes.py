"""Embargoes: which letters they hold, when and where, and what goes all the same (EMB-1, 2; G7)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised
from coalition.models import Contributor, JournalEntry
from recognition import gates
from recognition.actions import dispatch, embargoes, progress
from recognition.models import Embargo, Letter
from tests import make


@pytest.fixture
def going(programme, rosa, amir):
    """A minister's letter that is on its way."""
    minister = make.signatory(programme, thanker="minister", office_title="Minister for Housing")
    thanked = make.event(make.contributor(adult="yes"), programme=programme)
    return make.campaign([thanked], by=rosa, approver=amir, released=True, signatory=minister)


def why(campaign):
    letter = campaign.letters.with_words().get()
    return gates.evaluate(letter, gates.facts_about(letter)).results["G7"]


def test_g7_a_letter_of_a_minister_is_held_until_its_last_day(going, amir):
    embargo = make.embargo(by=amir, name="Local elections")

    assert why(going).startswith("‘Local elections’ holds such letters until")
    embargoes.lift(embargo=embargo, by=amir)
    assert why(going) == ""


def test_g7_in_the_transaction_that_dispatches(going, amir):
    make.letter(going, status="ready", pdf_hash=make.store.put(b"%PDF-1.7 held"))
    make.embargo(by=amir)

    dispatch.send_chunk(campaign_id=going.pk)

    letter = going.letters.get()
    assert (letter.status, letter.stopped_by) == ("held", "G7")


def test_emb_2_letters_of_officials_go_as_ever(programme, rosa, amir):
    officials = make.campaign(by=rosa, released=True)
    make.embargo(by=amir)
    assert why(officials) == ""

    make.embargo(by=amir, covers="all")
    assert why(officials)


@pytest.mark.parametrize(
    ("days", "holds"),
    [((0, 0), True), ((-3, 0), True), ((0, 9), True), ((1, 9), False)],
)
def test_both_its_first_and_its_last_day_count(going, amir, days, holds):
    make.embargo(by=amir, days=days)

    assert bool(why(going)) is holds


@pytest.mark.parametrize(("lives_in", "holds"), [("WLS", True), ("SCT", False), ("", False)])
def test_it_holds_for_those_who_live_there(going, amir, lives_in, holds):
    """Where it is not known, they live where the programme is: in England."""
    Contributor.objects.update(nation=lives_in)
    make.embargo(by=amir, nation="WLS")

    assert bool(why(going)) is holds


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (datetime(2027, 3, 27, 23, 59, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 0, 1, tzinfo=UTC), True),
        # Since one o'clock that night clocks are an hour ahead.
        (datetime(2027, 3, 28, 22, 59, tzinfo=UTC), True),
        (datetime(2027, 3, 28, 23, 1, tzinfo=UTC), False),
    ],
)
def test_days_are_those_of_the_clock_on_the_wall(going, amir, monkeypatch, now, holds):
    day = datetime(2027, 3, 28, tzinfo=UTC).date()
    embargo = make.embargo(by=amir)
    Embargo.objects.filter(pk=embargo.pk).update(begins_on=day, ends_on=day)

    monkeypatch.setattr(timezone, "now", lambda: now)

    assert Embargo.objects.in_force().exists() is holds


def test_two_at_once_hold_until_both_are_over(going, amir):
    one, two = make.embargo(by=amir), make.embargo(by=amir)

    embargoes.lift(embargo=one, by=amir)
    assert why(going)
    embargoes.lift(embargo=two, by=amir)
    assert not why(going)


def test_nobody_sets_one_in_the_past(amir):
    with pytest.raises(DomainError, match="That time is over"):
        make.embargo(by=amir, days=(-9, -1))


def test_it_ends_after_it_begins_in_the_database_too(amir):
    with pytest.raises(DomainError, match="The last day cannot come before the first"):
        make.embargo(by=amir, days=(9, 3))


def test_what_it_held_waits_for_a_person(going, amir):
    letter = make.letter(going, status="held", stopped_by="G7", problem="Held.")
    embargoes.lift(embargo=make.embargo(by=amir), by=amir)

    assert Letter.objects.get(pk=letter.pk).status == "held"


# --- Letters that go all the same ---


def test_emb_1_it_takes_a_reference_and_two_people(going, lena, amir):
    embargo = make.embargo(by=amir)
    waiver = make.waiver(embargo, going, by=lena)
    assert why(going)

    with pytest.raises(NotAuthorised, match="somebody else agrees"):
        embargoes.agree_waiver(waiver=waiver, by=lena)
    embargoes.agree_waiver(waiver=waiver, by=amir)

    assert why(going) == ""
    entry = JournalEntry.objects.get(kind="embargo.waiver_agreed")
    assert (entry.by, entry.facts["reference"]) == (amir, "PROP/2026/17")
    with pytest.raises(DomainError, match="has agreed to this already"):
        embargoes.agree_waiver(waiver=waiver, by=amir)


def test_emb_1_not_whoever_prepared_the_letters(going, lena, rosa):
    waiver = make.waiver(make.embargo(by=lena), going, by=lena)

    with pytest.raises(NotAuthorised):
        embargoes.agree_waiver(waiver=waiver, by=rosa)


def test_emb_1_the_database_wants_two_people(going, lena):
    waiver = make.waiver(make.embargo(by=lena), going, by=lena)

    waiver.agreed_by, waiver.agreed_at = lena, timezone.now()
    with pytest.raises(IntegrityError, match="waiver_agreed_by_another"), transaction.atomic():
        waiver.save()


def test_a_waiver_is_for_one_campaign_under_one_embargo(going, rosa, lena, amir):
    embargo, other = make.embargo(by=amir), make.embargo(by=amir)
    embargoes.agree_waiver(waiver=make.waiver(embargo, going, by=lena), by=amir)

    assert why(going).startswith(f"‘{other}’")
    with pytest.raises(DomainError, match="already"):
        make.waiver(embargo, going, by=amir)


def test_nobody_asks_under_one_that_is_over(going, lena, amir):
    embargo = embargoes.lift(embargo=make.embargo(by=amir), by=amir)

    with pytest.raises(DomainError, match="is over"):
        make.waiver(embargo, going, by=lena)


# --- Pages ---


def url(name, *args):
    return reverse(f"recognition:{name}", args=args)


def dates(first, last):
    return {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("begins_on", first), ("ends_on", last))
        for part in ("day", "month", "year")
    }


def test_an_approver_sets_and_lifts_one(programme, amir, as_):
    today = timezone.localdate()
    told = {"name": "Local elections", "nation": "", "covers": "ministerial"}

    client = as_(amir)
    client.post(url("embargo_new"), {**told, **dates(today, today + timedelta(days=30))})

    embargo = Embargo.objects.get()
    assert "In force" in client.get(url("embargo_list")).content.decode()
    client.post(url("embargo_lift", embargo.pk))
    assert "Lifted" in client.get(embargo.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ((-9, -1), "Choose today or a day to come"),
        ((9, 3), "The last day cannot come before the first"),
        ((0, 400), "An embargo lasts a year at most"),
    ],
)
def test_days_that_cannot_be_are_named(programme, amir, as_, days, says):
    today = timezone.localdate()
    told = {"name": "Local elections", "nation": "", "covers": "all"}
    asked = dates(*(today + timedelta(days=number) for number in days))

    answer = as_(amir).post(url("embargo_new"), {**told, **asked})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert 'value="Local elections"' in page


def test_a_second_person_agrees_on_the_page(going, lena, amir, as_):
    embargo = make.embargo(by=amir)
    as_(lena).post(
        url("waiver_new", embargo.pk), {"campaign": going.pk, "reference": "PROP/2026/17"}
    )
    waiver = embargo.waivers.get()

    assert url("waiver_agree", waiver.pk) not in as_(lena).get(embargo.get_absolute_url()).text
    assert url("waiver_agree", waiver.pk) in as_(amir).get(embargo.get_absolute_url()).text
    assert as_(lena).post(url("waiver_agree", waiver.pk)).status_code == 409
    as_(amir).post(url("waiver_agree", waiver.pk))

    assert "Agreed by Amir" in as_(lena).get(embargo.get_absolute_url()).content.decode()


def test_held_letters_are_tried_again_by_a_person(going, amir, rosa):
    make.letter(going, status="held", stopped_by="G7", problem="Held.")

    progress.retry(campaign=going, letters=Letter.objects.filter(campaign=going), by=rosa)

    assert going.letters.get().status == "queued"


# --- By a private office (story 23) ---


@pytest.fixture
def minister(going, georgina):
    going.signatory.private_office.add(georgina)
    return going.signatory


def of_office(minister, georgina, days=(0, 30), **fields):
    first, last = (timezone.localdate() + timedelta(days=number) for number in days)
    return embargoes.set_for(
        signatory=minister, name="Reshuffle", begins_on=first, ends_on=last, by=georgina, **fields
    )


def test_a_private_office_holds_letters_of_its_own_signatory_alone(
    going, minister, georgina, rosa, amir
):
    other = make.signatory(minister.programme, thanker="minister")
    people = [make.event(make.contributor(adult="yes"))]
    others = make.campaign(people, signatory=other, by=rosa, approver=amir, released=True)
    joint = make.campaign(
        [make.event(make.contributor(adult="yes"))],
        signatory=other,
        second_signatory=minister,
        by=rosa,
        approver=amir,
        released=True,
    )

    embargo = of_office(minister, georgina)

    assert embargo.holds == f"Letters that {minister.style} signs"
    assert why(going)
    assert why(joint)
    assert why(others) == ""


def test_what_it_holds_is_released_by_a_person_afterwards(going, minister, georgina, rosa):
    make.letter(going, status="ready", pdf_hash=make.store.put(b"%PDF-1.7 held"))
    embargo = of_office(minister, georgina)
    dispatch.send_chunk(campaign_id=going.pk)
    assert going.letters.get().stopped_by == "G7"

    embargoes.lift(embargo=embargo, by=georgina)
    dispatch.send_chunk(campaign_id=going.pk)
    assert going.letters.get().status == "held"
    progress.retry(campaign=going, letters=Letter.objects.all(), by=rosa)

    assert going.letters.get().status == "queued"


def test_nobody_else_sets_one_in_that_name(minister, georgina, amir, lena, rosa):
    for person in (amir, lena, rosa):
        with pytest.raises(NotAuthorised, match="Only the private office"):
            of_office(minister, person)
    with pytest.raises(DomainError, match="That time is over"):
        of_office(minister, georgina, days=(-9, -1))


@pytest.mark.parametrize("covers", ["ministerial", "all"])
def test_the_database_knows_whose_letters_it_holds(minister, georgina, amir, covers):
    own, general = of_office(minister, georgina), make.embargo(by=amir)

    with pytest.raises(IntegrityError, match="says_whose"), transaction.atomic():
        Embargo.objects.filter(pk=own.pk).update(covers=covers)
    with pytest.raises(IntegrityError, match="says_whose"), transaction.atomic():
        Embargo.objects.filter(pk=general.pk).update(covers="signatory")


def test_only_the_private_office_lifts_what_it_set(minister, georgina, amir, lena, as_):
    embargo = of_office(minister, georgina)

    for person in (amir, lena):
        text = as_(person).get(embargo.get_absolute_url()).content.decode()
        assert "Lift it now" not in text
        assert as_(person).post(url("embargo_lift", embargo.pk)).status_code == 403
        assert as_(person).get(url("waiver_new", embargo.pk)).status_code == 403
    as_(georgina).post(url("embargo_lift", embargo.pk))

    embargo.refresh_from_db()
    assert embargo.lifted_by == georgina


def test_a_private_office_lifts_nothing_that_others_set(minister, georgina, amir, as_):
    embargo = make.embargo(by=amir)

    assert as_(georgina).get(embargo.get_absolute_url()).status_code == 200
    assert as_(georgina).post(url("embargo_lift", embargo.pk)).status_code == 403


def _days(*numbers):
    return [timezone.localdate() + timedelta(days=number) for number in numbers]


def test_it_is_set_on_a_page_and_stands_on_that_of_the_office(minister, georgina, as_):
    typed = {"name": "Reshuffle", "nation": "WLS", **dates(*_days(1, 9))}

    as_(georgina).post(url("signatory_embargo", minister.pk), typed)

    made = Embargo.objects.get()
    assert (made.signatory, made.covers, made.nation) == (minister, "signatory", "WLS")
    text = as_(georgina).get(url("office")).content.decode()
    assert made.get_absolute_url() in text
    assert f"Letters that {minister.style} signs" in text


def test_days_that_are_over_are_named_there_too(minister, georgina, as_):
    typed = {"name": "Reshuffle", "nation": "", **dates(*_days(-9, -1))}

    answer = as_(georgina).post(url("signatory_embargo", minister.pk), typed)

    assert answer.status_code == 422
    assert "what went out has gone" in answer.content.decode()


def test_of_letters_that_go_all_the_same_an_office_sees_its_own(
    going, minister, georgina, amir, lena, as_
):
    embargo = make.embargo(by=amir)
    other = make.campaign(by=make.user(), name="Somebody else’s")
    for campaign in (going, other):
        embargoes.ask_waiver(embargo=embargo, campaign=campaign, reference="P/1", by=lena)

    text = as_(georgina).get(embargo.get_absolute_url()).content.decode()

    assert going.get_absolute_url() in text
    assert other.name not in text
