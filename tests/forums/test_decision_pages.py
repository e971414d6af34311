"""The pages of decisions: recorded, read, answered, overruled; and the log, for everyone."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions import decision_course, dissents, forums
from forums.models import Decision, Override
from tests import make

TODAY = timezone.localdate
WHY = "The supplier recalled these locks on Tuesday, because their keys open other doors as well."
SAID = {
    "title": "New locks",
    "text": "Pay for new locks.",
    "value": "100",
    "reasons": "They cannot move in before.",
    "options_rejected": "To wait.",
    "conflicts": "Nobody declared an interest.",
    "significance": "standard",
    "reversible": "yes",
    "publication": "public",
}


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def held(forum, lena):
    return make.delegation(forum, drafted_by=lena, granted=True, conditions=["In writing"])


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


def test_the_chair_chooses_a_power_and_puts_it_on_record(as_, forum, member, held, grace):
    start = as_(grace).get(url("decision_new", forum.pk))
    assert "£2,000 of £2,000 is left" in start.content.decode()
    page = f"{url('decision_new', forum.pk)}?came_from=chair&under={held.pk}"
    typed = {**SAID, **day("decided_on", TODAY()), "conditions_met": ["In writing"]}

    answer = as_(grace).post(page, typed, follow=True)

    made = Decision.objects.get()
    assert (made.status, made.value, made.recorded_by) == ("decided", 100, grace)
    assert "its money is counted" in answer.content.decode()


def test_dec_1_a_condition_left_open_makes_it_a_recommendation_on_the_page(
    as_, forum, member, held, grace
):
    page = f"{url('decision_new', forum.pk)}?came_from=chair&under={held.pk}"

    answer = as_(grace).post(page, {**SAID, **day("decided_on", TODAY())}, follow=True)

    assert Decision.objects.get().status == "recommended"
    assert "A condition of" in answer.content.decode()
    assert "is a recommendation. The page says why" in answer.content.decode()


def test_what_a_meeting_agreed_is_offered_with_its_words(as_, forum, member, held, grace):
    item = make.decided_item(forum, title="Locks for the mill")
    page = f"{url('decision_new', forum.pk)}?came_from=item-{item.pk}&under={held.pk}"

    shown = as_(grace).get(page).content.decode()

    assert 'value="Locks for the mill"' in shown
    assert "decided_on" not in shown
    assert "Nobody declared an interest." in shown


def test_dec_2_and_6_what_is_missing_is_said_and_what_was_typed_stays(as_, forum, held, grace):
    page = f"{url('decision_new', forum.pk)}?came_from=chair&under={held.pk}"
    typed = {**SAID, "reasons": "", "significance": "major", **day("decided_on", TODAY())}

    answer = as_(grace).post(page, typed)

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why it was decided" in said
    assert "Choose a day to look at what came of it" in said
    assert "Pay for new locks." in said


@pytest.mark.parametrize("value", ["", "-1", "ten", "1e9", "12.345", "99999999999999"])
def test_bad_amounts_are_asked_again(as_, forum, held, grace, value):
    page = f"{url('decision_new', forum.pk)}?came_from=chair&under={held.pk}"

    answer = as_(grace).post(page, {**SAID, "value": value, **day("decided_on", TODAY())})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["value"])
    assert not Decision.objects.exists()


def test_a_power_of_another_forum_is_not_there(as_, forum, programme, lena, grace):
    beside = make.forum(programme=programme, by=lena, name="Beside")
    other = make.delegation(beside, drafted_by=lena, granted=True)

    page = f"{url('decision_new', forum.pk)}?came_from=chair&under={other.pk}"
    assert as_(grace).get(page).status_code == 404


def test_publishing_asks_first_and_says_what_happens(as_, forum, member, grace):
    made = make.decision(forum, by=grace)

    asks = as_(grace).get(url("decision_publish", made.pk)).content.decode()
    assert "2 members get a mail" in asks
    assert "Nothing that is handed over to this forum covers it." in asks
    as_(grace).post(url("decision_publish", made.pk))

    assert Decision.objects.get().is_published


def test_whoever_it_is_recommended_to_answers_on_a_page(as_, forum, member, grace):
    hal = make.granter(forum.convened_by, "Hal")
    made = make.decision(forum, by=grace, published=True)

    assert "Answer it" in as_(hal).get(made.get_absolute_url()).content.decode()
    refused = as_(hal).post(url("decision_answer", made.pk), {"status": "not_adopted"})
    assert refused.status_code == 422
    assert "Say why, so that members can follow it" in refused.content.decode()
    as_(hal).post(url("decision_answer", made.pk), {"status": "not_adopted", "words": WHY})

    assert Decision.objects.get().status == "not_adopted"


def test_the_delegators_side_calls_in_and_lets_stand(as_, forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)
    made = make.decision(forum, by=grace, delegation=held, published=True)
    dora = held.role_holder

    as_(dora).post(url("decision_call_in", made.pk), {"reason": WHY})
    assert Decision.objects.get().called_in_at
    assert as_(dora).get(url("decision_call_in", made.pk)).status_code == 403
    as_(dora).post(url("decision_let_stand", made.pk))

    assert Decision.objects.get().status == "effective"


@pytest.mark.parametrize("reason", ["", "n/a", "x" * 60, "no no no no " * 8])
def test_ovr_1_a_reason_that_says_nothing_is_asked_again(as_, forum, lena, grace, reason):
    held = make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)
    made = make.decision(forum, by=grace, delegation=held, published=True)
    typed = {"kind": "overruled", "office": "Director", "reason": reason}

    answer = as_(lena).post(
        url("decision_override", made.pk), {**typed, **day("decided_on", TODAY())}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert not Override.objects.exists()


def test_ovr_1_an_overrule_is_shown_to_everyone_who_reads_the_decision(as_, forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)
    made = make.decision(forum, by=grace, delegation=held, published=True, publication="public")
    typed = {"kind": "overruled", "office": "Director of Housing", "reason": WHY}

    as_(held.role_holder).post(
        url("decision_override", made.pk), {**typed, **day("decided_on", TODAY())}
    )

    shown = as_(None).get(made.get_absolute_url()).content.decode()
    assert WHY in shown
    assert "Director of Housing" in shown
    assert as_(lena).get(url("decision_override", made.pk)).status_code == 403


def test_dec_4_a_member_approves_their_words_in_their_own_session(as_, forum, member, grace, nell):
    made = make.decision(forum, by=grace)
    dissents.ask(decision=made, membership=member, words="Nell is against.", by=grace)

    page = as_(nell).get(url("dissent_say", made.pk)).content.decode()
    assert "Nell is against." in page
    assert "Nell is against." not in as_(grace).get(made.get_absolute_url()).content.decode()
    as_(nell).post(url("dissent_say", made.pk), {"words": "Too dear.", "shown_as": "seat"})

    shown = as_(grace).get(made.get_absolute_url()).content.decode()
    assert "Too dear." in shown
    assert str(member.seat) in shown


def test_mtg_4_a_forum_that_does_not_attribute_names_nobody(as_, forum, member, lena, grace, nell):
    forums.change(forum=forum, attribution="non_attributed", by=lena)
    forum.refresh_from_db()
    made = make.decision(forum, by=grace, publication="public")
    dissents.say(decision=made, membership=member, words="Too dear.", shown_as="seat", by=nell)
    decision_course.tend(now=timezone.now())
    as_(grace).post(url("decision_publish", made.pk))

    shown = as_(None).get(made.get_absolute_url()).content.decode()

    assert "One member" in shown
    for name in ("Nell", "Grace", str(member.seat), str(member.organisation)):
        assert name not in shown


def test_a_public_decision_is_read_without_signing_in_and_others_are_not(as_, forum, grace):
    public, inside = (
        make.decision(forum, by=grace, published=True, publication=told)
        for told in ("public", "programme")
    )
    draft = make.decision(forum, by=grace, publication="public")

    log = as_(None).get(url("decision_log")).content.decode()
    assert public.title in log
    assert inside.title not in log
    assert draft.title not in log
    assert as_(None).get(public.get_absolute_url()).status_code == 200
    assert as_(None).get(draft.get_absolute_url()).status_code == 302


def test_the_feed_and_the_files_show_the_public_what_is_public(as_, forum, grace):
    public, inside = (
        make.decision(forum, by=grace, published=True, publication=told, title=f"={told}")
        for told in ("public", "programme")
    )

    feed = as_(grace).get(url("decision_feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert public.title in feed.content.decode()
    assert inside.title not in feed.content.decode()
    file = b"".join(as_(None).get(url("decision_export")).streaming_content).decode()
    assert "'=public" in file  # no formula runs
    assert "programme" not in file.replace("Programme", "")
    rows = json.loads(as_(None).get(url("decision_export_json")).content)["decisions"]
    assert [row["title"] for row in rows] == ["=public"]


def test_the_log_is_narrowed_by_authority_state_and_year(as_, forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True)
    decided = make.decision(forum, by=grace, delegation=held, published=True)
    asked = make.decision(forum, by=grace, published=True)

    def found(query):
        return as_(grace).get(f"{url('decision_log')}?{query}").content.decode()

    assert decided.title in found("authority=decide_by_undertaking")
    assert asked.title not in found("authority=decide_by_undertaking")
    assert asked.title in found("state=recommended")
    assert decided.title not in found("state=recommended")
    assert decided.title in found(f"year={TODAY().year}&forum={forum.pk}")


def test_lists_take_as_many_queries_for_fifty_rows_as_for_two(as_, forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True, period_limit=Decimal(90_000))

    def queries(page):
        with CaptureQueriesContext(connection) as seen:
            assert as_(grace).get(page).status_code == 200
        return len(seen)

    for _ in range(2):
        make.decision(forum, by=grace, delegation=held, published=True)
    pages = [url("decision_list", forum.pk), url("decision_log"), url("decision_export_json")]
    [queries(page) for page in pages]
    few = [queries(page) for page in pages]
    for _ in range(10):
        make.decision(forum, by=grace, delegation=held, published=True)

    assert [queries(page) for page in pages] == few


def test_the_meeting_and_its_minutes_show_what_went_on_record(as_, forum, member, grace):
    item = make.decided_item(forum)
    page = item.meeting.get_absolute_url()
    assert "Record the decision" in as_(grace).get(page).content.decode()

    made = make.decision(forum, by=grace, item=item)

    assert made.ref in as_(grace).get(page).content.decode()
    minutes = url("minutes", forum.pk, item.meeting.pk)
    assert made.ref in as_(grace).get(minutes).content.decode()


def test_the_newest_comes_first(as_, forum, grace):
    for days in (2, 0, 1):
        make.decision(forum, by=grace, published=True, decided_on=TODAY() - timedelta(days=days))

    shown = as_(grace).get(url("decision_list", forum.pk)).content.decode()

    titles = [row.title for row in Decision.objects.newest_first()]
    assert sorted(titles, key=shown.index) == titles


def test_dec_4_the_page_says_until_when_a_member_is_waited_for(as_, forum, member, grace):
    made = make.decision(forum, by=grace)
    dissents.ask(decision=made, membership=member, by=grace)

    assert "You can publish it after" in (
        as_(grace).get(url("decision_publish", made.pk)).content.decode()
    )
    refused = as_(grace).post(url("decision_publish", made.pk))

    assert refused.status_code == 422
    assert "has been asked for their own words" in refused.content.decode()


def test_the_dashboard_says_what_waits(as_, forum, member, lena, grace, nell):
    held = make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)
    hal = make.granter(forum.convened_by, "Hal")
    asked = make.decision(forum, by=grace, published=True, title="Doors")
    make.decision(forum, by=grace, delegation=held, published=True, title="Hinges")
    writing = make.decision(forum, by=grace, title="Roofs")
    dissents.ask(decision=writing, membership=member, by=grace)

    assert f"Answer {forum}: Doors" in as_(hal).get("/").content.decode()
    assert "Hinges" in as_(held.role_holder).get("/").content.decode()
    assert "Your own words on: Roofs" in as_(nell).get("/").content.decode()
    assert f"Publish {writing}: Roofs" in as_(grace).get("/").content.decode()
    decision_course.answer(decision=asked, status="adopted", words="", by=hal)
    assert f"Answer {forum}: Doors" not in as_(hal).get("/").content.decode()


def test_int_2_an_interest_declared_later_flags_it_and_names_nobody(as_, forum, member, grace):
    item = make.decided_item(forum)
    made = make.decision(forum, by=grace, item=item, publication="public", published=True)

    make.interest(member, decided=[item])

    shown = as_(None).get(made.get_absolute_url()).content.decode()
    assert "An interest was declared after this was agreed" in shown
    assert "Nell" not in shown


def test_the_feed_shows_what_was_typed_as_text(as_, forum, grace):
    make.decision(
        forum, by=grace, published=True, publication="public", text="Use <b>new</b> locks & keys."
    )

    feed = as_(None).get(url("decision_feed")).content.decode()

    assert "&amp;lt;b&amp;gt;new" in feed


def test_ovr_1_the_files_say_what_was_not_done_and_why(as_, forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)
    made = make.decision(forum, by=grace, delegation=held, published=True, publication="public")
    typed = {"kind": "overruled", "office": "Director of Housing", "reason": WHY}
    as_(held.role_holder).post(
        url("decision_override", made.pk), {**typed, **day("decided_on", TODAY())}
    )

    rows = json.loads(as_(None).get(url("decision_export_json")).content)["decisions"]

    assert rows[0]["not_done_as_decided"].startswith("Overruled by Director of Housing")
    assert WHY in rows[0]["not_done_as_decided"]
