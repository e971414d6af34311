"""What happens in a round: RND-1 to RND-10, SCO-5, MEM-1, DIF-4; story 6 and its bad inputs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums import tasks
from forums.actions import (
    acknowledgements,
    delegation_course,
    forums,
    life,
    meetings,
    minutes,
    proposals,
    round_course,
    rounds,
    seats,
    sessions,
)
from forums.actions.responses import Given, answer, classify, reply, respond, step_back
from forums.closing import open_in
from forums.models import Proposal, Response, Round
from forums.rounds import ballot, summary, warnings
from forums.wording import Line
from tests import make


@pytest.fixture
def others(forum, lena):
    """Three more voting members: from a council, the NHS and a charity."""
    made = []
    for name, sector in (("Omar", "LG"), ("Noor", "NHS"), ("Vera", "VC")):
        organisation = make.organisation(f"{name}’s people", sector=sector)
        made.append(
            make.member(make.seat(forum, by=lena), make.user(name), organisation=organisation)
        )
    return made


@pytest.fixture
def proposal(member):
    return make.proposal(member)


@pytest.fixture
def room(forum, lena):
    """A quorum of two."""
    return forums.change(forum=forum, quorum_people=2, quorum_nongov_share=0, by=lena)


@pytest.fixture
def opened(room, proposal, grace):
    return make.round(proposal, by=grace)


def acknowledge(member):
    scope = member.forum.scopes.effective().get()
    acknowledgements.acknowledge(membership=member, scope=scope, by=member.contributor.user)


def stamp(proposal):
    return proposal.versions.latest("number").stamp


def resign(member):
    seats.resign(membership=member, by=member.contributor.user)


def everyone(chair, member, others):
    return [chair, member, *others]


def let_pass(round):
    """Its time has come."""
    Round.objects.filter(pk=round.pk).update(
        opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now()
    )
    round.refresh_from_db()
    return round


def close_by_clock(round):
    return round_course.close_due(round=let_pass(round), now=timezone.now())


def test_rnd_2_a_round_passes_with_a_quorum_and_no_objection(opened, chair, member, others):
    for one in everyone(chair, member, others):
        make.response(opened, one)

    closed = round_course.close(round=opened, by=chair.contributor.user)

    assert closed.status == "passed"
    assert closed.proposal.status == "passed"
    assert closed.reason.startswith("Nobody objects. 5 of 5 seats responded: 5 consent")


def test_rnd_1_silence_is_never_consent(opened):
    closed = close_by_clock(opened)

    assert closed.status == "lapsed"
    assert "it needs 2 with a vote, and has 0" in closed.reason


def test_rnd_1_one_voice_among_silent_seats_is_no_quorum(opened, member, others):
    make.response(opened, member)

    assert close_by_clock(opened).status == "lapsed"


def test_rnd_1_where_everyone_stands_aside_nothing_passes(opened, chair, member):
    make.response(opened, chair, "stand_aside")
    make.response(opened, member, "stand_aside")

    closed = close_by_clock(opened)

    assert closed.status == "not_passed"
    assert "Nobody consented" in closed.reason


def test_rnd_2_an_objection_that_stands_stops_it(opened, chair, member, others):
    make.response(opened, chair)
    make.response(opened, others[0], "object")

    closed = close_by_clock(opened)

    assert closed.status == "not_passed"
    assert closed.reason.startswith("1 objection stands.")
    assert closed.proposal.status == "writing"


def test_rnd_2_a_question_that_nobody_answered_stops_it(opened, chair, member, others):
    make.response(opened, chair)
    make.response(opened, member)
    make.response(opened, others[0], "need_more")

    closed = close_by_clock(opened)

    assert closed.status == "not_passed"
    assert closed.reason.startswith("1 question was not answered in writing.")


def test_rnd_2_an_answer_extends_the_round_once_by_five_working_days(opened, chair, member, others):
    nation = opened.forum.programme.nation
    first = make.response(opened, others[0], "need_more")
    second = make.response(opened, others[1], "need_more")

    answer(response=first, text="The council pays.", by=chair.contributor.user)
    opened.refresh_from_db()
    once = opened.closes_at
    soon = timezone.now() + timedelta(hours=1)
    Round.objects.filter(pk=opened.pk).update(closes_at=soon)  # days later
    answer(response=second, text="From May.", by=chair.contributor.user)
    opened.refresh_from_db()

    assert timezone.localdate(once) == working_days_after(timezone.localdate(), 5, nation)
    assert opened.closes_at == soon
    assert Mail.objects.filter(kind="forum_round_answered").count() == 2


def test_rnd_2_who_stays_undecided_after_the_answer_counts_as_silent(opened, chair, member, others):
    make.response(opened, chair)
    make.response(opened, member)
    asked = make.response(opened, others[0], "need_more")
    answer(response=asked, text="The council pays.", by=chair.contributor.user)

    closed = close_by_clock(opened)

    assert closed.status == "passed"
    assert "2 of 5 seats responded" in closed.reason


def test_rnd_2_a_second_question_of_the_same_seat_holds_nothing_up(opened, chair, member, others):
    make.response(opened, chair)
    make.response(opened, member)
    asked = make.response(opened, others[0], "need_more")
    answer(response=asked, text="The council pays.", by=chair.contributor.user)

    again = make.response(opened, others[0], "need_more", "And after that?")

    assert again.asked_again
    assert close_by_clock(opened).status == "passed"


def test_rnd_2_a_question_is_answered_once(opened, chair, others):
    asked = make.response(opened, others[0], "need_more")
    answer(response=asked, text="The council pays.", by=chair.contributor.user)

    with pytest.raises(DomainError, match="Somebody else has answered"):
        answer(response=asked, text="We pay.", by=chair.contributor.user)


@pytest.mark.parametrize(
    ("kind", "text", "change"),
    [("concern", "", ""), ("need_more", "", ""), ("object", "Harm.", ""), ("object", "", "May.")],
)
def test_rnd_3_what_must_be_written_is_written(opened, member, nell, kind, text, change):
    with pytest.raises(DomainError, match="what change would remove it"):
        respond(round=opened, membership=member, given=Given(kind, text, change), by=nell)


@pytest.fixture
def objection(opened, others):
    return make.response(opened, others[0], "object")


def say_preference(objection, member):
    return classify(
        response=objection, membership=member, because="Nobody is harmed.",
        by=member.contributor.user,
    )  # fmt: skip


def test_rnd_3_the_chair_cannot_rule_an_objection_out_alone(objection, chair, opened):
    found = say_preference(objection, chair)

    assert found.preference_at is None
    assert ballot(opened).counts.object == 1


def test_rnd_3_two_seats_without_a_conflict_call_it_a_preference(
    objection, chair, others, opened, member
):
    say_preference(objection, chair)
    found = say_preference(objection, others[1])
    reply(response=found, text="It is a harm to us.", by=others[0].contributor.user)
    make.response(opened, chair)
    make.response(opened, member)

    closed = close_by_clock(opened)

    said = summary(closed).objections[0]
    assert closed.status == "passed"
    assert said.is_preference
    assert said.reply == "It is a harm to us."
    assert Mail.objects.filter(kind="forum_round_preference").count() == 2


def test_rnd_3_two_from_the_sector_of_the_proposer_are_not_enough(
    objection, others, forum, lena, opened
):
    """The proposer comes from the voluntary sector."""
    fifth = make.member(
        make.seat(forum, by=lena), make.user("Faith"), organisation=make.organisation(sector="VC")
    )
    say_preference(objection, others[2])

    assert say_preference(objection, fifth).preference_at is None
    assert say_preference(objection, others[1]).preference_at


def test_rnd_3_neither_objector_nor_proposer_classifies(objection, member, others):
    with pytest.raises(DomainError, match="their own objection"):
        say_preference(objection, others[0])
    with pytest.raises(DomainError, match="brought a proposal"):
        say_preference(objection, member)


def test_rnd_3_a_seat_says_so_once(objection, others):
    say_preference(objection, others[1])

    with pytest.raises(DomainError, match="said so already"):
        say_preference(objection, others[1])


def test_rnd_3_who_stepped_back_does_not_classify(objection, others, opened):
    step_back(round=opened, membership=others[1], by=others[1].contributor.user)

    with pytest.raises(DomainError, match="stepped back"):
        say_preference(objection, others[1])


def test_rnd_3_nobody_replies_to_what_was_not_called_a_preference(objection, others):
    with pytest.raises(DomainError, match="Nobody has called"):
        reply(response=objection, text="It is.", by=others[0].contributor.user)


def test_rnd_4_an_edit_after_opening_voids_responses_and_tells_responders(
    opened, proposal, chair, member, nell
):
    make.response(opened, chair)
    version = proposal.versions.get()

    proposals.rewrite(
        proposal=proposal, seen=version.stamp, text="On the third day.", change_note="A day later",
        by=nell,
    )  # fmt: skip

    opened.refresh_from_db()
    fresh = proposal.rounds.get(number=2)
    assert opened.status == "superseded"
    assert not Response.objects.standing().exists()
    assert (fresh.status, fresh.version.number) == ("open", 2)
    assert fresh.version.text == "On the third day."
    assert [mail.concerns for mail in Mail.objects.filter(kind="forum_round_changed")] == [
        chair.contributor
    ]
    with pytest.raises(DomainError, match="The proposal was changed"):
        make.response(opened, member)


def test_rnd_4_the_version_that_was_asked_about_stays_as_it_was(opened):
    version = opened.version
    version.text = "Something else."

    with pytest.raises(Exception, match="A round was held on this version"):
        version.save()


def test_rnd_4_nothing_is_voided_once_the_time_is_over(opened, proposal, chair, nell):
    make.response(opened, chair, "object")
    let_pass(opened)

    with pytest.raises(DomainError, match="what was responded counts"):
        proposals.rewrite(
            proposal=proposal, seen=stamp(proposal), text="On the third day.", by=nell
        )
    assert Response.objects.standing().count() == 1


def test_rnd_4_before_a_round_an_edit_changes_the_draft_itself(proposal, nell):
    proposals.rewrite(proposal=proposal, seen=stamp(proposal), text="On the third day.", by=nell)

    assert proposal.versions.get().text == "On the third day."


def test_an_edit_that_changes_nothing_voids_nothing(opened, proposal, chair, nell):
    make.response(opened, chair)
    version = proposal.versions.get()

    proposals.rewrite(proposal=proposal, seen=version.stamp, text=version.text, by=nell)

    assert Response.objects.standing().count() == 1


def test_an_edit_of_what_somebody_else_changed_is_refused(proposal, nell):
    seen = stamp(proposal)
    proposals.rewrite(proposal=proposal, seen=seen, text="On the third day.", by=nell)

    with pytest.raises(DomainError, match="Somebody changed this proposal"):
        proposals.rewrite(proposal=proposal, seen=seen, text="On the fourth.", by=nell)


def fail(proposal, others, by, *, times):
    for _ in range(times):
        proposal.refresh_from_db()
        opened = make.round(proposal, by=by)
        make.response(opened, others[0], "object")
        make.response(opened, others[1])
        closed = close_by_clock(opened)
        assert closed.status == "not_passed"
    proposal.refresh_from_db()
    return closed


@pytest.mark.parametrize(
    ("fallback", "becomes"),
    [("two_thirds", "writing"), ("refer", "referred"), ("drop", "dropped")],
)
def test_rnd_6_after_two_failed_rounds_the_scope_says_what_follows(
    room, proposal, others, grace, leo, lena, chair, member, fallback, becomes
):
    if fallback != "refer":  # which is what a scope says at first
        make.scope(room, drafted_by=leo, approved_by=lena, fallback=fallback)
        for one in (chair, member, *others):
            acknowledge(one)

    fail(proposal, others, grace, times=1)
    assert proposal.status == "writing"
    fail(proposal, others, grace, times=1)

    assert proposal.status == becomes


def test_rnd_6_the_third_round_needs_two_thirds_and_is_the_last(
    room, proposal, others, grace, leo, lena, chair, member
):
    make.scope(room, drafted_by=leo, approved_by=lena, fallback="two_thirds")
    for one in (chair, member, *others):
        acknowledge(one)
    fail(proposal, others, grace, times=2)

    third = make.round(proposal, by=grace)
    make.response(third, chair)
    make.response(third, others[0], "object")
    closed = close_by_clock(third)

    assert third.rule == "two_thirds"
    assert closed.status == "not_passed"
    assert closed.proposal.status == "dropped"


def test_rnd_6_a_round_that_was_replaced_is_no_failure(room, proposal, others, grace, nell):
    fail(proposal, others, grace, times=1)
    make.round(proposal, by=grace)
    proposals.rewrite(proposal=proposal, seen=stamp(proposal), text="On the third day.", by=nell)

    assert proposal.rounds.failed().count() == 1
    assert proposal.rounds.get(status="open").rule == "consent"


def test_rnd_6_whoever_holds_the_power_hears_that_it_is_theirs(room, member, others, grace, lena):
    power = make.delegation(room, drafted_by=lena, granted=True)
    proposal = make.proposal(member, delegation=power)

    fail(proposal, others, grace, times=2)

    mail = Mail.objects.get(kind="forum_proposal_referred")
    assert mail.to == power.role_holder.contributor.email


def test_rnd_7_between_meetings_people_have_three_working_days(room, proposal, grace):
    soon = timezone.now() + timedelta(days=1)

    with pytest.raises(DomainError, match="3 working days"):
        make.round(proposal, by=grace, closes_at=soon)


def test_rnd_7_what_was_urgent_is_noted_at_the_next_meeting(room, proposal, grace, chair, member):
    soon = timezone.now() + timedelta(hours=3)
    opened = make.round(
        proposal, by=grace, closes_at=soon, urgent_because="The lease ends tomorrow."
    )
    make.response(opened, chair)
    make.response(opened, member)
    close_by_clock(opened)

    round_course.tend(now=timezone.now())  # no meeting yet
    meeting = make.meeting(room, by=grace)
    round_course.tend(now=timezone.now())
    round_course.tend(now=timezone.now())

    opened.refresh_from_db()
    item = meeting.items.get(kind="decide")
    assert opened.noted_in == item
    assert item.title.startswith("Note or reverse, decided as urgent: Ring on day two")


@pytest.mark.parametrize("days", [-1, 90])
def test_a_round_closes_in_days_to_come_and_within_60(room, proposal, grace, days):
    with pytest.raises(DomainError, match="passed|60 days"):
        make.round(proposal, by=grace, closes_at=timezone.now() + timedelta(days=days))


def test_rnd_8_who_stepped_back_is_in_neither_number(opened, chair, member, others):
    make.response(opened, chair)
    step_back(round=opened, membership=others[0], by=others[0].contributor.user)

    counts = ballot(opened).counts

    assert (counts.entitled, counts.responded, counts.recused) == (4, 1, 1)


def test_rnd_8_a_seat_that_stepped_back_does_not_respond(opened, others):
    make.response(opened, others[0], "object")
    step_back(round=opened, membership=others[0], by=others[0].contributor.user)

    with pytest.raises(DomainError, match="stepped back"):
        make.response(opened, others[0])
    assert ballot(opened).counts.object == 0


def test_rnd_10_a_late_response_is_refused_with_the_time(opened, member):
    let_pass(opened)

    with pytest.raises(DomainError, match=r"This round closed on .* at \d+:\d\d[ap]m\. It is"):
        make.response(opened, member)


def test_rnd_10_nothing_is_added_once_it_is_closed(opened, chair, member, others):
    asked = make.response(opened, others[0], "need_more")
    close_by_clock(opened)

    with pytest.raises(DomainError, match="This round closed"):
        answer(response=asked, text="Yes.", by=chair.contributor.user)
    with pytest.raises(DomainError, match="This round closed"):
        step_back(round=opened, membership=member, by=member.contributor.user)


def test_the_chair_cannot_close_early_to_shut_out_an_objection(opened, chair, member, others):
    make.response(opened, chair)
    make.response(opened, member)

    with pytest.raises(DomainError, match="3 seats have not responded. Nobody is shut out"):
        round_course.close(round=opened, by=chair.contributor.user)


def test_the_chair_cannot_close_while_a_question_waits(opened, chair, member, others):
    for one in (chair, member, *others[:2]):
        make.response(opened, one)
    make.response(opened, others[2], "need_more")

    with pytest.raises(DomainError, match="a question waits for its answer"):
        round_course.close(round=opened, by=chair.contributor.user)


def test_the_clock_closes_what_is_due_and_leaves_the_rest(opened, member, grace):
    other = make.round(make.proposal(member), by=grace)
    let_pass(opened)

    round_course.tend(now=timezone.now())

    assert Round.objects.get(pk=opened.pk).closed_by is None
    assert Round.objects.get(pk=opened.pk).status == "lapsed"
    assert Round.objects.get(pk=other.pk).status == "open"


def test_the_task_from_beat_closes_and_reminds(opened, member, grace):
    other = make.round(make.proposal(member), by=grace)
    Round.objects.filter(pk=other.pk).update(closes_at=timezone.now() + timedelta(hours=20))
    let_pass(opened)

    tasks.tend_rounds()
    tasks.tend_rounds()

    assert Round.objects.get(pk=opened.pk).status == "lapsed"
    assert Mail.objects.filter(kind="forum_round_closing").count() == 2  # chair and member


def test_sco_5_an_open_round_keeps_the_scope_under_which_it_began(
    opened, forum, leo, lena, chair, member
):
    began = opened.scope
    make.response(opened, member)
    make.scope(forum, drafted_by=leo, approved_by=lena, included=(Line("Something else"),))
    acknowledge(chair)

    make.response(opened, chair)
    closed = close_by_clock(opened)

    assert closed.scope == began
    assert forum.scopes.effective().get() != began


def test_mem_1_only_who_acknowledged_the_current_scope_responds(opened, forum, leo, lena, member):
    make.scope(forum, drafted_by=leo, approved_by=lena, included=(Line("Something else"),))

    with pytest.raises(DomainError, match="acknowledged the scope in force"):
        make.response(opened, member)


def test_sea_3_observers_do_not_respond(opened, forum, lena):
    seat = make.seat(forum, by=lena, kind="observer", voting=False)
    watching = make.member(seat, make.user("Otto"))

    with pytest.raises(DomainError, match="Only members with a vote"):
        make.response(opened, watching)


def test_the_snapshot_keeps_who_could_respond_and_for_whom(opened, chair, member, kitchen):
    make.response(opened, chair)
    make.response(opened, member, "concern", "Evenings leave out parents.")
    closed = close_by_clock(opened)

    row = next(one for one in summary(closed).entitled if one.seat == member.seat_id)

    assert (row.organisation_name, row.sector, row.said) == (kitchen.name, "VC", "concern")
    assert summary(closed).concerns[0].text == "Evenings leave out parents."
    assert summary(closed).counts["concern"] == 1
    assert "There is a quorum: 2 of 2 seats responded" in summary(closed).quorum


def test_a_round_that_is_over_stays_as_it_was(opened, chair, member):
    make.response(opened, chair)
    closed = close_by_clock(opened)
    closed.reason = "Something else."

    with pytest.raises(Exception, match="A round that is over stays"):
        closed.save()


def test_what_was_responded_stays_as_it_was_given(opened, chair):
    said = make.response(opened, chair, "concern")
    said.text = "No concern at all."

    with pytest.raises(Exception, match="What a seat responded stays"):
        said.save()


def test_a_response_can_be_changed_and_the_old_one_stays_on_record(opened, member):
    make.response(opened, member, "object")
    make.response(opened, member)

    assert ballot(opened).counts.consent == 1
    assert opened.responses.count() == 2


def test_whoever_leaves_takes_their_response_with_them(opened, chair, member):
    make.response(opened, chair)
    make.response(opened, member)
    resign(member)

    assert ballot(opened).counts.responded == 1
    assert ballot(opened).counts.entitled == 1


def test_another_in_the_same_seat_responds_anew(opened, chair, member):
    make.response(opened, member, "object")
    resign(member)
    after = make.member(member.seat, make.user("Nora"))

    assert ballot(opened).counts.object == 0
    make.response(opened, after)
    assert ballot(opened).counts.consent == 1


def test_a_member_on_hold_neither_responds_nor_is_waited_for(opened, member, sam):
    make.hold(member.contributor, "seats", by=sam)

    assert len(ballot(opened).asked) == 1
    with pytest.raises(DomainError, match="Only members with a vote"):
        make.response(opened, member)


@pytest.fixture
def speaker(member, kitchen):
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    return member


def test_dif_4_a_difference_out_of_scope_is_no_proposal(speaker, member, kitchen):
    difference = make.difference(
        member, organisation=kitchen, status="acknowledged",
        is_in_scope=False, signpost="The housing committee",
    )  # fmt: skip

    with pytest.raises(DomainError, match="It goes to: The housing committee"):
        make.proposal(member, difference=difference)


def test_dif_4_a_difference_in_scope_can_be_settled_by_one(speaker, member, kitchen):
    difference = make.difference(member, organisation=kitchen, status="acknowledged")

    assert make.proposal(member, difference=difference).difference == difference


def test_a_paused_forum_takes_no_proposals(forum, member, lena):
    life.pause(forum=forum, by=lena)

    with pytest.raises(DomainError, match="paused"):
        make.proposal(member)


def test_nothing_is_proposed_for_an_empty_seat(forum, lena, nell):
    with pytest.raises(DomainError, match="Nobody has the seat"):
        proposals.begin(
            forum=forum, proposer_seat=make.seat(forum, by=lena), by=nell, title="A", text="B",
            why_now="C", reversible="yes",
        )  # fmt: skip


def test_dec_6_what_is_major_or_cannot_be_undone_is_looked_at_again(member):
    with pytest.raises(DomainError, match="look at what came of it"):
        make.proposal(member, significance="major")
    with pytest.raises(DomainError, match="look at what came of it"):
        make.proposal(member, reversible="no")


def test_a_proposal_that_is_taken_back_ends_its_round(opened, proposal, nell, chair):
    proposals.withdraw(proposal=proposal, because="It is settled otherwise.", by=nell)

    opened.refresh_from_db()
    assert (opened.status, opened.reason) == ("withdrawn", "It is settled otherwise.")
    with pytest.raises(DomainError, match="cannot become"):
        proposals.withdraw(proposal=proposal, because="Again.", by=nell)


def test_one_round_at_a_time(opened, proposal, grace):
    with pytest.raises(DomainError, match="in a round now"):
        make.round(proposal, by=grace)


def test_warned_that_power_revoked_meanwhile_makes_it_a_recommendation(room, member, grace, lena):
    power = make.delegation(room, drafted_by=lena, granted=True)
    opened = make.round(make.proposal(member, delegation=power), by=grace)
    assert warnings(opened) == []

    delegation_course.revoke(delegation=power, reason="The money is gone.", by=power.role_holder)

    opened = Round.objects.with_all().get(pk=opened.pk)
    assert warnings(opened) == [
        f"{power} has ended, so what comes of this round will be a recommendation."
    ]


def test_warned_that_power_expires_before_the_round_closes(room, member, grace, lena):
    today = timezone.localdate()
    power = make.delegation(
        room, drafted_by=lena, granted=True, expires_on=today + timedelta(days=1)
    )
    opened = make.round(make.proposal(member, delegation=power), by=grace)

    assert "before this round closes" in warnings(opened)[0]


def test_members_hear_when_it_opens_is_about_to_close_and_closes(others, opened, chair, member):
    make.response(opened, chair)
    Round.objects.filter(pk=opened.pk).update(closes_at=timezone.now() + timedelta(hours=20))
    round_course.tell_before(now=timezone.now())
    round_course.tell_before(now=timezone.now())
    close_by_clock(opened)

    def told(kind):
        return Mail.objects.filter(kind=f"forum_round_{kind}").count()

    assert (told("opened"), told("closing"), told("closed")) == (5, 4, 5)


def test_outcome_mails_state_the_authority_and_the_next_date(room, member, chair, grace, lena):
    power = make.delegation(room, drafted_by=lena, granted=True)
    again = timezone.localdate() + timedelta(days=90)
    opened = make.round(make.proposal(member, delegation=power, evaluation_on=again), by=grace)
    make.response(opened, chair)
    make.response(opened, member)
    close_by_clock(opened)

    body = Mail.objects.filter(kind="forum_round_closed").first().body
    assert f"Under whose authority: {power}, {power.owner}" in body
    assert f"{again:%B %Y}" in body


def test_l_4_the_journal_says_that_a_seat_responded_and_not_what(opened, member):
    make.response(opened, member, "object")

    entry = JournalEntry.objects.get(kind="round.responded")
    assert set(entry.facts) == {"response"}


# The chair decides, after hearing everyone.


@pytest.fixture
def hearing(room, proposal, grace, lena):
    forums.change(forum=room, decision_rule="chair", by=lena)
    return make.round(Proposal.objects.get(pk=proposal.pk), by=grace)


def test_the_chair_decides_once_everyone_was_heard(hearing, chair, member, grace):
    make.response(hearing, chair)
    make.response(hearing, member, "object")

    closed = round_course.rule(round=hearing, carried=True, because="It is time.", by=grace)

    assert closed.status == "passed"
    assert closed.ruled_because == "It is time."


def test_the_chair_does_not_decide_before_everyone_was_heard(hearing, chair, member, grace):
    make.response(hearing, chair)

    with pytest.raises(DomainError, match="1 seat has not responded"):
        round_course.rule(round=hearing, carried=True, because="It is time.", by=grace)
    with pytest.raises(DomainError, match="the chair decides after hearing"):
        round_course.close(round=hearing, by=grace)


def test_the_chair_has_five_working_days_then_it_lapses(hearing, chair, member):
    make.response(hearing, chair)
    make.response(hearing, member)

    assert close_by_clock(hearing).status == "open"
    later = timezone.now() + timedelta(days=15)
    assert round_course.close_due(round=hearing, now=later).status == "lapsed"


def test_the_chair_does_not_decide_where_members_do(opened, grace):
    with pytest.raises(DomainError, match="not the chair"):
        round_course.rule(round=opened, carried=True, because="I say so.", by=grace)


def test_by_majority_more_are_for_it_than_against(room, member, chair, others, grace, lena):
    forums.change(forum=room, decision_rule="majority", by=lena)
    opened = make.round(make.proposal(member), by=grace)
    make.response(opened, chair)
    make.response(opened, member)
    make.response(opened, others[0], "object")

    assert close_by_clock(opened).status == "passed"


# In a meeting.


@pytest.fixture
def met(room, chair, member, others, grace):
    """Everyone but Vera is in the room, and something is there to decide."""
    return make.session(
        room, by=grace, here=[member, *others[:2]], items=[("Who rings?", "decide")]
    )


@pytest.fixture
def item(met):
    return met.items.get(kind="decide")


@pytest.fixture
def in_the_room(met, item, proposal, grace):
    waiting = rounds.put_on_agenda(proposal=proposal, item=item, by=grace)
    return rounds.open_in_meeting(round=waiting, by=grace)


def test_mtg_3_in_a_meeting_who_is_there_responds(in_the_room, chair, member, others, grace, item):
    for one in (chair, member, *others[:2]):
        make.response(in_the_room, one)

    with pytest.raises(DomainError, match="those respond who are there"):
        make.response(in_the_room, others[2])

    closed = close_by_clock(in_the_room)
    item.refresh_from_db()
    assert closed.status == "passed"
    assert item.outcome == "agreed"
    assert item.quorum_snapshot["there"] == 4


def test_the_chair_closes_in_the_meeting_once_all_who_are_there_responded(
    in_the_room, chair, member, others, grace
):
    """Vera is away, and does not hold the others up."""
    for one in (chair, member, others[0]):
        make.response(in_the_room, one)
    with pytest.raises(DomainError, match="1 seat has not responded"):
        round_course.close(round=in_the_room, by=grace)

    make.response(in_the_room, others[1])

    assert round_course.close(round=in_the_room, by=grace).status == "passed"


def test_int_2_a_quorum_lost_by_a_recusal_mid_item(
    in_the_room, chair, member, others, grace, item, room, lena
):
    Round.objects.filter(pk=in_the_room.pk).update(quorum_people=4)
    for one in (chair, member, *others[:2]):
        make.response(in_the_room, one)
    assert not ballot(Round.objects.get(pk=in_the_room.pk)).lacks

    minutes.step_back(item=item, seat=others[0].seat, handling="leave", by=grace)
    closed = close_by_clock(in_the_room)

    assert closed.status == "lapsed"
    assert "it needs 4 with a vote, and has 3" in closed.reason
    assert Proposal.objects.get(pk=closed.proposal.pk).status == "writing"


def test_int_2_who_left_for_the_item_does_not_respond(in_the_room, others, item, grace):
    minutes.step_back(item=item, seat=others[0].seat, handling="leave", by=grace)

    with pytest.raises(DomainError, match="stepped back"):
        make.response(in_the_room, others[0])
    with pytest.raises(DomainError, match="Tell the chair"):
        step_back(round=in_the_room, membership=others[1], by=others[1].contributor.user)


def test_what_is_said_aloud_is_written_down_by_who_minutes(in_the_room, member, grace):
    said = respond(round=in_the_room, membership=member, given=Given("consent"), by=grace)

    assert said.how == "meeting"


def test_a_meeting_does_not_end_over_an_open_round(in_the_room, met, chair, grace):
    with pytest.raises(DomainError, match="is open. Close it first"):
        sessions.close(meeting=met, chair_seat=chair.seat, everyone_thanked=False, by=grace)


def test_what_a_meeting_did_not_come_to_can_be_asked_elsewhere(met, item, proposal, chair, grace):
    waiting = rounds.put_on_agenda(proposal=proposal, item=item, by=grace)

    sessions.close(meeting=met, chair_seat=chair.seat, everyone_thanked=False, by=grace)

    waiting.refresh_from_db()
    proposal.refresh_from_db()
    assert (waiting.status, proposal.status) == ("withdrawn", "writing")
    assert make.round(proposal, by=grace).is_open


def test_a_meeting_that_is_called_off_lets_go_of_what_was_to_be_asked(room, proposal, grace):
    meeting = make.meeting(room, by=grace)
    item = make.agenda_item(meeting, by=grace, kind="decide")
    rounds.put_on_agenda(proposal=proposal, item=item, by=grace)

    meetings.cancel(meeting=meeting, because="Snow.", by=grace)

    assert Proposal.objects.get(pk=proposal.pk).status == "writing"


def test_a_round_begins_once_the_meeting_has(room, proposal, grace, nell, member):
    meeting = make.meeting(room, by=grace)
    item = make.agenda_item(meeting, by=grace, kind="decide")
    waiting = rounds.put_on_agenda(proposal=proposal, item=item, by=grace)

    with pytest.raises(DomainError, match="Open the meeting first"):
        rounds.open_in_meeting(round=waiting, by=grace)
    with pytest.raises(DomainError, match="has not begun"):
        make.response(waiting, member)


def test_only_what_is_there_to_decide_takes_a_round(room, proposal, grace):
    item = make.agenda_item(make.meeting(room, by=grace), by=grace, kind="discuss")

    with pytest.raises(DomainError, match="there to decide"):
        rounds.put_on_agenda(proposal=proposal, item=item, by=grace)


def test_rnd_4_an_edit_of_what_waits_on_an_agenda_keeps_its_place(met, item, proposal, grace, nell):
    rounds.put_on_agenda(proposal=proposal, item=item, by=grace)

    proposals.rewrite(proposal=proposal, seen=stamp(proposal), text="On the third day.", by=nell)

    waiting = proposal.rounds.get(status="draft")
    assert waiting.item == item
    assert waiting.version.number == 2


def test_frm_3_a_forum_does_not_close_over_an_undecided_proposal(forum, proposal):
    assert "a proposal must be decided, or taken back" in [left.words for left in open_in(forum)]
