"""Minutes: laid out, sent round, corrected, agreed at the next meeting, then kept (MTG-4, 5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError
from coalition.models import Mail
from forums.actions import (
    action_points,
    attendances,
    closing,
    corrections,
    life,
    minutes,
    sessions,
)
from forums.actions.attendances import Noted
from forums.models import AgendaItem, Attendance, Correction, Forum, Meeting, MeetingAction
from tests import make

IN_TWO_WEEKS = timezone.localdate() + timedelta(days=14)


@pytest.fixture
def meeting(forum, member, grace):
    """Goes on, with Grace and Nell, and one thing to decide."""
    items = [("Who rings on day two?", "decide"), ("Beds", "discuss")]
    return make.session(forum, by=grace, here=[member], items=items)


@pytest.fixture
def draft(meeting, grace):
    return make.minutes(meeting, by=grace)


@pytest.fixture
def agreed(meeting, grace):
    return make.minutes(meeting, by=grace, status="agreed")


def write(item, by, text="Whoever drove them home.", outcome="", edition=None):
    item.refresh_from_db()
    edition = item.edition if edition is None else edition
    return minutes.minute(item=item, text=text, outcome=outcome, edition=edition, by=by)


def to_decide(meeting):
    return meeting.items.get(kind="decide")


def at(meeting, rest=""):
    return f"{meeting.get_absolute_url()}{rest}"


def days_later(meeting, days=7):
    Meeting.objects.filter(pk=meeting.pk).update(
        corrections_by=timezone.localdate() - timedelta(days=1),
        starts_at=meeting.starts_at - timedelta(days=days),
    )
    meeting.refresh_from_db()


def ask(meeting, member, item=None, words="It was Tuesday."):
    return corrections.ask(
        meeting=meeting, membership=member, item=item, words=words, by=member.contributor.user
    )


# --- Writing ---


def test_the_skeleton_says_what_the_record_knows(meeting, member, grace):
    write(to_decide(meeting), grace, outcome="agreed")

    laid_out = minutes.lay_out(meeting=meeting, by=grace)

    said = dict(laid_out.items.values_list("kind", "record"))
    assert said["scope"] == "The scope, version 1.0, was read out."
    assert said["declarations"] == "Nobody declared an interest in what was on the agenda."
    assert said["thanks"] == "Nobody was thanked by name or deed this time."
    assert said["decide"] == "Whoever drove them home."
    assert said["discuss"] == "Brought by Chair. Discussed."
    assert laid_out.status == "in_session"


def test_the_skeleton_names_declared_interests(meeting, member, grace):
    minutes.step_back(item=to_decide(meeting), seat=member.seat, handling="leave", by=grace)

    minutes.lay_out(meeting=meeting, by=grace)

    assert meeting.items.get(kind="declarations").record == (
        f"Nell ({member.seat}), on ‘Who rings on day two?’: leaves for this item."
    )


def test_two_who_minute_one_item_at_once_one_is_told(meeting, grace, nell):
    item = to_decide(meeting)
    write(item, nell, "Neighbours ring.", edition=0)

    with pytest.raises(minutes.WrittenMeanwhile, match="Nell wrote on this item") as told:
        write(item, grace, "Drivers ring.", edition=0)

    assert told.value.item.record == "Neighbours ring."
    item.refresh_from_db()
    assert item.record == "Neighbours ring."


def test_nothing_is_minuted_before_the_meeting(forum, member, grace):
    item = make.agenda_item(make.meeting(forum, by=grace), by=grace)

    with pytest.raises(DomainError, match="has not begun"):
        write(item, grace)


def test_who_came_is_put_right_after_the_meeting_and_credited(meeting, member, chair, grace):
    seats = {member.seat_id: Noted("present", "online")}
    over = make.minutes(meeting, by=grace, status="draft")

    attendances.note(meeting=over, seats=seats, by=grace)

    assert over.attendances.get(seat=member.seat).joined == "online"


# --- Sent round, corrected ---


def test_minutes_are_sent_round_once_all_is_minuted(meeting, forum, grace, nell):
    over = make.minutes(meeting, by=grace, status="closed")
    Meeting.objects.filter(pk=over.pk).update(status="minutes_draft")
    over.refresh_from_db()

    with pytest.raises(DomainError, match="Nothing is minuted of ‘What this forum is for"):
        minutes.circulate(meeting=over, corrections_by=IN_TWO_WEEKS, by=grace)
    minutes.lay_out(meeting=over, by=grace)
    minutes.circulate(meeting=over, corrections_by=IN_TWO_WEEKS, by=grace)

    mails = Mail.objects.filter(kind="forum_meeting_minutes")
    assert {mail.to for mail in mails} == {grace.email, nell.email}
    assert "Whoever" not in mails[0].body


def test_ten_working_days_for_corrections_are_proposed(draft, programme, grace, as_):
    page = as_(grace).get(f"{draft.get_absolute_url()}minutes/circulate/")

    asked = page.context["form"].initial["corrections_by"]
    assert asked == working_days_after(timezone.localdate(), 10, programme.nation)


def test_minutes_of_a_meeting_that_goes_on_are_not_sent_round(meeting, grace):
    with pytest.raises(DomainError, match="Close the meeting"):
        minutes.circulate(meeting=meeting, corrections_by=IN_TWO_WEEKS, by=grace)


def test_a_member_asks_for_a_correction_and_is_answered(draft, member, grace):
    asked = ask(draft, member, to_decide(draft))

    corrections.answer(correction=asked, taken=False, answer="It was Wednesday.", by=grace)

    asked.refresh_from_db()
    assert (asked.status, asked.answer, asked.answered_by) == ("left", "It was Wednesday.", grace)
    with pytest.raises(DomainError, match="left as it is now"):
        corrections.answer(correction=asked, taken=True, by=grace)


def test_leaving_minutes_as_they_are_says_why(draft, member, grace):
    with pytest.raises(DomainError, match="Say why the minutes stay"):
        corrections.answer(correction=ask(draft, member), taken=False, by=grace)


def test_corrections_are_asked_for_until_their_day(draft, member):
    days_later(draft)

    with pytest.raises(DomainError, match="Raise it at the next meeting"):
        ask(draft, member)


def test_nobody_corrects_what_was_not_sent_round(meeting, member, grace):
    over = make.minutes(meeting, by=grace, status="draft")

    with pytest.raises(DomainError, match="not been sent round"):
        ask(over, member)


# --- Agreed ---


def test_mtg_5_minutes_are_agreed_at_the_next_meeting(draft, forum, grace):
    with pytest.raises(DomainError, match="can ask for corrections until"):
        minutes.agree(meeting=draft, by=grace)
    days_later(draft)
    with pytest.raises(DomainError, match="agreed at the next meeting"):
        minutes.agree(meeting=draft, by=grace)
    following = make.session(forum, by=grace)

    agreed = minutes.agree(meeting=draft, by=grace)

    assert (agreed.status, agreed.agreed_in) == ("minutes_agreed", following)


def test_mtg_5_nothing_is_agreed_while_a_correction_waits(draft, forum, member, grace):
    asked = ask(draft, member)
    days_later(draft)
    make.session(forum, by=grace)

    with pytest.raises(DomainError, match="asked for a correction. Answer that first"):
        minutes.agree(meeting=draft, by=grace)
    corrections.answer(correction=asked, taken=True, by=grace)

    assert minutes.agree(meeting=draft, by=grace).is_agreed


def test_mtg_5_minutes_that_went_to_nobody_are_not_agreed(meeting, grace):
    over = make.minutes(meeting, by=grace, status="draft")

    with pytest.raises(DomainError, match="Send the minutes round first"):
        minutes.agree(meeting=over, by=grace)


def test_a_forum_that_closes_agrees_on_its_last_minutes_without_another_meeting(
    draft, forum, grace, lena
):
    days_later(draft)
    closing.begin(forum=life.review(forum=forum, by=lena), by=lena)

    assert minutes.agree(meeting=draft, by=grace).agreed_in is None


@pytest.mark.parametrize(
    "change",
    [
        lambda one: AgendaItem.objects.filter(meeting=one).update(record="Other words."),
        lambda one: AgendaItem.objects.filter(meeting=one).delete(),
        lambda one: Attendance.objects.filter(meeting=one).update(presence="absent", joined=""),
        lambda one: Attendance.objects.filter(meeting=one).delete(),
        lambda one: Meeting.objects.filter(pk=one.pk).update(number=9),
        lambda one: Meeting.objects.filter(pk=one.pk).update(status="minutes_draft"),
        lambda one: Meeting.objects.filter(pk=one.pk)._raw_delete("default"),
        lambda one: AgendaItem.objects.create(
            meeting=one, position=99, kind="any_other", title="Late", length=1
        ),
    ],
)
def test_mtg_5_the_database_keeps_agreed_minutes(agreed, change):
    with pytest.raises(IntegrityError, match="agreed"), transaction.atomic():
        change(agreed)


def test_mtg_5_agreed_minutes_are_not_written_on(agreed, member, grace):
    with pytest.raises(DomainError, match="agreed, so they stay as they are"):
        write(to_decide(agreed), grace)
    with pytest.raises(DomainError, match="agreed, so they stay"):
        attendances.note(meeting=agreed, seats={member.seat_id: Noted("absent")}, by=grace)
    with pytest.raises(DomainError, match="agreed, so they stay"):
        make.action_point(agreed, seat=member.seat, by=grace)


def test_mtg_5_a_correction_of_agreed_minutes_stands_beside_them(agreed, chair, member, grace):
    with pytest.raises(DomainError, match="agreed, so they stay"):
        ask(agreed, member)

    corrections.append(meeting=agreed, membership=chair, item=None, words="It rained.", by=grace)

    assert agreed.corrections.appended().get().words == "It rained."
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.all().update(words="It shone.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.all().delete()


def test_mtg_5_a_draft_is_changed_and_not_added_to(draft, chair, grace):
    with pytest.raises(DomainError, match="can be changed themselves"):
        corrections.append(meeting=draft, membership=chair, item=None, words="Rain.", by=grace)


def test_mtg_5_published_minutes_go_no_way_back(agreed, grace):
    published = minutes.publish(meeting=agreed, by=grace)

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=published.pk).update(status="minutes_agreed")
    with pytest.raises(DomainError, match="minutes published now"):
        minutes.publish(meeting=published, by=grace)


def test_a_draft_is_not_published(draft, grace):
    with pytest.raises(DomainError, match="minutes in draft now"):
        minutes.publish(meeting=draft, by=grace)


# --- Actions ---


def test_an_action_goes_on_to_the_next_meeting_until_it_is_done(meeting, forum, member, grace):
    point = make.action_point(meeting, seat=member.seat, by=grace)
    following = make.meeting(forum, by=grace)

    assert list(MeetingAction.objects.carried_to(following)) == [point]
    action_points.finish(action_point=point, by=grace)

    assert not MeetingAction.objects.carried_to(following).exists()


def test_an_action_is_handed_on_though_its_minutes_are_agreed(meeting, forum, chair, member, grace):
    point = make.action_point(meeting, seat=member.seat, by=grace)
    make.minutes(meeting, by=grace, status="agreed")

    action_points.hand_on(action_point=point, owner_seat=chair.seat, due_on=IN_TWO_WEEKS, by=grace)

    point.refresh_from_db()
    assert point.owner_seat == chair.seat
    with pytest.raises(IntegrityError, match="agreed"), transaction.atomic():
        MeetingAction.objects.update(what="Something else")


def test_an_action_is_done_or_dropped_once(meeting, member, grace):
    point = make.action_point(meeting, seat=member.seat, by=grace)

    with pytest.raises(DomainError, match="Say why nobody does this"):
        action_points.drop(action_point=point, note="", by=grace)
    action_points.drop(action_point=point, note="The ward is closed.", by=grace)

    with pytest.raises(DomainError, match="dropped already"):
        action_points.finish(action_point=point, by=grace)


def test_an_empty_seat_does_nothing(meeting, forum, lena, grace):
    with pytest.raises(DomainError, match="Nobody has the seat"):
        make.action_point(meeting, seat=make.seat(forum, by=lena), by=grace)


def test_whose_action_it_is_says_what_came_of_it(meeting, member, grace, nell, as_):
    point = make.action_point(meeting, seat=member.seat, by=grace)
    url = f"{meeting.forum.get_absolute_url()}actions/{point.pk}/end/"

    assert as_(nell).post(url, {"status": "dropped"}).status_code == 422
    as_(nell).post(url, {"status": "done", "note": "Both wards have one."})

    point.refresh_from_db()
    assert (point.status, point.ended_note) == ("done", "Both wards have one.")


def test_somebody_elses_action_is_theirs(meeting, chair, grace, nell, as_):
    point = make.action_point(meeting, seat=chair.seat, by=grace)
    at = f"{meeting.forum.get_absolute_url()}actions/{point.pk}"

    assert as_(nell).get(f"{at}/end/").status_code == 403
    assert as_(nell).get(f"{at}/hand-on/").status_code == 403


def test_frm_3_open_actions_and_minutes_come_before_a_forum_closes(
    meeting, forum, member, grace, lena
):
    point = make.action_point(meeting, seat=member.seat, by=grace)
    closing.begin(forum=life.review(forum=forum, by=lena), by=lena)

    with pytest.raises(DomainError, match="an action must be done.*a meeting must be"):
        closing.finish(forum=forum, by=lena)
    action_points.finish(action_point=point, by=grace)
    draft = make.minutes(meeting, by=grace)
    days_later(draft)
    minutes.publish(meeting=minutes.agree(meeting=draft, by=grace), by=grace)

    assert closing.finish(forum=forum, by=lena).is_closed


# --- Names (MTG-4) ---


@pytest.fixture
def nameless(forum):
    Forum.objects.filter(pk=forum.pk).update(attribution="non_attributed")
    forum.refresh_from_db()
    return forum


def test_mtg_4_minutes_of_a_forum_that_does_not_attribute_name_nobody(
    nameless, meeting, grace, as_
):
    url = at(meeting, f"items/{to_decide(meeting).pk}/minute/")
    said = {"edition": "0", "outcome": "discussed"}

    refused = as_(grace).post(url, {**said, "record": "Nell says that they ring."})
    taken = as_(grace).post(url, {**said, "record": "A member says that they ring."})

    assert "Leave out ‘Nell’" in refused.content.decode()
    assert taken.status_code == 302


def test_mtg_4_neither_do_titles_and_actions(nameless, meeting, member, grace, as_):
    seat = member.seat_id
    item = {"title": "What Nell asked", "kind": "discuss", "length": "5", "proposer_seat": seat}
    day = IN_TWO_WEEKS
    action = {
        "what": "Ask Nell",
        "owner_seat": seat,
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
    }

    assert as_(grace).post(at(meeting, "items/new/"), item).status_code == 422
    assert as_(grace).post(at(meeting, "actions/new/"), action).status_code == 422


def test_mtg_4_who_asks_and_who_brings_is_a_sector(nameless, meeting, member, grace, as_):
    make.agenda_item(meeting, by=grace, proposer_seat=member.seat)
    draft = make.minutes(meeting, by=grace)
    ask(draft, member)

    page = as_(grace).get(at(draft, "minutes/")).content.decode()

    before, _, attendance = page.partition('id="h-there"')
    assert "Brought by Voluntary and community" in before
    assert "Nell" not in before
    assert "Nell" in attendance


def test_mtg_4_an_attributed_forum_may_name_people(meeting, grace, as_):
    url = at(meeting, f"items/{to_decide(meeting).pk}/minute/")

    answer = as_(grace).post(url, {"edition": "0", "record": "Nell rings.", "outcome": ""})

    assert answer.status_code == 302


# --- Pages ---


def test_the_second_to_save_sees_what_the_first_wrote_and_may_save_both(meeting, grace, nell, as_):
    item = to_decide(meeting)
    url = at(meeting, f"items/{item.pk}/minute/")
    write(item, nell, "Neighbours ring.", edition=0)
    mine = {"edition": "0", "record": "Drivers ring.", "outcome": ""}

    told = as_(grace).post(url, mine)

    page = told.content.decode()
    assert told.status_code == 422
    assert "Nell wrote on this item" in page
    assert "Neighbours ring." in page
    assert "Drivers ring." in page
    again = {**mine, "edition": told.context["form"]["edition"].value(), "record": "Both ring."}
    assert as_(grace).post(url, again).status_code == 302


def test_a_decision_without_a_quorum_is_told_on_the_form(meeting, forum, grace, as_):
    Forum.objects.filter(pk=forum.pk).update(quorum_people=5)
    url = at(meeting, f"items/{to_decide(meeting).pk}/minute/")

    answer = as_(grace).post(url, {"edition": "0", "record": "We ring.", "outcome": "agreed"})

    assert answer.status_code == 422
    assert "There is no quorum for this item" in answer.content.decode()


def test_published_minutes_are_read_by_whoever_sees_the_forum(agreed, grace, adele, as_):
    url = at(agreed, "minutes/")
    assert as_(adele).get(url).status_code == 403

    as_(grace).post(at(agreed, "minutes/publish/"))

    assert as_(adele).get(url).status_code == 200


def test_a_run_of_buttons_from_over_to_agreed(meeting, forum, member, grace, nell, as_):
    as_(grace).post(at(meeting, "close/"), {"chair_seat": meeting.chair_seat_id})
    as_(grace).post(at(meeting, "minutes/lay-out/"))
    day = IN_TWO_WEEKS
    as_(grace).post(
        at(meeting, "minutes/circulate/"),
        {
            "corrections_by_day": day.day,
            "corrections_by_month": day.month,
            "corrections_by_year": day.year,
        },
    )
    as_(nell).post(at(meeting, "minutes/corrections/new/"), {"words": "It was Tuesday."})
    asked = meeting.corrections.get()
    as_(grace).post(at(meeting, f"minutes/corrections/{asked.pk}/answer/"), {"taken": "yes"})
    meeting.refresh_from_db()
    days_later(meeting)
    make.session(forum, by=grace)
    as_(grace).post(at(meeting, "minutes/agree/"))

    meeting.refresh_from_db()
    assert meeting.status == "minutes_agreed"
    assert "Agreed" in as_(nell).get(at(meeting, "minutes/")).content.decode()


def test_closing_asks_who_chaired(meeting, chair, member, grace):
    closed = sessions.close(
        meeting=meeting, chair_seat=member.seat, everyone_thanked=False, by=grace
    )

    assert closed.chair_seat == member.seat
