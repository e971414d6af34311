"""The pages of a forum: what each role meets there, and what bad input is answered with."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions import conversation, scopes
from forums.models import Forum, Invitation, Membership, ScopeStatement
from forums.permissions import can_see_forum, find_place
from forums.wording import Line
from tests import make


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.fixture
def facts(kitchen):
    return {
        "name": "Going home well",
        "kind": "delivery",
        "purpose": "People come home well.",
        "convened_by": kitchen.name,
        "promise": "consult",
        "attribution": "attributed",
        "listing": "members",
        "cadence": "monthly",
        "quorum_people": 3,
        "quorum_share": 40,
        "quorum_nongov_share": "",
        "quorum_sectors": 2,
        **date_boxes("sunset_on", timezone.localdate() + timedelta(days=200)),
    }


@pytest.fixture
def statement():
    return {
        "read_aloud": "We make going home from hospital work.",
        "purpose": "So that nobody goes home to a cold room.",
        "how_we_decide": "By consent.",
        "quorum_line": "Three of us.",
        "attribution_rule": "Names stand beside what is said.",
        "differences_line": "Some members disagree with targets.",
        "members_time_and_support": "Two hours a month; travel is paid.",
        "foi_line": "Write as if disclosed.",
        "attribution": "attributed",
        "change_note": "Key safes came up.",
        "in_1": "What a person takes home",
        "out_1": "Ward staffing",
        "out_1_where": "The Hospitals Board",
        "to_1": "The council",
        "to_1_days": "10",
        **date_boxes("review_on", timezone.localdate() + timedelta(days=90)),
    }


# --- Forums ---


def test_frm_5_a_delivery_forum_meets_with_half_from_outside_government(as_, lena, facts):
    as_(lena).post(url("forum_new"), facts)

    forum = Forum.objects.get()
    page = as_(lena).get(forum.get_absolute_url()).content.decode()
    assert forum.promise == "consult"
    assert (
        "At least 3 people with a vote, 40% of all who have one, 50% from outside government,"
        " 2 sectors." in page
    )


def test_the_quorum_is_changed_on_the_forums_own_page(as_, lena, facts, programme):
    forum = make.forum(programme=programme, by=lena)

    as_(lena).post(url("forum_edit", forum.pk), {**facts, "quorum_nongov_share": "0"})

    forum.refresh_from_db()
    assert (forum.quorum.people, forum.quorum.nongov_share) == (3, 0)


def test_a_lead_opens_a_forum(as_, lena, facts, kitchen):
    response = as_(lena).post(url("forum_new"), facts)

    forum = Forum.objects.get()
    assert response.url == url("seat_list", forum.pk)
    assert (forum.convened_by, forum.opened_by) == (kitchen, lena)


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"name": ""}, "Enter the name of the forum"),
        ({"convened_by": "Zebra"}, "No organisation on the register is called Zebra"),
        ({"convened_by": "Kitchn"}, "Did you mean ‘Aldermere Community Kitchen’?"),
        ({"sunset_on_year": "2051"}, "Choose a day no later than"),
        ({"sunset_on_year": "2020"}, "Choose a day in the future"),
        ({"sunset_on_day": ""}, "The date must include a day"),
        ({"name": "x" * 121}, "Use 120 characters or fewer"),
        ({"promise": "decide"}, "Have power delegated to it first"),
        ({"promise": "rule"}, "Choose one of the options listed"),
        ({"quorum_people": "0"}, "Enter 1 or more"),
        ({"quorum_share": "101"}, "Enter 100 or less"),
    ],
)
def test_what_a_forum_needs_is_said_plainly(as_, lena, facts, faulty, message):
    response = as_(lena).post(url("forum_new"), {**facts, **faulty})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Forum.objects.exists()


def test_two_organisations_of_a_name_are_told_apart_by_number(as_, lena, facts, kitchen):
    other = make.organisation(kitchen.name, org_id="GB-CHC-1234567")

    unclear = as_(lena).post(url("forum_new"), facts)
    as_(lena).post(url("forum_new"), {**facts, "convened_by": "1234567"})

    assert "Several organisations are called" in unclear.content.decode()
    assert Forum.objects.get().convened_by == other


def test_an_edited_forum_keeps_a_convener_whose_name_two_have(as_, lena, facts, programme, kitchen):
    forum = make.forum(programme=programme, by=lena, convened_by=kitchen)
    make.organisation(kitchen.name)

    as_(lena).post(url("forum_edit", forum.pk), {**facts, "name": "Home well"})

    forum.refresh_from_db()
    assert (forum.name, forum.convened_by) == ("Home well", kitchen)


def test_a_lead_of_two_programmes_chooses_one(as_, lena, facts):
    second = make.programme("Warm Rooms")
    lena.grants.create(programme=second, role="programme_lead")

    asked = as_(lena).post(url("forum_new"), facts)
    as_(lena).post(url("forum_new"), {**facts, "programme": second.pk})

    assert "Choose the programme" in asked.content.decode()
    assert Forum.objects.get().programme == second


def test_a_draft_shows_what_brings_it_to_life(as_, lena, programme):
    forum = make.forum(programme=programme, by=lena)

    page = as_(lena).get(forum.get_absolute_url()).content.decode()

    assert "Bring it to life" in page
    assert "Open it to new members" in page


def test_opening_too_early_is_explained(as_, lena, programme):
    forum = make.forum(programme=programme, by=lena)

    response = as_(lena).post(url("forum_recruit", forum.pk))

    assert response.status_code == 409
    assert "Add a seat for the chair first" in response.content.decode()


def test_a_lead_brings_a_forum_to_life(as_, lena, chair):
    response = as_(lena).post(url("forum_activate", chair.forum.pk))

    assert response.url == chair.forum.get_absolute_url()
    assert Forum.objects.get().status == Forum.Status.ACTIVE


def test_who_is_missing_stands_on_the_forums_page_and_in_the_list(as_, lena, forum):
    """MIX-3"""
    make.seat(forum, by=lena, sector="NHS")
    make.seat(forum, by=lena, sector="FA")

    for page in (forum.get_absolute_url(), url("forum_list"), url("seat_list", forum.pk)):
        assert "No one yet from: NHS body, Faith group" in as_(lena).get(page).content.decode()


def test_the_scope_stands_on_every_page_of_the_forum(as_, grace, forum):
    for name in ("forum_detail", "seat_list", "topic_list", "topic_new", "seat_new", "scope"):
        page = as_(grace).get(url(name, forum.pk)).content.decode()
        assert "We make going home from hospital work." in page, name


@pytest.mark.parametrize("name", ["forum_list", "forum_detail", "seat_list"])
def test_a_page_costs_the_same_however_much_is_on_it(as_, lena, forum, programme, name):
    page = url("forum_list") if name == "forum_list" else url(name, forum.pk)
    before = _queries(as_(lena), page)
    for number in range(4):
        make.seat(forum, by=lena, sector="NHS")
        make.member(
            make.seat(forum, by=lena),
            make.user(f"Member {number}"),
            organisation=make.organisation(areas=[make.council(f"Vale {number}")]),
        )
        make.forum(programme=programme, by=lena, recruiting=True)

    assert _queries(as_(lena), page) == before


# --- Seats and invitations ---


def test_a_chair_adds_a_seat(as_, grace, forum):
    response = as_(grace).post(
        url("seat_new", forum.pk), {"title": "Ward lead", "kind": "member", "sector": "NHS"}
    )

    assert response.url == url("seat_list", forum.pk)
    assert forum.seats.filter(title="Ward lead", voting=False, sector="NHS").exists()


def test_a_secretary_with_a_vote_is_refused_in_the_form(as_, grace, forum):
    """SEA-3"""
    response = as_(grace).post(
        url("seat_new", forum.pk), {"title": "Notes", "kind": "secretary", "voting": "on"}
    )

    assert response.status_code == 422
    assert "untick this" in response.content.decode()


def test_taking_away_a_seat_with_a_member_is_refused(as_, lena, member):
    """Story 4"""
    response = as_(lena).post(url("seat_retire", member.forum.pk, member.seat.pk))

    assert response.status_code == 409


def test_a_chair_asks_somebody(as_, grace, forum, lena, kitchen):
    seat = make.seat(forum, by=lena)
    typed = {**make.asking(organisation=kitchen.name), "email": "Omar@Example.org"}

    response = as_(grace).post(url("invitation_new", forum.pk, seat.pk), typed)

    asked = Invitation.objects.get(seat=seat)
    assert response.url == url("seat_list", forum.pk)
    assert (asked.email, asked.organisation) == ("omar@example.org", kitchen)


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"personal_message": "Please join."}, "Write at least one sentence about why you ask"),
        ({"email": "omar at example"}, "Enter an email address in the correct format"),
        ({"expenses": ""}, "Enter the expenses and payment"),
        ({"email": "grace@example.org"}, "already has a seat in this forum"),
    ],
)
def test_what_an_invitation_needs_is_said_plainly(as_, lena, forum, faulty, message):
    seat = make.seat(forum, by=lena)
    typed = {**make.asking(organisation=""), "email": "omar@example.org", **faulty}

    response = as_(lena).post(url("invitation_new", forum.pk, seat.pk), typed)

    assert response.status_code == 422
    assert message in response.content.decode()


@pytest.fixture
def omar(db):
    return make.user("Omar")


@pytest.fixture
def asked(as_, lena, forum):
    seat = make.seat(forum, by=lena, title="Faith link")
    typed = {**make.asking(organisation=""), "name": "Omar", "email": "omar@example.org"}
    as_(lena).post(url("invitation_new", forum.pk, seat.pk), typed)
    as_(None)
    return Invitation.objects.get(seat=seat)


def test_an_invitation_is_read_without_an_account(as_, asked):
    page = as_(None).get(asked.path).content.decode()

    assert "Will you join Going home well?" in page
    assert "We make going home from hospital work." in page
    assert asked.personal_message in page
    assert "Ward staffing" in page


def test_a_guessed_link_opens_nothing(as_, asked):
    assert as_(None).get(url("invitation", asked.pk, "0" * 64)).status_code == 404
    assert as_(None).post(url("invitation_decline", asked.pk, "0" * 64)).status_code == 404


def test_accepting_without_an_account_leads_to_one_and_back(as_, asked):
    response = as_(None).post(url("invitation_accept", asked.pk, asked.link_key))

    assert response.url.startswith(reverse("account_signup"))
    assert "next=%2Fforums%2Finvitations" in response.url
    assert "omar@example.org" in as_(None).get(response.url).content.decode()


def test_accepting_with_an_account_leads_to_sign_in_and_back(as_, asked, omar):
    response = as_(None).post(url("invitation_accept", asked.pk, asked.link_key))

    assert response.url.startswith(reverse("account_login"))


def test_accepting_leads_to_the_scope_before_anything_else(as_, asked, omar):
    """MEM-1"""
    response = as_(omar).post(url("invitation_accept", asked.pk, asked.link_key), follow=True)

    assert response.status_code == 200
    assert response.templates[0].name == "forums/scope_acknowledge.html"


def test_accepting_as_somebody_else_is_refused_kindly(as_, asked, ben):
    """INV-1"""
    response = as_(ben).post(url("invitation_accept", asked.pk, asked.link_key))

    page = response.content.decode()
    assert response.status_code == 403
    assert "This invitation is for o…@example.org" in page
    assert "Sign out and come back" in page
    assert "omar@example.org" not in page


def test_signing_out_as_somebody_else_leads_back_to_the_invitation(as_, asked, ben):
    response = as_(ben).post(reverse("account_logout"), {"next": asked.path})

    assert response.url == asked.path


def test_declining_takes_one_click_and_is_thanked(as_, asked):
    """INV-2"""
    thanked = as_(None).post(url("invitation_decline", asked.pk, asked.link_key), follow=True)
    as_(None).post(asked.path, {"instead": "Omar Haddad, Faith Forum"})

    page = thanked.content.decode()
    assert "Thank you for telling us" in page
    assert "Who should we ask instead?" in page
    assert Invitation.objects.get(pk=asked.pk).suggested_instead == "Omar Haddad, Faith Forum"


def test_the_chair_sees_who_was_suggested_instead(as_, grace, asked):
    as_(None).post(url("invitation_decline", asked.pk, asked.link_key))
    as_(None).post(asked.path, {"instead": "Omar Haddad"})

    assert "Omar Haddad" in as_(grace).get(url("seat_list", asked.seat.forum.pk)).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "revoked"}, "This invitation was withdrawn"),
        ({"status": "accepted", "answered_at": timezone.now()}, "You have this seat"),
        (
            {"sent_at": timezone.now() - timedelta(15), "link_until": timezone.now()},
            "This invitation has run out",
        ),
    ],
)
def test_a_link_that_has_done_its_work_says_so(as_, asked, omar, fields, words):
    Invitation.objects.filter(pk=asked.pk).update(**fields)

    page = as_(omar).get(asked.path).content.decode()
    again = as_(omar).post(url("invitation_accept", asked.pk, asked.link_key), follow=True)

    assert words in page
    assert words in again.content.decode()


def test_the_chair_asks_again_and_withdraws(as_, grace, asked):
    as_(grace).post(url("invitation_resend", asked.seat.forum.pk, asked.pk))
    as_(grace).post(url("invitation_revoke", asked.seat.forum.pk, asked.pk))

    asked.refresh_from_db()
    assert (asked.times_sent, asked.status) == (2, Invitation.Status.REVOKED)


def test_a_member_can_neither_ask_nor_withdraw(as_, member, nell, asked):
    ask = as_(nell).get(url("invitation_new", member.forum.pk, member.seat.pk))
    withdraw = as_(nell).post(url("invitation_revoke", member.forum.pk, asked.pk))

    assert (ask.status_code, withdraw.status_code) == (403, 403)


def test_who_gives_up_a_seat_no_longer_sees_the_forum(as_, member, nell):
    as_(nell).post(url("membership_resign", member.forum.pk))

    assert as_(nell).get(member.forum.get_absolute_url()).status_code == 404


# --- Scope ---


def test_a_chair_drafts_a_new_version_and_a_lead_approves_it(as_, grace, forum, statement, lena):
    saved = as_(grace).post(url("scope_draft", forum.pk), {**statement, "in_2": "Key safes"})
    draft = ScopeStatement.objects.get(status="draft")
    as_(grace).post(url("scope_send", forum.pk, draft.pk))
    page = as_(lena).get(draft.get_absolute_url()).content.decode()
    as_(lena).post(url("scope_approve", forum.pk, draft.pk))

    draft.refresh_from_db()
    assert saved.url == draft.get_absolute_url()
    assert "A major change" in page
    assert "<ins>" in page
    assert draft.version == "2.0"


def test_the_first_draft_starts_from_words_for_its_kind(as_, lena, recruiting):
    page = as_(lena).get(url("scope_draft", recruiting.pk)).content.decode()

    assert "We meet to make Homes for Aldermere work, week by week" in page


def test_a_new_draft_starts_from_the_scope_in_force(as_, grace, forum):
    page = as_(grace).get(url("scope_draft", forum.pk)).content.decode()

    assert "The Hospitals Board" in page


def test_a_saved_draft_is_changed_and_not_begun_twice(as_, grace, forum, statement):
    as_(grace).post(url("scope_draft", forum.pk), statement)
    as_(grace).post(url("scope_draft", forum.pk), {**statement, "purpose": "Warmth."})

    draft = forum.scopes.open().get()
    assert draft.purpose == "Warmth."
    assert draft.items.count() == 3


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"read_aloud": "word " * 61}, "Use 60 words or fewer. You have used 61."),
        ({"out_1_where": ""}, "Say where ‘Ward staffing’ goes"),
        ({"out_1": ""}, "Say what goes to ‘The Hospitals Board’"),
        ({"out_1": "", "out_1_where": ""}, "Name at least one thing that does not belong here"),
        ({"in_1": "  "}, "Name at least one thing that is in scope"),
        ({"review_on_year": "2020"}, "Choose a day in the future"),
        ({"change_note": ""}, "Enter what changes, and why"),
        ({"purpose": ""}, "Enter why this forum exists"),
        ({"how_we_decide": ""}, "Enter how we decide"),
        ({"attribution_rule": ""}, "Enter who is named"),
        ({"foi_line": ""}, "Enter what may have to be published"),
        ({"to_1_days": ""}, "Say within how many working days The council answers"),
        ({"to_1_days": "0"}, "Enter 1 or more"),
        ({"to_1_days": "soon"}, "Enter a whole number"),
        ({"to_1": ""}, "Say who answers within 10 working days"),
    ],
)
def test_what_a_scope_needs_is_said_plainly(as_, grace, forum, statement, faulty, message):
    """SCO-3, SCO-6, story 3"""
    response = as_(grace).post(url("scope_draft", forum.pk), {**statement, **faulty})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not forum.scopes.open().exists()


def test_rows_beyond_the_first_are_kept_when_something_else_is_wrong(as_, grace, forum, statement):
    typed = {**statement, "purpose": "", "in_9": "Key safes"} | {f"in_{n}": "" for n in range(2, 9)}

    page = as_(grace).post(url("scope_draft", forum.pk), typed).content.decode()

    assert "Key safes" in page


def test_own_drafts_are_not_approved(as_, lena, forum):
    """P1, story 3"""
    scope = make.scope(forum, drafted_by=lena, sent=True, purpose="Warmth.")

    page = as_(lena).get(scope.get_absolute_url()).content.decode()

    assert "Approve this scope" not in page
    assert as_(lena).post(url("scope_approve", forum.pk, scope.pk)).status_code == 403


def test_a_chair_does_not_approve(as_, grace, forum, lena):
    scope = make.scope(forum, drafted_by=lena, sent=True, purpose="Warmth.")

    assert as_(grace).post(url("scope_approve", forum.pk, scope.pk)).status_code == 403


def test_a_scope_goes_back_with_a_reason(as_, lena, grace, forum):
    scope = make.scope(forum, drafted_by=grace, sent=True, purpose="Warmth.")

    empty = as_(lena).post(url("scope_send_back", forum.pk, scope.pk), {"because": " "})
    as_(lena).post(url("scope_send_back", forum.pk, scope.pk), {"because": "Name the owner."})

    assert empty.status_code == 422
    assert "Name the owner." in as_(grace).get(scope.get_absolute_url()).content.decode()


def test_members_do_not_see_a_version_in_the_making(as_, member, nell, grace):
    draft = make.scope(member.forum, drafted_by=grace, purpose="Warmth.")

    assert as_(nell).get(draft.get_absolute_url()).status_code == 404


def test_older_versions_stay_readable_and_show_what_they_changed(as_, member, nell, leo, lena):
    newer = make.scope(member.forum, drafted_by=leo, approved_by=lena, purpose="Warmth.")

    page = as_(nell).get(newer.get_absolute_url()).content.decode()

    assert "What changed from version 1.0" in page
    assert as_(nell).get(member.forum.scopes.get(minor=0).get_absolute_url()).status_code == 200


# --- Acknowledging ---


@pytest.fixture
def unread(forum, nell, lena):
    """Nell has taken a seat and not read the scope."""
    return make.member(make.seat(forum, by=lena), nell, reads=False)


@pytest.mark.parametrize("name", ["forum_detail", "seat_list", "topic_list", "topic_new"])
def test_nothing_opens_before_the_scope_is_acknowledged(as_, unread, nell, name):
    """MEM-1"""
    response = as_(nell).get(url(name, unread.forum.pk))

    assert response.status_code == 302
    assert response.url.startswith(url("scope_acknowledge", unread.forum.pk))


def test_acknowledging_opens_the_page_that_was_asked_for(as_, unread, nell):
    """ACK-2"""
    sent_on = as_(nell).get(url("topic_list", unread.forum.pk)).url
    page = as_(nell).get(sent_on).content.decode()
    scope = unread.forum.scopes.get()

    response = as_(nell).post(
        sent_on, {"scope": scope.pk, "next": url("topic_list", scope.forum_id)}
    )

    assert "does not mean that I or my organisation agree with wider policy." in page
    assert response.url == url("topic_list", unread.forum.pk)
    assert as_(nell).get(response.url).status_code == 200


def test_acknowledging_never_leads_off_the_site(as_, unread, nell):
    scope = unread.forum.scopes.get()

    response = as_(nell).post(
        url("scope_acknowledge", unread.forum.pk),
        {"scope": scope.pk, "next": "https://evil.example/"},
    )

    assert response.url == unread.forum.get_absolute_url()


def test_a_stale_tab_is_shown_the_new_version_with_what_changed(as_, member, nell, leo, lena):
    """Story 3: acknowledging a superseded version"""
    forum, old = member.forum, member.forum.scopes.get()
    make.scope(forum, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),))

    response = as_(nell).post(url("scope_acknowledge", forum.pk), {"scope": old.pk}, follow=True)

    page = response.content.decode()
    assert "The scope has changed since you opened this page" in page
    assert "You acknowledged version 1.0. This is version 2.0." in page
    assert "<ins>" in page
    assert member not in Membership.objects.acknowledged()


@pytest.mark.parametrize("scope", ["", "0", "abc", "99999999999999999999", "²"])
def test_acknowledging_nothing_in_particular_is_not_possible(as_, unread, nell, scope):
    response = as_(nell).post(url("scope_acknowledge", unread.forum.pk), {"scope": scope})

    assert response.status_code == 404


def test_a_chair_reminds_those_who_have_not_read_it(as_, unread, grace):
    page = as_(grace).get(url("seat_list", unread.forum.pk)).content.decode()
    first = as_(grace).post(url("scope_remind", unread.forum.pk), follow=True)
    second = as_(grace).post(url("scope_remind", unread.forum.pk), follow=True)

    assert "1 of 2 have acknowledged version 1.0" in page
    assert "One person will get a reminder" in first.content.decode()
    assert "was reminded before" in second.content.decode()


def test_after_a_minor_change_nobody_is_asked_again(as_, member, nell, leo, lena):
    """SCO-4"""
    make.scope(member.forum, drafted_by=leo, approved_by=lena, purpose="Warmth.")

    assert as_(nell).get(member.forum.get_absolute_url()).status_code == 200


# --- Today ---


def test_what_waits_in_forums_stands_on_the_page_today(
    as_, forum, unread, nell, lena, grace, asked, omar
):
    scope = scopes.send_for_approval(
        scope=make.scope(forum, drafted_by=grace, purpose="Warmth."), by=grace
    )

    for_nell = as_(nell).get(reverse("dashboard")).content.decode()
    for_omar = as_(omar).get(reverse("dashboard")).content.decode()
    for_lena = as_(lena).get(reverse("dashboard")).content.decode()

    assert f"Read the scope of {forum}" in for_nell
    assert f"invitation to join {forum}" in for_omar
    assert f"Approve the scope of {scope.forum}" in for_lena


def test_a_scope_that_came_back_waits_for_who_drafted_it(as_, forum, grace, lena):
    scope = make.scope(forum, drafted_by=grace, sent=True, purpose="Warmth.")
    scopes.send_back(scope=scope, because="Name the owner.", by=lena)

    page = as_(grace).get(reverse("dashboard")).content.decode()

    assert f"Look again at the scope of {forum}" in page


def test_nobody_is_asked_to_approve_their_own_draft(as_, forum, lena):
    """P1"""
    make.scope(forum, drafted_by=lena, sent=True, purpose="Warmth.")

    assert "Approve the scope" not in as_(lena).get(reverse("dashboard")).content.decode()


def test_the_forums_own_page_costs_a_member_the_same_however_much_happens_in_it(
    as_, forum, member, nell, grace
):
    """Issue 4"""
    page = forum.get_absolute_url()

    def happens():
        conversation.start_topic(
            membership=member, title="Key safes", tag="question", body="Who pays?", by=nell
        )
        meeting = make.meeting(forum, by=grace)
        make.paper(make.agenda_item(meeting, by=grace), membership=member, by=nell)

    happens()
    before = _queries(as_(nell), page)
    for _ in range(3):
        happens()

    assert _queries(as_(nell), page) == before
    assert before <= 15


def _queries(browser, page):
    with CaptureQueriesContext(connection) as queries:
        browser.get(page)
    return len(queries)


def test_whoever_sees_a_forum_is_whom_the_rule_names(
    forum, member, nell, lena, leo, adele, grace, rosa, pat, sam
):
    """can_see_forum and Forum.visible_to say the same, the seat past its term included."""
    gone = make.member(make.seat(forum, by=lena), make.user())
    Membership.objects.filter(pk=gone.pk).update(
        ended_at=timezone.now() + timedelta(seconds=1), ended_reason="resigned"
    )
    other = make.programme("Leaving hospital well")
    strangers = [make.user(role="programme_lead", programme=other), gone.contributor.user]

    for user in (nell, lena, leo, adele, grace, rosa, pat, sam, *strangers):
        seen = Forum.objects.visible_to(user).filter(pk=forum.pk).exists()
        assert can_see_forum(find_place(user, forum)) is seen, user
