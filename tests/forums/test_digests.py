"""Quiet mail of what is new: once, in time, and to nobody who must not or does not want it."""

from datetime import datetime, timedelta
from threading import Event, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.actions import mail
from coalition.models import Hold, JournalEntry, Mail
from forums import tasks
from forums.actions import conversation, digests
from forums.models import Digest, Forum, Post, Topic
from forums.models.digest import ends
from forums.wording import Line
from tests import make

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(2020, 1, 1, tzinfo=LONDON)


def say(member, title, body="Has anybody a spare key?"):
    by = member.contributor.user
    return conversation.start_topic(
        membership=member, title=title, tag="question", body=body, by=by
    )


def wants(member, frequency, told=EPOCH):
    digest, _ = Digest.objects.get_or_create(membership=member)
    digest.frequency, digest.told_up_to = frequency, told
    digest.save()
    return digest


def stroke(now=None):
    """Beat strikes ten minutes after the latest word, unless the test says when."""
    digests.tend(now=now or timezone.now() + timedelta(minutes=10))
    return Mail.objects.filter(kind="forum_digest").order_by("pk")


@pytest.fixture
def grace_at_once(chair):
    return wants(chair, "at_once")


@pytest.fixture
def topic(member, grace_at_once):
    """Nell says something; Grace wants to hear at once, Nell once a day."""
    made = say(member, "Key safes")
    wants(member, "daily", told=timezone.now())
    return made


def test_it_says_what_is_new_and_not_what_was_said(topic, member, grace):
    conversation.reply(
        topic=topic, membership=member, tag="evidence", body="I have.", by=member.contributor.user
    )

    letter = stroke().get()

    assert letter.to == grace.email
    assert letter.subject == "2 new contributions in Going home well"
    assert "Key safes (a new topic)\n2 contributions from Nell\n" in letter.body
    assert topic.get_absolute_url() in letter.body
    assert "spare key" not in letter.body
    assert letter.concerns.user == grace


def test_where_nothing_is_new_no_mail_comes(topic):
    stroke()

    assert stroke(timezone.now() + timedelta(days=8)).count() == 1


def test_nobody_is_told_of_what_they_said_themselves(forum, chair):
    wants(chair, "at_once")
    say(chair, "Mine")

    assert not stroke().exists()


@pytest.mark.parametrize(
    ("frequency", "said", "before", "at"),
    [
        ("at_once", (2026, 6, 3, 10), (2026, 6, 3, 10, 1), (2026, 6, 3, 10, 2)),
        ("daily", (2026, 6, 3, 10), (2026, 6, 4, 7, 1), (2026, 6, 4, 7, 2)),
        ("daily", (2026, 6, 3, 6), (2026, 6, 3, 7, 1), (2026, 6, 3, 7, 2)),
        ("weekly", (2026, 6, 3, 10), (2026, 6, 8, 7, 1), (2026, 6, 8, 7, 2)),
        # The clocks go forward on 29 March 2026 and back on 25 October: seven is seven.
        ("daily", (2026, 3, 28, 10), (2026, 3, 29, 7, 1), (2026, 3, 29, 7, 2)),
        ("daily", (2026, 10, 24, 10), (2026, 10, 25, 7, 1), (2026, 10, 25, 7, 2)),
    ],
)
def test_it_comes_when_it_is_wanted(topic, grace_at_once, frequency, said, before, at):
    wants(grace_at_once.membership, frequency)
    moment = datetime(*said, tzinfo=LONDON)
    Post.objects.update(posted_at=moment)
    Topic.objects.update(last_post_at=moment)

    early = stroke(datetime(*before, tzinfo=LONDON)).exists()
    in_time = stroke(datetime(*at, tzinfo=LONDON)).count()

    assert (early, in_time) == (False, 1)


def test_what_was_said_after_seven_waits_for_the_next_morning(topic, member, grace_at_once):
    wants(grace_at_once.membership, "daily")
    seven = ends(timezone.now())["daily"]
    Post.objects.update(posted_at=seven - timedelta(hours=1))
    say(member, "Later that day").posts.update(posted_at=seven + timedelta(hours=1))
    Topic.objects.update(last_post_at=seven + timedelta(hours=1))

    first = stroke(seven + timedelta(hours=5)).get()

    assert "Key safes" in first.body
    assert "Later" not in first.body
    assert "Later that day" in stroke(seven + timedelta(days=1, hours=1)).last().body


