"""Was the promise kept? What is counted of real rows, who reads it, and what it leaves out."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.figures.period import Quarters, quarter_before, quarter_of
from coalition.models import OrganisationSector
from forums.models import AgendaItem, Attendance, Delegation, Meeting, Override, Pulse
from forums.promise import as_rows, measures
from forums.promise.agenda import voice
from forums.promise.cases import About
from forums.promise.decided import authority, decisions, honoured, overrules
from forums.promise.meetings import chair_share, mixed_quorum
from forums.promise.power import paper_power
from forums.promise.pulse import influence
from forums.quorum import Quorum, missing
from tests import make

pytestmark = pytest.mark.django_db


def about(*forums, quarters=2):
    last = timezone.localdate()
    first = last
    for _ in range(quarters - 1):
        first = quarter_before(first)
    return About({forum.pk: forum.name for forum in forums}, Quarters.between(first, last))


def fact(measure, words):
    return dict(measure.facts)[words]


def held(forum, *, sector="VC", days_ago=0, snapshot=None):
    """A meeting that is over, chaired by somebody of that sector on that day."""
    chair = forum.memberships.live().get(seat__kind="chair")
    starts_at = timezone.now() - timedelta(days=days_ago)
    meeting = Meeting.objects.create(
        forum=forum,
        number=forum.meetings.count() + 1,
        starts_at=starts_at,
        length=60,
        place="Room 2",
        planned_by=forum.opened_by,
        status="closed",
        opened_at=starts_at,
        chair_seat=chair.seat,
        quorum_snapshot=snapshot or {"lacks": []},
    )
    Attendance.objects.create(
        meeting=meeting,
        seat=chair.seat,
        membership=chair,
        sector=sector,
        presence="present",
        noted_by=forum.opened_by,
    )
    return meeting


def item(meeting, *, sector="VC", kind="decide", outcome="agreed", **fields):
    snapshot = {"lacks": []} if outcome in AgendaItem.DECIDED else None
    return AgendaItem.objects.create(
        meeting=meeting,
        position=meeting.items.count() + 1,
        kind=kind,
        title="Grants",
        length=10,
        proposer_seat=meeting.chair_seat,
        proposer_sector=sector,
        outcome=outcome,
        quorum_snapshot=snapshot,
        **fields,
    )


def another(programme, lena, **fields):
    """Another forum, with somebody in the chair."""
    made = make.forum(programme=programme, by=lena, recruiting=True, **fields)
    make.member(made.seats.get(), make.user())
    return made


# --- P4 -------------------------------------------------------------------------------------------


def test_p4_counts_items_of_meetings_that_were_held_by_who_brought_them(forum):
    meeting = held(forum)
    for sector in ["VC", "VC", "FA", "NHS"]:
        item(meeting, sector=sector, kind="discuss", outcome="discussed")
    item(meeting, sector="LG")

    measure = voice(about(forum))

    assert fact(measure, "From outside government") == "60%"
    assert fact(measure, "That is") == "3 of 5"
    assert measure.trend[-1].words == "60%"


@pytest.mark.parametrize(
    "left_out",
    [
        {"kind": "scope", "outcome": "noted"},
        {"kind": "any_other", "outcome": "discussed"},
        {"removed_at": timezone.now()},
    ],
)
def test_p4_leaves_out_what_nobody_brought_or_what_was_removed(forum, left_out):
    item(held(forum), **left_out)

    assert fact(voice(about(forum)), "From outside government") == "no items yet"


def test_p4_a_meeting_to_come_is_not_counted(forum):
    meeting = held(forum)
    item(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(status="planned")

    assert fact(voice(about(forum)), "From outside government") == "no items yet"


def test_p4_carried_is_agreed_out_of_what_was_put_to_a_decision(forum):
    meeting = held(forum)
    for outcome in ["agreed", "agreed", "agreed", "not_agreed", "not_agreed"]:
        item(meeting, outcome=outcome)
    item(meeting, outcome="deferred")

    measure = voice(about(forum))

    assert fact(measure, "Carried") == "60%"
    assert fact(measure, "That is, of what was decided") == "3 of 5"


def test_p4_what_was_left_over_and_came_back_counts_once(forum):
    left = item(held(forum, days_ago=1), outcome="deferred")
    item(held(forum), carried_from=left)
    meeting = held(forum)
    for _ in range(4):
        item(meeting)

    measure = voice(about(forum))

    assert fact(measure, "That is") == "5 of 5"
    assert fact(measure, "That is, of what was decided") == "5 of 5"


def test_p4_a_proposal_between_meetings_counts_as_a_matter(forum, chair):
    for _ in range(5):
        make.proposal(chair)

    measure = voice(about(forum))

    assert fact(measure, "That is") == "5 of 5"
    assert fact(measure, "Carried") == "no decisions yet"


def test_org_3_p4_a_sector_that_changes_later_changes_nothing(forum, member, kitchen):
    meeting = held(forum)
    for _ in range(5):
        item(meeting, sector="VC")
    before = voice(about(forum))

    kitchen.sector = "LG"
    kitchen.save()
    OrganisationSector.objects.filter(organisation=kitchen).update(sector="LG")

    assert voice(about(forum)) == before


# --- P1 to P3 -------------------------------------------------------------------------------------


@pytest.fixture
def power(forum, lena):
    return make.delegation(forum, drafted_by=lena, granted=True)


def decide(forum, by, power, count=1, **fields):
    return [
        make.decision(forum, by=by, delegation=power, published=True, **fields)
        for _ in range(count)
    ]


def test_p1_counts_what_was_decided_out_of_all_that_was_decided_or_recommended(forum, power, lena):
    """Grace chairs, and comes for herself: from outside government."""
    decide(forum, lena, power, 4)
    decide(forum, lena, None, 1)

    measure = authority(about(forum), decisions(about(forum)))

    assert fact(measure, "That is") == "4 of 5"
    assert fact(measure, "In pounds") == "£400 of £500 (80%)"


def test_org_3_p1_a_body_is_what_it_was_on_the_day(forum, power, lena, grace):
    decide(forum, lena, power, 5)
    before = authority(about(forum), decisions(about(forum)))

    council = make.organisation("Council", sector="LG")
    forum.memberships.update(organisation=council)

    assert authority(about(forum), decisions(about(forum))) == before
    assert fact(before, "Decided outside government") == "100%"


def test_p1_a_body_with_most_votes_from_government_is_not_counted(forum, power, lena):
    """Grace chairs from outside; two councils sit beside her."""
    for _ in "12":
        council = make.organisation(sector="LG")
        make.member(make.seat(forum, by=lena), make.user(), organisation=council)
    decide(forum, lena, power, 5)

    measure = authority(about(forum), decisions(about(forum)))

    assert fact(measure, "That is") == "0 of 5"


def test_p1_a_draft_is_no_decision_yet(forum, power, lena):
    make.decision(forum, by=lena, delegation=power)

    measure = authority(about(forum), decisions(about(forum)))

    assert fact(measure, "Decided outside government") == "no decisions yet"


def test_p2_counts_what_is_in_effect_of_what_is_past_its_day(forum, power, lena):
    """Without call-in they take effect at once; a recommendation waits for its answer."""
    decide(forum, lena, power, 5)
    decide(forum, lena, None)

    measure = honoured(about(forum), decisions(about(forum)))

    assert fact(measure, "That is") == "5 of 5"


def test_p2_p3_what_is_overruled_is_not_honoured_and_its_days_are_counted(forum, lena, power):
    rows = decide(forum, lena, power, 6)
    for row in rows[:5]:
        overrule(row, days=4)

    found = decisions(about(forum))
    measure = overrules(about(forum), found)

    assert fact(honoured(about(forum), found), "That is") == "1 of 6"
    assert fact(measure, "That is") == "5 of 6"
    assert fact(measure, "Median until the reason") == "4 days"


def overrule(decision, *, days):
    """As its rows say it, so many days after it was so decided."""
    return Override.objects.create(
        decision=decision,
        kind="altered",
        by_office="Director",
        by_body=decision.delegation.delegator,
        by=decision.recorded_by,
        decided_on=timezone.localdate() - timedelta(days=days),
        reason="The supplier recalled these locks on Tuesday because their bolts break in frost.",
    )


def test_p7_what_is_decided_uses_the_power(forum, lena, power):
    for _ in range(4):
        make.delegation(forum, drafted_by=lena, granted=True)
    decide(forum, lena, power)

    assert fact(paper_power(about(forum)), "Pounds used") == "£100 of £10,000 (1%)"


# --- P5 and P6 ------------------------------------------------------------------------------------


def test_p5_counts_who_was_in_the_chair_by_their_sector_then(forum):
    for sector in ["VC", "VC", "LG", "NHS", "IV"]:
        held(forum, sector=sector)

    measure = chair_share(about(forum))

    assert fact(measure, "Chaired from outside government") == "60%"
    assert fact(measure, "That is") == "3 of 5"


def test_p5_by_the_quarter_in_which_they_met(forum):
    in_last = (timezone.localdate() - quarter_of(timezone.localdate())).days + 10
    for _ in range(5):
        held(forum, days_ago=in_last, sector="VC")
    for _ in range(6):
        held(forum, sector="LG")

    assert [bar.words for bar in chair_share(about(forum)).trend] == ["100%", "0%"]


def test_p6_counts_what_could_not_be_decided_for_want_of_a_mix(forum):
    lacks = missing(Quorum(nongov_share=50), {1: "LG"}, present={1})
    without = held(forum, snapshot={"lacks": lacks})
    few = held(forum, snapshot={"lacks": missing(Quorum(people=3), {1: "LG"}, present={1})})
    item(without, outcome="discussed")
    item(without, outcome="agreed")  # decided earlier in the meeting, as it was counted then
    item(few, outcome="deferred")
    item(held(forum))
    item(held(forum))

    measure = mixed_quorum(about(forum))

    assert fact(measure, "That is") == "1 of 5"
    assert fact(measure, "Failed for want of a mix") == "20%"
    assert "More than one in ten" in measure.asks


def test_story_18_nothing_yet_is_neither_0_nor_100(forum):
    words = {
        measure.code: [value for _, value in measure.facts] for measure in measures(about(forum))
    }

    assert all("%" not in value for values in words.values() for value in values)
    assert [words[code][0] for code in ("P1", "P2", "P3")] == ["no decisions yet"] * 3
    assert words["P5"] == ["no meetings yet", "none"]
    assert words["P6"] == ["nothing to decide yet", "none"]
    assert words["P8"][0] == "not asked yet"


# --- P7 -------------------------------------------------------------------------------------------


def test_p7_counts_power_that_nobody_used_for_two_quarters(forum, lena):
    long_ago = timezone.now() - timedelta(days=200)
    powers = [make.delegation(forum, drafted_by=lena, granted=True) for _ in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE forums_delegation DISABLE TRIGGER USER")
    Delegation.objects.filter(pk=powers[0].pk).update(
        approved_at=long_ago,
        effective_from=long_ago.date(),
        review_on=long_ago.date(),
    )

    measure = paper_power(about(forum))

    assert fact(measure, "Unused for two quarters") == "20%"
    assert fact(measure, "That is") == "1 of 5"
    assert fact(measure, "Pounds used") == "£0 of £10,000 (0%)"


def test_p7_a_draft_is_no_power(forum, lena):
    make.delegation(forum, drafted_by=lena)

    assert fact(paper_power(about(forum)), "Unused for two quarters") == "no power handed over yet"


def test_del_6_p7_what_is_handed_on_counts_with_what_it_is_handed_on_from(
    forum, programme, lena, grace
):
    other = another(programme, lena)
    for _ in range(5):
        parent = make.delegation(forum, drafted_by=lena, granted=True, sub_delegation=True)
    handed_on = {"parent": parent, "role_holder": grace, "theme": "Small repairs"}
    make.delegation(other, drafted_by=lena, granted=True, **handed_on)

    assert fact(paper_power(about(forum, other)), "Pounds used") == "£0 of £10,000 (0%)"


# --- P8 -------------------------------------------------------------------------------------------


def answers(forum, *scores, sector="VC", quarter=None):
    for score in scores:
        Pulse.objects.create(
            forum=forum,
            organisation=make.organisation(),
            quarter=quarter or quarter_before(timezone.localdate()),
            score=score,
            sector=sector if score else "",
            answered_at=timezone.now() if score else None,
        )


def test_p8_the_mean_of_five_organisations_or_more(forum):
    answers(forum, 3, 4, 4, 5, 4, None)

    measure = influence(about(forum))

    assert fact(measure, "Mean, from 1 to 5") == "4.0"
    assert fact(measure, "Answers shown") == "5 of 6"
    assert [bar.words for bar in measure.trend] == ["4.0", "not asked yet"]


def test_p8_four_organisations_are_not_told_of(forum):
    answers(forum, 1, 5, 5, 5)

    measure = influence(about(forum))

    assert fact(measure, "Mean, from 1 to 5") == "fewer than 5"
    assert measure.splits[0].rows == ()


def test_p8_the_same_organisation_in_many_quarters_is_one(forum):
    """Five answers of one organisation are as telling as one."""
    kitchen, quarter = make.organisation(), quarter_before(timezone.localdate())
    for score in range(1, 6):
        quarter = quarter_before(quarter)
        Pulse.objects.create(
            forum=forum,
            organisation=kitchen,
            quarter=quarter,
            score=score,
            sector="VC",
            answered_at=timezone.now(),
        )

    measure = influence(about(forum, quarters=12))

    assert fact(measure, "Mean, from 1 to 5") == "fewer than 5"


def test_p8_the_gap_between_sectors(forum):
    answers(forum, 4, 4, 4, 4, 4, sector="LG")
    answers(forum, 2, 2, 2, 2, 3, sector="VC")

    measure = influence(about(forum))

    assert fact(measure, "Widest gap between sectors") == "1.8"
    assert "Sectors differ by 1 or more" in measure.asks
    assert [(bar.label, bar.words) for bar in measure.splits[0].rows] == [
        ("Local government", "4.0"),
        ("Voluntary and community", "2.2"),
    ]


def test_p8_a_programme_tells_no_more_than_its_forums_do(forum, programme, lena):
    other = make.forum(programme=programme, by=lena)
    answers(forum, 3, 3, 3, 3, 3)
    answers(other, 5, 5)

    assert fact(influence(about(forum, other)), "Mean, from 1 to 5") == "3.0"


# --- the pages ------------------------------------------------------------------------------------


def page_of(forum):
    return reverse("forums:forum_promise", args=[forum.pk])


def test_story_18_every_measure_has_its_definition_one_click_away(forum, as_, grace):
    page = as_(grace).get(page_of(forum)).text

    for number in range(1, 9):
        assert f'id="h-P{number}"' in page
    assert page.count("<summary>What this counts") == 8


def test_story_18_the_end_before_the_start_is_said_kindly(forum, as_, grace):
    asked = {"first": "2026-10-01", "last": "2026-07-01"}

    answer = as_(grace).get(page_of(forum), asked)

    assert answer.status_code == 422
    assert "This is before the first quarter. Choose a later one." in answer.text


@pytest.mark.parametrize("asked", ["2026-02-01", "soon", "1850-01-01", "9999-99-99"])
def test_story_18_a_quarter_that_is_not_offered_is_asked_again(forum, as_, grace, asked):
    answer = as_(grace).get(page_of(forum), {"first": asked})

    assert answer.status_code == 422
    assert "Choose one of the quarters in the list" in answer.text


def test_story_18_the_file_has_what_the_page_has(forum, as_, grace):
    for sector in ["VC", "VC", "LG", "NHS", "IV"]:
        held(forum, sector=sector)

    answer = as_(grace).get(reverse("forums:forum_promise_export", args=[forum.pk]))

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Measure,What it is,Shown by,Quarter or group,Counted,Out of,Value"
    assert "P5,Chair share,All quarters together,That is,,,3 of 5" in lines
    assert any(line.startswith("P5,Chair share,") and ",3,5,60%" in line for line in lines)
    assert answer["Content-Type"] == "text/csv"


def test_story_18_a_file_of_no_period_is_asked_again(forum, as_, grace):
    url = reverse("forums:forum_promise_export", args=[forum.pk])

    assert as_(grace).get(url, {"first": "2026-10-01", "last": "2026-07-01"}).status_code == 422


def test_mem_1_whoever_has_not_read_the_scope_reads_it_first(forum, as_, lena):
    uma = make.user("Uma")
    make.member(make.seat(forum, by=lena), uma, reads=False)

    answer = as_(uma).get(page_of(forum))

    assert answer.status_code == 302
    assert "/scope/acknowledge/" in answer.url


def test_story_18_a_member_of_one_forum_reads_no_name_of_another(
    forum, programme, lena, as_, grace
):
    secret = another(programme, lena, name="Safe enough")
    for _ in range(5):
        held(secret)
        held(forum)

    page = as_(grace).get(reverse("forums:programme_promise", args=[programme.pk])).text

    assert str(forum) in page
    assert str(secret) not in page
    assert "Other forums" in page


def test_story_18_as_many_queries_for_many_rows_as_for_few(forum, programme, lena):
    def queries():
        with CaptureQueriesContext(connection) as found:
            as_rows(measures(about(*forum.programme_forums)))
        return len(found)

    def more(count):
        for _ in range(count):
            other = another(programme, lena)
            item(held(other))
            made = make.delegation(other, drafted_by=lena, granted=True)
            decide(other, lena, made)
            answers(other, 4)
            forum.programme_forums.append(other)

    forum.programme_forums = [forum]
    more(1)
    few = queries()
    more(5)

    assert queries() == few


def test_the_days_of_the_pulse_are_those_of_its_quarter():
    assert quarter_before(date(2026, 11, 29)) == date(2026, 7, 1)
