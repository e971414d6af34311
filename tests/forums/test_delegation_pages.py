"""The pages of delegations: what each sees, and what may be typed (story 5, DEL-1 to DEL-8)."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.ties import ties_of
from forums.actions import delegation_course
from forums.closing import open_in
from forums.delegation_panels import (
    delegations_ending,
    delegations_to_approve,
    paper_powers,
    what_i_handed_over,
)
from forums.models import Delegation, Forum, ReservedMatter
from forums.spending import cards
from tests import make


@pytest.fixture
def dora(forum):
    """Speaks for whoever convened the forum."""
    return make.granter(forum.convened_by, "Dora")


@pytest.fixture
def held(forum, lena, dora):
    return make.delegation(forum, drafted_by=lena, role_holder=dora, granted=True)


@pytest.fixture
def asked(forum, lena, dora):
    return make.delegation(forum, drafted_by=lena, role_holder=dora, sent=True)


def in_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def typed(forum, **fields):
    """A whole form; a date may be given, or None to leave it out."""
    today = timezone.localdate()
    days = {
        "effective_from": today,
        "expires_on": today + timedelta(days=300),
        "review_on": today + timedelta(days=100),
        **{name: fields.pop(name) for name in list(fields) if name.endswith(("_on", "_from"))},
    }
    said = {
        "power": "Agree repairs that let a family move in.",
        "theme": "Small repairs",
        "delegator": forum.convened_by.name,
        "holder": "Dora",
        "office_title": "Director of Housing",
        "mode": "decide_by_undertaking",
        "legal_basis": "budget",
        "answer_within_days": "10",
        "per_decision_limit": "£500",
        "period_limit": "10k",
        "period": "year",
        "call_in_days": "0",
        **fields,
    }
    for name, day in days.items():
        said |= in_boxes(name, day) if day else {}
    return said


def post(client, forum, **fields):
    url = reverse("forums:delegation_new", args=[forum.pk])
    return client.post(url, typed(forum, **fields))


def test_a_lead_writes_it_down_and_the_role_holder_hands_it_over(as_, forum, member, lena, dora):
    client = as_(lena)
    post(client, forum, excludes="Lifts\n\nlifts\nRoofs", must_consult="The tenants")
    row = Delegation.objects.get()
    client.post(reverse("forums:delegation_send", args=[row.pk]))

    client = as_(dora)
    page = client.get(row.get_absolute_url())
    seen = page.context["seen"]
    done = client.post(
        reverse("forums:delegation_approve", args=[row.pk]), {"seen": seen}, follow=True
    )

    row.refresh_from_db()
    assert (row.status, row.per_decision_limit, row.period_limit) == ("live", 500, 10_000)
    assert row.excludes == ["Lifts", "Roofs"]
    assert "is in force. The members of" in done.content.decode()
    forum_page = as_(member.contributor.user).get(forum.get_absolute_url()).content.decode()
    assert "has promised in writing to do what this forum decides" in forum_page
    assert "£10,000 of £10,000 is left until" in forum_page


TODAY = timezone.localdate


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"expires_on": None}, "Enter the last day"),
        ({"per_decision_limit": "lots"}, "like 10000 or 10,000.50"),
        ({"per_decision_limit": "-5"}, "0 means that no money may be spent"),
        ({"per_decision_limit": "20k"}, "One decision cannot be worth more"),
        ({"per_decision_limit": ""}, "Enter an amount"),
        ({"mode": "recommend"}, "only what is decided has a limit"),
        ({"answer_within_days": ""}, "Say within how many working days"),
        ({"mode": "advise", "per_decision_limit": "", "period_limit": ""}, "nobody answers"),
        ({"legal_basis": "none"}, "needs something to stand on"),
        ({"holder": "Nobody"}, "Nobody does not speak for"),
        ({"holder": "Nobody"}, "Did you mean ‘Dora’?"),
        ({"delegator": "No such body"}, "No organisation on the register"),
        ({"power": "Repairs"}, "in a whole sentence"),
        ({"power": "Agree repairs. Agree locks. Agree rents."}, "in one sentence"),
        ({"power": "Agree expenditure on repairs."}, "‘expenditure’"),
        ({"power": "Agree what the ICB pays."}, "Write ‘ICB’ out"),
        ({"power": "word " * 31}, "30 words or fewer"),
        ({"excludes": "x" * 201}, "200 characters or fewer in a line"),
        ({"conditions": "\n".join(map(str, range(13)))}, "12 lines or fewer"),
        ({"report_to": "Cabinet"}, "to whom it reports and how often"),
        ({"expires_on": TODAY() - timedelta(days=1)}, "not before the first"),
        ({"expires_on": TODAY() + timedelta(days=735)}, "no later than"),
        ({"review_on": TODAY() + timedelta(days=301)}, "between the first and the last"),
        ({"effective_from": TODAY() - timedelta(days=1)}, "Choose today or a later day"),
        ({"call_in_days": "21"}, "Enter 20 or less"),
        ({"instrument_url": "javascript:alert(1)"}, "web address in the correct format"),
        ({"seat": "999"}, "Choose one of the options listed"),
        ({"parent": "999"}, "Choose one of the options listed"),
        ({"replaces": "999"}, "Choose one of the options listed"),
    ],
)
def test_what_cannot_be_is_answered_with_what_to_write(as_, forum, lena, dora, fields, says):
    answer = post(as_(lena), forum, **fields)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Delegation.objects.exists()


def test_del_2_where_a_forum_cannot_decide_in_law_an_undertaking_is_offered(as_, forum, lena, dora):
    client = as_(lena)
    decide = {"mode": "decide", "answer_within_days": ""}
    answer = post(client, forum, **decide, legal_basis="budget").content.decode()

    assert "In law a forum can decide for a body only under" in answer
    assert "Make it an undertaking" in answer
    taken = {**decide, "answer_within_days": "10", "legal_basis": "budget"}
    post(client, forum, **taken, undertaking="1")
    assert Delegation.objects.get().mode == "decide_by_undertaking"
    assert post(client, forum, **decide, theme="Other", legal_basis="statutory").status_code == 302


def test_an_overlapping_one_is_warned_of_and_can_stand_beside(as_, forum, lena, held):
    client = as_(lena)
    answer = post(client, forum, theme=held.theme.upper())

    assert answer.status_code == 422
    assert f"{held} covers ‘{held.theme}’" in answer.content.decode()
    assert post(client, forum, theme=held.theme, replaces="beside").status_code == 302
    page = client.get(Delegation.objects.latest("pk").get_absolute_url()).content.decode()
    assert "Both would stand." in page


def test_what_it_takes_the_place_of_is_chosen_and_filled_in(as_, forum, lena, held):
    client = as_(lena)
    page = client.get(
        reverse("forums:delegation_new", args=[forum.pk]), {"replaces": held.pk}
    ).content.decode()

    assert f"Renew {held}" in page
    assert held.power in page
    post(client, forum, theme=held.theme, replaces=str(held.pk))
    assert Delegation.objects.latest("pk").replaces == held


def test_a_draft_is_changed_by_a_lead_and_keeps_what_it_says(as_, forum, lena, dora):
    row = make.delegation(forum, drafted_by=lena, role_holder=dora)
    client = as_(lena)
    url = reverse("forums:delegation_edit", args=[row.pk])
    assert dora.email in client.get(url).content.decode()

    client.post(url, typed(forum, theme="Locks"))

    row.refresh_from_db()
    assert row.theme == "Locks"


def test_del_7_a_reserved_matter_is_refused_with_its_reason(as_, forum, programme, lena, dora):
    client = as_(lena)
    client.post(reverse("forums:reserved_list"), {"matter": "Evictions", "words": "evict"})

    answer = post(client, forum, power="Decide who is evicted from a flat.")

    assert answer.status_code == 422
    assert "‘Evictions’ is reserved" in answer.content.decode()
    matter = ReservedMatter.objects.get()
    client.post(reverse("forums:reserved_release", args=[matter.pk]))
    assert post(client, forum, power="Decide who is evicted from a flat.").status_code == 302


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"matter": ""}, "Say what is reserved"),
        ({"matter": "Rents", "words": "let"}, "in too many other words"),
        ({"matter": "evictions"}, "on the list already"),
    ],
)
def test_del_7_what_is_reserved_is_said_in_words_that_can_be_found(as_, forum, lena, fields, says):
    client = as_(lena)
    client.post(reverse("forums:reserved_list"), {"matter": "Evictions"})

    answer = client.post(reverse("forums:reserved_list"), fields)

    assert (answer.status_code, says in answer.content.decode()) == (422, True)


def test_del_1_a_stale_page_grants_nothing(as_, asked, dora):
    answer = as_(dora).post(
        reverse("forums:delegation_approve", args=[asked.pk]), {"seen": "as it was"}
    )

    assert "changed after you opened it" in answer.content.decode()
    assert Delegation.objects.get(pk=asked.pk).status == "asked"


def test_del_1_a_lead_sees_no_button_and_can_press_none(as_, asked, lena, leo, dora):
    for lead in (lena, leo):
        page = as_(lead).get(asked.get_absolute_url()).content.decode()
        assert "Hand it over" not in page
        url = reverse("forums:delegation_approve", args=[asked.pk])
        assert as_(lead).post(url, {"seen": "x"}).status_code == 403
    assert "Hand it over" in as_(dora).get(asked.get_absolute_url()).content.decode()


def test_a_role_holder_sends_it_back_in_words(as_, asked, dora):
    url = reverse("forums:delegation_send_back", args=[asked.pk])
    assert as_(dora).post(url, {"because": ""}).status_code == 422
    as_(dora).post(url, {"because": "Name the budget."})

    asked.refresh_from_db()
    assert (asked.status, asked.returned_because) == ("draft", "Name the budget.")


@pytest.mark.parametrize("reason", ["", "n/a", "aaaaaaaaaaaaaaaaaaaaa", "too short"])
def test_del_5_an_end_needs_a_reason_that_members_can_follow(as_, held, dora, reason):
    url = reverse("forums:delegation_revoke", args=[held.pk])

    assert as_(dora).post(url, {"reason": reason}).status_code == 422
    assert Delegation.objects.in_force().exists()


def test_del_5_the_forum_reads_why_it_ended(as_, held, member, dora):
    url = reverse("forums:delegation_revoke", args=[held.pk])
    page = as_(dora).get(url).content.decode()
    assert "2 members of" in page
    assert "stays decided" in page

    as_(dora).post(url, {"reason": "The grant that paid for it was cut."})

    nell = as_(member.contributor.user)
    powers = nell.get(reverse("forums:delegation_list", args=[held.forum_id])).content.decode()
    assert "The grant that paid for it was cut." in powers
    assert (
        "The grant that paid for it was cut." in nell.get(held.get_absolute_url()).content.decode()
    )


def test_who_may_end_it(as_, held, forum, lena, dora, grace):
    url = reverse("forums:delegation_revoke", args=[held.pk])
    successor = make.granter(forum.convened_by)

    assert [as_(who).get(url).status_code for who in (dora, successor, lena, grace)] == [
        200, 200, 200, 403,
    ]  # fmt: skip


def test_an_observer_reads_it_and_a_stranger_does_not(as_, held, asked, forum, lena, cleo):
    watcher = make.user("Olu")
    make.member(make.seat(forum, by=lena, kind="observer", voting=False), watcher)

    assert as_(watcher).get(held.get_absolute_url()).status_code == 200
    assert as_(watcher).get(asked.get_absolute_url()).status_code == 404
    assert as_(cleo).get(held.get_absolute_url()).status_code == 404
    assert as_(None).get(held.get_absolute_url()).status_code == 302


def test_a_partner_at_the_table_reads_the_scheme(as_, held, member, pat, ben):
    scheme = reverse("forums:scheme")

    assert held.theme in as_(pat).get(scheme).content.decode()
    assert "Nothing that you can see is handed over" in as_(ben).get(scheme).content.decode()


def test_the_scheme_is_narrowed_by_forum_and_state(as_, held, asked, programme, lena):
    other = make.delegation(make.forum(programme=programme, by=lena), drafted_by=lena)
    client = as_(lena)

    def shown(query):
        page = client.get(reverse("forums:scheme") + query)
        return {card.delegation for card in page.context["cards"]}

    assert shown("") == {held, asked, other}
    assert shown("?state=live") == {held}
    assert shown(f"?forum={other.forum_id}") == {other}
    assert shown(f"?forum={held.forum_id}&state=asked&state=live") == {held, asked}
    assert shown("?forum=0&state=nonsense") == {held, asked, other}


def test_the_scheme_is_a_file_too_and_no_cell_runs(as_, held, asked, lena):
    Delegation.objects.filter(pk=asked.pk).update(theme="=CMD()")
    answer = as_(lena).get(reverse("forums:scheme_export") + "?state=asked")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["Reference"] for row in rows] == [asked.ref]
    assert rows[0]["Theme"] == "'=CMD()"
    assert rows[0]["Limit of a decision"] == "500.00"
    described = as_(lena).get(reverse("forums:scheme_export_descriptor")).json()
    names = [field["name"] for field in described["resources"][0]["schema"]["fields"]]
    assert names == list(rows[0])


@pytest.mark.parametrize("page", ["scheme", "powers", "forum"])
def test_as_many_queries_for_many_as_for_two(as_, forum, lena, leo, held, page):
    url = {
        "scheme": reverse("forums:scheme"),
        "powers": reverse("forums:delegation_list", args=[forum.pk]),
        "forum": forum.get_absolute_url(),
    }[page]
    client = as_(lena)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    make.delegation(forum, drafted_by=lena, granted=True)
    client.get(url)
    before = queries()
    for _ in range(6):
        make.delegation(forum, drafted_by=lena, granted=True)
        make.delegation(forum, drafted_by=lena)

    assert queries() == before


def test_frm_3_a_forum_that_closes_has_handed_back_what_it_held(held, asked, dora, lena):
    assert [left.words for left in open_in(held.forum)] == ["2 delegations must be ended or moved"]

    delegation_course.revoke(delegation=held, reason="The forum closes now.", by=dora)

    assert [left.words for left in open_in(held.forum)] == ["a delegation must be ended or moved"]


def test_org_4_a_body_that_handed_power_over_cannot_just_leave(held):
    ties = [tie.sentence for tie in ties_of(held.delegator)]

    assert f"{held} hands its power over to {held.forum}: {held.theme}" in ties


def test_the_dashboard_asks_whoever_holds_the_power(held, asked, dora, lena):
    assert [task.url for task in delegations_to_approve(dora).tasks] == [asked.get_absolute_url()]
    assert [task.url for task in what_i_handed_over(dora).tasks] == [held.get_absolute_url()]
    assert delegations_to_approve(lena) is None
    assert delegations_ending(lena) is None


@pytest.mark.parametrize(("days", "shown"), [(61, False), (60, True), (0, True)])
def test_the_dashboard_says_what_ends(forum, lena, dora, ben, days, shown):
    row = make.delegation(
        forum, drafted_by=lena, role_holder=dora, granted=True,
        expires_on=timezone.localdate() + timedelta(days=days),
    )  # fmt: skip

    for who in (lena, dora):
        panel = delegations_ending(who)
        assert (panel is not None) == shown
    assert delegations_ending(ben) is None
    if shown:
        make.delegation(forum, drafted_by=lena, granted=True, replaces=row)
        assert delegations_ending(lena) is None


def long_held(row, months):
    """As if it had been granted so many months ago."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE forums_delegation DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE forums_delegation SET"
            # Whatever the clocks did since: at 23:30 an hour earlier or later is another day.
            " approved_at = approved_at - make_interval(months => %s, hours => 2),"
            " effective_from = effective_from - make_interval(months => %s) WHERE id = %s",
            [months, months, row.pk],
        )
        cursor.execute("ALTER TABLE forums_delegation ENABLE TRIGGER USER")
    return Delegation.objects.get(pk=row.pk)


