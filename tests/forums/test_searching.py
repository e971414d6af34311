"""Search finds what one may read, and does not let on that there is anything else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.models import Contributor, Hold
from forums import searching
from forums.actions import conversation
from forums.models import Forum, Post, Topic
from forums.permissions import can_read_conversation, find_place
from forums.reading import forums_read_by
from forums.wording import Line
from tests import make

EVERYWHERE = reverse("forums:search")


def say(member, title, body, tag="experience"):
    by = member.contributor.user
    return conversation.start_topic(membership=member, title=title, tag=tag, body=body, by=by)


def reply(topic, member, body):
    by = member.contributor.user
    return conversation.reply(topic=topic, membership=member, tag="evidence", body=body, by=by)


@pytest.fixture
def topic(member):
    return say(member, "Key safes", "Every house on Harbour Street had its heating off.")


@pytest.fixture
def elsewhere(programme, lena, leo, forum):
    """A forum that Nell is not in, where Ada says nearly the same."""
    other = make.forum(programme=programme, by=lena, name="Secret garden", recruiting=True)
    make.scope(other, drafted_by=leo, approved_by=lena, included=(Line("Harbour gardens"),))
    ada = make.member(other.seats.get(), make.user("Ada"))
    Forum.objects.filter(pk=other.pk).update(status="active")
    ada.refresh_from_db()
    return say(ada, "Harbour boats", "Heating on Harbour Street, for boats.")


def page(client, q, forum=None, **more):
    url = reverse("forums:forum_search", args=[forum.pk]) if forum else EVERYWHERE
    response = client.get(url, {"q": q, **more})
    assert response.status_code == 200
    return response


def titles(response):
    return [found.title for found in response.context.get("found", [])]


def test_a_member_finds_what_was_said_in_other_forms_of_the_word(as_, topic, nell):
    response = page(as_(nell), "houses heated")

    assert titles(response) == ["Key safes"]
    text = response.content.decode()
    assert "Every <mark>house</mark> on Harbour Street had its <mark>heating</mark> …" in text
    assert reverse("forums:post", args=[topic.forum_id, topic.pk, 1]) in text


def test_topics_are_found_by_their_titles_and_come_first(as_, topic, member, nell):
    reply(topic, member, "A safe is not enough.")

    found = page(as_(nell), "safe").context["found"]

    assert [(one.title, bool(one.tag)) for one in found] == [
        ("Key safes", False),
        ("Key safes", True),
    ]


def test_what_the_scope_says_is_found(as_, topic, nell):
    text = page(as_(nell), "staffing").content.decode()

    assert "Ward staffing" in text
    assert "Not here: goes to The Hospitals Board" in text


def test_nothing_is_let_on_of_a_forum_that_one_is_not_in(as_, topic, elsewhere, nell):
    """Not by a count, a snippet, a line of its scope, or a page beyond."""
    response = page(as_(nell), "harbour")

    assert response.context["count"] == 1
    assert "boats" not in response.content.decode()
    assert "Secret garden" not in response.content.decode()
    assert not page(as_(nell), "boats").context["found"]


def test_a_lead_finds_both(as_, topic, elsewhere, lena):
    assert page(as_(lena), "harbour street").context["count"] == 2


def test_one_forum_is_searched_alone(as_, topic, elsewhere, lena):
    assert titles(page(as_(lena), "harbour", topic.forum)) == ["Key safes"]


@pytest.mark.parametrize("who", ["cleo", "adele", "pat"])
def test_who_has_no_seat_finds_nothing(as_, topic, who, request):
    """Administrators see no content (P2); Pat’s people sit there, and she does not."""
    response = page(as_(request.getfixturevalue(who)), "heating")

    assert response.context["count"] == 0


def test_mem_1_nothing_is_found_before_the_scope_is_acknowledged(as_, topic, nell, leo, lena):
    make.scope(topic.forum, drafted_by=leo, approved_by=lena, included=(Line("Else"),))

    assert page(as_(nell), "heating").context["count"] == 0


def test_hld_2_nothing_is_found_while_a_seat_rests(as_, topic, member, nell, sam):
    make.hold(member.contributor, Hold.Scope.SEATS, by=sam)

    assert page(as_(nell), "heating").context["count"] == 0


def test_p3_nothing_is_found_after_leaving_the_organisation(as_, topic, member, nell, kitchen):
    day = timezone.localdate() - timedelta(days=1)
    member.contributor.affiliations.create(
        organisation=kitchen, from_on=day - timedelta(days=9), to_on=day
    )

    assert page(as_(nell), "heating").context["count"] == 0


def test_reading_all_and_reading_one_agree(topic, elsewhere, request):
    """forums_read_by and can_read_conversation say the same of everybody."""
    for name in ["lena", "leo", "adele", "grace", "nell", "pat", "cleo", "rosa", "sam"]:
        user = request.getfixturevalue(name)
        one_by_one = {
            f.pk for f in Forum.objects.all() if can_read_conversation(find_place(user, f))
        }
        assert set(forums_read_by(user).values_list("pk", flat=True)) == one_by_one, name


def test_dif_5_differences_are_not_found(as_, member, kitchen, nell, lena):
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    make.difference(member, organisation=kitchen, status="working", title="Whether cots are new")

    for user in (nell, lena):
        assert "cots are new" not in page(as_(user), "cots").content.decode()


def test_mtg_4_in_a_forum_that_does_not_attribute_found_words_carry_a_sector(
    as_, topic, nell, grace
):
    Forum.objects.update(attribution="non_attributed")

    text = page(as_(grace), "heating").content.decode()

    assert "Voluntary and community" in text
    assert "Nell" not in text
    assert "Aldermere Community Kitchen" not in text
    assert "<span>You</span>" in page(as_(nell), "heating").content.decode()


@pytest.mark.parametrize("name", ["Nell", "nell@example.org", "Aldermere Community Kitchen"])
def test_mtg_4_nobody_is_found_by_who_they_are(as_, topic, grace, name):
    """A name is looked for in what was said, not in who said it."""
    Forum.objects.update(attribution="non_attributed")

    assert page(as_(grace), name).context["count"] == 0


@pytest.mark.parametrize(
    "words",
    [
        '"unclosed',
        "it's",
        "' OR 1=1 --",
        "heating & | ! ( ) <-> :*",
        "-heating",
        "\\",
        "%_",
        "heating\x00off",
        "h" * 5000,
        "heating " * 700,
        "<script>alert(1)</script>",
        "🔥",
        "\ue000\ue001",
        "x",
    ],
)
def test_whatever_is_typed_is_looked_for(as_, topic, nell, words):
    response = page(as_(nell), words)

    assert "<script>alert" not in response.content.decode()


def test_five_thousand_characters_find_what_the_first_of_them_say(as_, topic, nell):
    assert titles(page(as_(nell), "heating " * 625)) == ["Key safes"]


@pytest.mark.parametrize("words", ["the", "the and of", "!!!", "a"])
def test_words_that_are_everywhere_are_said_to_be_so(as_, topic, nell, words):
    text = page(as_(nell), words).content.decode()

    assert "These words are in almost everything" in text


def test_without_words_the_page_says_how_to_look(as_, topic, nell):
    assert "Differences are not looked through." in page(as_(nell), "  ").content.decode()


def test_what_nobody_said_is_not_found(as_, topic, nell):
    assert "Nothing found" in page(as_(nell), "zeppelin").content.decode()


def test_words_in_quotes_and_words_left_out(as_, topic, member, nell):
    reply(topic, member, "Street by street, the harbour was cold.")

    assert page(as_(nell), '"harbour street"').context["count"] == 1
    assert page(as_(nell), "harbour -heating").context["count"] == 1
    assert page(as_(nell), "harbour or zeppelin").context["count"] == 2


def test_a_snippet_is_words_and_not_markup(as_, member, nell):
    say(member, "Doors", "> **Bold** <b>locks</b> &amp; _keys_ \ue000cut\ue001 for every door")

    text = page(as_(nell), "locks").content.decode()

    assert "<mark>locks</mark>" in text
    assert "&amp;amp; _keys_" in text
    assert "**" not in text
    assert "<b>" not in text


def test_what_was_changed_is_found_by_what_it_says_now(as_, member, nell):
    post = say(member, "Keys", "Ask the porter.").posts.get()
    conversation.edit(post=post, tag="question", body="Ask the caretaker.", by=nell)

    assert page(as_(nell), "caretaker").context["count"] == 1
    assert page(as_(nell), "porter").context["count"] == 0


def test_what_is_parked_is_found_and_marked(as_, topic, grace, nell):
    topic.posts.get().parkings.create(reason="Not here", where_it_goes="The Board", parked_by=grace)

    assert "Parked" in page(as_(nell), "heating").content.decode()


@pytest.mark.parametrize("forum_only", [True, False])
def test_a_search_costs_the_same_however_much_is_found(as_, topic, member, nell, forum_only):
    where = topic.forum if forum_only else None

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(as_(nell), "heating", where)
        return len(captured)

    reply(topic, member, "Heating, still.")
    page(as_(nell), "heating", where)
    few = queries()
    for number in range(50):
        say(member, f"Heating {number}", "Heating.")

    assert queries() <= few  # where topics fill the page, no contribution is asked for


def test_pages_follow_each_other_without_a_gap(as_, topic, member, nell):
    for number in range(30):
        reply(topic, member, f"Heating number {number}")
    seen, response = [], page(as_(nell), "heating")
    while True:
        seen += [found.url for found in response.context["found"]]
        if not response.context["page"].next:
            break
        response = as_(nell).get(EVERYWHERE + response.context["page"].next)

    assert len(seen) == len(set(seen)) == 31


def test_beyond_a_thousand_it_is_not_counted_on(topic, member, nell, monkeypatch):
    monkeypatch.setattr(searching, "MOST_COUNTED", 2)
    for number in range(3):
        reply(topic, member, f"Heating number {number}")

    assert searching.counted(searching.rings("heating", nell))[1] == "2+"


def test_words_are_found_by_their_index(topic):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for rows, index in [
            (Post.objects.saying("heating"), "post_by_words"),
            (Topic.objects.saying("heating"), "topic_by_words"),
        ]:
            assert index in rows.explain()


def test_pages_leave_the_words_of_the_index_in_the_database(topic):
    assert "words" in Post.objects.first().get_deferred_fields()
    assert "words" in topic.forum.topics.first().get_deferred_fields()


# --- Former members ---


@pytest.fixture
def fay(topic, lena):
    """Had a seat from 90 to 30 days ago."""
    user = make.user("Fay")
    make.former(make.seat(topic.forum, by=lena), user, days=60, ago=30)
    return user


def say_ago(member, title, days):
    made = say(member, title, f"Heating, {days} days ago.")
    made.posts.update(posted_at=timezone.now() - timedelta(days=days))
    return made


def test_former_members_find_what_was_said_in_their_time(as_, fay, member):
    say_ago(member, "Too early", 100)
    theirs = say_ago(member, "In time", 50)
    say_ago(member, "Too late", 20)

    found = page(as_(fay), "heating").context["found"]

    assert [one.title for one in found] == ["In time"]
    assert as_(fay).get(found[0].url).status_code == 200
    assert str(theirs.pk) in found[0].url


def test_former_members_find_topics_by_title_where_they_read_how_they_began(as_, fay, member):
    say_ago(member, "Zeppelins", 50)
    say_ago(member, "Zeppelins again", 20)

    assert titles(page(as_(fay), "zeppelins")) == ["Zeppelins"]


def test_former_members_do_not_find_words_that_came_later(as_, fay, member):
    """It was changed within its quarter of an hour, and they left in between."""
    late = say(member, "Keys", "Ask the caretaker.").posts.get()
    late.edits.create(body="Ask the porter.", at=timezone.now() - timedelta(days=29))
    Post.objects.filter(pk=late.pk).update(posted_at=timezone.now() - timedelta(days=31))

    assert page(as_(fay), "caretaker").context["count"] == 0
    assert page(as_(fay), "porter").context["count"] == 0


def test_hld_2_former_members_find_nothing_while_a_hold_is_on_their_seats(as_, fay, member, sam):
    say_ago(member, "In time", 50)
    make.hold(fay_person(fay), Hold.Scope.SEATS, by=sam)

    assert page(as_(fay), "heating").context["count"] == 0


def fay_person(user):
    return Contributor.objects.get(user=user)


def test_mem_1_nor_by_a_lead_whose_own_seat_waits_for_it(as_, topic, lena):
    make.member(make.seat(topic.forum, by=lena), lena, reads=False)

    assert page(as_(lena), "heating").context["count"] == 0
