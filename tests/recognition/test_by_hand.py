"""Letters that a person posts or gives by hand: through the gates, and one word counts (DLV-1)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from coalition.actions import preferences
from coalition.domain import DomainError
from recognition.actions import by_hand, rendering
from recognition.models import DeliveryAttempt, Letter
from tests import make

pytestmark = pytest.mark.django_db
Status = Letter.Status


def to_give():
    """Typeset, for somebody who is thanked in person only."""
    person = make.contributor(email="")
    preferences.choose(owner=person, by=None, channels=["in_person"])
    campaign = make.campaign([make.event(person)], released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign.letters.with_words().get()


@pytest.fixture
def letter(programme):
    return to_give()


def test_g3_whoever_is_thanked_in_person_gets_it_by_hand(letter):
    assert (letter.channel, letter.status) == ("hand", "ready")


def test_taken_and_given_its_person_is_thanked(letter, rosa):
    taken = by_hand.carry_out(letter=letter)
    assert taken.status == Status.PRINTING

    by_hand.give(letter=letter, by=rosa)

    letter.refresh_from_db()
    assert letter.status == Status.SENT
    assert letter.event.outcome == "thanked"
    assert DeliveryAttempt.objects.get().provider == "hand"


def test_not_given_it_waits_again(letter, rosa):
    by_hand.carry_out(letter=letter)

    by_hand.put_back(letter=letter, by=rosa)

    letter.refresh_from_db()
    assert letter.status == Status.READY
    assert by_hand.carry_out(letter=letter).status == Status.PRINTING


def test_hld_5_a_hold_stops_it_before_it_is_taken(letter):
    make.hold(letter.contributor)

    assert by_hand.carry_out(letter=letter).status == Status.HELD


@pytest.mark.parametrize("say", ["give", "put_back"])
def test_what_was_not_taken_is_neither_given_nor_put_back(letter, rosa, say):
    with pytest.raises(DomainError, match="said already"):
        getattr(by_hand, say)(letter=letter, by=rosa)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["take", "give"])
def test_of_two_who_press_at_once_one_wins(rosa, what):
    letter = to_give()
    if what == "give":
        by_hand.carry_out(letter=letter)

    def press(_):
        one = Letter.objects.with_words().get(pk=letter.pk)
        try:
            if what == "take":
                return by_hand.carry_out(letter=one).status
            return by_hand.give(letter=one, by=rosa).ref
        except DomainError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        pressed = list(pool.map(press, "12"))

    assert sum(one is not None for one in pressed) == 1


def test_three_buttons(as_, rosa, letter):
    browser = as_(rosa)
    assert "Take it to print" in browser.get(letter.get_absolute_url()).text

    browser.post(reverse("recognition:letter_take", args=[letter.pk]))
    browser.post(reverse("recognition:letter_put_back", args=[letter.pk]))
    browser.post(reverse("recognition:letter_take", args=[letter.pk]))
    assert "I posted it" in browser.get(letter.get_absolute_url()).text
    browser.post(reverse("recognition:letter_give", args=[letter.pk]))

    letter.refresh_from_db()
    assert letter.status == Status.SENT
