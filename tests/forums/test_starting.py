"""What each kind of forum starts from, and that it can be used as it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from forums.actions import openings
from forums.aims import clash_of
from forums.forms import ScopeForm
from forums.models import Forum, MixTarget, Seat
from forums.starting import starting_wording, template_of
from forums.wording import READ_ALOUD_WORDS
from tests import make

KINDS = Forum.Kind.values


@pytest.fixture
def facts(programme, kitchen):
    """What is known of a forum before it is opened, but for its kind."""

    def of(kind):
        template = template_of(kind)
        made = Forum(kind=kind)
        return {
            "programme": programme,
            "name": "Going home",
            "purpose": "Nobody goes home to a cold room.",
            "kind": kind,
            "convened_by": kitchen,
            "sunset_on": timezone.localdate() + timedelta(days=200),
            "promise": template.promise,
            "attribution": "attributed",
            "quorum_people": template.quorum.people,
            "quorum_share": template.quorum.share,
            "quorum_nongov_share": made.quorum_nongov_share,
            "quorum_sectors": template.quorum.sectors,
        }

    return of


@pytest.mark.parametrize("kind", KINDS)
def test_a_forum_is_opened_with_the_seats_and_aims_of_its_kind(facts, lena, kind):
    """MIX-1: they do not clash."""
    template = template_of(kind)

    forum = openings.open_from(template=template, by=lena, **facts(kind))

    assert forum.status == Forum.Status.DRAFT
    assert forum.seats.count() == len(template.seats) >= 6
    assert forum.targets.count() == len(template.targets) >= 2
    assert forum.seats.filter(kind=Seat.Kind.CHAIR).count() == 1
    assert not clash_of(list(forum.targets.all()), list(forum.seats.all()))


@pytest.mark.parametrize("kind", KINDS)
def test_its_quorum_can_be_reached_with_its_seats(facts, lena, kind):
    """FRM-1"""
    forum = openings.open_from(template=template_of(kind), by=lena, **facts(kind))

    voters = forum.seats.filter(voting=True)

    assert forum.quorum.people <= voters.count()
    assert forum.quorum.sectors <= max(1, len(set(voters.values_list("sector", flat=True))))


@pytest.mark.parametrize("kind", KINDS)
def test_its_words_fit_the_form_and_say_where_everything_goes(programme, lena, kind):
    """SCO-3, SCO-6"""
    words = starting_wording(make.forum(programme=programme, by=lena, kind=kind))

    form = ScopeForm(wording=words, is_first=True)

    assert len(words.read_aloud.split()) <= READ_ALOUD_WORDS
    assert words.included
    assert all(line.where_it_goes for line in words.excluded)
    assert all(words.texts.values())
    assert not any("{" in text for text in words.texts.values())
    for name, field in form.fields.items():
        said = str(form.initial.get(name) or "")
        assert len(said) <= (getattr(field, "max_length", None) or len(said)), name


def test_a_name_that_is_taken_leaves_nothing_behind(facts, lena, programme):
    make.forum(programme=programme, by=lena, name="Going home")
    before = Seat.objects.count()

    with pytest.raises(DomainError, match="already has a forum of that name"):
        openings.open_from(template=template_of("task"), by=lena, **facts("task"))

    assert (Seat.objects.count(), MixTarget.objects.count()) == (before, 0)


def test_the_page_offers_each_and_shows_what_it_brings(as_, lena):
    offered = as_(lena).get(reverse("forums:forum_new")).content.decode()
    chosen = as_(lena).get(reverse("forums:forum_new"), {"from": "safeguarding"}).content.decode()

    assert all(f"?from={kind}" in offered for kind in KINDS)
    assert "What it brings: 10 seats, 4 aims, words for the scope" in chosen
    assert "A concern about a named person → [contact], today" in chosen
    assert re.search(r'value="safeguarding"[^>]* checked', chosen)


def test_a_start_that_we_do_not_have_is_no_start(as_, lena):
    page = as_(lena).get(reverse("forums:forum_new"), {"from": "../secrets"}).content.decode()

    assert "Start from what others learned" in page


def test_sending_the_form_opens_it_with_its_seats(as_, lena, facts, kitchen):
    told = facts("task")
    end = told["sunset_on"]
    data = {
        **{name: value for name, value in told.items() if value is not None},
        "convened_by": kitchen.name,
        "attribution": Forum.Attribution.ATTRIBUTED,
        "listing": Forum.Listing.MEMBERS,
        "cadence": Forum.Cadence.MONTHLY,
        "sunset_on_day": end.day,
        "sunset_on_month": end.month,
        "sunset_on_year": end.year,
    }

    response = as_(lena).post(f"{reverse('forums:forum_new')}?from=task", data)

    forum = Forum.objects.get()
    assert response.url == reverse("forums:seat_list", args=[forum.pk])
    assert forum.seats.count() == 6
