"""Forums that do not attribute: sectors, never names, wherever one looks (MTG-4, DIF-6).

Nell and Omar write. Dora, another member, opens every page that a link leads to."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from coalition.models import Mail
from forums.actions import acknowledgements, conversation, digests
from forums.models import Forum, Post
from tests import make

# Membership is listed there, which is its own matter; and declared interests carry names (MTG-4).
LISTS_SEATS = {"seat_list", "mix", "interest_list"}
START = ["/", "/forums/", "/forums/search/?q=day+or+we"]


@pytest.fixture
def forum(forum):
    forum.attribution = Forum.Attribution.NON_ATTRIBUTED
    forum.save()
    return forum


def seated(forum, lena, name, letter_name, organisation, sector, reads=True):
    user = make.user(name)
    place = make.organisation(organisation, sector=sector, known_as=f"{organisation} UK")
    make.contributor(letter_name, user=user, organisation=place, can_speak_for=True)
    return make.member(make.seat(forum, by=lena), user, organisation=place, reads=reads)


@pytest.fixture
def nell(forum, lena):
    return seated(forum, lena, "Nellwyn", "Nellwyn Quartermaine", "Zephyr Housing", "HO")


@pytest.fixture
def omar(forum, lena):
    return seated(forum, lena, "Omarion", "Omarion Yardley", "Jubilee Clinic", "NHS")


@pytest.fixture
def dora(forum, lena):
    member = seated(forum, lena, "Dora", "Dora Finch", "Xylo Library", "ED")
    return member.contributor.user


@pytest.fixture
def topic(nell, omar):
    """Begun by Nell, answered by Omar, who then put it better."""
    by = nell.contributor.user
    made = conversation.start_topic(
        membership=nell, title="Who rings on day two?", tag="question", body="Does anyone?", by=by
    )
    by = omar.contributor.user
    post = conversation.reply(topic=made, membership=omar, tag="evidence", body="We due.", by=by)
    conversation.edit(post=post, tag="evidence", body="We do.", by=by)
    return made


@pytest.fixture
def everything(topic, nell, omar, dora, lena):
    """What else such a forum holds: a difference on record, a reservation, and mail of what is
    new."""
    make.difference(nell, organisation=nell.organisation, status="working")
    hana = seated(
        topic.forum, lena, "Hanalei", "Hanalei Umbersley", "Nimbus Homes", "HO", reads=False
    )
    acknowledgements.acknowledge(
        membership=hana,
        scope=topic.forum.scopes.effective().get(),
        for_organisation=True,
        reservation="We consider that papers come after a meal.",
        by=hana.contributor.user,
    )
    digests.begin(now=timezone.now() - timedelta(days=3))
    digests.tend(now=timezone.now() + timedelta(days=1))
    return [nell, omar, hana]


def tells(*members):
    """What must not be seen: names, organisations, addresses, initials of these."""
    words = []
    for member in members:
        person, place = member.contributor, member.organisation
        words += [*person.letter_name.split(), person.user.name, person.email]
        words += [place.name, place.known_as]
        words += [">" + "".join(word[0] for word in person.letter_name.split()) + "<"]
    return words


def pages(client, start):
    """(address, text) of every page that links lead to from there, once each."""
    waiting, seen = list(start), set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        response = client.get(url)
        if response.status_code in {301, 302}:
            waiting.append(urldefrag(urljoin(url, response.url)).url)
            continue
        assert response.status_code == 200, url
        text = response.content.decode(errors="replace")
        yield url, unescape(text)
        found = [urldefrag(urljoin(url, link)).url for link in re.findall(r'href="([^"]+)"', text)]
        links = [unescape(link) for link in found]
        waiting += [link for link in links if re.match(r"/(forums/|$)", link)]
    assert len(seen) < 300


def test_mtg_4_no_page_tells_another_member_who_wrote(as_, everything, dora):
    hidden = tells(*everything)
    opened = []

    for url, text in pages(as_(dora), START):
        name = resolve(url.partition("?")[0]).url_name
        opened.append(name)
        if name not in LISTS_SEATS:
            assert [word for word in hidden if word in text] == [], url

    wanted = {"topic_detail", "topic_list", "post_history", "difference_detail", "forum_detail"}
    assert wanted <= set(opened)


def test_mtg_4_no_mail_tells_another_member_who_wrote(everything):
    """But for whoever asked them to take the seat."""
    theirs = [member.contributor.email for member in everything]
    others = Mail.objects.exclude(to__in=theirs).exclude(kind="forum_invitation_answered")

    for mail in others:
        text = f"{mail.subject}\n{mail.body}"
        assert [word for word in tells(*everything) if word in text] == [], mail.kind
    assert {"forum_difference_added", "forum_digest"} <= set(others.values_list("kind", flat=True))


def test_mtg_4_others_see_the_sector(as_, topic, dora):
    page = as_(dora).get(topic.get_absolute_url()).content.decode()

    assert '<h2 id="by1">Housing provider</h2>' in page
    assert '<h2 id="by2">NHS body</h2>' in page


def test_mtg_4_the_programme_lead_sees_sectors_as_well(as_, topic, nell, omar, lena):
    page = as_(lena).get(topic.get_absolute_url()).content.decode()

    assert [word for word in tells(nell, omar) if word in page] == []


def test_mtg_4_one_sees_oneself_as_you(as_, topic, nell):
    page = as_(nell.contributor.user).get(topic.get_absolute_url()).content.decode()

    assert '<h2 id="by1">You</h2>' in page
    assert "Others see: Housing provider" in page
    assert "Begun by you" in page


def test_mtg_4_the_record_still_holds_the_author(topic, nell, omar):
    """For whoever has to answer a request under freedom of information."""
    assert list(Post.objects.order_by("number").values_list("author", flat=True)) == [
        nell.pk,
        omar.pk,
    ]


@pytest.mark.parametrize("page", ["topic_new", "topic_detail"])
def test_the_box_says_as_whom_one_is_seen_and_that_the_record_holds_the_name(
    as_, topic, nell, page
):
    where = [topic.forum_id, topic.pk] if page == "topic_detail" else [topic.forum_id]

    text = as_(nell.contributor.user).get(reverse(f"forums:{page}", args=where)).content.decode()

    assert "Others see <strong>Housing provider</strong> in place of your name." in text
    assert "The record holds your name, and public bodies may have to disclose it" in text
    assert "A document that you add may carry your name inside" in text


def test_the_only_one_of_a_sector_is_told_that_it_may_give_them_away(as_, topic, nell, lena):
    page = reverse("forums:topic_new", args=[topic.forum_id])
    alone = as_(nell.contributor.user).get(page).content.decode()

    seated(topic.forum, lena, "Hal", "Halford Ives", "Other Homes", "HO")
    with_another = as_(nell.contributor.user).get(page).content.decode()

    assert "You are the only one from there in this forum" in alone
    assert "You are the only one" not in with_another


def test_where_names_are_shown_the_box_says_nothing_of_it(as_, topic, nell):
    Forum.objects.update(attribution="attributed")

    page = as_(nell.contributor.user).get(topic.get_absolute_url()).content.decode()

    assert "in place of your name" not in page
    assert "Nellwyn Quartermaine" in page


def test_outsiders_see_sectors_in_the_list_of_seats(as_, topic, adele, nell, omar, dora):
    """Administrators open the list; they are neither in the forum nor lead it."""
    listed = reverse("forums:seat_list", args=[topic.forum_id])

    mix = reverse("forums:mix", args=[topic.forum_id])
    for url in (listed, mix, topic.forum.get_absolute_url()):
        page = as_(adele).get(url).content.decode()
        assert [word for word in tells(nell, omar) if word in page] == []
        assert "Grace" not in page
    assert "Nellwyn Quartermaine" in as_(dora).get(listed).content.decode()
