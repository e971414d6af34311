"""Some letters first, and the rest when somebody has looked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition import standing
from recognition.actions import dispatch, progress, releases, rendering
from recognition.forms.releases import ReleaseForm, RestForm
from recognition.models import Campaign, Letter, Wave
from tests import make


@pytest.fixture
def approved(rosa, amir):
    return make.campaign(
        [make.event(), make.event(), make.event()], by=rosa, approver=amir, approved=True
    )


@pytest.fixture
def in_waves(rosa, amir):
    return make.in_waves(by=rosa, approver=amir)


def release(campaign, **how):
    return releases.release(campaign=campaign, seen=campaign.fingerprint, by=campaign.author, **how)


def in_days(number):
    return timezone.now() + timedelta(days=number)


def send(campaign):
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return dispatch.send_chunk(campaign_id=campaign.pk)


def is_time(campaign):
    """The time of the rest has come."""
    gone = timezone.now() - timedelta(seconds=1)
    campaign.letters.filter(send_after__gt=timezone.now()).update(send_after=gone)
    campaign.waves.update(goes_at=gone)


def test_all_go_in_one_wave_unless_somebody_says_otherwise(approved):
    release(approved)

    wave = approved.waves.get()
    assert (wave.number, wave.letters, wave.is_to_come) == (1, 3, False)
    assert send(approved) == 3


def test_the_first_go_now_and_the_rest_at_its_time(approved):
    rest_at = in_days(2)

    release(approved, first=2, rest_at=rest_at)

    assert list(approved.waves.order_by("number").values_list("letters", "goes_at"))[1] == (
        1,
        rest_at,
    )
    assert (send(approved), send(approved)) == (2, 0)
    assert approved.letters.filter(status=Letter.Status.READY).count() == 1
    is_time(approved)
    assert send(approved) == 1


def test_a_campaign_is_not_over_while_some_wait_for_their_time(in_waves):
    send(in_waves)

    assert not dispatch.complete_if_settled(campaign_id=in_waves.pk)
    stands = standing.of(in_waves)
    assert stands.waits_for_its_time
    assert not stands.is_moving


def test_the_rest_waits_while_the_breaker_is_open(in_waves):
    """CMP-5."""
    send(in_waves)
    Campaign.objects.filter(pk=in_waves.pk).update(
        status="paused", breaker="A letter went to somebody who has died."
    )

    is_time(in_waves)

    assert send(in_waves) == 0
    Campaign.objects.filter(pk=in_waves.pk).update(status="releasing", breaker="")
    assert send(in_waves) == 1


@pytest.mark.parametrize("when", [-1, 0])
def test_the_rest_does_not_go_in_the_past(approved, when):
    with pytest.raises(DomainError, match="a time to come"):
        release(approved, first=1, rest_at=in_days(when))


def test_nobody_sets_a_time_in_an_embargo(approved, amir):
    """Story 23: a campaign that is scheduled inside an embargo is told so beforehand."""
    make.embargo(by=amir, name="Local elections", covers="all", days=(3, 9))

    with pytest.raises(DomainError, match="‘Local elections’ holds such letters until"):
        release(approved, first=1, rest_at=in_days(5))

    release(approved, first=1, rest_at=in_days(10))


def test_another_time_is_set_for_the_rest(in_waves, rosa):
    [wave] = in_waves.waves.to_come()
    later = in_days(8)

    releases.move_wave(wave=wave, goes_at=later, by=rosa)

    assert in_waves.letters.get(send_after=later).status == "queued"
    assert in_waves.waves.get(number=2).goes_at == later
    facts = JournalEntry.objects.get(kind=releases.WAVE_MOVED).facts
    assert facts == {"wave": 2, "goes_at": later.isoformat()}


def test_the_rest_goes_now(in_waves, rosa):
    [wave] = in_waves.waves.to_come()

    releases.move_wave(wave=wave, goes_at=None, by=rosa)

    assert send(in_waves) == 2


def test_no_time_is_set_for_what_has_begun_to_go(in_waves, rosa):
    is_time(in_waves)
    wave = in_waves.waves.get(number=2)

    with pytest.raises(DomainError, match="have begun to go"):
        releases.move_wave(wave=wave, goes_at=in_days(1), by=rosa)


def test_no_time_is_set_in_an_embargo_or_in_the_past(in_waves, rosa, amir):
    [wave] = in_waves.waves.to_come()
    make.embargo(by=amir, covers="all", days=(3, 9))

    for wrong in (in_days(5), in_days(-1)):
        with pytest.raises(DomainError):
            releases.move_wave(wave=wave, goes_at=wrong, by=rosa)


def test_no_time_is_set_for_what_was_stopped(in_waves, rosa):
    [wave] = in_waves.waves.to_come()
    progress.pause(campaign=in_waves, by=rosa)
    progress.stop(campaign=in_waves, by=rosa)

    with pytest.raises(DomainError, match="will not go"):
        releases.move_wave(wave=wave, goes_at=in_days(1), by=rosa)


def test_a_held_letter_that_is_tried_again_still_goes_with_the_rest(in_waves, rosa):
    [wave] = in_waves.waves.to_come()
    held = in_waves.letters.filter(send_after=wave.goes_at)
    held.update(status="held", stopped_by="G2", problem="On hold.")

    progress.retry(campaign=in_waves, letters=in_waves.letters.filter(status="held"), by=rosa)

    assert held.get().status == "queued"


def test_the_database_refuses_two_waves_with_one_number_and_an_empty_one(in_waves):
    for fields, name in (
        ({"number": 1, "letters": 1}, "wave_once_per_number"),
        ({"number": 3, "letters": 0}, "wave_has_letters"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Wave.objects.create(campaign=in_waves, goes_at=timezone.now(), **fields)


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2038, 3, 28), 8), (date(2038, 10, 31), 9)], ids=["spring", "autumn"]
)
def test_times_are_those_of_the_united_kingdom_when_clocks_change(day, hour):
    """9am on the day itself: British Summer Time has begun, or is over."""
    form = RestForm({"on_day": day.day, "on_month": day.month, "on_year": day.year, "hour": "9"})

    assert form.is_valid()
    assert form.cleaned_data["goes_at"].astimezone(UTC) == datetime(
        day.year, day.month, day.day, hour, tzinfo=UTC
    )


def typed(**fields):
    return ReleaseForm({"count": "100", **fields}, letters=100)


def test_all_go_now_where_nothing_is_said():
    form = typed()

    assert form.is_valid()
    assert form.cleaned_data == {"first": None}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"first": "20"}, "Say on which day the rest goes"),
        ({"rest_hour": "9"}, "Enter how many go first"),
        ({"first": "100"}, "Fewer than all 100 go first"),
        (
            {
                "first": "20",
                "rest_on_day": "1",
                "rest_on_month": "2",
                "rest_on_year": "2026",
                "rest_hour": "9",
            },
            "Choose a time to come",
        ),
    ],
)
def test_half_a_plan_is_asked_about(fields, message):
    form = typed(**fields)

    assert not form.is_valid()
    assert message in str(form.errors)


def test_the_progress_page_tells_of_the_rest_and_it_can_be_sent_at_once(in_waves, as_, rosa):
    client = as_(rosa)
    page = client.get(reverse("recognition:campaign_progress", args=[in_waves.pk])).text
    rest = reverse("recognition:campaign_rest", args=[in_waves.pk])

    refused = client.post(rest, {})
    done = client.post(rest, {"now": "yes"}, follow=True)

    assert rest in page
    assert "1 letter goes" in page
    assert (refused.status_code, "Choose at what time" in refused.text) == (422, True)
    assert "The other letter goes now." in done.text
    assert client.get(rest).status_code == 404


def test_the_page_of_many_letters_asks_how_many_go_first(settings, as_, rosa, amir, monkeypatch):
    monkeypatch.setattr("recognition.views.releases.MANY", 2)
    campaign = make.campaign([make.event(), make.event()], by=rosa, approver=amir, approved=True)
    day = timezone.localdate() + timedelta(days=4)

    done = as_(rosa).post(
        reverse("recognition:campaign_release", args=[campaign.pk]),
        {
            "seen": campaign.fingerprint,
            "count": "2",
            "first": "1",
            "rest_on_day": day.day,
            "rest_on_month": day.month,
            "rest_on_year": day.year,
            "rest_hour": "9",
        },
        follow=True,
    )

    assert "1 go now, and the other 1" in done.text
    assert campaign.waves.count() == 2


def test_the_last_look_warns_of_an_embargo(approved, as_, rosa, amir):
    make.embargo(by=amir, name="Local elections", covers="all")

    page = as_(rosa).get(reverse("recognition:campaign_release", args=[approved.pk])).text

    assert "‘Local elections’ holds such letters until" in page
