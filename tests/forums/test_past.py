"""Former members go on reading what happened in their time, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from forums.actions import conversation
from forums.models import AgendaItem, Forum, Membership, Post, PostEdit, ScopeStatement
from forums.models.past import former_seats, posts_of_their_time, topics_of_their_time
from forums.wording import Line
from tests import make


def days_ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def fay(db):
    return make.user("Fay")


@pytest.fixture
def seat(forum, fay, lena):
    """Fay sat there from 90 to 30 days ago."""
    return make.former(make.seat(forum, by=lena, title="Housing"), fay, days=60, ago=30)


@pytest.fixture
def say(member, nell):
    """Nell says something, so many days ago; in a topic of that name."""

    def said(title, *days):
        topic = None
        for number, ago in enumerate(days, 1):
            words = {"tag": "evidence", "body": f"{title} {number}", "by": nell}
            if topic is None:
                topic = conversation.start_topic(membership=member, title=title, **words)
            else:
                conversation.reply(topic=topic, membership=member, **words)
            topic.posts.filter(number=number).update(posted_at=days_ago(ago))
        return topic

    return said


def at(seat, page=""):
    return f"/forums/past/{seat.pk}/{page}"


def test_they_read_what_was_said_in_their_time(seat, say, fay, as_):
    say("Before", 100)
    mixed = say("Across", 100, 80, 31, 29)
    say("After", 20)

    page = as_(fay).get(at(seat)).content.decode()
    topic = as_(fay).get(at(seat, f"topics/{mixed.pk}/")).content.decode()

    assert "Across" in page
    assert "Before" not in page
    assert "After" not in page
    assert [f"Across {number}" in topic for number in (1, 2, 3, 4)] == [False, True, True, False]


@pytest.mark.parametrize("which", ["Before", "After"])
def test_other_topics_are_not_there(seat, say, fay, as_, which):
    topic = say(which, 100 if which == "Before" else 20)

    assert as_(fay).get(at(seat, f"topics/{topic.pk}/")).status_code == 404


def test_what_was_changed_since_reads_as_it_did(seat, say, fay, as_):
    topic = say("Across", 31)
    post = topic.posts.get()
    PostEdit.objects.create(post=post, body="In their time", at=days_ago(30) + timedelta(minutes=5))
    Post.objects.filter(pk=post.pk).update(body="Newer")

    page = as_(fay).get(at(seat, f"topics/{topic.pk}/")).content.decode()

    assert "In their time" in page
    assert "Newer" not in page


def test_mtg_4_a_forum_that_does_not_attribute_shows_them_sectors(seat, say, fay, nell, as_):
    Forum.objects.filter(pk=seat.forum_id).update(attribution="non_attributed")
    topic = say("Across", 40)

    pages = [as_(fay).get(at(seat, page)) for page in ("", f"topics/{topic.pk}/")]

    assert not any(nell.name in page.content.decode() for page in pages)
    assert "Voluntary and community" in pages[1].content.decode()


@pytest.mark.parametrize(("ago", "is_theirs"), [(59, True), (1, True), (-1, False), (61, False)])
def test_they_read_agreed_minutes_of_meetings_in_their_time(seat, fay, as_, ago, is_theirs):
    meeting = make.minuted(seat, ago=ago)

    answer = as_(fay).get(at(seat, f"minutes/{meeting.pk}/"))

    assert answer.status_code == (200 if is_theirs else 404)
    listed = f"minutes/{meeting.pk}/" in as_(fay).get(at(seat)).content.decode()
    assert listed == is_theirs


@pytest.mark.parametrize(
    ("said", "added", "is_theirs"), [(31, 31, True), (31, 29, False), (29, 29, False)]
)
def test_they_download_what_was_attached_in_their_time(seat, say, fay, as_, said, added, is_theirs):
    topic = say("Across", 40, said)
    file = make.post_file(topic.posts.get(number=2), added_at=days_ago(added))
    url = at(seat, f"topics/{topic.pk}/2/files/{file.pk}/")

    answer = as_(fay).get(url)

    assert answer.status_code == (200 if is_theirs else 404)
    page = as_(fay).get(at(seat, f"topics/{topic.pk}/")).content.decode()
    assert (url in page) == is_theirs
    if is_theirs:
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_is_not_found_under_another_contribution(seat, say, fay, as_):
    topic = say("Across", 40, 40)
    file = make.post_file(topic.posts.get(number=1), added_at=days_ago(40))

    assert as_(fay).get(at(seat, f"topics/{topic.pk}/2/files/{file.pk}/")).status_code == 404


def test_they_read_papers_of_meetings_in_their_time(seat, fay, as_):
    paper = make.old_paper(seat, link="https://wards.example/houses")
    file, url = paper.files.get(), at(seat, f"papers/{paper.pk}/")

    minutes = as_(fay).get(at(seat, f"minutes/{paper.item.meeting_id}/")).content.decode()
    page = as_(fay).get(url).content.decode()

    assert url in minutes
    assert "Nine stand empty." in page
    assert "https://wards.example/houses" in page
    assert as_(fay).get(f"{url}files/{file.pk}/").content.startswith(b"%PDF")


@pytest.mark.parametrize("how", ["after", "withdrawn", "removed", "not theirs"])
def test_other_papers_are_not_there(seat, fay, as_, how):
    more = {
        "after": {"added_at": days_ago(29)},
        "withdrawn": {"withdrawn_at": days_ago(10)},
        "not theirs": {"ago": -1},
    }
    paper = make.old_paper(seat, **more.get(how, {}))
    if how == "removed":
        AgendaItem.objects.filter(pk=paper.item_id).update(removed_at=days_ago(30))

    url = at(seat, f"papers/{paper.pk}/")

    assert as_(fay).get(url).status_code == 404
    assert as_(fay).get(f"{url}files/{paper.files.get().pk}/").status_code == 404


def test_minutes_that_are_still_being_written_are_not_theirs(seat, fay, as_):
    meeting = make.minuted(seat, agreed=False)

    assert as_(fay).get(at(seat, f"minutes/{meeting.pk}/")).status_code == 404


def test_the_forum_itself_is_closed_to_them(seat, say, fay, as_):
    """Story 17: viewing after the seat ended."""
    topic = say("Across", 40)
    client = as_(fay)

    for page in ("", "topics/", f"topics/{topic.pk}/", "differences/", "seats/", "scope/", "mix/"):
        assert client.get(f"/forums/{seat.forum_id}/{page}").status_code == 404


def test_dif_5_no_difference_is_read_after_the_seat_ended(seat, member, fay, kitchen, as_):
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    difference = make.difference(member, organisation=kitchen, status="acknowledged")

    assert as_(fay).get(difference.get_absolute_url()).status_code == 404
    assert difference.title not in as_(fay).get(at(seat)).content.decode()


@pytest.fixture
def versions(forum, leo, lena):
    """1.0 was in force until 50 days ago, 2.0 until 20 days ago, 3.0 is now."""
    two = make.scope(forum, drafted_by=leo, approved_by=lena, included=(Line("Beds"),))
    three = make.scope(forum, drafted_by=leo, approved_by=lena, included=(Line("Keys"),))
    one = forum.scopes.get(major=1)
    return {one: (200, 50), two: (50, 20), three: (20, None)}


def test_scopes_of_their_time_and_no_newer_one(forum, seat, versions, fay, as_, unguarded):
    unguarded(versions)
    one, _, three = versions

    page = as_(fay).get(at(seat)).content.decode()

    assert "Version 1.0" in page
    assert "Version 3.0" not in page
    assert as_(fay).get(at(seat, f"scope/{one.pk}/")).status_code == 200
    assert as_(fay).get(at(seat, f"scope/{three.pk}/")).status_code == 404


def test_mem_1_their_time_ends_with_a_scope_that_they_never_acknowledged(
    seat, versions, say, fay, as_, unguarded
):
    unguarded(versions)
    topic = say("Across", 60, 40)

    page = as_(fay).get(at(seat, f"topics/{topic.pk}/")).content.decode()

    assert "Across 1" in page
    assert "Across 2" not in page


def test_a_scope_leads_to_powers_whoever_may_open_them_and_nobody_else(forum, leo, lena):
    make.delegation(forum, drafted_by=lena, granted=True)
    made = make.scope(forum, drafted_by=leo, approved_by=lena, included=(Line("Beds"),))
    version = ScopeStatement.objects.with_items().get(pk=made.pk)
    powers = reverse("forums:delegation_list", args=[forum.pk])

    from_outside, within = (
        render_to_string("forums/_whole_scope.html", {"version": version, "within": within})
        for within in (False, True)
    )

    assert "under Powers" in from_outside
    assert powers not in from_outside
    assert powers in within


@pytest.fixture
def unguarded():
    """Back-date versions, which a trigger forbids."""

    def back_date(times):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE forums_scopestatement DISABLE TRIGGER USER")
            for scope, (begun, over) in times.items():
                cursor.execute(
                    "UPDATE forums_scopestatement SET effective_from=%s, superseded_at=%s"
                    " WHERE id=%s",
                    [days_ago(begun), days_ago(over) if over else None, scope.pk],
                )
            cursor.execute("ALTER TABLE forums_scopestatement ENABLE TRIGGER USER")

    return back_date


def test_mem_1_who_never_acknowledged_a_scope_was_never_in_the_room(forum, fay, lena, as_):
    seat = make.former(make.seat(forum, by=lena), fay, reads=False)

    assert as_(fay).get(at(seat)).status_code == 404
    assert not former_seats(fay).exists()


@pytest.mark.parametrize("who", [None, "nell", "grace", "lena", "adele", "cleo"])
def test_nobody_else_reads_it(seat, member, request, as_, who):
    user = request.getfixturevalue(who) if who else None

    assert as_(user).get(at(seat)).status_code == (404 if user else 302)


def test_a_hold_on_seats_closes_it_as_well(seat, fay, sam, as_):
    make.hold(seat.contributor, "seats", by=sam)

    answer = as_(fay).get(at(seat))

    assert "On hold: speak to the safeguarding lead" in answer.content.decode()
    assert "What was said" not in answer.content.decode()


def test_a_seat_merged_into_another_is_no_time_of_its_own(seat, fay):
    Membership.objects.filter(pk=seat.pk).update(ended_reason="merged")

    assert not former_seats(fay).exists()


def test_somebody_who_came_back_has_both(seat, say, fay, as_, lena):
    say("Now", 1)
    make.member(seat.seat, fay)

    assert as_(fay).get(at(seat)).status_code == 200
    assert as_(fay).get(seat.forum.get_absolute_url()).status_code == 200
    assert "Now" not in as_(fay).get(at(seat)).content.decode()


def test_their_forums_lead_there(seat, fay, as_):
    page = as_(fay).get("/forums/").content.decode()

    assert at(seat) in page
    assert f'href="/forums/{seat.forum_id}/"' not in page
    assert 'href="/forums/"' in as_(fay).get("/").content.decode()


def test_for_search_one_queryset_holds_all_times_of_a_person(seat, say, fay, lena):
    say("Across", 80, 20)
    say("Gap", 15)
    make.former(make.seat(seat.forum, by=lena), fay, days=5, ago=7)
    say("Again", 10)

    posts = posts_of_their_time(former_seats(fay))

    assert sorted(posts.values_list("said", flat=True)) == ["Across 1", "Again 1"]
    assert topics_of_their_time(former_seats(fay)).count() == 2


def test_as_many_queries_for_thirty_posts_as_for_two(
    seat, say, fay, as_, django_assert_max_num_queries
):
    client = as_(fay)
    short, long = say("Short", 40, 40), say("Long", *[40] * 18)
    for number in range(20):
        say(f"T{number}", 40)
    client.get(at(seat))

    with django_assert_max_num_queries(14):
        client.get(at(seat))
    with django_assert_max_num_queries(12) as small:
        client.get(at(seat, f"topics/{short.pk}/"))
    with django_assert_max_num_queries(len(small.captured_queries)):
        client.get(at(seat, f"topics/{long.pk}/"))
