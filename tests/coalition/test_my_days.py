"""A lead says when they are away, and stops the morning mail."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from coalition.models import User
from tests import make
from tests.coalition.offer_steps import today


def in_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_lead_says_when_they_are_away(as_, lena):
    first, last = today() + timedelta(days=3), today() + timedelta(days=9)
    typed = {"wants_digest": "no", **in_boxes("away_from", first), **in_boxes("away_until", last)}

    page = as_(lena).post(reverse("my_days"), typed, follow=True)

    lena.refresh_from_db()
    assert "Your days are saved" in page.text
    assert lena.is_away(last)
    assert not lena.is_away(last + timedelta(days=1))
    assert lena.digest_stopped_at


def test_ofr3_a_lead_names_who_steps_in(as_, lena, programme):
    zoe = make.user("Zoe", role="programme_lead", programme=programme)

    as_(lena).post(reverse("my_days"), {"wants_digest": "yes", "deputy": zoe.pk})

    lena.refresh_from_db()
    assert lena.deputy == zoe
    chosen = f'<option value="{zoe.pk}" selected>Zoe</option>'
    assert chosen in as_(lena).get(reverse("my_days")).text


@pytest.mark.parametrize("who", ["elsewhere", "rosa", "lena"])
def test_only_another_lead_of_the_programme_steps_in(as_, lena, rosa, who):
    vale = make.programme("Homes for Vale")
    elsewhere = make.user("Max", role="programme_lead", programme=vale)
    deputy = {"elsewhere": elsewhere, "rosa": rosa, "lena": lena}[who]

    page = as_(lena).post(reverse("my_days"), {"wants_digest": "yes", "deputy": deputy.pk})

    lena.refresh_from_db()
    assert page.status_code == 422
    assert lena.deputy is None


def test_the_database_refuses_to_step_in_for_oneself(lena):
    with pytest.raises(IntegrityError, match="user_is_not_their_own_deputy"):
        User.objects.filter(pk=lena.pk).update(deputy=lena)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (5, 3, "Choose a last day that is not before the first"),
        (None, 3, "Enter both days, or leave both empty"),
        (3, None, "Enter both days, or leave both empty"),
        (-5, -3, "This date has passed"),
    ],
)
def test_days_that_cannot_be_are_explained(as_, lena, first, last, says):
    typed = {"wants_digest": "yes"}
    for name, days in (("away_from", first), ("away_until", last)):
        typed |= in_boxes(name, today() + timedelta(days=days)) if days is not None else {}

    page = as_(lena).post(reverse("my_days"), typed)

    assert page.status_code == 422
    assert says in page.text


def test_the_database_refuses_to_be_back_before_leaving(lena):
    with pytest.raises(IntegrityError, match="user_is_away_from_a_day_to_a_day"):
        User.objects.filter(pk=lena.pk).update(
            away_from=today(), away_until=today() - timedelta(days=1)
        )
