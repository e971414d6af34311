"""Who learns that a forum exists: its members, the people of its programme, or everyone (§4)."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.models import Forum, Membership
from tests import make

LISTED = reverse("forums:forum_listed")
PROGRAMMES = {"lena", "rosa", "amir", "adele", "sam", "iris", "pat", "grace", "nell"}
NOBODYS = {"ben", "cleo", "gone", "elsewhere"}
ANYONE = PROGRAMMES | NOBODYS | {"public"}


@pytest.fixture
def cast(request, member, kitchen, lena):
    """All roles; Pat coordinates the Kitchen, from which Nell has a seat. Gone had one, and
    Elsewhere leads another programme."""
    names = [*PROGRAMMES, "ben", "cleo"]
    people = {name: request.getfixturevalue(name) for name in names}
    former = make.former(make.seat(member.forum, by=lena), make.user("Gone"))
    other = make.programme("Leaving care well")
    elsewhere = make.user("Elsewhere", role="programme_lead", programme=other)
    return {**people, "gone": former.contributor.user, "elsewhere": elsewhere}


def listed_as(forum, listing):
    Forum.objects.filter(pk=forum.pk).update(listing=listing)


def who_sees(client, as_, cast, words):
    pages = {"public": client.get(LISTED)}
    pages |= {name: as_(user).get(LISTED) for name, user in cast.items()}
    assert {page.status_code for page in pages.values()} == {200}
    return {name for name, page in pages.items() if words in page.content.decode()}


@pytest.mark.parametrize(
    ("listing", "known_to"),
    [("members", set()), ("programme", PROGRAMMES), ("public", ANYONE)],
)
def test_a_forum_is_listed_for_whom_it_says(client, as_, cast, forum, listing, known_to):
    listed_as(forum, listing)

    assert who_sees(client, as_, cast, forum.name) == known_to


@pytest.mark.parametrize("listing", Forum.Listing.values)
def test_being_listed_opens_nothing(as_, cast, forum, listing):
    before = {name: Forum.objects.visible_to(user).exists() for name, user in cast.items()}

    listed_as(forum, listing)

    seen = {name: Forum.objects.visible_to(user).exists() for name, user in cast.items()}
    assert seen == before
    assert {name for name, sees in seen.items() if sees} == {"lena", "adele", "grace", "nell"}
    for name, user in cast.items():
        status = as_(user).get(forum.get_absolute_url()).status_code
        assert status == (200 if seen[name] else 404), name


@pytest.mark.parametrize(("listing", "is_known"), [("members", False), ("programme", True)])
def test_the_list_of_forums_names_others_of_the_programme(as_, forum, rosa, listing, is_known):
    listed_as(forum, listing)

    page = as_(rosa).get(reverse("forums:forum_list")).content.decode()

    assert (forum.name in page) == is_known
    assert forum.get_absolute_url() not in page


def test_ones_own_forums_are_not_among_the_others(as_, forum, grace):
    listed_as(forum, "public")

    assert as_(grace).get(reverse("forums:forum_list")).context["others"] == []


def test_a_new_forum_is_private(programme, lena, forum):
    assert make.forum(programme=programme, by=lena, name="Another").listing == "members"


def test_the_public_page_says_name_purpose_and_scope_and_no_more(client, forum, member):
    listed_as(forum, "public")

    page = client.get(LISTED).content.decode()

    assert forum.purpose in page
    assert forum.scopes.effective().get().read_aloud in page
    for word in ("Nell", "Grace", str(member.organisation), member.seat.title, "/forums/1"):
        assert word not in page


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_a_draft_is_not_listed_yet_and_a_closed_forum_not_any_more(client, forum, status):
    listed_as(forum, "public")
    Forum.objects.filter(pk=forum.pk).update(status=status)

    assert forum.name not in client.get(LISTED).content.decode()


def test_a_scope_that_is_drafted_is_not_said_aloud(client, programme, lena, leo):
    new = make.forum(programme=programme, by=lena, recruiting=True, listing="public")
    make.scope(new, drafted_by=leo, read_aloud="Not yet for anyone.")

    page = client.get(LISTED).content.decode()

    assert new.purpose in page
    assert "Not yet for anyone." not in page


def test_p3_whoever_leaves_the_programme_learns_nothing_new(as_, forum, member, nell):
    listed_as(forum, "programme")
    Membership.objects.filter(pk=member.pk).update(
        ended_at=timezone.now() + timedelta(seconds=1), ended_reason="resigned"
    )

    assert forum.name not in as_(nell).get(LISTED).content.decode()


def test_the_list_costs_the_same_however_many_there_are(
    client, programme, lena, forum, django_assert_num_queries
):
    listed_as(forum, "public")
    with django_assert_num_queries(3):
        client.get(LISTED)
    for number in range(5):
        make.forum(
            programme=programme, by=lena, recruiting=True, name=f"F {number}", listing="public"
        )

    with django_assert_num_queries(3):
        client.get(LISTED)


@pytest.mark.parametrize(("cadence", "days"), [("weekly", 7), ("monthly", 28), ("as_needed", None)])
def test_the_second_meeting_is_proposed_as_often_as_was_agreed(as_, forum, grace, cadence, days):
    Forum.objects.update(cadence=cadence)
    tuesday = timezone.make_aware(datetime(2038, 10, 5, 14))  # noqa: DTZ001 - no holiday is near
    first = make.meeting(forum, by=grace, starts_at=tuesday)

    form = as_(grace).get(reverse("forums:meeting_new", args=[forum.pk])).context["form"]

    assert form.initial["on"] == (first.day + timedelta(days=days) if days else None)


def test_a_form_that_names_another_listing_is_sent_back(as_, forum, lena):
    page = as_(lena).post(reverse("forums:forum_edit", args=[forum.pk]), {"listing": "world"})

    assert page.status_code == 422
    assert "Choose one of the options listed" in page.content.decode()
