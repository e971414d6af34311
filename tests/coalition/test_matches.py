"""Matches: proposed, agreed by both sides, let go (MAT-1, MAT-2; story 15)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from coalition import tasks
from coalition.actions import match_course, matches, offer_availability, offers
from coalition.calendar import working_days_after
from coalition.consent import may_show_details
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Mail, Match, Need, Offer
from tests import make
from tests.coalition.offer_steps import today

Status = Match.Status


def say(match, side, by=None):
    return matches.agree(match=match, side=side, by=by)


# --- proposing -----------------------------------------------------------------------------------


def test_proposing_asks_both_sides_and_names_nobody(match, pat):
    offerer = Mail.objects.get(kind="match_proposed_offerer")
    needing = Mail.objects.get(kind="match_proposed_need")

    assert match.status == Status.PROPOSED
    assert match.answer_by == working_days_after(today(), 5, "ENG")
    assert (offerer.to, needing.to) == ("nadia@example.org", pat.email)
    assert match.private_url in offerer.body
    assert pat.email not in offerer.body
    assert "Nadia" not in needing.body
    assert "nadia@" not in needing.body
    assert "above the old bakery" not in needing.body


def test_whoever_proposes_for_their_own_side_says_yes_with_it(need, rooms, pat):
    match = make.match(need, rooms, by=pat, agrees="need")

    assert match.status == Status.NEED_AGREED
    assert list(Mail.objects.filter(kind__startswith="match_").values_list("kind", flat=True)) == [
        "match_proposed_offerer"
    ]


def test_an_offer_that_is_not_accepted_is_not_proposed(programme, need, nadia, lena):
    new = make.offer(programme=programme, contributor=nadia, answered_by=lena)

    with pytest.raises(DomainError, match="This offer is answered. Accept it first"):
        make.match(need, new, by=lena)


def test_an_offer_of_the_organisation_that_needs_it_is_not_matched(need, rooms, kitchen, lena):
    Offer.objects.filter(pk=rooms.pk).update(organisation=kitchen)

    with pytest.raises(DomainError, match="both needs and offers this"):
        make.match(need, rooms, by=lena)


def test_an_offer_to_another_programme_is_not_matched(need, nadia, lena):
    other = make.programme("Homes for Vale")
    theirs = make.offer(programme=other, contributor=nadia, accepted_by=lena)

    with pytest.raises(DomainError, match="to another programme"):
        make.match(need, theirs, by=lena)


def test_places_that_do_not_overlap_ask_for_a_second_look(need, rooms, lena):
    """Story 15: areas not overlapping."""
    Offer.objects.filter(pk=rooms.pk).update(area="Vale")

    with pytest.raises(DomainError, match="needed in Aldermere and offered in Vale"):
        make.match(need, rooms, by=lena)
    assert make.match(need, rooms, by=lena, areas_checked=True).status == Status.PROPOSED


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [(-1, 3, "It cannot start on"), (61, 62, "It cannot start on"), (5, 4, "not before the start")],
)
def test_it_starts_while_both_are_there(need, rooms, lena, starts, ends, words):
    days = {"starts_on": today() + timedelta(starts), "ends_on": today() + timedelta(ends)}

    with pytest.raises(DomainError, match=words):
        make.match(need, rooms, by=lena, **days)


def test_it_ends_while_the_offer_is_there(need, rooms, lena):
    with pytest.raises(DomainError, match="The offer is there until"):
        make.match(need, rooms, by=lena, ends_on=rooms.available_to + timedelta(days=1))


def test_the_same_offer_is_proposed_once_at_a_time(need, rooms, lena):
    make.match(need, rooms, by=lena, quantity=2)

    with pytest.raises(DomainError, match="proposed for this need already"):
        make.match(need, rooms, by=lena, quantity=2)


# --- MAT-1: never more than there is --------------------------------------------------------------


def test_mat1_no_more_of_an_offer_is_promised_than_there_is(programme, need, rooms, lena, kitchen):
    other = make.need(raised_by=make.user(), verified_by=lena)
    make.match(need, rooms, by=lena, quantity=9)

    with pytest.raises(DomainError, match="Only 3 of this offer are free now"):
        make.match(other, rooms, by=lena, quantity=4)
    assert make.match(other, rooms, by=lena, quantity=3).status == Status.PROPOSED


def test_mat1_no_more_is_promised_to_a_need_than_it_asks_for(need, rooms, lena, programme):
    more = make.offer(
        programme=programme, contributor=make.contributor(), accepted_by=lena, quantity=30
    )
    make.match(need, rooms, by=lena)

    with pytest.raises(DomainError, match="Only 8 are still needed now"):
        make.match(need, more, by=lena, quantity=9)


def test_mat1_what_was_given_once_is_not_given_again(need, agreed, rooms, pat, lena):
    match_course.complete(
        match=agreed, outcome="part", delivered=11, impact="Eleven families slept warm.", by=pat
    )

    with pytest.raises(DomainError, match="Only 1 of this offer is free now"):
        make.match(need, rooms, by=lena, quantity=2)


def test_mat1_what_is_given_each_week_is_free_again_afterwards(need, rooms, lena, pat):
    Offer.objects.filter(pk=rooms.pk).update(per="week")
    Need.objects.filter(pk=need.pk).update(quantity=24)
    match = make.match(need, rooms, by=lena, agreed=True)
    match_course.complete(match=match, outcome="delivered", impact="Twelve slept warm.", by=pat)

    assert make.match(need, rooms, by=lena, quantity=12).status == Status.PROPOSED


def test_mat1_the_database_refuses_more_than_the_offer_has(match):
    with pytest.raises(IntegrityError, match="More of this offer is promised than there is"):
        Match.objects.filter(pk=match.pk).update(quantity=13)


def test_mat1_the_database_refuses_more_than_the_need_asks_for(match, rooms):
    Offer.objects.filter(pk=rooms.pk).update(quantity=100)

    with pytest.raises(IntegrityError, match="More is promised to this need than it asks for"):
        Match.objects.filter(pk=match.pk).update(quantity=21)


def test_mat1_the_database_refuses_an_offer_that_shrinks_below_what_is_promised(match, rooms):
    with pytest.raises(IntegrityError, match="More of this offer is promised than there is"):
        Offer.objects.filter(pk=rooms.pk).update(quantity=11)


def test_mat1_the_database_refuses_a_need_that_shrinks_below_what_is_promised(match, need):
    with pytest.raises(IntegrityError, match="More is promised to this need than it asks for"):
        Need.objects.filter(pk=need.pk).update(quantity=11)


# --- both say yes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [["offerer", "need"], ["need", "offerer"]])
def test_a_match_is_agreed_when_both_said_yes_in_any_order(match, pat, order):
    first = say(match, order[0], pat)
    assert first.status in {Status.OFFERER_AGREED, Status.NEED_AGREED}
    assert not may_show_details(first)

    both = say(match, order[1], pat)

    assert both.status == Status.ACTIVE
    assert both.offerer_agreed_at
    assert both.need_agreed_at


def test_to_say_yes_twice_changes_nothing(match):
    say(match, "offerer")

    assert say(match, "offerer").status == Status.OFFERER_AGREED
    assert JournalEntry.objects.filter(kind=matches.MATCH_AGREED).count() == 1


def test_the_database_refuses_a_match_under_way_that_one_side_did_not_agree_to(match):
    with pytest.raises(IntegrityError, match="match_agreed_by_both_sides"):
        Match.objects.filter(pk=match.pk).update(status="active", need_agreed_at=timezone.now())


@pytest.mark.parametrize(
    ("side", "words"), [("offerer", "Thank you for saying so"), ("need", "It does not suit")]
)
def test_a_no_ends_it_and_the_quantity_is_free_again(match, need, rooms, lena, side, words):
    ended = matches.decline(match=match, side=side, by=None)

    assert ended.status == Status.DECLINED
    assert words in Mail.objects.get(kind="match_over_offerer").body
    assert make.match(need, rooms, by=lena).status == Status.PROPOSED


def test_nobody_answers_what_has_ended(match):
    matches.decline(match=match, side="need", by=None)

    with pytest.raises(DomainError, match="This match is declined now"):
        say(match, "offerer")
    with pytest.raises(DomainError, match="This match is declined now"):
        matches.decline(match=match, side="offerer", by=None)


def test_what_is_under_way_is_ended_not_declined(agreed, lena):
    with pytest.raises(DomainError, match="This match is under way now"):
        matches.decline(match=agreed, side="need", by=None)
    assert matches.cancel(match=agreed, why="plans_changed", by=lena).status == Status.CANCELLED


def test_what_has_ended_is_not_ended_again(match, lena):
    matches.cancel(match=match, why="plans_changed", by=lena)

    with pytest.raises(DomainError, match="cannot become ended early"):
        matches.cancel(match=match, why="plans_changed", by=lena)


def test_the_database_refuses_an_early_end_without_a_reason(match):
    with pytest.raises(IntegrityError, match="match_ended_early_says_why"):
        Match.objects.filter(pk=match.pk).update(status="cancelled")


# --- MAT-2: how to reach each other ---------------------------------------------------------------


def test_mat2_details_are_shared_when_both_said_yes_and_the_address_is_verified(agreed, pat):
    assert may_show_details(agreed)
    assert "How to reach each other" in Mail.objects.get(kind="match_agreed_offerer").body
    assert "Whom it comes from" in Mail.objects.get(kind="match_agreed_need").body


def test_mat2_no_mail_carries_how_to_reach_the_other(agreed, pat, nadia):
    """A hold may come while it waits to be sent; the page asks again (L6)."""
    for told in Mail.objects.filter(kind__startswith="match_"):
        other = ({pat.email, nadia.email} - {told.to}).pop()
        assert other not in told.body


def test_mat2_details_wait_until_the_address_is_verified(need, rooms, lena, pat):
    Offer.objects.filter(pk=rooms.pk).update(contact_verified_at=None)

    match = make.match(need, rooms, by=lena, agreed=True)

    assert may_show_details(match).code == "not_verified"
    body = Mail.objects.get(kind="match_agreed_offerer").body
    assert pat.email not in body
    assert "Please confirm your email address first, on the page of your offer" in body


def test_mat2_a_hold_freezes_a_match_and_hides_the_details_at_once(agreed, nadia, sam):
    """HLD-2."""
    make.hold(nadia, "matching", by=sam)

    answer = may_show_details(agreed)

    assert answer.code == "hold"
    assert answer.sentence == "On hold: speak to the safeguarding lead."


def test_mat2_nobody_can_agree_while_a_hold_stands(match, nadia, sam):
    make.hold(nadia, "matching", by=sam)

    with pytest.raises(DomainError, match="On hold: speak to the safeguarding lead"):
        say(match, "need")


def test_mat2_nothing_is_proposed_while_a_hold_stands(need, rooms, kitchen, lena, sam):
    make.hold(kitchen, "matching", by=sam)

    with pytest.raises(DomainError, match="On hold"):
        make.match(need, rooms, by=lena)


def test_whoever_cannot_be_reached_is_not_named(need, rooms, lena, nadia):
    Contributor.objects.filter(pk=nadia.pk).update(deceased_on=today())

    with pytest.raises(DomainError, match="^Whoever offers cannot be reached now"):
        make.match(need, Offer.objects.get(pk=rooms.pk), by=lena)


# --- the clock ------------------------------------------------------------------------------------


def late(match):
    Match.objects.filter(pk=match.pk).update(answer_by=today() - timedelta(days=1))


def test_one_side_silent_for_five_working_days_lapses_kindly_and_both_are_told(match, need, rooms):
    """Story 15."""
    say(match, "need")
    late(match)

    tasks.lapse_matches()
    tasks.lapse_matches()

    match.refresh_from_db()
    assert (match.status, match.ended_why) == (Status.CANCELLED, "silence")
    for kind in ("match_over_offerer", "match_over_need"):
        assert "nobody is to blame" in Mail.objects.get(kind=kind).body
    rooms.refresh_from_db()
    need.refresh_from_db()
    assert (rooms.status, need.status) == ("accepted", "open")


def test_on_the_last_day_there_is_still_time_to_answer(match):
    Match.objects.filter(pk=match.pk).update(answer_by=today())

    tasks.lapse_matches()

    assert say(match, "need").status == Status.NEED_AGREED


def test_while_a_hold_stands_nobody_is_called_silent(match, nadia, sam):
    late(match)
    make.hold(nadia, "matching", by=sam)

    tasks.lapse_matches()

    match.refresh_from_db()
    assert match.status == Status.PROPOSED
    assert match.answer_by == working_days_after(today(), 5, "ENG")


def test_an_offer_that_is_withdrawn_ends_its_matches_and_both_are_told(match, rooms):
    offers.withdraw(offer=rooms, by=None)

    tasks.let_go_of_matches()
    tasks.let_go_of_matches()

    match.refresh_from_db()
    assert (match.status, match.ended_why) == (Status.CANCELLED, "offer_gone")
    assert "not there any more" in Mail.objects.get(kind="match_over_need").body


def test_an_offer_past_its_last_day_ends_its_matches(match, rooms):
    """Story 15: the offer expires mid-match."""
    Offer.objects.filter(pk=rooms.pk).update(available_to=today() - timedelta(days=1))

    with pytest.raises(DomainError, match="The offer is not there any more"):
        say(match, "offerer")
    tasks.let_go_of_matches()

    match.refresh_from_db()
    assert (match.status, match.ended_why) == (Status.CANCELLED, "offer_gone")


def test_a_paused_offer_ends_its_matches_and_both_are_told(match, rooms):
    offer_availability.pause(offer=rooms, by=None)

    tasks.let_go_of_matches()

    match.refresh_from_db()
    assert (match.status, match.ended_why) == (Status.CANCELLED, "offer_gone")
    assert "has ended or is paused" in Mail.objects.get(kind="match_over_offerer").body


def test_an_offer_with_a_live_match_is_completed_there(agreed, rooms, lena):
    with pytest.raises(DomainError, match="Say there what came of it"):
        offers.complete(offer=rooms, impact="Twelve families slept warm.", by=lena)


def test_what_is_there_is_left_alone(match):
    assert matches.let_go(match=match).status == Status.PROPOSED


def test_what_is_under_way_goes_on_when_the_offer_only_runs_out(agreed, rooms):
    Offer.objects.filter(pk=rooms.pk).update(available_to=today() - timedelta(days=1))

    tasks.let_go_of_matches()

    agreed.refresh_from_db()
    assert agreed.status == Status.ACTIVE


def test_what_is_under_way_ends_when_the_offer_is_taken_back(agreed, rooms):
    offers.withdraw(offer=rooms, by=None)

    tasks.let_go_of_matches()

    agreed.refresh_from_db()
    assert (agreed.status, agreed.ended_why) == (Status.CANCELLED, "offer_gone")
