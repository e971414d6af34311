"""What a meeting is about: items that fit, in their order, and papers in time (MTG-1, MTG-2)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums.actions import agendas, papers
from forums.models import AgendaItem, Paper, PaperFile
from tests import make


@pytest.fixture
def meeting(forum, member, grace):
    return make.meeting(forum, by=grace)


@pytest.fixture
def item(meeting, grace):
    return make.agenda_item(meeting, by=grace, title="Who rings on day two?")


def kinds(meeting):
    return [item.kind for item in meeting.items.kept().in_order()]


def at(meeting, rest=""):
    return f"{meeting.get_absolute_url()}{rest}"


def test_an_item_says_whose_matter_it_is_and_from_which_sector(meeting, member, grace):
    item = make.agenda_item(meeting, by=grace, proposer_seat=member.seat)

    assert (item.position, item.proposer_seat, item.proposer_sector) == (4, member.seat, "VC")


def test_an_item_of_nobody_is_refused(meeting, grace):
    with pytest.raises(DomainError, match="Say whose seat brings this item"):
        make.agenda_item(meeting, by=grace, proposer_seat=None)


def test_any_other_business_is_everybodys(meeting, grace):
    assert make.agenda_item(meeting, by=grace, kind="any_other", proposer_seat=None).pk


def test_an_item_of_an_empty_seat_is_refused(meeting, forum, lena, grace):
    with pytest.raises(DomainError, match="Nobody has the seat"):
        make.agenda_item(meeting, by=grace, proposer_seat=make.seat(forum, by=lena))


def test_an_agenda_that_does_not_fit_says_by_how_much(meeting, grace):
    with pytest.raises(DomainError, match="takes 130 minutes.*lasts 120: 10 too many"):
        make.agenda_item(meeting, by=grace, length=120)


def test_an_agenda_may_fill_the_meeting_to_the_minute(meeting, grace):
    assert make.agenda_item(meeting, by=grace, length=110).pk


def test_a_change_must_fit_as_well(item, grace):
    with pytest.raises(DomainError, match="1 too many"):
        agendas.change(item=item, length=111, by=grace)


def test_items_move_up_and_down(meeting, item, grace):
    agendas.shift(item=item, up=True, by=grace)

    assert kinds(meeting) == ["scope", "declarations", "discuss", "thanks"]
    agendas.shift(item=item, up=False, by=grace)
    agendas.shift(item=item, up=False, by=grace)
    assert kinds(meeting) == ["scope", "declarations", "thanks", "discuss"]


def test_mtg_1_leaving_out_what_every_meeting_begins_with_asks_why(meeting, grace):
    thanks = meeting.items.get(kind="thanks")

    with pytest.raises(DomainError, match="Say why this item is left out"):
        agendas.remove(item=thanks, by=grace)
    agendas.remove(item=thanks, because="An emergency meeting.", by=grace)

    assert kinds(meeting) == ["scope", "declarations"]
    assert meeting.items.removed_standing().get().removed_because == "An emergency meeting."
    assert JournalEntry.objects.about(meeting).filter(kind="meeting.standing_item_removed").exists()


def test_mtg_1_the_reason_stands_on_the_agenda(meeting, grace, nell, as_):
    url = at(meeting, f"items/{meeting.items.get(kind='thanks').pk}/remove/")

    assert as_(grace).post(url, {"because": ""}).status_code == 422
    as_(grace).post(url, {"because": "An emergency meeting."})

    assert "An emergency meeting." in as_(nell).get(at(meeting)).content.decode()


def test_what_was_left_out_can_be_put_back_once(meeting, grace):
    thanks = meeting.items.get(kind="thanks")
    agendas.remove(item=thanks, because="In a hurry.", by=grace)

    agendas.put_back(item=thanks, by=grace)

    assert kinds(meeting) == ["scope", "declarations", "thanks"]
    assert not meeting.items.removed_standing().exists()


def test_other_items_go_without_a_reason(meeting, item, grace):
    agendas.remove(item=item, by=grace)

    assert kinds(meeting) == ["scope", "declarations", "thanks"]
    with pytest.raises(DomainError, match="was taken off the agenda"):
        agendas.change(item=item, length=3, by=grace)


def test_the_database_keeps_one_of_each_standing_item(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(
            meeting=meeting, position=9, kind="thanks", title="Again", length=5
        )


def test_the_agenda_of_a_meeting_that_is_over_stays(forum, member, grace):
    meeting = make.minutes(make.session(forum, by=grace, here=[member]), by=grace, status="closed")

    with pytest.raises(DomainError, match="over now, so its agenda stays"):
        make.agenda_item(meeting, by=grace)


def test_in_the_room_time_may_run_out(forum, member, grace):
    meeting = make.session(forum, by=grace, here=[member])

    assert make.agenda_item(meeting, by=grace, length=200).pk


# --- Papers ---


def tuesday_on(meeting, at):
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=at)
    meeting.refresh_from_db()


@pytest.mark.parametrize(
    ("added", "late"),
    [
        # The meeting is on Tuesday 5 January 2027; Christmas and New Year's Day do not count.
        (datetime(2026, 12, 23, 23, 30), False),  # noqa: DTZ001
        (datetime(2026, 12, 24, 0, 30), False),  # noqa: DTZ001
        (datetime(2026, 12, 29, 9, 0), True),  # noqa: DTZ001
        (datetime(2027, 1, 4, 9, 0), True),  # noqa: DTZ001
    ],
)
def test_mtg_2_less_than_five_working_days_before_is_late(meeting, item, chair, grace, added, late):
    tuesday_on(meeting, timezone.make_aware(datetime(2027, 1, 5, 14, 0)))  # noqa: DTZ001
    paper = make.paper(item, membership=chair, by=grace)

    Paper.objects.filter(pk=paper.pk).update(added_at=timezone.make_aware(added))

    assert Paper.objects.get(pk=paper.pk).is_late == late


def test_mtg_2_late_is_said_on_the_agenda_and_on_the_paper(meeting, item, chair, grace, nell, as_):
    tuesday_on(meeting, timezone.now() + timedelta(days=2))
    paper = make.paper(item, membership=chair, by=grace, title="Calls")

    assert "· late" in as_(nell).get(at(meeting)).content.decode()
    assert "less than five working days" in as_(nell).get(paper.get_absolute_url()).content.decode()


def test_a_paper_has_something_in_it(item, chair, grace):
    with pytest.raises(DomainError, match="Give a link, write the paper here, or add a file"):
        make.paper(item, membership=chair, by=grace, words="")


def test_files_are_given_out_as_downloads(meeting, item, chair, grace, nell, cleo, as_):
    paper = make.paper(item, membership=chair, by=grace, uploads=[make.text_file("Beds.txt")])
    url = f"{paper.get_absolute_url()}files/{paper.files.get().pk}/"

    answer = as_(nell).get(url)

    assert answer.getvalue() == b"What the wards say."
    assert answer["Content-Disposition"] == 'attachment; filename="Beds.txt"'
    assert as_(cleo).get(url).status_code == 404


def test_a_file_of_a_paper_stays_with_it(item, chair, grace):
    make.paper(item, membership=chair, by=grace, uploads=[make.text_file()])

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperFile.objects.update(name="other.txt")


def test_whose_matter_it_is_adds_a_paper(meeting, member, grace, nell, as_):
    hers = make.agenda_item(meeting, by=grace, proposer_seat=member.seat)
    url = at(meeting, f"items/{hers.pk}/papers/new/")

    as_(nell).post(url, {"title": "Calls", "link": "https://wards.example/calls"})

    paper = hers.papers.get()
    assert (paper.title, paper.added_by) == ("Calls", member)
    page = as_(nell).get(paper.get_absolute_url()).content.decode()
    assert 'href="https://wards.example/calls"' in page


def test_a_paper_without_anything_is_asked_for_again(meeting, item, grace, as_):
    answer = as_(grace).post(at(meeting, f"items/{item.pk}/papers/new/"), {"title": "Calls"})

    assert answer.status_code == 422
    assert "Give a link, add a file, or write the paper below" in answer.content.decode()


def test_a_link_that_is_no_web_address_is_refused(meeting, item, grace, as_):
    answer = as_(grace).post(
        at(meeting, f"items/{item.pk}/papers/new/"),
        {"title": "Calls", "link": "javascript:alert(1)"},
    )

    assert answer.status_code == 422


def test_a_withdrawn_paper_is_not_opened_any_more(meeting, item, chair, grace, nell, as_):
    paper = make.paper(item, membership=chair, by=grace)

    papers.withdraw(paper=paper, by=grace)

    assert as_(nell).get(paper.get_absolute_url()).status_code == 404
    with pytest.raises(DomainError, match="withdrawn already"):
        papers.withdraw(paper=paper, by=grace)


def test_mem_1_papers_are_told_to_those_who_may_open_them(meeting, forum, lena, grace, nell, ben):
    make.member(make.seat(forum, by=lena), ben, reads=False)

    sent = papers.send(meeting=meeting, by=grace)

    assert sent.status == "papers_out"
    mails = Mail.objects.filter(kind="forum_meeting_papers")
    assert {mail.to for mail in mails} == {grace.email, nell.email}
    with pytest.raises(DomainError, match="papers sent now"):
        papers.send(meeting=meeting, by=grace)


def test_mem_1_who_has_not_read_the_scope_opens_no_paper(item, chair, forum, grace, lena, ben, as_):
    paper = make.paper(item, membership=chair, by=grace)
    make.member(make.seat(forum, by=lena), ben, reads=False)

    assert "/scope/acknowledge/" in as_(ben).get(paper.get_absolute_url())["Location"]


# --- Pages ---


def test_the_chair_adds_an_item_and_moves_it_by_a_button(meeting, forum, grace, as_):
    fields = {"title": "Who drives?", "kind": "decide", "length": "20"}
    seat = forum.seats.get(kind="chair").pk

    as_(grace).post(at(meeting, "items/new/"), {**fields, "proposer_seat": seat})
    item = meeting.items.get(title="Who drives?")
    as_(grace).post(at(meeting, f"items/{item.pk}/move/"), {"to": "up"})

    assert kinds(meeting) == ["scope", "declarations", "decide", "thanks"]


def test_whose_matter_it_is_is_asked(meeting, grace, as_):
    answer = as_(grace).post(
        at(meeting, "items/new/"), {"title": "Who drives?", "kind": "decide", "length": "20"}
    )

    assert "Choose whose matter this is" in answer.content.decode()


def test_an_overrun_is_told_on_the_form_and_keeps_what_was_typed(meeting, forum, grace, as_):
    seat = forum.seats.get(kind="chair").pk
    fields = {"title": "Who drives?", "kind": "decide", "length": "200", "proposer_seat": seat}

    answer = as_(grace).post(at(meeting, "items/new/"), fields)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "90 too many" in page
    assert 'value="Who drives?"' in page


def test_a_longer_agenda_asks_as_much(meeting, forum, chair, grace, as_):
    def more(number):
        for _ in range(number):
            item = make.agenda_item(meeting, by=grace, kind="decide", length=1)
            make.paper(item, membership=chair, by=grace)

    more(2)
    as_(grace).get(at(meeting))
    with CaptureQueriesContext(connection) as few:
        as_(grace).get(at(meeting))
    more(20)
    with CaptureQueriesContext(connection) as many:
        as_(grace).get(at(meeting))

    assert len(many) == len(few)
