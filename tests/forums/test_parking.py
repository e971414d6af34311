"""The parked list: out of scope goes to its proper door, and nothing vanishes."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums.actions import conversation, parking
from forums.models import Forum, Membership, Parking, Post
from forums.models.conversation import POSTS_PER_PAGE
from forums.wording import Line
from tests import make

WHY = {"reason": "Rents are set by the council.", "route": "own", "own_words": "Housing committee"}


@pytest.fixture
def topic(member, nell):
    return conversation.start_topic(
        membership=member, title="Who rings?", tag="question", body="What of the rents?", by=nell
    )


@pytest.fixture
def post(topic):
    return topic.posts.get()


def url(name, topic, *more):
    return reverse(f"forums:{name}", args=[topic.forum_id, topic.pk, *more])


def list_of(forum):
    return reverse("forums:parked_list", args=[forum.pk])


def park(as_, who, topic, **more):
    page = url("post_park", topic, 1)
    seen = as_(who).get(page).context["form"]["seen"].value()
    return as_(who).post(page, {**WHY, "seen": seen, **more})


def test_the_chair_moves_what_is_out_of_scope_and_its_author_reads_why(
    as_, topic, post, grace, nell
):
    response = park(as_, grace, topic)

    parked = Parking.objects.get()
    page = as_(nell).get(response.url, follow=True).content.decode()
    listed = as_(nell).get(list_of(topic.forum)).content.decode()
    assert "What of the rents?" not in page
    assert "is out of scope" in page
    assert reverse("forums:parked", args=[topic.forum_id, parked.pk]) in page
    for words in ("What of the rents?", WHY["reason"], WHY["own_words"]):
        assert words in listed
    mail = Mail.objects.get(kind="forum_post_parked")
    assert mail.to == nell.email
    assert WHY["reason"] in mail.body
    assert WHY["own_words"] in mail.body
    assert "What of the rents?" not in mail.body
    assert JournalEntry.objects.about(post).filter(kind="post.parked", by=grace).exists()


def test_what_the_scope_says_of_where_things_go_can_be_chosen(as_, topic, grace):
    item = topic.forum.scopes.effective().with_items().get().out_items[0]

    park(as_, grace, topic, route=item["text"], own_words="")

    assert Parking.objects.get().where_it_goes == item["where_it_goes"]


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        ({"reason": ""}, "Enter an answer to ‘Why is it out of scope?’"),
        ({"reason": "x" * 301}, "Use 300 characters or fewer"),
        ({"route": ""}, "Choose an answer to ‘Where does it go?’"),
        ({"route": "own", "own_words": ""}, "Say where it goes"),
        ({"route": "nowhere"}, "Choose one of the options listed"),
    ],
)
def test_moving_needs_a_reason_and_somewhere_to_go(as_, topic, grace, faulty, said):
    response = park(as_, grace, topic, **faulty)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Parking.objects.exists()


def test_only_the_chair_the_secretary_and_leads_move(as_, topic, nell, lena):
    assert as_(nell).get(url("post_park", topic, 1)).status_code == 403
    assert "Out of scope?" not in as_(nell).get(topic.get_absolute_url()).content.decode()

    assert park(as_, lena, topic).status_code == 302


def test_a_chair_who_has_not_read_the_scope_does_not_move(as_, topic, grace, leo, lena):
    """MEM-1"""
    make.scope(topic.forum, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),))

    response = as_(grace).post(url("post_park", topic, 1), WHY)

    assert response.url.startswith(reverse("forums:scope_acknowledge", args=[topic.forum_id]))
    assert not Parking.objects.exists()


def test_it_is_brought_back_and_that_is_on_record(as_, topic, post, grace, nell):
    park(as_, grace, topic)
    parked = Parking.objects.get()

    as_(grace).post(reverse("forums:parked_bring_back", args=[topic.forum_id, parked.pk]))

    page = as_(nell).get(topic.get_absolute_url()).content.decode()
    listed = as_(nell).get(list_of(topic.forum)).content.decode()
    assert "What of the rents?" in page
    assert "brought back to its place" in listed
    assert Mail.objects.get(kind="forum_post_brought_back").to == nell.email
    assert JournalEntry.objects.about(post).filter(kind="post.brought_back", by=grace).exists()


def test_it_may_be_moved_again_after_it_was_brought_back(as_, topic, grace):
    for _ in "12":
        park(as_, grace, topic)
        parking.bring_back(parking=Parking.objects.latest("pk"), by=grace)

    assert Parking.objects.count() == 2
    assert Mail.objects.filter(kind="forum_post_parked").count() == 2


def test_members_do_not_bring_back(as_, topic, post, nell, grace):
    parked = make.parked(post, by=grace)
    page = reverse("forums:parked_bring_back", args=[topic.forum_id, parked.pk])

    assert as_(nell).post(page).status_code == 403
    assert "Bring it back" not in as_(nell).get(list_of(topic.forum)).content.decode()


def test_nobody_is_told_of_what_they_moved_themselves(topic, grace, chair):
    own = conversation.reply(
        topic=topic, membership=chair, tag="question", body="And rates?", by=grace
    )

    make.parked(own, by=grace)

    assert not Mail.objects.filter(kind="forum_post_parked").exists()


def test_the_address_of_a_parked_contribution_leads_to_its_place_and_on_to_the_list(
    as_, topic, post, grace, nell
):
    parked = make.parked(post, by=grace)

    place = as_(nell).get(url("post", topic, 1))
    listed = as_(nell).get(reverse("forums:parked", args=[topic.forum_id, parked.pk]))

    assert place.url == f"{topic.get_absolute_url()}#p1"
    assert 'id="p1"' in as_(nell).get(place.url).content.decode()
    assert listed.url == f"{list_of(topic.forum)}#c{parked.pk}"
    assert f'id="c{parked.pk}"' in as_(nell).get(listed.url).content.decode()


def test_the_address_on_the_list_finds_its_page(as_, topic, grace, nell):
    first = make.parked(topic.posts.get(), by=grace)
    for number in range(POSTS_PER_PAGE):
        make.parked(make.reply(topic, f"Day {number}"), by=grace)

    response = as_(nell).get(reverse("forums:parked", args=[topic.forum_id, first.pk]))

    assert response.url == f"{list_of(topic.forum)}?page=2#c{first.pk}"
    assert f'id="c{first.pk}"' in as_(nell).get(response.url).content.decode()


def test_what_is_parked_elsewhere_is_not_found_here(as_, topic, post, grace, programme, lena):
    parked = make.parked(post, by=grace)
    other = make.forum(programme=programme, by=lena)

    for name in ("parked", "parked_bring_back"):
        page = reverse(f"forums:{name}", args=[other.pk, parked.pk])
        assert as_(lena).post(page).status_code in {404, 405}
        assert as_(lena).get(page).status_code in {404, 405}
    assert Parking.objects.standing().exists()


def test_files_go_along(as_, topic, post, grace, nell):
    file = make.post_file(post)
    make.parked(post, by=grace)

    assert file.get_absolute_url() in as_(nell).get(list_of(topic.forum)).content.decode()
    assert as_(nell).get(file.get_absolute_url()).status_code == 200


def test_a_parked_contribution_is_not_changed_and_what_was_typed_is_kept(
    as_, topic, post, grace, nell
):
    """Opened before it was moved, sent after."""
    make.parked(post, by=grace)

    response = as_(nell).post(
        url("post_edit", topic, 1), {"tag": "question", "body": "And the rates?"}
    )

    assert response.status_code == 422
    assert "has been moved to the parked list" in response.content.decode()
    assert "And the rates?</textarea>" in response.content.decode()
    assert Post.objects.get().body == "What of the rents?"
    opened = as_(nell).get(url("post_edit", topic, 1), follow=True)
    assert "on the parked list, and stays as it is" in opened.content.decode()


def test_what_its_author_changed_meanwhile_is_read_again_first(as_, topic, post, grace, nell):
    page = url("post_park", topic, 1)
    seen = as_(grace).get(page).context["form"]["seen"].value()
    conversation.edit(post=post, tag="question", body="What of the keys?", by=nell)

    first = as_(grace).post(page, {**WHY, "seen": seen})
    again = first.context["form"]["seen"].value()
    second = as_(grace).post(page, {**WHY, "seen": again})

    assert first.status_code == 422
    assert "changed this contribution while this page was open" in first.content.decode()
    assert "What of the keys?" in first.content.decode()
    assert "Rents are set by the council.</textarea>" in first.content.decode()
    assert second.status_code == 302


def test_nothing_is_parked_twice(post, grace, lena):
    make.parked(post, by=grace)

    with pytest.raises(DomainError, match="just moved this contribution"):
        make.parked(post, by=lena)


def test_nothing_is_brought_back_twice(post, grace, lena):
    parked = make.parked(post, by=grace)
    parking.bring_back(parking=parked, by=grace)

    with pytest.raises(DomainError, match="brought back already"):
        parking.bring_back(parking=parked, by=lena)


@pytest.mark.parametrize("status", ["paused", "sunset_review", "closing", "closed"])
def test_a_forum_that_rests_moves_nothing(as_, topic, post, lena, status):
    parked = make.parked(make.reply(topic), by=lena)
    Forum.objects.update(status=status)

    asked = as_(lena).get(url("post_park", topic, 1))
    moved = as_(lena).post(url("post_park", topic, 1), {**WHY, "seen": post.stamp})
    back = as_(lena).post(reverse("forums:parked_bring_back", args=[topic.forum_id, parked.pk]))

    for response in (asked, moved, back):
        assert response.status_code == 409
        assert "This forum" in response.content.decode()
    assert Parking.objects.standing().get() == parked
    page = as_(lena).get(topic.get_absolute_url()).content.decode()
    assert "Out of scope?" not in page


@pytest.mark.parametrize("change", [{"reason": "Because."}, {"where_it_goes": "Away"}])
def test_what_was_said_of_it_stays_said(post, grace, change):
    parked = make.parked(post, by=grace)

    with pytest.raises(IntegrityError, match="stays said"):
        Parking.objects.filter(pk=parked.pk).update(**change)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"reason": ""}, "parking_says_why_and_where_it_goes"),
        ({"where_it_goes": ""}, "parking_says_why_and_where_it_goes"),
        ({"brought_back_at": "2026-01-01T00:00Z"}, "parking_is_brought_back_by_somebody"),
    ],
)
def test_the_database_wants_it_whole(post, grace, fields, constraint):
    whole = {"post": post, "reason": "R", "where_it_goes": "W", "parked_by": grace}

    with pytest.raises(IntegrityError, match=constraint):
        Parking.objects.create(**{**whole, **fields})


def test_former_members_read_neither(as_, topic, post, grace, nell):
    """P3"""
    make.parked(post, by=grace)
    Membership.objects.filter(contributor__user=nell).update(
        ended_at="2099-01-01T00:00Z", ended_reason="resigned"
    )

    assert as_(nell).get(list_of(topic.forum)).status_code in {403, 404}


def test_the_list_costs_the_same_however_long_it_is(as_, topic, post, grace):
    make.parked(post, by=grace)
    few = _queries(as_(grace), list_of(topic.forum))
    for number in range(8):
        make.parked(make.reply(topic, f"Day {number}"), by=grace)

    assert _queries(as_(grace), list_of(topic.forum)) == few


def _queries(browser, page):
    with CaptureQueriesContext(connection) as queries:
        browser.get(page)
    return len(queries)
