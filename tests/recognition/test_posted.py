"""What the printer says of letters in the post, and those that come back (DLV-1, DLV-3, CMP-5)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition import throttle
from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition import breaker
from recognition.actions import dispatch, posted, progress, returns
from recognition.models import Campaign, ContributionEvent, DeliveryAttempt, Letter
from tests.recognition import notify

pytestmark = pytest.mark.django_db
Status, State, Found = Letter.Status, DeliveryAttempt.State, DeliveryAttempt.Found


@pytest.fixture
def office(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(throttle, "take", lambda *args, **rates: True)
    settings.NOTIFY_LOOK_EVERY_S = 0
    with notify.stand_in(tmp_path, settings) as office:
        yield office


def handed_over(count=1):
    campaign = notify.posted(count)
    dispatch.send_chunk(campaign_id=campaign.pk)
    return campaign


def look(campaign):
    """As it is an hour later."""
    DeliveryAttempt.objects.update(heard_at=timezone.now() - timedelta(hours=1))
    posted.tend()
    letter = campaign.letters.select_related("event").order_by("pk")[0]
    return letter, letter.delivery_attempts.order_by("-n")[0]


def say(office, status, *, number=0):
    id_ = list(office.rows)[number]
    office.set_status(id_, status)
    return id_


@pytest.mark.parametrize("status", ["created", "sending", "accepted", "pending-virus-check"])
def test_nobody_is_thanked_by_what_lies_at_the_printer(office, status):
    campaign = handed_over()
    say(office, status)

    letter, attempt = look(campaign)

    assert (letter.status, attempt.state) == (Status.PRINTING, State.ACCEPTED)
    assert letter.event.outcome == ContributionEvent.Outcome.OPEN
    assert not dispatch.complete_if_settled(campaign_id=campaign.pk)


def test_what_was_posted_is_sent_and_thanks_its_person(office):
    campaign = handed_over()
    say(office, "received")

    letter, attempt = look(campaign)

    assert (letter.status, attempt.state) == (Status.SENT, State.DELIVERED)
    assert letter.event.outcome == ContributionEvent.Outcome.THANKED
    assert str(attempt.cost) == "0.6800"
    assert dispatch.complete_if_settled(campaign_id=campaign.pk)
    assert JournalEntry.objects.of_kinds([dispatch.LETTER_SENT]).count() == 1


@pytest.mark.parametrize(
    ("said", "status", "cause", "state"),
    [
        ("cancelled", Status.CANCELLED, "", State.CANCELLED),
        ("validation-failed", Status.FAILED, "content", State.REFUSED),
        ("virus-scan-failed", Status.FAILED, "content", State.REFUSED),
        ("permanent-failure", Status.FAILED, "refused", State.REFUSED),
        ("technical-failure", Status.UNCERTAIN, "", State.UNKNOWN),
    ],
)
def test_what_was_not_printed_thanks_nobody_and_says_why(office, said, status, cause, state):
    campaign = handed_over()
    say(office, said)

    letter, attempt = look(campaign)
    dispatch.sweep()
    letter, attempt = look(campaign)

    assert (letter.status, letter.cause, attempt.state) == (status, cause, state)
    assert letter.problem
    assert attempt.error_code == said
    assert letter.event.outcome == ContributionEvent.Outcome.OPEN
    assert JournalEntry.objects.of_kinds([posted.LETTER_NOT_PRINTED]).count() == 1


def test_a_letter_that_notify_has_forgotten_is_left_to_a_person_and_never_sent_again(office, rosa):
    """DLV-1: after seven days the look-up proves nothing."""
    campaign = handed_over()
    office.rows.clear()

    look(campaign)
    dispatch.sweep()
    letter, attempt = look(campaign)

    assert (letter.status, attempt.state) == (Status.UNCERTAIN, State.UNKNOWN)
    progress.confirm_sent(letter=letter, by=rosa)
    attempt.refresh_from_db()
    assert (attempt.state, bool(attempt.provider_ref)) == (State.ACCEPTED, True)


def test_many_letters_are_heard_of_by_pages(office, monkeypatch):
    monkeypatch.setattr("dev.notify.PAGE", 2)
    campaign = handed_over(5)
    for number in range(5):
        say(office, "received", number=number)
    asked, answer = [], office.answer
    monkeypatch.setattr(office, "answer", lambda *args: asked.append(args[1]) or answer(*args))

    look(campaign)

    assert set(campaign.letters.values_list("status", flat=True)) == {Status.SENT}
    assert len(asked) == 4  # two pages, and the first letter of each


def test_what_was_heard_of_lately_is_not_asked_about(office, settings, monkeypatch):
    settings.NOTIFY_LOOK_EVERY_S = 900
    handed_over()
    monkeypatch.setattr(office, "answer", None)

    posted.tend()


def test_a_notify_that_does_not_answer_changes_nothing(office, settings):
    campaign = handed_over()
    settings.NOTIFY_URL = "http://127.0.0.1:9"

    letter, attempt = look(campaign)

    assert (letter.status, attempt.state) == (Status.PRINTING, State.ACCEPTED)


def returned(office, count=1):
    """So many letters, all of which were posted."""
    campaign = handed_over(count)
    for number in range(count):
        say(office, "received", number=number)
    look(campaign)
    return campaign, list(office.rows)


def test_dlv_3_a_letter_that_comes_back_waits_for_a_person(office):
    campaign, (ref,) = returned(office)

    returns.came_back(provider_ref=ref)
    returns.came_back(provider_ref=ref)

    attempt = DeliveryAttempt.objects.came_back().get()
    assert attempt.letter.status == Status.SENT
    assert JournalEntry.objects.of_kinds([returns.LETTER_CAME_BACK]).count() == 1
    assert not attempt.letter.contributor.gone_away_on


def test_dlv_3_a_return_that_is_told_before_the_posting_is_both(office):
    """Callbacks come in any order."""
    campaign = handed_over()
    (ref,) = office.rows

    returns.came_back(provider_ref=ref)
    say(office, "accepted")
    letter, attempt = look(campaign)

    assert (letter.status, attempt.state) == (Status.SENT, State.RETURNED)


def never_heard(office, status):
    """Notify took it, and its yes was lost on the way."""
    campaign = handed_over()
    (ref,) = office.rows
    DeliveryAttempt.objects.update(provider_ref="", state=State.UNKNOWN)
    held = {"token": uuid4(), "lease_until": timezone.now()} if status == "sending" else {}
    campaign.letters.update(status=status, **held)
    return campaign, office.returned(ref)


def tell(told):
    return returns.came_back(provider_ref=told["notification_id"], reference=told["reference"])


@pytest.mark.parametrize("has_row", [True, False])
@pytest.mark.parametrize("status", ["sending", "uncertain", "ready", "failed"])
def test_dlv_3_a_return_is_evidence_where_nobody_heard_that_it_was_taken(office, status, has_row):
    """By our own name for the try: it went, its person was thanked, and it came back."""
    cause = {"cause": "fault", "problem": "Stopped."} if status == "failed" else {}
    campaign, told = never_heard(office, Status.UNCERTAIN if cause else status)
    campaign.letters.update(status=status, **cause)
    if not has_row:
        DeliveryAttempt.objects.all().delete()

    tell(told)
    tell(told)
    dispatch.sweep()
    dispatch.send_chunk(campaign_id=campaign.pk)
    letter, attempt = look(campaign)

    assert (letter.status, letter.token) == (Status.SENT, None)
    assert (attempt.state, attempt.provider_ref) == (State.RETURNED, told["notification_id"])
    assert len(office.rows) == 1
    assert JournalEntry.objects.of_kinds([dispatch.LETTER_SENT]).count() == 1
    assert JournalEntry.objects.of_kinds([returns.LETTER_CAME_BACK]).count() == 1


def test_dlv_3_a_return_settles_what_notify_could_not_say(office):
    campaign = handed_over()
    ref = say(office, "technical-failure")
    look(campaign)

    returns.came_back(provider_ref=ref)
    letter, attempt = look(campaign)

    assert (letter.status, attempt.state) == (Status.SENT, State.RETURNED)


def test_a_return_of_what_was_stopped_for_good_leaves_it_so(office):
    campaign, told = never_heard(office, Status.CANCELLED)

    tell(told)

    letter, attempt = look(campaign)
    assert (letter.status, attempt.state) == (Status.CANCELLED, State.RETURNED)


@pytest.mark.parametrize("n", ["", "0", "2", "x", "99999", "-1"])
def test_a_return_of_a_try_that_there_never_was_is_nothing(office, n):
    campaign, told = never_heard(office, Status.UNCERTAIN)
    ref = told["reference"].rpartition("-")[0]

    assert tell({**told, "reference": f"{ref}-{n}"}) is None

    assert campaign.letters.get().status == Status.UNCERTAIN


@pytest.mark.parametrize("ref", ["", "never-ours"])
def test_a_return_of_somebody_elses_letter_is_nothing(office, ref):
    handed_over()

    assert returns.came_back(provider_ref=ref) is None


@pytest.mark.parametrize("found", Found.values)
def test_dlv_3_a_person_says_why_it_came_back(office, rosa, found):
    _, (ref,) = returned(office)
    attempt = returns.came_back(provider_ref=ref)

    returns.look_into(attempt=attempt, found=found, by=rosa)

    assert not DeliveryAttempt.objects.came_back().exists()
    attempt.letter.contributor.refresh_from_db()
    assert bool(attempt.letter.contributor.gone_away_on) == (found == Found.GONE_AWAY)
    with pytest.raises(DomainError, match="already"):
        returns.look_into(attempt=attempt, found=found, by=rosa)


def test_nobody_looks_into_what_did_not_come_back(office, rosa):
    handed_over()

    with pytest.raises(DomainError, match="already"):
        returns.look_into(attempt=DeliveryAttempt.objects.get(), found="nothing", by=rosa)


@pytest.mark.parametrize("half", [{"found": "nothing"}, {"seen_at": timezone.now()}])
def test_the_database_wants_who_looked_and_what_they_found(office, half):
    handed_over()

    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryAttempt.objects.update(**half)


def test_cmp_5_more_than_five_returns_of_the_first_hundred_stop_the_rest(office, amir):
    campaign, refs = returned(office, 7)
    for ref in refs[:5]:
        returns.came_back(provider_ref=ref)
    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.RELEASING

    returns.came_back(provider_ref=refs[5])

    campaign.refresh_from_db()
    assert (campaign.status, campaign.breaker) == (Campaign.Status.PAUSED, breaker.RETURNS)

    progress.resume(campaign=campaign, by=amir)
    returns.came_back(provider_ref=refs[6])
    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.RELEASING
