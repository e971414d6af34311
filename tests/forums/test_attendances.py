"""Who is in the room, and whether what it decides counts (MTG-3, MEM-3, SEA-3)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.domain import DomainError
from forums.actions import attendances, minutes, sessions
from forums.actions.attendances import Noted
from forums.models import Attendance, DeputyAcknowledgement, Forum, Meeting
from forums.room import recused_from, room_of
from tests import make

ROOM, ONLINE, BOTH = "room", "online", "both"


@pytest.fixture
def ward(forum, lena):
    """A seat of the NHS, for which a deputy may come."""
    trust = make.organisation("Hospitals Trust", sector="NHS")
    return make.member(
        make.seat(forum, by=lena, title="Ward", deputy_allowed=True),
        make.user("Sian"),
        organisation=trust,
    )


@pytest.fixture
def deputy(ward):
    return make.contributor("Ana Sousa", organisation=ward.organisation)


@pytest.fixture
def meeting(forum, member, ward, grace):
    """Goes on, with only the chair there yet."""
    return make.session(forum, by=grace)


def came(meeting, member, by, presence="present", joined=ROOM, deputy=None):
    seats = {member.seat_id: Noted(presence, joined, deputy)}
    attendances.note(meeting=meeting, seats=seats, by=by)
    return meeting.attendances.get(seat=member.seat)


def count(meeting, item=None):
    return room_of(meeting).count(recused_from(item.recusals.all()) if item else ())


def needs(forum, **fields):
    Forum.objects.filter(pk=forum.pk).update(**fields)
    forum.refresh_from_db()


def at(meeting, rest=""):
    return f"{meeting.get_absolute_url()}{rest}"


# --- It is opened ---


def test_a_meeting_is_opened_on_its_day(forum, chair, grace):
    meeting = make.meeting(forum, by=grace)

    with pytest.raises(DomainError, match="opened on its day"):
        sessions.open_meeting(meeting=meeting, chair_seat=chair.seat, by=grace)


def today(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    meeting.refresh_from_db()
    return meeting


def test_without_its_chair_somebody_else_who_is_there_takes_the_chair(forum, member, chair, grace):
    meeting = make.meeting(forum, by=grace)
    attendances.send_apologies(meeting=meeting, membership=chair, by=grace)

    with pytest.raises(DomainError, match="‘Chair’ has sent apologies"):
        sessions.open_meeting(meeting=today(meeting), chair_seat=chair.seat, by=grace)
    opened = sessions.open_meeting(meeting=meeting, chair_seat=member.seat, by=grace)

    assert opened.chair_seat == member.seat
    assert opened.attendances.get(seat=member.seat).is_here
    assert opened.attendances.get(seat=chair.seat).presence == "apology"


def test_sea_3_observers_and_the_secretary_chair_nothing(forum, lena, grace):
    seat = make.seat(forum, by=lena, kind="secretary", voting=False)
    make.member(seat, make.user("Otto"))

    with pytest.raises(DomainError, match="cannot be in the chair"):
        sessions.open_meeting(
            meeting=today(make.meeting(forum, by=grace)), chair_seat=seat, by=grace
        )


def test_an_empty_seat_chairs_nothing(forum, lena, grace):
    with pytest.raises(DomainError, match="cannot be in the chair"):
        sessions.open_meeting(
            meeting=today(make.meeting(forum, by=grace)),
            chair_seat=make.seat(forum, by=lena),
            by=grace,
        )


def test_two_meetings_of_a_forum_do_not_go_on_at_once(meeting, forum, chair, grace):
    other = today(make.meeting(forum, by=grace))

    with pytest.raises(DomainError, match="Another meeting of this forum is in session"):
        sessions.open_meeting(meeting=other, chair_seat=chair.seat, by=grace)


# --- Who is there ---


def test_before_it_begins_all_are_expected_but_who_sent_apologies(forum, member, ward, grace):
    planned = make.meeting(forum, by=grace)

    attendances.send_apologies(meeting=planned, membership=ward, by=grace)

    assert count(planned).in_words == (
        "2 of 3 with a vote, 2 of them (100%) from outside government"
    )
    attendances.come_after_all(meeting=planned, membership=ward, by=grace)
    assert count(planned).there == 3


def test_mtg_3_a_quorum_is_of_heads_and_of_people_from_outside_government(
    meeting, forum, member, ward, grace
):
    needs(forum, quorum_people=2, quorum_nongov_share=60)
    meeting.refresh_from_db()

    came(meeting, ward, grace)
    assert count(meeting).lacks == ("60% must be from outside government, and 1 of 2 are",)
    came(meeting, member, grace, joined=ONLINE)

    assert count(meeting).has_quorum
    assert (count(meeting).there, count(meeting).nongov_share) == (3, 66)


def test_in_the_room_and_online_counts_once(meeting, ward, grace):
    came(meeting, ward, grace, joined=ONLINE)
    came(meeting, ward, grace, joined=BOTH)

    assert meeting.attendances.filter(seat=ward.seat).count() == 1
    assert count(meeting).there == 2


def test_the_database_keeps_one_row_for_a_seat(meeting, ward, grace):
    row = meeting.attendances.get(seat=ward.seat)
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_sea_3_observers_never_count(meeting, forum, lena, grace):
    observer = make.member(
        make.seat(forum, by=lena, kind="observer", voting=False), make.user("Ruth")
    )
    Meeting.objects.filter(pk=meeting.pk).update(status="planned", chair_seat=None, opened_at=None)
    meeting.refresh_from_db()
    sessions.open_meeting(meeting=meeting, chair_seat=forum.seats.get(kind="chair"), by=grace)
    before = count(meeting)

    came(meeting, observer, grace)

    assert count(meeting) == before


def test_mem_1_who_has_not_read_the_scope_does_not_count(forum, lena, grace):
    unread = make.member(make.seat(forum, by=lena), make.user("Uma"), reads=False)
    meeting = make.session(forum, by=grace, here=[unread])

    assert count(meeting).there == 1
    assert not meeting.attendances.get(seat=unread.seat).votes


# --- Deputies ---


def test_mem_3_a_deputy_counts_once_they_acknowledge_the_scope_themselves(
    meeting, ward, deputy, grace
):
    row = came(meeting, ward, grace, "deputy", ROOM, deputy)
    assert count(meeting).there == 1

    attendances.deputy_acknowledges(row=row, by=grace)

    assert count(meeting).there == 2
    made = DeputyAcknowledgement.objects.get()
    assert (made.contributor, made.scope, made.recorded_by) == (deputy, meeting.scope, grace)


def test_mem_3_acknowledging_twice_changes_nothing(meeting, ward, deputy, grace):
    row = came(meeting, ward, grace, "deputy", ROOM, deputy)

    attendances.deputy_acknowledges(row=row, by=grace)
    attendances.deputy_acknowledges(row=row, by=grace)

    assert DeputyAcknowledgement.objects.count() == 1


def test_ack_1_a_deputys_acknowledgement_is_only_ever_added(meeting, ward, deputy, grace):
    attendances.deputy_acknowledges(
        row=came(meeting, ward, grace, "deputy", ROOM, deputy), by=grace
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        DeputyAcknowledgement.objects.all().delete()


def test_mem_3_nobody_acknowledges_for_a_seat_without_a_deputy(meeting, ward, grace):
    with pytest.raises(DomainError, match="No deputy came"):
        attendances.deputy_acknowledges(row=came(meeting, ward, grace), by=grace)


def test_no_deputy_comes_where_the_seat_allows_none(meeting, member, deputy, grace):
    with pytest.raises(DomainError, match="No deputy may come"):
        came(meeting, member, grace, "deputy", ROOM, deputy)


def test_a_member_is_nobodys_deputy(meeting, ward, member, grace):
    with pytest.raises(DomainError, match="has a seat here already, and one person counts once"):
        came(meeting, ward, grace, "deputy", ROOM, member.contributor)


def test_one_deputy_comes_for_one_seat(meeting, forum, ward, deputy, lena, grace):
    other = make.member(
        make.seat(forum, by=lena, deputy_allowed=True),
        make.user("Tom"),
        organisation=make.organisation(),
    )
    Attendance.objects.create(
        meeting=meeting, seat=other.seat, membership=other, sector="VC", noted_by=grace
    )
    came(meeting, ward, grace, "deputy", ROOM, deputy)

    with pytest.raises(DomainError, match="cannot be the deputy for two seats"):
        came(meeting, other, grace, "deputy", ONLINE, deputy)


# --- Stepping back ---


@pytest.fixture
def decision(forum, member, ward, grace):
    return make.session(
        forum, by=grace, here=[member, ward], items=[("Who drives?", "decide")]
    ).items.get(kind="decide")


def decide(item, by, outcome="agreed"):
    return minutes.minute(item=item, text="We drive.", outcome=outcome, edition=item.edition, by=by)


@pytest.mark.parametrize(("handling", "there"), [("none", 3), ("speak", 2), ("leave", 2)])
def test_mtg_3_a_quorum_is_net_of_who_steps_back(decision, ward, grace, handling, there):
    minutes.step_back(item=decision, seat=ward.seat, handling=handling, by=grace)

    assert count(decision.meeting, decision).there == there


def test_mtg_3_without_a_quorum_it_is_discussed_and_not_decided(decision, forum, ward, grace):
    needs(forum, quorum_people=3)
    minutes.step_back(item=decision, seat=ward.seat, handling="leave", by=grace)

    with pytest.raises(DomainError, match="needs 3 with a vote, and has 2.*not decided"):
        decide(decision, grace)
    assert decide(decision, grace, "discussed").outcome == "discussed"


def test_mtg_3_who_decided_is_kept(decision, member, ward, grace):
    minutes.step_back(item=decision, seat=member.seat, handling="speak", by=grace)

    decided = decide(decision, grace)

    assert decided.quorum_snapshot["there"] == 2
    assert decided.quorum_snapshot["recused"] == 1


def test_int_2_after_the_decision_who_stepped_back_stays(decision, ward, grace):
    decide(decision, grace)

    with pytest.raises(DomainError, match="decided already"):
        minutes.step_back(item=decision, seat=ward.seat, handling="leave", by=grace)


def test_only_what_is_there_to_decide_is_decided(decision, grace):
    with pytest.raises(DomainError, match="not there to decide on"):
        decide(decision.meeting.items.get(kind="scope"), grace)


# --- It ends ---


def test_nobody_in_the_chair_closes_nothing(meeting, forum, member, chair, grace):
    came(meeting, member, grace)
    came(meeting, chair, grace, "absent", "")

    with pytest.raises(DomainError, match="Nobody is there for the seat ‘Chair’"):
        sessions.close(meeting=meeting, chair_seat=chair.seat, everyone_thanked=False, by=grace)


def test_one_person_is_no_meeting(meeting, chair, grace):
    with pytest.raises(DomainError, match="Note who came before you close"):
        sessions.close(meeting=meeting, chair_seat=chair.seat, everyone_thanked=False, by=grace)


def test_what_the_room_was_is_kept_when_it_closes(meeting, chair, member, grace):
    came(meeting, member, grace)

    closed = sessions.close(
        meeting=meeting, chair_seat=chair.seat, everyone_thanked=False, by=grace
    )

    assert (closed.status, closed.quorum_snapshot["there"]) == ("closed", 2)


def test_apologies_are_for_before_the_meeting(meeting, member, grace):
    with pytest.raises(DomainError, match="in session now"):
        attendances.send_apologies(meeting=meeting, membership=member, by=grace)


def test_nobody_is_noted_before_it_begins(forum, member, grace):
    planned = make.meeting(forum, by=grace)

    with pytest.raises(DomainError, match="has not begun"):
        attendances.note(meeting=planned, seats={member.seat_id: Noted("present")}, by=grace)


# --- Pages ---


def test_a_member_sends_apologies_and_takes_them_back(forum, member, grace, nell, as_):
    planned = make.meeting(forum, by=grace)

    as_(nell).post(at(planned, "apologies/"))
    assert "You have sent apologies" in as_(nell).get(at(planned)).content.decode()
    as_(nell).post(at(planned, "apologies/withdraw/"))

    assert "You are expected" in as_(nell).get(at(planned)).content.decode()


def test_a_deputy_is_chosen_among_colleagues_without_a_seat(forum, ward, deputy, grace, as_):
    planned = make.meeting(forum, by=grace)
    sian = ward.contributor.user

    page = as_(sian).get(at(planned, "apologies/"))
    as_(sian).post(at(planned, "apologies/"), {"deputy": deputy.pk})

    assert list(page.context["form"].fields["deputy"].queryset) == [deputy]
    row = planned.attendances.get()
    assert (row.presence, row.deputy) == ("deputy", deputy)


def test_the_chair_notes_the_room_on_one_page(meeting, ward, member, deputy, grace, as_):
    url = at(meeting, "attendance/")
    form = as_(grace).get(url).context["form"]
    chosen = {
        "stamp": form.now,
        **{f"here_{seat}": "absent" for seat in form.seats},
        f"here_{meeting.chair_seat_id}": "both",
        f"here_{member.seat_id}": "apology",
        f"here_{ward.seat_id}": "deputy_online",
    }

    refused = as_(grace).post(url, chosen)
    as_(grace).post(url, {**chosen, f"deputy_{ward.seat_id}": deputy.pk})

    assert "Choose who came as the deputy" in refused.content.decode()
    said = {row.seat_id: (row.presence, row.joined) for row in meeting.attendances.all()}
    assert said == {
        meeting.chair_seat_id: ("present", "both"),
        member.seat_id: ("apology", ""),
        ward.seat_id: ("deputy", "online"),
    }
    page = as_(grace).get(url).content.decode()
    assert "Ana Sousa has not acknowledged the scope" in page


def test_what_somebody_else_noted_meanwhile_is_not_undone(meeting, member, ward, grace, as_):
    url = at(meeting, "attendance/")
    form = as_(grace).get(url).context["form"]
    stale = {"stamp": form.now, **{f"here_{seat}": "absent" for seat in form.seats}}
    came(meeting, member, grace)

    answer = as_(grace).post(url, stale)

    assert answer.status_code == 422
    assert "Somebody else noted who is here" in answer.content.decode()
    assert meeting.attendances.get(seat=member.seat).is_here


def test_who_steps_back_is_said_on_a_page(decision, ward, grace, as_):
    url = at(decision.meeting, f"items/{decision.pk}/interests/")

    as_(grace).post(url, {f"seat_{ward.seat_id}": "leave"})

    assert decision.recusals.get().handling == "leave"
    assert "leaves for this item" in as_(grace).get(at(decision.meeting)).content.decode()


def test_the_room_asks_as_much_however_many_are_in_it(forum, member, lena, grace, as_):
    meeting = make.session(forum, by=grace, here=[member])
    url = at(meeting, "attendance/")

    def measured():
        as_(grace).get(url)
        with CaptureQueriesContext(connection) as queries:
            as_(grace).get(url)
        return len(queries)

    few = measured()
    for number in range(8):
        who = make.member(
            make.seat(forum, by=lena, deputy_allowed=True),
            make.user(f"Guest {number}"),
            organisation=make.organisation(),
        )
        Attendance.objects.create(
            meeting=meeting, seat=who.seat, membership=who, sector="VC", votes=True, noted_by=grace
        )
    assert measured() <= few + 1  # who may deputise, where any seat allows it
