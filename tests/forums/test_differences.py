"""Differences: raised with the chair, worded by each organisation itself, acknowledged."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums.actions import difference_course, differences, positions, seats
from forums.models import Difference, Position
from forums.wording import Line
from tests import make

Status = Difference.Status
WORDS = "Harbour Homes considers that an empty home costs another person theirs."
NEXT_YEAR = {"review_on": timezone.localdate() + timedelta(days=365)}


@pytest.fixture
def harbour(db):
    return make.organisation("Harbour Homes")


@pytest.fixture
def dom(forum, harbour, lena):
    """Seated from Harbour Homes, for which he can speak."""
    user = make.user("Dom")
    make.contributor("Dominic Shaw", user=user, organisation=harbour, can_speak_for=True)
    make.member(make.seat(forum, by=lena), user, organisation=harbour)
    return user


@pytest.fixture
def speaker(member, kitchen):
    """Nell, who can speak for the Kitchen."""
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    return member


@pytest.fixture
def raised(speaker, kitchen):
    return make.difference(speaker, organisation=kitchen)


@pytest.fixture
def wording(speaker, kitchen, dom, harbour):
    """Harbour Homes is asked."""
    return make.difference(speaker, organisation=kitchen, status="wording", invite=[harbour])


@pytest.fixture
def asked(wording, harbour):
    return wording.positions.get(organisation=harbour)


@pytest.fixture
def known(speaker, kitchen):
    return make.difference(speaker, organisation=kitchen, status="acknowledged")


@pytest.fixture
def parked(speaker, kitchen):
    where = {"is_in_scope": False, "signpost": "The council’s housing committee"}
    return make.difference(speaker, organisation=kitchen, status="going", **where)


def happened(difference):
    return list(
        JournalEntry.objects.about(difference).order_by("pk").values_list("kind", flat=True)
    )


def open_(difference, by, **fields):
    given = {"title": "A title", "facilitator_line": "", "is_in_scope": True, "signpost": ""}
    return differences.open_for_wording(
        difference=difference, by=by, **{"invite": [], **given, **fields}
    )


class TestRaised:
    def test_dif_7_the_chair_has_five_working_days(self, raised):
        assert raised.status == Status.RAISED
        assert raised.reply_due_on == working_days_after(timezone.localdate(), 5, "ENG")
        assert happened(raised) == ["difference.raised", "position.agreed"]

    def test_dif_5_the_chair_is_told_and_not_what_it_is_about(self, raised, grace):
        mail = Mail.objects.get(kind="forum_difference_raised")

        assert mail.to == grace.email
        assert raised.title not in mail.subject + mail.body
        assert "held empty" not in mail.subject + mail.body

    def test_dif_2_words_of_who_can_speak_for_it_are_the_organisations(self, raised, nell):
        position = raised.positions.get()

        assert position.status == Position.Status.AGREED
        assert position.agreed_by == nell

    def test_aff_2_words_of_who_cannot_are_only_proposed(self, member, kitchen):
        position = make.difference(member, organisation=kitchen).positions.get()

        assert position.status == Position.Status.ASKED
        assert position.wording
        assert position.agreed_by is None

    def test_mem_1_not_by_somebody_whose_scope_has_changed(self, speaker, kitchen, leo, lena):
        wider = (Line("Furniture"),)
        make.scope(speaker.forum, drafted_by=leo, approved_by=lena, included=wider)

        with pytest.raises(DomainError, match="scope of this forum has changed"):
            make.difference(speaker, organisation=kitchen)

    def test_not_by_somebody_whose_seat_has_ended(self, speaker, kitchen, nell):
        seats.resign(membership=speaker, by=nell)

        with pytest.raises(DomainError, match="no longer have a seat"):
            make.difference(speaker, organisation=kitchen)

    def test_not_twice_by_one_organisation(self, raised, speaker, kitchen):
        with pytest.raises(DomainError, match="raised this already"):
            make.difference(speaker, organisation=kitchen, title=raised.title.upper())

    def test_not_what_is_on_record(self, known, dom, harbour):
        seat = known.forum.memberships.get(contributor__user=dom)

        with pytest.raises(DomainError, match=f"on record already, as {known.ref}"):
            make.difference(seat, organisation=harbour, title=known.title.lower())

    def test_dif_5_what_is_private_is_not_given_away(self, raised, dom, harbour):
        seat = raised.forum.memberships.get(contributor__user=dom)

        again = make.difference(seat, organisation=harbour, title=raised.title)

        assert again.status == Status.RAISED


class TestOpened:
    def test_dif_2_each_organisation_has_ten_working_days(self, wording, asked, dom):
        assert asked.answer_by == working_days_after(timezone.localdate(), 10, "ENG")
        mail = Mail.objects.get(kind="forum_difference_words_asked")
        assert mail.to == dom.email
        assert wording.title not in mail.subject + mail.body
        assert "Harbour Homes" in mail.subject

    def test_aff_2_not_where_nobody_can_speak_for_one(self, raised, grace):
        silent = make.organisation("Silent Partners")

        with pytest.raises(DomainError, match="Nobody on the register can speak for Silent"):
            open_(raised, grace, invite=[silent])
        assert raised.positions.count() == 1

    def test_dif_4_out_of_scope_says_where_it_goes(self, raised, grace):
        with pytest.raises(DomainError, match="Say where"):
            open_(raised, grace, is_in_scope=False, signpost="")

    def test_crux_is_for_facts_in_scope(self, raised, grace):
        with pytest.raises(DomainError, match="facts that are in scope"):
            open_(raised, grace, crux="The count for January")

    def test_not_twice(self, wording, grace):
        with pytest.raises(DomainError, match="being worded now"):
            open_(wording, grace)

    def test_not_once_it_is_taken_back(self, raised, nell, grace):
        differences.withdraw(difference=raised, by=nell)

        with pytest.raises(DomainError, match="withdrawn now"):
            open_(raised, grace)

    def test_returned_with_a_reason_and_the_raiser_is_told(self, raised, grace, nell):
        differences.give_back(difference=raised, because="Two matters in one.", by=grace)

        raised.refresh_from_db()
        assert raised.returned_because == "Two matters in one."
        mail = Mail.objects.get(kind="forum_difference_returned")
        assert mail.to == nell.email
        assert "Two matters" not in mail.body


class TestWords:
    def test_dif_2_an_organisation_accepts_its_own(self, asked, dom):
        positions.say(position=asked, wording=WORDS, by=dom)

        asked.refresh_from_db()
        assert (asked.wording, asked.agreed_by) == (WORDS, dom)

    def test_dif_2_and_may_change_them_until_members_know(self, asked, dom):
        first = positions.say(position=asked, wording="First.", by=dom).first_agreed_at

        positions.say(position=asked, wording=WORDS, by=dom)

        asked.refresh_from_db()
        assert asked.wording == WORDS
        assert asked.first_agreed_at == first < asked.agreed_at

    def test_aff_2_nobody_speaks_for_another_organisation(self, asked, nell, grace):
        for other in (nell, grace):
            with pytest.raises(DomainError, match="cannot speak for Harbour Homes today"):
                positions.say(position=asked, wording=WORDS, by=other)

    def test_aff_2_not_the_day_after_their_place_ended(self, asked, dom, harbour):
        yesterday = timezone.localdate() - timedelta(days=1)
        dom.contributor.affiliations.update(from_on=yesterday, to_on=yesterday)

        with pytest.raises(DomainError, match="cannot speak for Harbour Homes today"):
            positions.say(position=asked, wording=WORDS, by=dom)

    def test_an_organisation_may_say_nothing(self, asked, wording, dom, grace):
        positions.decline(position=asked, by=dom)

        assert differences.acknowledge(difference=wording, by=grace, **NEXT_YEAR).is_known

    def test_dif_2_ten_working_days_without_an_answer_leave_it_out(self, asked, wording, grace):
        Position.objects.filter(pk=asked.pk).update(
            answer_by=timezone.localdate() - timedelta(days=1)
        )

        difference_course.tend(now=timezone.now())

        asked.refresh_from_db()
        assert (asked.status, asked.wording) == (Position.Status.LEFT_OUT, "")
        assert "position.left_out" in happened(wording)
        assert differences.acknowledge(difference=wording, by=grace, **NEXT_YEAR).is_known

    def test_dif_2_not_on_the_last_day(self, asked):
        Position.objects.filter(pk=asked.pk).update(answer_by=timezone.localdate())

        difference_course.tend(now=timezone.now())

        asked.refresh_from_db()
        assert asked.status == Position.Status.ASKED

    def test_dif_3_one_position_per_organisation(self, wording, harbour):
        with pytest.raises(IntegrityError, match="position_one_per_organisation"):
            Position.objects.create(difference=wording, organisation=harbour)


class TestAcknowledged:
    def test_dif_2_not_while_an_organisation_may_answer(self, wording, grace):
        with pytest.raises(DomainError, match="Not yet: Harbour Homes may still answer"):
            differences.acknowledge(difference=wording, by=grace, **NEXT_YEAR)

    def test_dif_2_not_without_anybodys_words(self, raised, nell, grace):
        opened = open_(raised, grace)
        positions.decline(position=opened.positions.get(), by=nell)

        with pytest.raises(DomainError, match="in its own words. Return it"):
            differences.acknowledge(difference=opened, by=grace, **NEXT_YEAR)

    def test_dif_5_members_are_told_that_there_is_one(self, known, nell, grace):
        mails = Mail.objects.filter(kind="forum_difference_added")

        assert {mail.to for mail in mails} == {nell.email, grace.email}
        for mail in mails:
            assert known.title not in mail.subject + mail.body
            assert "A difference was added" in mail.subject

    def test_dif_2_words_stay_as_they_were_accepted(self, known, nell):
        with pytest.raises(DomainError, match="positions in it stay as they are"):
            positions.say(position=known.positions.get(), wording="Other words.", by=nell)

    @pytest.mark.parametrize(
        "change",
        [
            lambda known: known.positions.update(wording="Other words."),
            lambda known: known.positions.all()._raw_delete("default"),
            lambda known: Position.objects.create(
                difference=known, organisation=make.organisation()
            ),
            lambda known: Difference.objects.filter(pk=known.pk).update(title="Another"),
            lambda known: Difference.objects.filter(pk=known.pk).update(status="raised"),
        ],
    )
    def test_dif_2_the_database_keeps_them(self, known, change):
        with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
            change(known)

    def test_not_taken_back_any_more(self, known, nell):
        with pytest.raises(DomainError, match="acknowledged now"):
            differences.withdraw(difference=known, by=nell)


class TestCourse:
    def test_in_scope_it_is_worked_on_and_settled(self, known, grace):
        difference_course.take_on(difference=known, by=grace)
        difference_course.settle(
            difference=known, how=Status.AGREED_TO_DIFFER, outcome="Each goes its way.", by=grace
        )

        known.refresh_from_db()
        assert (known.status, known.outcome) == (Status.AGREED_TO_DIFFER, "Each goes its way.")
        assert happened(known)[-2:] == ["difference.worked_on", "difference.settled"]

    def test_dif_4_out_of_scope_it_is_parked_and_never_worked_on(self, parked, grace):
        assert parked.status == Status.PARKED

        with pytest.raises(DomainError, match="cannot become resolved"):
            difference_course.settle(
                difference=parked, how=Status.RESOLVED, outcome="Done.", by=grace
            )
        with pytest.raises(IntegrityError, match="out_of_scope_is_never_worked_on"):
            Difference.objects.filter(pk=parked.pk).update(status=Status.BEING_WORKED)

    def test_a_parked_one_is_looked_at_and_stays(self, parked, grace):
        difference_course.review(difference=parked, by=grace, **NEXT_YEAR)

        parked.refresh_from_db()
        assert (parked.status, parked.review_on) == (Status.PARKED, NEXT_YEAR["review_on"])
        assert "difference.reviewed" in happened(parked)

    def test_a_parked_one_is_closed(self, parked, grace):
        difference_course.settle(
            difference=parked, how=Status.CLOSED, outcome="The committee decided.", by=grace
        )

        parked.refresh_from_db()
        assert parked.status == Status.CLOSED

    def test_one_in_scope_is_not_parked(self, known):
        with pytest.raises(IntegrityError, match="in_scope_is_never_parked"):
            Difference.objects.filter(pk=known.pk).update(status=Status.PARKED)


class TestDue:
    def test_dif_7_the_chair_is_reminded_on_the_day_once(self, raised, grace):
        Difference.objects.filter(pk=raised.pk).update(reply_due_on=timezone.localdate())

        difference_course.tend(now=timezone.now())
        difference_course.tend(now=timezone.now())

        assert Mail.objects.get(kind="forum_difference_reply_due").to == grace.email
        assert happened(raised).count("difference.reply_reminded") == 1

    def test_dif_7_on_the_day_after_the_leads_learn_of_it(self, raised):
        yesterday = timezone.localdate() - timedelta(days=1)
        Difference.objects.filter(pk=raised.pk).update(reply_due_on=yesterday)

        difference_course.tend(now=timezone.now())

        raised.refresh_from_db()
        assert raised.escalated_at
        assert happened(raised)[-1] == "difference.reply_overdue"

    def test_dif_7_not_of_one_that_was_answered(self, wording):
        yesterday = timezone.localdate() - timedelta(days=1)
        Difference.objects.filter(pk=wording.pk).update(reply_due_on=yesterday)

        difference_course.tend(now=timezone.now())

        wording.refresh_from_db()
        assert wording.escalated_at is None


class TestVisible:
    """DIF-5"""

    def test_at_first_to_the_raiser_and_the_chair(self, raised, nell, grace, dom, lena, adele):
        readers = [nell, grace, dom, lena, adele]

        assert [user.name for user in readers if _sees(user, raised)] == ["Nell", "Grace"]

    def test_then_to_whoever_speaks_for_an_organisation_that_is_asked(self, wording, harbour, lena):
        outsider = make.user("Zuri")
        make.contributor("Zuri", user=outsider, organisation=harbour, can_speak_for=True)
        member = make.user("Mo")
        make.member(make.seat(wording.forum, by=lena), member)

        assert _sees(outsider, wording)
        assert not _sees(member, wording)

    def test_then_to_members_alone(self, known, dom, lena, harbour):
        outsider = make.user("Zuri")
        make.contributor("Zuri", user=outsider, organisation=harbour, can_speak_for=True)

        assert _sees(dom, known)
        assert not _sees(outsider, known)
        assert not _sees(lena, known)

    def test_not_after_the_seat_has_ended(self, known, raised, speaker, nell):
        seats.resign(membership=speaker, by=nell)

        assert not _sees(nell, known)
        assert not _sees(nell, raised)

    def test_mem_1_not_before_the_scope_is_acknowledged(self, known, lena):
        new = make.user("Mo")
        make.member(make.seat(known.forum, by=lena), new, reads=False)

        assert not _sees(new, known)

    def test_to_the_vice_chair_once_the_chair_has_left(self, raised, chair, grace, lena):
        vice = make.user("Vi")
        make.member(make.seat(raised.forum, by=lena, kind="vice"), vice)
        assert not _sees(vice, raised)

        seats.resign(membership=chair, by=grace)

        assert _sees(vice, raised)

    def test_a_withdrawn_one_never_to_members(self, raised, nell, dom):
        differences.withdraw(difference=raised, by=nell)

        assert not _sees(dom, raised)


def _sees(user, difference):
    return Difference.objects.visible_to(user).contains(difference)