def test_who_wants_none_gets_none(topic, grace_at_once):
    wants(grace_at_once.membership, "none")

    assert not stroke(timezone.now() + timedelta(days=9)).filter(to="grace@example.org").exists()


def test_a_new_member_is_told_once_a_day_and_from_then_on(topic, lena, kitchen):
    omar = make.member(make.seat(topic.forum, by=lena), make.user("Omar"))

    stroke()

    digest = Digest.objects.get(membership=omar)
    assert digest.frequency == "daily"
    assert digest.told_up_to > topic.last_post_at
    assert not Mail.objects.filter(kind="forum_digest", to="omar@example.org").exists()


# --- Neither doubled nor lost ---


def test_a_beat_that_strikes_twice_sends_once(topic):
    now = timezone.now() + timedelta(minutes=10)

    assert stroke(now).count() == 1
    assert stroke(now).count() == 1
    assert stroke(now + timedelta(seconds=1)).count() == 1


def test_a_worker_that_dies_leaves_nothing_half_done(topic, grace_at_once, monkeypatch):
    """The mail and how far it tells are one transaction."""

    def die(**_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(mail, "write_many", die)
        with pytest.raises(SystemExit):
            stroke()
    grace_at_once.refresh_from_db()
    assert grace_at_once.told_up_to == EPOCH

    assert stroke().count() == 1


def test_a_worker_that_dies_after_the_mail_was_owed_owes_none(topic, grace_at_once, monkeypatch):
    write = mail.write_many

    def write_and_die(**given):
        write(**given)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(mail, "write_many", write_and_die)
        with pytest.raises(SystemExit):
            stroke()

    assert not Mail.objects.filter(kind="forum_digest").exists()
    assert stroke().count() == 1


def test_a_flushed_broker_loses_nothing(topic, settings):
    """Rows say what is owed: the task needs nothing but the clock, and a bell that nobody hears
    is no error."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    Topic.objects.update(last_post_at=timezone.now() - timedelta(minutes=5))
    Post.objects.update(posted_at=timezone.now() - timedelta(minutes=5))

    tasks.tell_what_is_new()
    tasks.tell_what_is_new()

    assert Mail.objects.filter(kind="forum_digest").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_once(topic, monkeypatch):
    """The first is held still with the row in its hand; the second leaves it to it."""
    is_held, let_go = Event(), Event()
    write, now = mail.write_many, timezone.now() + timedelta(minutes=10)

    def held(**given):
        is_held.set()
        let_go.wait(10)
        write(**given)

    def strike():
        try:
            digests.tend(now=now)
        finally:
            connection.close()

    digests.begin(now=now)
    monkeypatch.setattr(mail, "write_many", held)
    first = Thread(target=strike)
    first.start()
    assert is_held.wait(10)
    monkeypatch.setattr(mail, "write_many", write)
    strike_second = Thread(target=strike)
    strike_second.start()
    strike_second.join(10)
    sent_by_second = Mail.objects.filter(kind="forum_digest").count()
    let_go.set()
    first.join(10)

    assert sent_by_second == 0
    assert Mail.objects.filter(kind="forum_digest").count() == 1


def test_what_is_said_while_the_mail_is_put_together_comes_with_the_next(topic, member):
    """It was begun before the end of what the mail tells of, and committed after."""
    now = timezone.now() + timedelta(minutes=10)
    stroke(now)
    late = say(member, "Committed late")
    late.posts.update(posted_at=now - timedelta(minutes=1))  # within the two minutes
    Topic.objects.filter(pk=late.pk).update(last_post_at=now - timedelta(minutes=1))

    assert "Committed late" in stroke(now + timedelta(minutes=2)).last().body


# --- Who must not get it ---


def test_hld_2_a_hold_on_contact_stops_it(topic, grace, sam):
    make.hold(grace.contributor, by=sam)

    assert not stroke().exists()


def test_hld_2_a_hold_on_seats_puts_it_off(topic, grace, sam):
    hold = make.hold(grace.contributor, Hold.Scope.SEATS, by=sam)
    assert not stroke().exists()

    Hold.objects.filter(pk=hold.pk).update(lifted_at=timezone.now(), lifted_by=sam)

    assert stroke().count() == 1


@pytest.mark.parametrize("fields", [{"deceased_on": "2026-01-01"}, {"objected_at": EPOCH}])
def test_con_2_nobody_who_must_not_be_written_to_gets_it(topic, grace, fields):
    type(grace.contributor).objects.filter(pk=grace.contributor.pk).update(**fields)

    assert not stroke().exists()


def test_con_2_it_is_asked_again_when_it_leaves(topic, grace, mail_server):
    stroke()
    type(grace.contributor).objects.filter(pk=grace.contributor.pk).update(objected_at=EPOCH)

    mail.send_due()

    letter = Mail.objects.get(kind="forum_digest")
    assert (letter.status, letter.body, letter.stop_url) == ("failed", "", "")


def test_l_6_who_stops_it_before_it_leaves_does_not_get_it(topic, grace_at_once, mail_server):
    assert stroke().count() == 1
    digests.stop(digest=grace_at_once)

    mail.send_due()

    letter = Mail.objects.get(kind="forum_digest")
    assert (letter.status, letter.body, letter.stop_url) == ("failed", "", "")
    assert "want no more mail" in letter.problem


@pytest.mark.parametrize("happened", ["left", "hold", "scope"])
def test_l_6_it_does_not_leave_once_they_may_not_read_any_more(
    topic, chair, grace, sam, leo, lena, mail_server, happened
):
    stroke()
    if happened == "left":
        chair.ended_at, chair.ended_reason = timezone.now(), "resigned"
        chair.save()
    elif happened == "hold":
        make.hold(chair.contributor, "seats", by=sam)
    else:
        make.scope(topic.forum, drafted_by=leo, approved_by=lena, included=(Line("Else"),))

    mail.send_due()

    assert Mail.objects.get(kind="forum_digest").status == "failed"


def test_l_6_what_is_still_wanted_leaves(topic, mail_server):
    stroke()

    mail.send_due()

    assert Mail.objects.get(kind="forum_digest").status == "sent"


def test_former_members_get_none(topic, chair, grace):
    chair.ended_at, chair.ended_reason = timezone.now(), "resigned"
    chair.save()

    assert not stroke().exists()


def test_mem_1_nobody_is_told_before_acknowledging_the_scope(topic, leo, lena):
    make.scope(topic.forum, drafted_by=leo, approved_by=lena, included=(Line("Else"),))

    assert not stroke().exists()


def test_mtg_4_in_a_forum_that_does_not_attribute_it_names_sectors(topic):
    Forum.objects.update(attribution="non_attributed")

    letter = stroke().get()

    assert "1 contribution from Voluntary and community" in letter.body
    assert "Nell" not in letter.body
    assert "Kitchen" not in letter.body


def test_dif_5_it_says_nothing_of_differences(topic, member, kitchen):
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    make.difference(member, organisation=kitchen, status="working", title="Whether cots are new")

    assert "cots" not in stroke().get().body


def test_what_is_parked_is_not_told(topic, grace):
    topic.posts.get().parkings.create(reason="Else", where_it_goes="The Board", parked_by=grace)

    assert not stroke().exists()


def test_a_hundred_members_cost_what_two_do(topic, lena, member):
    def queries():
        conversation.reply(
            topic=topic, membership=member, tag="evidence", body="x", by=member.contributor.user
        )
        now = timezone.now() + timedelta(minutes=10)
        with CaptureQueriesContext(connection) as captured:
            digests.tend(now=now)
        Digest.objects.update(told_up_to=EPOCH)
        return len(captured)

    for number in range(40):
        made = make.member(make.seat(topic.forum, by=lena), make.user(f"M {number}"))
        if number == 1:
            Digest.objects.get_or_create(membership=made)
            Digest.objects.update(frequency="at_once", told_up_to=EPOCH)
            queries()
            few = queries()
    digests.begin(now=timezone.now())
    Digest.objects.update(frequency="at_once", told_up_to=EPOCH)

    assert queries() <= few  # the first time begins with those that are missing
    assert Mail.objects.filter(kind="forum_digest").count() > 40


def test_many_topics_are_told_in_a_few_lines(topic, member):
    for number in range(14):
        say(member, f"Topic {number:02}")

    body = stroke().get().body

    assert "Topic 13" in body
    assert "Topic 03" not in body
    assert "And 5 other topics" in body


# --- Stopping and choosing ---


def test_rfc_8058_the_mail_carries_a_one_click_address(topic, mail_server, settings):
    digest = Digest.objects.get(membership__contributor__user__name="Grace")
    stroke()

    mail.send_due()

    sent = [m for m in mail_server.messages if "new contribution" in m["Subject"]]
    url = f"{settings.SITE_URL}{digest.stop_path}"
    assert sent[0]["List-Unsubscribe"].strip() == f"<{url}>"  # a long line is folded
    assert sent[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    gone = Mail.objects.get(kind="forum_digest")
    assert (gone.body, gone.stop_url) == ("", "")


def test_rfc_8058_one_click_stops_it_without_an_account(topic, grace_at_once):
    """No cookie, no token, no redirect."""
    response = Client(enforce_csrf_checks=True).post(
        grace_at_once.stop_path, {"List-Unsubscribe": "One-Click"}
    )

    assert response.status_code == 200
    grace_at_once.refresh_from_db()
    assert grace_at_once.frequency == "none"
    assert not stroke().exists()


def test_a_scanner_that_opens_the_link_stops_nothing(client, grace_at_once):
    for method in ("get", "head", "options"):
        getattr(client, method)(grace_at_once.stop_path)

    grace_at_once.refresh_from_db()
    assert grace_at_once.frequency == "at_once"


def test_a_person_presses_one_button(client, grace_at_once):
    page = client.get(grace_at_once.stop_path).content.decode()

    assert "Stop mail of what is new in Going home well?" in page
    assert page.count("<button") == page.count("Stop this mail")


def test_stopping_twice_is_stopping_once(client, grace_at_once):
    client.post(grace_at_once.stop_path)
    response = client.post(grace_at_once.stop_path)

    assert response.status_code == 200
    assert JournalEntry.objects.filter(kind="digest.changed").count() == 1


@pytest.mark.parametrize("how", ["guessed", "of another", "run out"])
def test_other_links_stop_nothing(client, grace_at_once, member, how):
    other = wants(member, "daily")
    key = {"guessed": "0" * 64, "of another": other.link_key, "run out": grace_at_once.link_key}
    if how == "run out":
        Digest.objects.update(link_until=timezone.now())

    response = client.post(reverse("forums:digest_stop", args=[grace_at_once.pk, key[how]]))

    assert response.status_code == 404
    grace_at_once.refresh_from_db()
    assert grace_at_once.frequency == "at_once"


def test_the_link_in_a_new_mail_works_for_a_year(topic, grace_at_once):
    Digest.objects.update(link_until=timezone.now())

    stroke()

    grace_at_once.refresh_from_db()
    assert grace_at_once.link_until > timezone.now() + timedelta(days=360)


def test_a_member_chooses_for_each_forum(as_, member, nell):
    page = reverse("forums:digest_list")
    assert 'value="daily" selected' in as_(nell).get(page).content.decode()

    response = as_(nell).post(page, {f"seat_{member.pk}": "weekly"})

    assert response.url == page
    assert Digest.objects.get(membership=member).frequency == "weekly"


@pytest.mark.parametrize("typed", ["", "hourly", "daily\x00"])
def test_other_answers_are_sent_back(as_, member, nell, typed):
    response = as_(nell).post(reverse("forums:digest_list"), {f"seat_{member.pk}": typed})

    assert response.status_code == 422


def test_nobody_chooses_for_another(as_, member, nell, grace_at_once):
    as_(nell).post(
        reverse("forums:digest_list"),
        {f"seat_{member.pk}": "none", f"seat_{grace_at_once.membership_id}": "none"},
    )

    grace_at_once.refresh_from_db()
    assert grace_at_once.frequency == "at_once"


def test_who_wants_it_again_is_not_told_of_all_that_was_missed(topic, grace_at_once, grace):
    digests.stop(digest=grace_at_once)

    digests.choose(choices={grace_at_once.membership_id: "at_once"}, by=grace)

    assert not stroke().exists()


def test_the_page_costs_the_same_for_many_forums(as_, member, nell, programme, lena):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_(nell).get(reverse("forums:digest_list"))
        return len(captured)

    queries()
    few = queries()
    for _ in range(5):
        other = make.forum(programme=programme, by=lena, recruiting=True)
        make.member(make.seat(other, by=lena), nell)

    assert queries() == few
