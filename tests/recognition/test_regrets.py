"""Wrong letters: reported, apologised for by a person, and put right (REG-1, CMP-5, LET-2)."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry, Mail
from recognition import breaker, gates, risks
from recognition.actions import (
    approvals,
    campaigns,
    contributions,
    corrections,
    progress,
    regrets,
    releases,
)
from recognition.models import Campaign, ContributionEvent, Regret
from tests import make

Kind = Regret.Kind


@pytest.fixture
def going(programme, rosa, amir):
    """Five letters on their way: three have gone."""
    events = [make.event(programme=programme) for _ in range(5)]
    campaign = make.campaign(events, by=rosa, released=True, approver=amir)
    for _ in range(3):
        sent = make.letter(campaign, status="sent")
        ContributionEvent.objects.filter(pk=sent.event_id).update(
            outcome="thanked", closed_at=timezone.now()
        )
    return campaign


@pytest.fixture
def letter(going):
    return going.letters.filter(status="sent").order_by("pk")[0]


def report(letter, kind, owner, by):
    return regrets.report(letter=letter, kind=kind, owner=owner, by=by)


# --- Reported ---


def test_reg_1_somebody_senior_apologises_by_the_next_working_day(letter, lena, rosa):
    regret = report(letter, "wrong_name", lena, rosa)

    nation = letter.campaign.programme.nation
    assert (regret.owner, regret.reported_by) == (lena, rosa)
    assert regret.due_on == working_days_after(timezone.localdate(), 1, nation)
    mail = Mail.objects.get(kind="regret_to_apologise")
    assert mail.to == lena.email
    assert letter.letter_name not in mail.body
    assert JournalEntry.objects.get(kind="regret.reported").concerns == letter.contributor


@pytest.mark.parametrize("status", ["queued", "ready", "held", "failed", "cancelled", "frozen"])
def test_nobody_regrets_a_letter_that_has_not_gone(going, lena, status):
    waiting = going.letters.filter(status="queued").order_by("pk")[0]
    waiting = make.letter(going, status=status) if status != "frozen" else waiting

    with pytest.raises(DomainError, match="has not gone"):
        report(waiting, "wrong_name", lena, lena)


def test_of_a_letter_in_doubt_one_says_first_that_it_went(going, lena):
    doubtful = make.letter(going, status="uncertain")

    with pytest.raises(DomainError, match="Say first that it was sent"):
        report(doubtful, "wrong_name", lena, lena)


def test_reported_twice_it_is_one_regret_of_the_first_owner(letter, lena, amir, rosa):
    first = report(letter, "wrong_fact", lena, rosa)

    again = report(letter, "wrong_fact", amir, amir)

    again.refresh_from_db()
    assert (again.pk, again.owner, again.times) == (first.pk, lena, 2)
    assert Mail.objects.filter(kind="regret_to_apologise").count() == 1


def test_two_things_wrong_are_two_regrets(letter, lena, rosa):
    report(letter, "wrong_fact", lena, rosa)
    report(letter, "timing", lena, rosa)

    assert letter.regrets.count() == 2


def test_the_owner_answers_for_letters_of_this_programme(letter, rosa):
    other = make.user(role="programme_lead", programme=make.programme("Another"))

    for nobody in (rosa, other):
        with pytest.raises(DomainError, match="Choose a programme lead or an approver"):
            report(letter, "wrong_name", nobody, rosa)


# --- The rest stops ---


@pytest.mark.parametrize(
    ("counts", "stops"),
    [
        ({}, False),
        ({Kind.WRONG_NAME: 1}, False),
        ({Kind.WRONG_NAME: 2}, True),
        ({Kind.DECEASED: 1}, True),
        ({Kind.WRONG_FACT: 9, Kind.UNWANTED: 9, Kind.TIMING: 9}, False),
    ],
)
def test_cmp_5_when_letters_stop_by_themselves(counts, stops):
    assert bool(breaker.why_stop(counts)) is stops


def test_cmp_5_one_letter_to_the_dead_stops_the_rest(going, letter, lena):
    report(letter, "deceased", lena, lena)

    going.refresh_from_db()
    assert (going.status, going.breaker) == ("paused", "A letter went to somebody who has died.")
    waiting = going.letters.with_words().filter(status="queued")[0]
    assert gates.evaluate(waiting, gates.facts_about(waiting)).results["G13"] == going.breaker


def test_cmp_5_two_wrong_names_and_not_two_reports_of_one(going, lena, rosa):
    one, two, _ = going.letters.filter(status="sent").order_by("pk")
    report(one, "wrong_name", lena, rosa)
    report(one, "wrong_name", lena, lena)
    going.refresh_from_db()
    assert going.status == "releasing"

    report(two, "wrong_name", lena, rosa)

    going.refresh_from_db()
    assert going.breaker == "Two letters went out with a wrong name."


def test_cmp_5_a_pause_by_hand_is_not_lifted_by_whoever_pressed_it(going, letter, lena, rosa):
    progress.pause(campaign=going, by=rosa)
    report(letter, "deceased", lena, rosa)

    with pytest.raises(NotAuthorised, match="An approver who had no hand in them"):
        progress.resume(campaign=going, by=rosa)


def test_cmp_5_an_approver_lets_them_go_and_the_count_begins_anew(going, lena, rosa, amir):
    one, two, three = going.letters.filter(status="sent").order_by("pk")
    report(one, "wrong_name", lena, rosa)
    report(two, "wrong_name", lena, rosa)

    progress.resume(campaign=going, by=amir)
    report(three, "wrong_name", lena, rosa)

    going.refresh_from_db()
    assert (going.status, going.breaker) == ("releasing", "")
    entry = JournalEntry.objects.get(kind="campaign.resumed")
    assert entry.facts["why_stopped"] == "Two letters went out with a wrong name."


def test_cmp_5_the_database_lets_nothing_go_that_stopped(going):
    with pytest.raises(IntegrityError, match="campaign_broken"), transaction.atomic():
        Campaign.objects.filter(pk=going.pk).update(breaker="Something was wrong.")


def test_cmp_5_a_campaign_that_is_over_stays_so(going, letter, lena, rosa):
    going.letters.filter(status="queued").update(status="cancelled")
    Campaign.objects.filter(pk=going.pk).update(status="complete", completed_at=timezone.now())

    report(letter, "deceased", lena, rosa)

    going.refresh_from_db()
    assert (going.status, going.breaker) == ("complete", "")


# --- Apologised for ---


def test_reg_1_only_its_owner_says_that_they_apologised(letter, lena, amir, rosa):
    regret = report(letter, "unwanted", lena, rosa)

    with pytest.raises(NotAuthorised, match="Lena apologises"):
        regrets.apologise(regret=regret, how="call", by=amir)
    regrets.apologise(regret=regret, how="call", by=lena)

    regret.refresh_from_db()
    assert regret.how == "call"
    with pytest.raises(DomainError, match="has apologised for this already"):
        regrets.apologise(regret=regret, how="call", by=lena)


def test_reg_1_it_can_be_handed_on_and_the_day_stays(letter, lena, amir, rosa):
    regret = report(letter, "unwanted", lena, rosa)

    handed = regrets.hand_on(regret=regret, owner=amir, by=lena)

    assert (handed.owner, handed.due_on) == (amir, regret.due_on)
    assert Mail.objects.filter(kind="regret_to_apologise", to=amir.email).exists()


def test_reg_1_an_apology_has_no_template_and_no_words_of_ours():
    names = {field.name for field in Regret._meta.get_fields()}

    assert not names & {"text", "body", "template", "template_version", "words"}
    assert "template" not in " ".join(Regret.How.labels).lower()


# --- Put right ---


def correct(letter, by):
    campaign = letter.campaign
    return corrections.correct(
        letter=letter,
        by=by,
        template_version=campaign.template_version,
        signatory=campaign.signatory,
        dated_on=timezone.localdate(),
    )


def test_let_2_a_corrected_letter_is_a_new_one_in_its_place(letter, lena, rosa, amir):
    report(letter, "wrong_fact", lena, rosa)
    contributions.change_facts(
        event=letter.event, what_they_did="mended bicycles every Saturday", by=rosa
    )

    made = correct(letter, rosa)
    made = approvals.ask(campaign=made, seen=made.fingerprint, by=rosa)
    approvals.approve(campaign=made, seen=made.fingerprint, by=amir)
    releases.release(campaign=made, seen=made.fingerprint, by=rosa)

    new = made.letters.with_words().get()
    assert (new.corrects, new.event) == (letter, letter.event)
    assert "mended bicycles" in new.values["what_they_did"]
    assert gates.evaluate(new, gates.facts_about(new)).results["G9"] == ""
    letter.refresh_from_db()
    assert "mended bicycles" not in letter.values["what_they_did"]


@pytest.mark.parametrize("kind", ["deceased", "wrong_person", "unwanted", "duplicate", "timing"])
def test_what_a_second_letter_cannot_put_right(letter, lena, rosa, kind):
    report(letter, kind, lena, rosa)

    with pytest.raises(DomainError, match="Say first what is wrong"):
        correct(letter, rosa)


def test_let_3_one_correction_at_a_time(letter, lena, rosa):
    report(letter, "wrong_name", lena, rosa)
    made = correct(letter, rosa)

    with pytest.raises(DomainError, match="prepared already"):
        correct(letter, rosa)
    campaigns.cancel(campaign=made, by=rosa)
    assert correct(letter, rosa).letters.count() == 1


def test_let_3_the_database_holds_one_live_letter_in_the_place_of_another(letter, lena, rosa):
    report(letter, "wrong_name", lena, rosa)
    new = correct(letter, rosa).letters.get()

    new.pk, new.ref = None, "LT-AAAA-AAAA"
    with pytest.raises(IntegrityError, match="letter_one_live_per_event"), transaction.atomic():
        new.save(force_insert=True)


def test_facts_of_what_was_thanked_for_stay_unless_the_letter_was_wrong(letter, lena, rosa):
    with pytest.raises(DomainError, match="Thanked"):
        contributions.change_facts(event=letter.event, what_they_did="sang", by=rosa)
    report(letter, "wrong_fact", lena, rosa)

    contributions.change_facts(event=letter.event, what_they_did="sang", by=rosa)

    assert ContributionEvent.objects.get(pk=letter.event_id).outcome == "thanked"


def test_cmp_3_facts_put_right_again_void_what_was_fixed(letter, lena, rosa):
    report(letter, "wrong_fact", lena, rosa)
    made = correct(letter, rosa)

    contributions.change_facts(event=letter.event, what_they_did="sang", by=rosa)

    made.refresh_from_db()
    assert made.status == "draft"


# --- Who else may be wrong ---


def test_others_at_the_same_risk(programme, letter, going, lena, rosa, kitchen):
    theirs = make.event(programme=programme, contributor_=letter.contributor)
    same_person = make.letter(make.campaign([theirs], by=rosa, released=True))
    regret = report(letter, "unwanted", lena, rosa)

    assert list(risks.at_same_risk(regret).letters) == [same_person]
    rest = set(going.letters.exclude(pk=letter.pk))
    names = risks.at_same_risk(report(letter, "wrong_name", lena, rosa))
    assert set(names.letters) == rest
    assert "same campaign" in names.why


# --- Pages ---


def url(name, *args):
    return reverse(f"recognition:{name}", args=args)


def test_a_lead_puts_it_on_record_and_the_owner_apologises(letter, lena, amir, as_):
    page = as_(lena).get(letter.get_absolute_url()).content.decode()
    assert url("regret_new", letter.pk) in page

    as_(lena).post(url("regret_new", letter.pk), {"kind": "deceased", "owner": amir.pk})
    regret = Regret.objects.get()

    page = as_(amir).get(regret.get_absolute_url()).content.decode()
    assert "The rest of the campaign has stopped" in page
    assert f"Apologise to {letter.letter_name}" in as_(amir).get("/").content.decode()
    as_(amir).post(url("regret_apologise", regret.pk), {"how": "call"})
    assert "Apologised" in as_(lena).get(url("regret_list")).content.decode()


def test_nobody_else_says_that_the_owner_apologised(letter, lena, amir, as_):
    regret = report(letter, "timing", amir, lena)

    assert as_(lena).get(url("regret_apologise", regret.pk)).status_code == 403
    assert as_(lena).post(url("regret_apologise", regret.pk), {"how": "call"}).status_code == 403


def test_what_was_chosen_stays_when_somebody_is_missing(letter, lena, as_):
    answer = as_(lena).post(url("regret_new", letter.pk), {"kind": "timing", "owner": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose who apologises" in page
    assert re.search(r'value="timing"[^>]* checked', page)


def test_the_admin_writes_a_corrected_letter(letter, lena, rosa, as_):
    report(letter, "wrong_fact", lena, rosa)
    campaign = letter.campaign

    answer = as_(rosa).post(
        url("letter_correct", letter.pk),
        {
            "template_version": campaign.template_version_id,
            "signatory": campaign.signatory_id,
            "dated_on_day": timezone.localdate().day,
            "dated_on_month": timezone.localdate().month,
            "dated_on_year": timezone.localdate().year,
            "personal_line": "",
        },
    )

    made = Campaign.objects.get(corrects=letter)
    assert answer["Location"] == url("campaign_proofs", made.pk)
    page = as_(rosa).get(letter.regrets.get().get_absolute_url()).content.decode()
    assert "The corrected letter" in page


def test_how_many_were_wrong_in_a_thousand(letter, lena, rosa, as_):
    report(letter, "wrong_name", lena, rosa)
    report(letter, "timing", lena, rosa)

    page = as_(lena).get(url("regret_list")).content.decode()

    assert "Of 3 letters that went, 1 was wrong: 333.3 in a thousand." in page


def test_as_many_queries_for_many_regrets_as_for_two(
    going, lena, rosa, as_, django_assert_max_num_queries
):
    client = as_(lena)
    one, two, _ = going.letters.filter(status="sent").order_by("pk")
    for kind in Kind.values[2:]:
        report(one, kind, lena, rosa)
        report(two, kind, lena, rosa)

    with django_assert_max_num_queries(12):
        client.get(url("regret_list"))
