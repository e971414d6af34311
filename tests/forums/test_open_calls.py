"""An open call for seats: who may come forward, and the lots that are drawn once (MIX-4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums import lottery as lots
from forums.actions import invitations, lottery, mix
from forums.models import Candidate, Draw, SeatCall
from tests import make


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


@pytest.fixture
def people(db):
    return [make.user(f"Candidate {number}") for number in range(1, 6)]


@pytest.fixture
def call(forum, lena):
    """For one seat; nobody has come forward."""
    return make.seat_call(forum, by=lena)


@pytest.fixture
def over(forum, people, lena):
    """Five came forward for two seats, until yesterday."""
    seats = [make.seat(forum, by=lena, title=title) for title in ("One", "Two")]
    return make.seat_call(forum, by=lena, seats=seats, candidates=people, over=True)


# --- Opening ---


def test_a_call_is_for_free_seats(forum, member, lena):
    with pytest.raises(DomainError, match="Somebody has taken or is asked to take: Seat"):
        make.seat_call(forum, by=lena, seats=[member.seat])


def test_a_seat_that_somebody_is_asked_to_take_is_not_free(forum, lena):
    seat = make.seat(forum, by=lena, title="Ward lead")
    make.invitation(seat, by=lena)

    with pytest.raises(DomainError, match="asked to take: Ward lead"):
        make.seat_call(forum, by=lena, seats=[seat])


def test_seats_kept_for_different_sectors_are_not_in_one_call(forum, lena):
    seats = [make.seat(forum, by=lena, eligible_sectors=kept) for kept in (["NHS"], ["FA"])]

    with pytest.raises(DomainError, match="kept for different sectors"):
        make.seat_call(forum, by=lena, seats=seats)


def test_a_forum_has_one_open_call(call, lena):
    with pytest.raises(DomainError, match="has an open call already"):
        make.seat_call(call.forum, by=lena)


def test_a_draft_has_no_call(programme, lena):
    draft = make.forum(programme=programme, by=lena)

    with pytest.raises(DomainError, match="not recruiting yet"):
        make.seat_call(draft, by=lena)


def test_mix_1_a_call_cannot_close_more_gaps_than_it_has_seats(forum, lena):
    for _ in range(2):
        make.seat(forum, by=lena)
    targets = [make.target(forum, by=lena, category=sector) for sector in ("NHS", "FA")]

    with pytest.raises(DomainError, match="2 together, but there is only 1 seat"):
        make.seat_call(forum, by=lena, seats=[make.seat(forum, by=lena)], targets=targets)


# --- Coming forward ---


def test_each_who_comes_forward_gets_a_number(call, people):
    numbers = [
        lottery.come_forward(call=call, organisation=None, by=person).number for person in people
    ]

    assert numbers == [1, 2, 3, 4, 5]


def test_coming_forward_twice_keeps_the_number_and_takes_the_new_organisation(
    call, people, kitchen
):
    first = lottery.come_forward(call=call, organisation=None, by=people[0])
    lottery.come_forward(call=call, organisation=None, by=people[1])

    again = lottery.come_forward(call=call, organisation=kitchen, by=people[0])

    assert (again.pk, again.number, again.organisation) == (first.pk, 1, kitchen)


def test_who_steps_back_is_not_in_the_draw_and_may_come_back(call, people):
    lottery.come_forward(call=call, organisation=None, by=people[0])

    lottery.step_back(call=call, by=people[0])
    gone = list(call.candidates.standing())
    lottery.come_forward(call=call, organisation=None, by=people[0])

    assert gone == []
    assert call.candidates.standing().get().number == 1


def test_who_did_not_come_forward_cannot_step_back(call, people):
    with pytest.raises(DomainError, match="not among those"):
        lottery.step_back(call=call, by=people[0])


def test_nobody_comes_forward_after_the_last_day(over):
    with pytest.raises(DomainError, match="This call is over"):
        lottery.come_forward(call=over, organisation=None, by=make.user())


def test_on_the_last_day_one_still_can(call, people):
    SeatCall.objects.update(closes_on=timezone.localdate())

    assert lottery.come_forward(call=call, organisation=None, by=people[0])


def test_sea_2_whoever_has_a_seat_needs_no_other(call, grace):
    with pytest.raises(DomainError, match="You have a seat in this forum already"):
        lottery.come_forward(call=call, organisation=None, by=grace)


def test_a_seat_kept_for_a_sector_is_not_for_others(forum, lena, people, kitchen):
    seat = make.seat(forum, by=lena, eligible_sectors=["NHS"])
    call = make.seat_call(forum, by=lena, seats=[seat])

    with pytest.raises(DomainError, match="These seats are kept for: NHS body"):
        lottery.come_forward(call=call, organisation=kitchen, by=people[0])


# --- Drawing ---


def test_mix_4_lots_are_drawn_and_all_is_recorded(over, lena):
    draw = lottery.draw_lots(call=over, by=lena)

    over.refresh_from_db()
    assert over.status == "drawn"
    assert len(draw.drawn) == 2
    assert sorted([*draw.drawn, *draw.reserves]) == [1, 2, 3, 4, 5]
    assert (draw.algorithm, len(draw.seed)) == ("hash-order 1", 32)
    assert JournalEntry.objects.get(kind="lots.drawn").facts == {"pool_hash": draw.pool_hash}


def test_mix_4_what_is_recorded_comes_out_again(over, lena):
    lottery.draw_lots(call=over, by=lena)

    draw = Draw.objects.get()
    assert draw.comes_out_again
    assert lots.draw(draw.recorded, draw.seed).drawn == tuple(draw.drawn)


@pytest.mark.parametrize(
    "changed", [{"seed": "0"}, {"pool_hash": "0"}, {"drawn": [9]}, {"algorithm": "another"}]
)
def test_mix_4_a_record_that_was_tampered_with_does_not_come_out_again(over, lena, changed):
    draw = lottery.draw_lots(call=over, by=lena)
    for name, value in changed.items():
        setattr(draw, name, value)

    assert not draw.comes_out_again


def test_mix_4_the_database_keeps_a_draw(over, lena):
    draw = lottery.draw_lots(call=over, by=lena)

    for change in (lambda: Draw.objects.update(seed="0"), draw.delete):
        with pytest.raises(IntegrityError, match="stay drawn"), transaction.atomic():
            change()


def test_mix_4_lots_are_drawn_once(over, lena):
    lottery.draw_lots(call=over, by=lena)

    with pytest.raises(DomainError, match="is drawn now"):
        lottery.draw_lots(call=over, by=lena)


def test_lots_are_not_drawn_before_the_last_day_is_over(call, lena):
    with pytest.raises(DomainError, match="People can still come forward"):
        lottery.draw_lots(call=call, by=lena)


def test_mix_4_no_lots_are_needed_when_there_is_a_seat_for_everybody(forum, lena, people):
    call = make.seat_call(forum, by=lena, candidates=people[:1], over=True)

    with pytest.raises(DomainError, match="1 came forward for 1 seat, so no lots are needed"):
        lottery.draw_lots(call=call, by=lena)


def test_a_seat_that_was_filled_meanwhile_is_not_drawn_for(over, lena):
    make.member(over.seats.get(title="One"), make.user("Omar"))

    assert len(lottery.draw_lots(call=over, by=lena).drawn) == 1


def test_seats_that_are_all_filled_meanwhile_leave_nothing_to_draw(over, lena):
    for seat, name in zip(over.seats.all(), ["Omar", "Ola"], strict=True):
        make.member(seat, make.user(name))

    with pytest.raises(DomainError, match="All these seats are taken or offered"):
        lottery.draw_lots(call=over, by=lena)


@pytest.fixture
def from_many(forum, people, lena):
    """Of five, one is from the NHS and three are from one charity; the draw must bring the NHS."""
    ward, charity = make.organisation(sector="NHS"), make.organisation("Charity")
    seats = [make.seat(forum, by=lena) for _ in range(2)]
    target = make.target(forum, by=lena, category="NHS")
    call = make.seat_call(forum, by=lena, seats=seats, targets=[target])
    for person, organisation in zip(people, [charity, charity, charity, ward, None], strict=True):
        lottery.come_forward(call=call, organisation=organisation, by=person)
    SeatCall.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    return call


def test_mix_4_the_draw_closes_the_gap_that_it_should(from_many, lena):
    assert 4 in lottery.draw_lots(call=from_many, by=lena).drawn


def test_sea_2_one_organisation_is_drawn_once(from_many, lena):
    mix.change(target=from_many.targets.get(), least=0, most=0, reason="", by=lena)

    assert sorted(lottery.draw_lots(call=from_many, by=lena).drawn)[-1] == 5


def test_mix_4_a_gap_that_is_closed_meanwhile_asks_for_nobody(from_many, lena):
    ward = make.organisation(sector="NHS")
    make.member(make.seat(from_many.forum, by=lena), make.user("Omar"), organisation=ward)

    draw = lottery.draw_lots(call=from_many, by=lena)

    assert draw.record["quotas"] == [["NHS body", 0, None]]


def test_mix_4_a_pool_that_cannot_close_the_gap_names_it(from_many, people, lena):
    """Story 4: pool smaller than quota"""
    lottery.step_back(call=from_many, by=people[3])

    with pytest.raises(DomainError) as refused:
        lottery.draw_lots(call=from_many, by=lena)

    assert str(refused.value).startswith(
        "Nobody can be drawn so that all of this comes true: at least 1 from ‘NHS body’."
    )
    assert not Draw.objects.exists()


def test_mix_4_too_few_organisations_are_said(forum, lena, people):
    charity = make.organisation("Charity")
    call = make.seat_call(forum, by=lena, seats=[make.seat(forum, by=lena) for _ in range(2)])
    for person in people:
        lottery.come_forward(call=call, organisation=charity, by=person)
    SeatCall.objects.update(closes_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(DomainError, match="Too few came forward from different organisations"):
        lottery.draw_lots(call=call, by=lena)


def test_everybody_who_came_forward_is_told(over, lena):
    draw = lottery.draw_lots(call=over, by=lena)

    mails = {mail.to: mail for mail in Mail.objects.filter(kind="forum_call_over")}
    drawn, first = (
        Candidate.objects.get(number=number).user.email
        for number in (draw.drawn[0], draw.reserves[0])
    )
    assert len(mails) == 5
    assert mails[drawn].subject == "Your number was drawn: Going home well"
    assert "You are number 1 in reserve" in mails[first].body


def test_a_call_that_is_withdrawn_tells_who_came_forward(over, lena):
    lottery.withdraw(call=over, by=lena)

    assert Mail.objects.filter(kind="forum_call_over").count() == 5
    assert "There will be no draw" in Mail.objects.filter(kind="forum_call_over")[0].body
    with pytest.raises(DomainError):
        lottery.draw_lots(call=over, by=lena)


def test_after_the_draw_nobody_steps_back(over, people, lena):
    lottery.draw_lots(call=over, by=lena)

    with pytest.raises(DomainError, match="you can still say no"):
        lottery.step_back(call=over, by=people[0])


def test_a_report_is_published_once_there_is_one(over, lena):
    with pytest.raises(DomainError, match="No lots have been drawn"):
        lottery.publish(call=over, by=lena)
    lottery.draw_lots(call=over, by=lena)
    lottery.publish(call=over, by=lena)

    with pytest.raises(DomainError, match="published already"):
        lottery.publish(call=over, by=lena)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"words": ""}, "seat_call_says_whom_it_looks_for"),
        ({"published_at": timezone.now()}, "seat_call_is_published_once_drawn"),
    ],
)
def test_the_database_refuses(call, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SeatCall.objects.update(**fields)


# --- The pages ---


def test_a_chair_opens_a_call_and_gets_its_address(as_, grace, forum, lena):
    seat = make.seat(forum, by=lena)
    last = timezone.localdate() + timedelta(days=10)
    typed = {
        "seats": [seat.pk],
        "words": "Somebody who has been cold.",
        "closes_on_day": last.day,
        "closes_on_month": last.month,
        "closes_on_year": last.year,
    }

    page = as_(grace).post(url("seat_call_new", forum.pk), typed, follow=True)

    call = SeatCall.objects.get()
    assert call.get_absolute_url() in page.content.decode()
    assert "Nobody has come forward yet" in page.content.decode()


def test_a_call_needs_a_free_seat(as_, lena, forum):
    page = as_(lena).get(url("seat_call_new", forum.pk), follow=True)

    assert "Every seat is taken or offered to somebody." in page.content.decode()


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"seats": []}, "Choose at least one seat"),
        ({"words": " "}, "Enter"),
        ({"closes_on_year": "2020"}, "Choose today or a later day"),
        ({"closes_on_year": "2051"}, "Choose a day in the next six months"),
    ],
)
def test_what_a_call_needs_is_said_plainly(as_, grace, forum, lena, faulty, message):
    last = timezone.localdate() + timedelta(days=10)
    typed = {
        "seats": [make.seat(forum, by=lena).pk],
        "words": "Somebody who has been cold.",
        "closes_on_day": last.day,
        "closes_on_month": last.month,
        "closes_on_year": last.year,
        **faulty,
    }

    response = as_(grace).post(url("seat_call_new", forum.pk), typed)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not SeatCall.objects.exists()


def test_anybody_reads_a_call_and_comes_forward_with_an_account(as_, call, ben):
    read = as_(None).get(call.get_absolute_url()).content.decode()
    sent_on = as_(None).get(url("open_call_join", call.pk))
    as_(ben).post(url("open_call_join", call.pk), {"organisation": ""})

    assert "Somebody who has been cold." in read
    assert sent_on.status_code == 302
    assert (
        "Your number is <strong>1</strong>"
        in as_(ben).get(call.get_absolute_url()).content.decode()
    )


def test_one_comes_forward_for_ones_own_organisation_only(as_, call, pat, kitchen):
    other = make.organisation("Another")

    refused = as_(pat).post(url("open_call_join", call.pk), {"organisation": other.pk})
    as_(pat).post(url("open_call_join", call.pk), {"organisation": kitchen.pk})

    assert refused.status_code == 422
    assert Candidate.objects.get().organisation == kitchen


def test_whoever_has_no_organisation_comes_for_themselves(as_, call, ben):
    assert "I come for myself" in as_(ben).get(url("open_call_join", call.pk)).content.decode()


def test_one_steps_back_by_a_button(as_, call, ben):
    as_(ben).post(url("open_call_join", call.pk), {"organisation": ""})

    response = as_(ben).post(url("open_call_leave", call.pk))

    assert response.url == call.get_absolute_url()
    assert not call.candidates.standing().exists()


def test_a_withdrawn_call_is_not_there_any_more(as_, call, lena):
    lottery.withdraw(call=call, by=lena)

    assert as_(None).get(call.get_absolute_url()).status_code == 404


def test_the_lead_draws_publishes_and_asks_those_who_were_drawn(as_, lena, over):
    as_(lena).post(url("seat_call_draw", over.forum.pk, over.pk))
    as_(lena).post(url("seat_call_publish", over.forum.pk, over.pk))

    draw = Draw.objects.get()
    page = as_(lena).get(url("seat_call", over.forum.pk, over.pk)).content.decode()
    first = Candidate.objects.get(number=draw.drawn[0])
    seat = over.seats.order_by("pk")[0]
    ask = f"{url('invitation_new', over.forum.pk, seat.pk)}?candidate={first.pk}"
    assert ask in page
    assert first.user.email in as_(lena).get(ask).content.decode()


def test_mix_4_the_published_report_has_all_that_it_takes_and_no_name(as_, lena, over, people):
    draw = lottery.draw_lots(call=over, by=lena)
    before = as_(None).get(url("open_call_report", over.pk)).status_code
    lottery.publish(call=over, by=lena)

    page = as_(None).get(url("open_call_report", over.pk)).content.decode()

    assert before == 404
    for words in (draw.seed, draw.pool_hash, "hash-order 1", "The same result"):
        assert words in page
    for person in people:
        assert person.name not in page
        assert person.email not in page


def test_lots_that_cannot_be_drawn_are_explained(as_, lena, call):
    response = as_(lena).post(url("seat_call_draw", call.forum.pk, call.pk))

    assert response.status_code == 409
    assert "People can still come forward" in response.content.decode()


def test_the_page_that_asks_before_the_draw_is_not_shown_too_early(as_, lena, call):
    response = as_(lena).get(url("seat_call_draw", call.forum.pk, call.pk))

    assert response.url == url("seat_call", call.forum.pk, call.pk)


def test_sea_2_whoever_got_a_seat_meanwhile_is_not_in_the_draw(over, people, lena):
    seat = over.seats.get(title="One")
    asked = invitations.invite(
        seat=seat, email=people[0].email, by=lena, **make.asking(name=people[0].name)
    )
    invitations.accept(invitation=asked, by=people[0])

    draw = lottery.draw_lots(call=over, by=lena)

    assert sorted([*draw.drawn, *draw.reserves]) == [2, 3, 4, 5]