@pytest.mark.parametrize(("months", "is_paper"), [(5, False), (6, True)])
def test_del_8_what_nobody_uses_for_two_quarters_is_paper_power(
    held, lena, grace, dora, months, is_paper
):
    row = long_held(held, months)

    assert cards([row])[0].is_paper == is_paper
    for who in (lena, grace):
        assert (paper_powers(who) is not None) == is_paper
    assert paper_powers(dora) is None


def test_the_scope_says_what_may_be_decided(as_, held, forum, lena, dora, grace):
    make.delegation(forum, drafted_by=lena, granted=True, mode="recommend", power="Say what helps.")
    page = as_(grace).get(reverse("forums:scope", args=[forum.pk])).content.decode()

    assert held.power in page
    assert "Say what helps." not in page
    delegation_course.revoke(delegation=held, reason="The grant was cut.", by=dora)
    page = as_(grace).get(reverse("forums:scope", args=[forum.pk])).content.decode()
    assert "Nothing has been delegated to this forum yet" in page


@pytest.mark.parametrize("ends", [False, True])
def test_sco_4_the_next_scope_asks_again_once_what_may_be_decided_has_changed(
    held, forum, lena, leo, dora, ends
):
    """Power came after 1.0, so the next is major; then nothing changes, or it ends."""
    second = make.scope(forum, drafted_by=lena, approved_by=leo, purpose="Warmth.")
    if ends:
        delegation_course.revoke(delegation=held, reason="The grant was cut.", by=dora)
    third = make.scope(forum, drafted_by=lena, approved_by=leo, purpose="Warmth and keys.")

    assert second.version == "2.0"
    assert third.version == ("3.0" if ends else "2.1")


def test_frm_4_a_forum_is_told_how_it_may_promise_to_decide(as_, forum, lena):
    form = as_(lena).get(reverse("forums:forum_edit", args=[forum.pk])).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= in_boxes("sunset_on", forum.sunset_on) | {"promise": "decide"}

    answer = as_(lena).post(reverse("forums:forum_edit", args=[forum.pk]), data)

    assert answer.status_code == 422
    assert "nothing to decide is delegated to it" in answer.content.decode()
    assert Forum.objects.get(pk=forum.pk).promise != "decide"
