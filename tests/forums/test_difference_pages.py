"""The pages of differences: what each sees, what may be typed, and what is not there to be pressed.

Story 17."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.models import JournalEntry
from forums.actions import difference_course, differences, seats
from forums.models import Difference, Position
from tests import make

TITLE = "Whether homes are held empty for people leaving hospital"
WORDS = "We consider that a home should wait for a person who is ready to leave."


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
def zuri(harbour):
    """Speaks for Harbour Homes, and has no seat."""
    user = make.user("Zuri")
    make.contributor("Zuri Obi", user=user, organisation=harbour, can_speak_for=True)
    return user


@pytest.fixture
def speaker(member, kitchen):
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    return member


@pytest.fixture
def raised(speaker, kitchen):
    return make.difference(speaker, organisation=kitchen, title=TITLE)


@pytest.fixture
def wording(speaker, kitchen, dom, harbour):
    return make.difference(
        speaker, organisation=kitchen, status="wording", invite=[harbour], title=TITLE
    )


@pytest.fixture
def known(speaker, kitchen):
    return make.difference(speaker, organisation=kitchen, status="acknowledged", title=TITLE)


def page(name, difference, *more):
    return reverse(f"forums:{name}", args=[difference.forum_id, difference.pk, *more])


def new(forum):
    return reverse("forums:difference_new", args=[forum.pk])


def typed(organisation, **fields):
    return {
        "title": TITLE,
        "kind": "values",
        "organisation": organisation.pk,
        "wording": WORDS,
        "effect": "none",
        **fields,
    }


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestNaming:
    def test_it_goes_to_the_chair(self, as_, speaker, nell, kitchen, forum):
        answer = as_(nell).post(new(forum), typed(kitchen), follow=True)

        assert "is with the chair, who answers within five working days" in text(answer)
        assert WORDS in text(answer)
        assert forum.differences.get().raised_for == kitchen

    @pytest.mark.parametrize(
        ("fields", "complaint"),
        [
            ({"wording": "Grace wants homes held empty."}, "Leave out ‘Grace’"),
            ({"title": "What Grace wants"}, "Leave out ‘Grace’"),
            ({"wording": "Ask Dr Bloggs about it."}, "Leave out ‘Dr Bloggs’"),
            ({"wording": "The trust is run by idiots."}, "Leave out ‘idiots’"),
            ({"wording": "x" * 5000}, "Use 300 characters or fewer. You have used 5000."),
            ({"wording": "A release. " * 28}, "Use 300 characters or fewer. You have used 307."),
            ({"title": "x" * 91}, "Use 90 characters or fewer"),
            ({"wording": "The trust ignores us."}, "‘ignores’ (fairer: ‘has not answered’)"),
            ({"effect": "conditions"}, "Say which conditions"),
            ({"wording": ""}, "Enter an answer to ‘What does your organisation hold?’"),
        ],
    )
    def test_dif_1_what_is_sent_back(self, as_, speaker, nell, kitchen, forum, fields, complaint):
        answer = as_(nell).post(new(forum), typed(kitchen, **fields))

        assert answer.status_code == 422
        assert complaint in text(answer)
        assert not forum.differences.exists()

    def test_what_reads_as_an_accusation_is_kept_by_who_means_it(
        self, as_, speaker, nell, kitchen, forum
    ):
        fields = typed(kitchen, wording="The trust ignores our count.")
        asked = as_(nell).post(new(forum), fields)
        assert "keep these words" in text(asked)

        as_(nell).post(new(forum), {**fields, "keep": "on"})

        assert forum.differences.get().positions.get().wording == "The trust ignores our count."

    def test_a_name_is_not_kept_by_ticking(self, as_, speaker, nell, kitchen, forum):
        fields = typed(kitchen, wording="Grace ignores us.", keep="on")

        assert as_(nell).post(new(forum), fields).status_code == 422

    def test_aff_2_not_for_another_organisation(self, as_, speaker, nell, harbour, forum):
        answer = as_(nell).post(new(forum), typed(harbour))

        assert answer.status_code == 422
        assert not forum.differences.exists()

    def test_raising_the_same_one_leads_to_it(self, as_, known, nell, kitchen):
        answer = as_(nell).post(new(known.forum), typed(kitchen))

        assert answer.status_code == 422
        assert f"This is on record already, as {known.ref}" in text(answer)

    def test_aff_2_who_cannot_speak_is_told_that_a_colleague_will(self, as_, member, nell, forum):
        assert "A colleague who can will be asked" in text(as_(nell).get(new(forum)))

    def test_somebody_who_comes_for_themselves_has_no_organisation_to_raise_it_for(
        self, as_, forum, grace
    ):
        assert as_(grace).get(new(forum)).status_code == 403

    def test_dif_6_the_form_says_what_the_record_holds(self, as_, speaker, nell, forum):
        forum.attribution = "non_attributed"
        forum.save()

        assert "The record still holds the name" in text(as_(nell).get(new(forum)))


class TestReading:
    def test_dif_5_each_reading_is_on_record(self, as_, known, nell):
        as_(nell).get(known.get_absolute_url())

        entry = JournalEntry.objects.about(known).latest("pk")
        assert (entry.kind, entry.by) == ("difference.read", nell)

    def test_dif_3_members_have_nothing_to_press(self, as_, known, dom):
        shown = as_(dom).get(known.get_absolute_url())

        main = shown.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "<form" not in main
        assert as_(dom).post(page("difference_take_on", known)).status_code == 403

    def test_dif_5_leads_see_titles_of_what_is_known_and_how_many_are_not(
        self, as_, known, speaker, kitchen, lena
    ):
        secret = make.difference(speaker, organisation=kitchen, title="Who pays for vans")

        shown = text(as_(lena).get(reverse("forums:difference_list", args=[known.forum_id])))

        assert TITLE in shown
        assert "1 more is with the chair or being worded" in shown
        assert secret.title not in shown
        assert WORDS not in shown
        assert as_(lena).get(known.get_absolute_url()).status_code == 404

    def test_not_after_the_seat_has_ended(self, as_, known, speaker, nell):
        seats.resign(membership=speaker, by=nell)

        assert as_(nell).get(known.get_absolute_url()).status_code == 404

    def test_mem_1_the_scope_comes_first(self, as_, known, lena):
        new_member = make.user("Mo")
        make.member(make.seat(known.forum, by=lena), new_member, reads=False)

        answer = as_(new_member).get(known.get_absolute_url())

        assert answer.status_code == 302
        assert "scope/acknowledge" in answer["Location"]

    def test_hld_2_not_while_a_hold_is_on_them(self, as_, known, nell, sam, speaker):
        make.hold(speaker.contributor, "seats", by=sam)

        assert as_(nell).get(known.get_absolute_url()).status_code == 403

    def test_dif_3_positions_are_sorted_by_date(self, as_, wording, dom, nell, grace, harbour):
        as_(dom).post(
            page("position", wording, wording.positions.get(organisation=harbour).pk),
            {"wording": "Empty homes cost others theirs."},
        )
        kitchens = wording.positions.exclude(organisation=harbour).get()
        as_(nell).post(page("position", wording, kitchens.pk), {"wording": "A home should wait."})

        shown = text(as_(grace).get(wording.get_absolute_url()))

        assert shown.index("A home should wait.") < shown.index("Empty homes cost")

    def test_dif_2_what_is_only_proposed_is_for_the_chair_and_whose_it_is(
        self, as_, member, nell, kitchen, dom, harbour, grace
    ):
        colleague = make.user("Kit")
        make.contributor("Kit Doe", user=colleague, organisation=kitchen, can_speak_for=True)
        difference = make.difference(
            member, organisation=kitchen, status="wording", invite=[harbour], wording=WORDS
        )

        readers = [nell, colleague, grace, dom]
        address = difference.get_absolute_url()

        shown = [user.name for user in readers if WORDS in text(as_(user).get(address))]
        assert shown == ["Nell", "Kit", "Grace"]

    def test_dif_6_others_see_no_name_where_nothing_is_attributed(
        self, as_, known, dom, nell, grace, kitchen
    ):
        known.forum.attribution = "non_attributed"
        known.forum.save()

        as_member = text(as_(dom).get(known.get_absolute_url()))
        as_its_own = text(as_(nell).get(known.get_absolute_url()))
        as_chair = text(as_(grace).get(known.get_absolute_url()))

        assert "One member organisation" in as_member
        assert kitchen.name not in as_member
        assert kitchen.name in as_its_own
        assert kitchen.name in as_chair

    def test_dif_6_several(self, as_, wording, dom, harbour, grace, lena):
        wording.forum.attribution = "non_attributed"
        wording.forum.save()
        position = wording.positions.get(organisation=harbour)
        words = {"wording": "Homes should be full."}
        as_(dom).post(page("position", wording, position.pk), words, follow=True)
        differences.acknowledge(
            difference=wording, review_on=timezone.localdate() + timedelta(days=9), by=grace
        )
        other = make.user("Mo")
        make.member(make.seat(wording.forum, by=lena), other)

        shown = text(as_(other).get(wording.get_absolute_url()))

        assert "Several member organisations" in shown
        assert "Harbour" not in shown

    def test_the_list_costs_the_same_for_many(self, as_, known, speaker, kitchen, nell):
        address = reverse("forums:difference_list", args=[known.forum_id])
        as_(nell).get(address)
        with CaptureQueriesContext(connection) as one:
            as_(nell).get(address)
        for _ in range(5):
            make.difference(speaker, organisation=kitchen, status="acknowledged")

        with CaptureQueriesContext(connection) as many:
            as_(nell).get(address)

        assert len(many) == len(one)


class TestTheChair:
    def test_opens_it_and_asks(self, as_, raised, dom, grace, harbour):
        answer = as_(grace).post(
            page("difference_open", raised),
            {"title": TITLE, "scope_class": "out", "signpost": "The committee",
             "facilitator_line": "", "invite": [harbour.pk]},
            follow=True,
        )  # fmt: skip

        assert "Each organisation is asked for its own words" in text(answer)
        raised.refresh_from_db()
        assert raised.is_in_scope is False
        assert raised.positions.waiting().get().organisation == harbour

    def test_sco_3_out_of_scope_without_a_signpost_is_sent_back(self, as_, raised, grace):
        answer = as_(grace).post(
            page("difference_open", raised), {"title": TITLE, "scope_class": "out"}
        )

        assert answer.status_code == 422
        assert "Say where it goes" in text(answer)

    def test_cannot_ask_an_organisation_without_a_seat(self, as_, raised, grace, harbour):
        answer = as_(grace).post(
            page("difference_open", raised),
            {"title": TITLE, "scope_class": "in", "invite": [harbour.pk]},
        )

        assert raised.positions.count() == 1
        assert answer.status_code in (302, 422)

    def test_returns_it(self, as_, raised, grace, nell):
        as_(grace).post(page("difference_return", raised), {"because": "Two matters in one."})

        assert "Two matters in one." in text(as_(nell).get(raised.get_absolute_url()))

    def test_acknowledges_it(self, as_, wording, zuri, harbour, grace, nell):
        position = wording.positions.get(organisation=harbour)
        as_(zuri).post(page("position_decline", wording, position.pk))
        day = timezone.localdate() + timedelta(days=90)
        date = {f"review_on_{box}": getattr(day, box) for box in ("day", "month", "year")}

        answer = as_(grace).post(page("difference_acknowledge", wording), date, follow=True)

        assert "It is acknowledged" in text(answer)
        assert TITLE in text(as_(nell).get(wording.get_absolute_url()))

    def test_is_told_who_may_still_answer(self, as_, wording, grace):
        day = timezone.localdate() + timedelta(days=90)
        date = {f"review_on_{box}": getattr(day, box) for box in ("day", "month", "year")}
        waiting = as_(grace).get(wording.get_absolute_url())
        answer = as_(grace).post(page("difference_acknowledge", wording), date)

        assert "Harbour Homes may still answer" in text(waiting)
        assert answer.status_code == 422
        assert "Not yet: Harbour Homes may still answer" in text(answer)

    def test_parks_what_is_out_of_scope_and_looks_at_it_again(self, as_, speaker, kitchen, grace):
        difference = make.difference(
            speaker, organisation=kitchen, status="acknowledged",
            is_in_scope=False, signpost="The committee",
        )  # fmt: skip
        as_(grace).post(page("difference_take_on", difference))

        answer = as_(grace).post(
            page("difference_settle", difference),
            {"how": "closed", "outcome": "The committee decided."},
            follow=True,
        )

        assert "The committee decided." in text(answer)

    def test_says_what_became_of_one(self, as_, known, grace):
        as_(grace).post(page("difference_take_on", known))

        empty = as_(grace).post(page("difference_settle", known), {"how": "resolved"})

        assert empty.status_code == 422
        assert "Say in a sentence what became of it" in text(empty)


class TestWhoIsAsked:
    def test_need_not_sit_here(self, as_, wording, zuri, harbour):
        position = wording.positions.get(organisation=harbour)
        address = page("position", wording, position.pk)
        shown = as_(zuri).get(address)

        answer = as_(zuri).post(address, {"wording": "Homes should be full."}, follow=True)

        assert "Who is in the room" not in text(shown)
        assert "These are the words of Harbour Homes now" in text(answer)

    def test_aff_2_does_not_find_anothers(self, as_, wording, nell, harbour):
        position = wording.positions.get(organisation=harbour)

        answer = as_(nell).post(page("position", wording, position.pk), {"wording": "Ours."})

        assert answer.status_code == 404
        assert Position.objects.get(pk=position.pk).wording == ""

    def test_says_nothing(self, as_, wording, zuri, harbour):
        position = wording.positions.get(organisation=harbour)

        answer = as_(zuri).post(page("position_decline", wording, position.pk), follow=True)

        assert "Harbour Homes says nothing on this" in text(answer)

    def test_dif_2_finds_the_words_settled_once_members_know(self, as_, known, nell):
        position = known.positions.get()

        answer = as_(nell).post(page("position", known, position.pk), {"wording": "Other."})

        assert answer.status_code == 422
        assert "positions in it stay as they are" in text(answer)


class TestToday:
    def today(self, as_, user):
        return text(as_(user).get(reverse("dashboard")))

    def test_the_chair_has_one_to_answer(self, as_, raised, grace):
        shown = self.today(as_, grace)

        assert f"Answer {raised.ref}, raised in confidence" in shown
        assert TITLE not in shown

    def test_whoever_speaks_has_words_to_give(self, as_, wording, zuri, grace):
        assert f"Give the words of Harbour Homes on {wording.ref}" in self.today(as_, zuri)
        assert "Acknowledge" not in self.today(as_, grace)

    def test_dif_7_leads_hear_of_answers_overdue(self, as_, raised, lena):
        assert raised.ref not in self.today(as_, lena)

        Difference.objects.filter(pk=raised.pk).update(escalated_at=timezone.now())

        shown = self.today(as_, lena)
        assert f"{raised.ref} waits for an answer" in shown
        assert TITLE not in shown


class TestOpening:
    def test_members_see_where_they_differ_on_the_forums_page(self, as_, known, nell, lena):
        line = f"Members differ on {TITLE[0].lower()}{TITLE[1:]}."

        assert line in text(as_(nell).get(known.forum.get_absolute_url()))
        assert TITLE[1:] not in text(as_(lena).get(known.forum.get_absolute_url()))

    def test_whoever_drafts_the_scope_is_shown_the_line(self, as_, known, grace):
        page = as_(grace).get(reverse("forums:scope_draft", args=[known.forum_id]))

        assert "That is legitimate, known, and recorded. We work on it here." in text(page)

    def test_dif_4_out_of_scope_it_names_the_door(self, as_, speaker, kitchen, nell):
        where = {"is_in_scope": False, "signpost": "The housing committee"}
        known = make.difference(speaker, organisation=kitchen, status="going", **where)

        shown = text(as_(nell).get(known.forum.get_absolute_url()))

        assert "no role in resolving it: it goes to the housing committee." in shown

    def test_what_is_settled_opens_nothing(self, as_, known, nell, grace):
        difference_course.take_on(difference=known, by=grace)
        difference_course.settle(
            difference=known, how=Difference.Status.RESOLVED, outcome="Done.", by=grace
        )

        assert "Members differ" not in text(as_(nell).get(known.forum.get_absolute_url()))
