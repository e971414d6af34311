"""Pages around letters in the post: what came back (DLV-3), over how many days, the cut-off."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.models import CarrierStop
from recognition.models import DeliveryAttempt, Letter
from recognition.models.attempt import attempt_key
from recognition.outlook import cancellable_until
from recognition.panels import letters_that_came_back
from tests import make

pytestmark = pytest.mark.django_db
TOKEN = "a token of forty letters, drawn at random"
CALLBACK = "/thanks/returned/notify/"


@pytest.fixture
def tell(client, settings):
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN

    def tell(body, token=TOKEN):
        headers = {"Authorization": f"Bearer {token}"}
        return client.post(CALLBACK, body, content_type="application/json", headers=headers)

    return tell


def posted_letter(**fields):
    letter = make.letter(status="sent", channel="post", address=["Ann Hall", "AL1 2AB"])
    return make.returned(letter) if not fields else _attempt(letter, **fields)


def _attempt(letter, **fields):
    attempt = make.returned(letter)
    DeliveryAttempt.objects.filter(pk=attempt.pk).update(**fields)
    attempt.refresh_from_db()
    return attempt


def test_notify_tells_of_a_letter_that_came_back_once_or_twice(tell):
    attempt = posted_letter(state="delivered")

    answers = [tell({"notification_id": attempt.provider_ref}).status_code for _ in range(2)]

    assert answers == [204, 204]
    assert DeliveryAttempt.objects.came_back().get() == attempt


def test_notify_tells_of_a_letter_by_our_own_name_for_it(tell):
    """Where nobody ever heard that it was taken."""
    letter = make.letter(status="uncertain", channel="post", handovers=1)

    tell({"notification_id": "theirs", "reference": attempt_key(letter, 1)})

    attempt = DeliveryAttempt.objects.came_back().get()
    assert (attempt.letter, attempt.provider_ref) == (letter, "theirs")


def test_a_letter_that_is_not_ours_is_heard_and_forgotten(tell):
    assert tell({"notification_id": "another"}).status_code == 204


@pytest.mark.parametrize("body", ["", "[]", "{}", "no JSON"])
def test_what_cannot_be_read_is_told_so(tell, body):
    assert tell(body).status_code == 400


def test_whoever_shows_no_token_or_another_is_not_heard(tell, settings):
    attempt = posted_letter(state="delivered")
    told = {"notification_id": attempt.provider_ref}

    assert tell(told, token="").status_code == 401
    assert tell(told, token="another").status_code == 401
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert tell(told, token="").status_code == 401

    assert not DeliveryAttempt.objects.came_back().exists()


def test_a_person_looks_into_it_and_it_is_off_their_list(as_, rosa):
    attempt = posted_letter()
    assert "came back" in letters_that_came_back(rosa).tasks[0].sentence
    page = as_(rosa).get(reverse("recognition:return_look", args=[attempt.pk]))
    assert "Ann Hall" in page.content.decode()

    answer = as_(rosa).post(
        reverse("recognition:return_look", args=[attempt.pk]), {"found": "gone_away"}
    )

    assert answer.status_code == 302
    assert letters_that_came_back(rosa) is None
    attempt.letter.contributor.refresh_from_db()
    assert attempt.letter.contributor.gone_away_on
    assert "gone away" in as_(rosa).get(reverse("recognition:return_list")).content.decode()


def test_the_list_takes_as_many_queries_for_many(as_, rosa, django_assert_max_num_queries):
    posted_letter()
    as_(rosa).get(reverse("recognition:return_list"))
    asked = []
    for _ in range(2):
        for _ in range(3):
            posted_letter()
        with django_assert_max_num_queries(30) as counted:
            as_(rosa).get(reverse("recognition:return_list"))
        asked.append(len(counted))

    assert asked[0] == asked[1]


def test_letters_in_the_post_say_over_how_many_days_they_go(as_, rosa, settings):
    settings.NOTIFY_DAILY_LETTERS = 2
    campaign = make.campaign([make.event() for _ in range(5)], released=True)
    campaign.letters.update(channel="post")
    CarrierStop.objects.create(
        carrier="notify", until=timezone.now() + timedelta(hours=5), why="No more today."
    )

    page = as_(rosa).get(reverse("recognition:campaign_progress", args=[campaign.pk]))

    words = page.content.decode()
    assert "takes 2 a day, so they go over 3 days" in words
    assert "Nothing goes by post until" in words
    assert "No more today." in words


def test_who_sends_by_email_reads_nothing_of_the_post(as_, rosa):
    campaign = make.campaign(approved=True)

    page = as_(rosa).get(reverse("recognition:campaign_release", args=[campaign.pk]))

    assert "by post" not in page.content.decode()


@pytest.mark.parametrize(
    ("handed_over", "until"),
    [
        (datetime(2026, 12, 1, 17, 29, tzinfo=UTC), datetime(2026, 12, 1, 17, 30, tzinfo=UTC)),
        (datetime(2026, 12, 1, 17, 30, tzinfo=UTC), datetime(2026, 12, 2, 17, 30, tzinfo=UTC)),
        (datetime(2026, 7, 1, 16, 29, tzinfo=UTC), datetime(2026, 7, 1, 16, 30, tzinfo=UTC)),
        (datetime(2026, 7, 1, 16, 31, tzinfo=UTC), datetime(2026, 7, 2, 16, 30, tzinfo=UTC)),
    ],
)
def test_dlv_4_it_can_be_cancelled_until_half_past_five_by_the_clock_of_london(handed_over, until):
    assert cancellable_until(handed_over) == until


@pytest.mark.parametrize(
    ("ago", "words"), [(0, "can still be cancelled there"), (3, "cannot be called back")]
)
def test_dlv_4_the_page_says_until_when(as_, rosa, ago, words):
    letter = make.letter(status="printing", channel="post", pdf_hash="0" * 64, handovers=1)
    _attempt(letter, state="accepted", at=timezone.now() - timedelta(days=ago))

    page = as_(rosa).get(letter.get_absolute_url())

    assert words in page.content.decode()


def test_a_posted_letter_in_doubt_names_what_to_look_for(as_, rosa):
    letter = make.letter(status="uncertain", channel=Letter.Channel.POST, handovers=2)

    page = as_(rosa).get(letter.get_absolute_url())

    assert f"{letter.ref}-2" in page.content.decode()
