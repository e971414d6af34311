"""“What your people did”: partners add and confirm (CTB-4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recognition.models import ContributionEvent
from tests import make
from tests.recognition.test_ledger_pages import facts, page


@pytest.fixture
def ours(kitchen):
    return reverse("recognition:our_event_list", args=[kitchen.pk])


def test_ctb4_pat_says_that_it_is_right_in_one_tap(as_, pat, kitchen, ours):
    event = make.event(make.contributor("Ann Baker"), organisation=kitchen)
    client = as_(pat)
    shown = page(client.get(ours))
    assert "Ann Baker" in shown
    assert "One thing waits for you" in shown

    client.post(reverse("recognition:our_event_verify", args=[kitchen.pk, event.pk]))

    event.refresh_from_db()
    assert event.verified_by == pat
    assert "Nothing waits for you." in page(client.get(ours))


def test_ctb4_pat_puts_the_words_right_and_confirms(as_, pat, kitchen, ours):
    event = make.event(organisation=kitchen)
    url = reverse("recognition:our_event_edit", args=[kitchen.pk, event.pk])

    response = as_(pat).post(url, facts(what_they_did="mended forty bicycles"), follow=True)

    assert "The facts are confirmed." in page(response)
    event.refresh_from_db()
    assert (event.what_they_did, event.verified_by) == ("mended forty bicycles", pat)


def test_ctb4_pat_adds_what_nobody_wrote_down(as_, pat, kitchen, programme, ours):
    person = make.contributor("Ann Baker", organisation=kitchen)
    url = reverse("recognition:our_event_add", args=[kitchen.pk])

    response = as_(pat).post(url, facts(contributor=person.pk, kind="hours", hours="2.5"))

    assert response.url == ours
    event = ContributionEvent.objects.get()
    assert (event.contributor, event.organisation, event.programme) == (person, kitchen, programme)
    assert event.verified_by == pat


@pytest.mark.parametrize(("hours", "words"), [("1", "1 hour<"), ("2.5", "2.5 hours<")])
def test_hours_are_counted_in_words(hours, words, as_, pat, kitchen, ours):
    make.event(organisation=kitchen, hours=hours)

    assert words in page(as_(pat).get(ours))


def test_ctb4_only_ones_own_people_are_on_offer(as_, pat, kitchen, programme):
    stranger = make.contributor("Sue Stranger")
    url = reverse("recognition:our_event_add", args=[kitchen.pk])

    response = as_(pat).post(url, facts(contributor=stranger.pk, kind="hours"))

    assert response.status_code == 422
    assert not ContributionEvent.objects.exists()


def test_ctb4_thanks_for_the_dead_are_refused_in_words(as_, pat, kitchen, programme):
    """Story 7."""
    person = make.contributor("Ida Late", organisation=kitchen, deceased_on=timezone.localdate())
    url = reverse("recognition:our_event_add", args=[kitchen.pk])

    response = as_(pat).post(url, facts(contributor=person.pk, kind="hours"))

    assert response.status_code == 422
    assert "must not be contacted" in page(response)


def test_what_belongs_to_others_is_not_there(as_, pat, kitchen):
    others = make.organisation("Another")
    event = make.event(organisation=others)
    client = as_(pat)

    assert client.get(reverse("recognition:our_event_list", args=[others.pk])).status_code == 404
    url = reverse("recognition:our_event_edit", args=[kitchen.pk, event.pk])
    assert client.get(url).status_code == 404


def test_what_waits_stands_on_the_page_of_the_partner(as_, pat, kitchen):
    make.event(make.contributor("Ann Baker"), organisation=kitchen)

    shown = page(as_(pat).get(reverse("partner_detail", args=[kitchen.pk])))

    assert "Is this right?" in shown
    assert "One thing waits for us." in shown


def test_the_list_asks_as_many_questions_for_many_as_for_two(as_, pat, kitchen, ours):
    client = as_(pat)

    def asked(number):
        for _ in range(number):
            make.event(make.contributor(), organisation=kitchen)
        with CaptureQueriesContext(connection) as queries:
            client.get(ours)
        return len(queries)

    assert asked(2) == asked(6)
