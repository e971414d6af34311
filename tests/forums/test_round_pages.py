"""Pages of proposals and rounds: what each reader sees, what is refused and says why (RND-5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions import delegation_course, forums, proxies, round_course, rounds
from forums.models import Forum, Proposal, Round
from forums.round_terms import earliest_close, powers_of, suggested
from tests import make


@pytest.fixture
def room(forum, lena):
    return forums.change(
        forum=forum, proxies="written", quorum_people=1, quorum_nongov_share=0, by=lena
    )


@pytest.fixture
def vera(room, lena):
    return make.member(
        make.seat(room, by=lena), make.user("Vera"),
        organisation=make.organisation("Vera’s people", sector="NHS"),
    )  # fmt: skip


@pytest.fixture
def opened(room, member, grace):
    return make.round(make.proposal(member), by=grace)


def page(round, name="round_detail", *more):
    return reverse(f"forums:{name}", args=[round.forum.pk, round.pk, *more])


SAYS = {
    "title": "Ring on day two",
    "text": "Whoever goes home is rung on the second day.",
    "why_now": "Winter comes.",
    "options_considered": "Nothing\nA letter",
    "value": "£250",
    "significance": "standard",
    "reversible": "yes",
    "delegation": "none",
}


def test_a_member_proposes_something(room, member, nell, as_):
    url = reverse("forums:proposal_new", args=[room.pk])

    response = as_(nell).post(url, SAYS, follow=True)

    made = Proposal.objects.get()
    assert made.proposer_seat == member.seat
    assert made.proposer_sector == "VC"
    assert "is written down. Nobody is asked yet." in response.content.decode()
    assert "£250" in response.content.decode()


def test_a_lead_says_whose_matter_it_is(room, member, lena, as_):
    url = reverse("forums:proposal_new", args=[room.pk])

    assert as_(lena).post(url, SAYS).status_code == 422
    as_(lena).post(url, {**SAYS, "proposer_seat": member.seat_id})

    assert Proposal.objects.get().proposer_seat == member.seat


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "What is proposed, in one line?"),
        ({"text": 5001 * "x"}, "Use 5000 characters or fewer"),
        ({"value": "-3"}, "Enter 0 or more"),
        ({"value": "lots"}, "lots"),
        ({"significance": "major"}, "Say on which day: it is major, or cannot be undone"),
        ({"reversible": "no"}, "Say on which day: it is major, or cannot be undone"),
        ({"delegation": "999999"}, "Choose one of the options listed"),
        (
            {"evaluation_on_day": "1", "evaluation_on_month": "1", "evaluation_on_year": "2020"},
            "Choose a day to come",
        ),
    ],
)
def test_what_is_not_clear_is_asked_again_and_kept(room, member, nell, as_, typed, words):
    url = reverse("forums:proposal_new", args=[room.pk])

    response = as_(nell).post(url, {**SAYS, **typed})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Winter comes." in response.content.decode()


def test_dif_4_the_form_does_not_offer_a_difference_out_of_scope(room, member, kitchen, nell, as_):
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    ours = make.difference(member, organisation=kitchen, status="acknowledged")
    elsewhere = make.difference(
        member, organisation=kitchen, status="acknowledged",
        is_in_scope=False, signpost="The housing committee",
    )  # fmt: skip
    url = reverse("forums:proposal_new", args=[room.pk])

    body = as_(nell).get(url).content.decode()
    refused = as_(nell).post(url, {**SAYS, "difference": str(elsewhere.pk)})

    assert f"{ours}: {ours.title}" in body
    assert elsewhere.title not in body
    assert refused.status_code == 422


def test_the_power_is_suggested_from_what_is_written(room, lena):
    repairs = make.delegation(room, drafted_by=lena, granted=True)
    calls = make.delegation(
        room, drafted_by=lena, granted=True, theme="Calls", power="Decide who rings on which day."
    )
    powers = powers_of(room)

    assert suggested(powers, "Who rings", "We ring on the second day.") == calls
    assert suggested(powers, "A boiler", "Repairs to let the Ahmeds move in.") == repairs
    assert suggested(powers, "Curtains", "Two pairs.") is None


def test_rnd_5_what_others_respond_is_hidden_until_one_has_responded(
    opened, member, vera, chair, nell, as_
):
    make.response(opened, vera, "concern", "Evenings leave out parents.")

    before = as_(nell).get(page(opened)).content.decode()
    make.response(opened, member)
    after = as_(nell).get(page(opened)).content.decode()

    assert "Evenings leave out parents." not in before
    assert "hidden until you have responded" in before
    assert "1 of 3 seats" in before
    assert "Evenings leave out parents." in after


def test_rnd_5_and_from_who_does_not_respond_until_it_closes(opened, vera, lena, as_):
    said = make.response(opened, vera, "object", "Evenings leave out parents.")

    before = as_(lena).get(page(opened)).content.decode()
    found = as_(lena).get(page(opened, "response_classify", said.pk))
    rounds_over(opened)
    after = as_(lena).get(page(opened)).content.decode()

    assert "Evenings leave out parents." not in before
    assert found.status_code == 404
    assert "Evenings leave out parents." in after


def test_rnd_5_who_stepped_back_reads_it_once_it_is_over(opened, member, vera, nell, as_):
    make.response(opened, vera, "concern", "Evenings leave out parents.")

    as_(nell).post(page(opened, "round_step_back"))

    body = as_(nell).get(page(opened)).content.decode()
    assert "Your seat has stepped back." in body
    assert "Evenings leave out parents." not in body


def test_rnd_5_whoever_answers_questions_reads_those_and_nothing_else(
    opened, member, vera, chair, grace, as_
):
    make.response(opened, vera, "need_more", "Who pays for it?")
    make.response(opened, member, "concern", "Evenings leave out parents.")

    body = as_(grace).get(page(opened)).content.decode()

    assert "Who pays for it?" in body
    assert "Evenings leave out parents." not in body


def rounds_over(opened):
    Round.objects.filter(pk=opened.pk).update(
        opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now()
    )
    round_course.close_due(round=opened, now=timezone.now())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose one of the five"),
        ({"kind": "yes"}, "Choose one of the options listed"),
        ({"kind": "recused"}, "Choose one of the options listed"),
        ({"kind": "concern"}, "Write down your concern"),
        ({"kind": "need_more", "text": " "}, "Write down what you need to know"),
        ({"kind": "object", "suggested_change": "May."}, "Say what harm it would do"),
        ({"kind": "object", "text": "It costs a night."}, "Say what change would remove the harm"),
        ({"kind": "concern", "text": "No."}, "Say it in 10 characters or more"),
        ({"kind": "concern", "text": 1001 * "x"}, "Use 1000 characters or fewer"),
    ],
)
def test_rnd_3_an_objection_without_a_reason_is_asked_again(opened, nell, as_, typed, words):
    response = as_(nell).post(page(opened, "round_respond"), typed)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not opened.responses.exists()


def test_one_of_two_devices_is_told_and_what_was_typed_stays(opened, member, nell, as_):
    url = page(opened, "round_respond")
    as_(nell).post(url, {"kind": "consent"})

    late = as_(nell).post(
        url, {"kind": "object", "text": "It costs a night.", "suggested_change": "Begin in May."}
    )

    assert late.status_code == 422
    assert "This seat responded ‘consent’" in late.content.decode()
    assert "It costs a night." in late.content.decode()
    assert opened.responses.standing().get().kind == "consent"


def test_a_response_can_be_changed_from_the_page_that_shows_it(opened, member, nell, as_):
    url = page(opened, "round_respond")
    as_(nell).post(url, {"kind": "consent"})
    seen = as_(nell).get(url).context["form"].initial["seen"]

    as_(nell).post(url, {"kind": "stand_aside", "seen": seen})

    assert opened.responses.standing().get().kind == "stand_aside"


def test_rnd_10_a_late_response_is_told_the_time(opened, nell, as_):
    rounds_over(opened)

    late = as_(nell).post(page(opened, "round_respond"), {"kind": "consent"})

    assert late.status_code == 422
    assert "This round closed on" in late.content.decode()


def test_rnd_7_a_round_with_less_than_three_working_days_says_why(room, member, grace, as_):
    proposal = make.proposal(member)
    url = reverse("forums:round_open", args=[room.pk, proposal.pk])
    soon = timezone.localdate() + timedelta(days=1)
    typed = {"mode": "async", "closes_at": "17:00", **_date("closes_on", soon)}

    refused = as_(grace).post(url, typed)
    as_(grace).post(url, {**typed, "urgent_because": "The lease ends."})

    assert "3 working days" in refused.content.decode()
    assert Round.objects.get().is_urgent


def _date(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_round_in_a_meeting_asks_at_which_item(room, member, grace, as_):
    proposal = make.proposal(member)
    item = make.agenda_item(make.meeting(room, by=grace), by=grace, kind="decide")
    url = reverse("forums:round_open", args=[room.pk, proposal.pk])

    refused = as_(grace).post(url, {"mode": "meeting"})
    as_(grace).post(url, {"mode": "meeting", "item": item.pk})

    assert "Choose the item" in refused.content.decode()
    assert Round.objects.get().item == item
    body = as_(grace).get(item.meeting.get_absolute_url()).content.decode()
    assert proposal.versions.get().title in body


def test_a_form_opens_with_the_first_day_that_is_allowed(room, member, grace, as_):
    url = reverse("forums:round_open", args=[room.pk, make.proposal(member).pk])

    form = as_(grace).get(url).context["form"]

    assert form.initial["closes_on"] == earliest_close(room)


def test_the_chair_who_closes_early_is_refused_and_told_until_when(opened, grace, vera, as_):
    response = as_(grace).post(page(opened, "round_close"))

    assert response.status_code == 422
    assert "Nobody is shut out before that." in response.content.decode()


def test_the_page_warns_that_power_ended_meanwhile(room, member, grace, nell, lena, as_):
    power = make.delegation(room, drafted_by=lena, granted=True)
    opened = make.round(make.proposal(member, delegation=power), by=grace)
    revoke = reverse("forums:delegation_revoke", args=[power.pk])

    asks = as_(lena).get(revoke).content.decode()
    delegation_course.revoke(delegation=power, reason="The money is gone.", by=power.role_holder)

    assert "1 round under it is open." in asks
    assert "will be a recommendation" in as_(nell).get(page(opened)).content.decode()


def test_a_proposal_worth_more_than_a_decision_may_be_is_told_so(room, member, nell, lena, as_):
    power = make.delegation(room, drafted_by=lena, granted=True)
    proposal = make.proposal(member, delegation=power, value=900)

    body = as_(nell).get(proposal.get_absolute_url()).content.decode()

    assert "What comes of it would be a recommendation." in body


def test_two_seats_call_it_a_preference_and_the_objector_replies(
    opened, member, vera, chair, nell, grace, as_, lena
):
    fifth = make.member(make.seat(opened.forum, by=lena), make.user("Faith"))
    said = make.response(opened, vera, "object")
    make.response(opened, chair)
    make.response(opened, fifth)
    for who in (grace, fifth.contributor.user):
        as_(who).post(page(opened, "response_classify", said.pk), {"because": "It is about how."})
    as_(vera.contributor.user).post(page(opened, "response_reply", said.pk), {"text": "It is not."})

    body = as_(grace).get(page(opened)).content.decode()
    assert "Classified as a preference" in body
    assert "Reply: It is not." in body


def test_a_question_is_answered_and_the_dashboard_asks_again(opened, member, vera, nell, as_):
    url, mine = "/", vera.contributor.user
    title = opened.version.title
    assert f"Respond: {title}" in as_(mine).get(url).content.decode()
    asked = make.response(opened, vera, "need_more")
    assert f"Respond: {title}" not in as_(mine).get(url).content.decode()
    assert f"Answer a question on {title}" in as_(nell).get(url).content.decode()

    as_(nell).post(page(opened, "response_answer", asked.pk), {"text": "The council pays."})

    assert f"Respond: {title}" in as_(mine).get(url).content.decode()


def test_the_dashboard_tells_the_chair_to_decide(room, member, vera, grace, lena, as_):
    forums.change(forum=room, decision_rule="chair", by=lena)
    opened = make.round(make.proposal(member), by=grace)
    make.response(opened, vera, "concern", "Evenings leave out parents.")
    Round.objects.filter(pk=opened.pk).update(
        opens_at=timezone.now() - timedelta(days=1), closes_at=timezone.now()
    )

    assert f"Decide: {opened.version.title}" in as_(grace).get("/").content.decode()
    heard = as_(grace).get(page(opened, "round_rule")).content.decode()
    as_(grace).post(page(opened, "round_rule"), {"carried": "no", "because": "It is too early."})

    closed = Round.objects.get(pk=opened.pk)
    assert "Evenings leave out parents." in heard
    assert (closed.status, closed.ruled_because) == ("not_passed", "It is too early.")


def test_what_is_said_aloud_is_written_down(room, member, grace, as_):
    met = make.session(room, by=grace, here=[member], items=[("Who rings?", "decide")])
    waiting = rounds.put_on_agenda(
        proposal=make.proposal(member), item=met.items.get(kind="decide"), by=grace
    )
    as_(grace).post(page(waiting, "round_begin"))

    as_(grace).post(page(waiting, "round_record"), {"seat": member.seat_id, "kind": "consent"})

    assert waiting.responses.get().how == "meeting"


def test_rnd_9_a_proxy_is_named_used_and_taken_back(opened, member, vera, nell, as_):
    mine = vera.contributor.user
    url = reverse("forums:proxy_new", args=[opened.forum.pk]) + f"?round={opened.pk}"

    as_(mine).post(url, {"holder": member.pk, "wish": "Yes, please."})
    proxy = opened.proxies.get()
    speak = page(opened, "round_respond") + f"?proxy={proxy.pk}"
    assert "Yes, please." in as_(nell).get(speak).content.decode()
    as_(nell).post(speak, {"kind": "consent"})
    assert opened.responses.standing().get().seat == vera.seat
    as_(mine).post(reverse("forums:proxy_revoke", args=[opened.forum.pk, proxy.pk]))

    assert not opened.responses.standing().exists()


def test_rnd_9_another_s_proxy_is_not_there_to_be_found(opened, member, vera, chair, grace, as_):
    proxy = proxies.give(
        giver=vera, holder=member, wish="Yes.", round=opened, by=vera.contributor.user
    )

    found = as_(grace).get(page(opened, "round_respond") + f"?proxy={proxy.pk}")

    assert found.status_code == 404


def test_mtg_4_where_names_stay_back_sectors_respond(opened, member, vera, nell, as_):
    Forum.objects.filter(pk=opened.forum.pk).update(attribution="non_attributed")
    make.response(opened, vera, "concern", "Evenings leave out parents.")
    make.response(opened, member)

    body = as_(nell).get(page(opened)).content.decode()

    assert "Evenings leave out parents." in body
    assert "NHS body" in body
    assert "Vera" not in body.replace("Vera’s seat", "")


def test_mtg_4_and_people_are_not_named_in_a_concern(opened, member, vera, nell, as_):
    Forum.objects.filter(pk=opened.forum.pk).update(attribution="non_attributed")
    name = vera.contributor.letter_name

    response = as_(nell).post(
        page(opened, "round_respond"), {"kind": "concern", "text": f"{name} will not like it."}
    )

    assert response.status_code == 422
    assert "Leave out" in response.content.decode()


def test_one_asks_as_little_for_many_responses_as_for_two(opened, member, nell, as_, lena):
    url = page(opened)
    for number in range(2):
        _responds(opened, lena, number)
    make.response(opened, member)
    few = _queries(as_(nell), url)
    for number in range(2, 12):
        _responds(opened, lena, number)

    assert _queries(as_(nell), url) == few


def _responds(opened, lena, number):
    one = make.member(
        make.seat(opened.forum, by=lena), make.user(), organisation=make.organisation()
    )
    kind = ["object", "need_more", "concern", "consent"][number % 4 if number > 1 else number]
    make.response(opened, one, kind)


def _queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(url)
    return len(found)


def test_one_asks_as_little_for_fifty_proposals_as_for_two(room, member, nell, grace, as_):
    url = reverse("forums:proposal_list", args=[room.pk])
    make.round(make.proposal(member), by=grace)
    make.proposal(member)
    few = _queries(as_(nell), url)
    for _ in range(12):
        make.round(make.proposal(member), by=grace)
        make.proposal(member)

    assert _queries(as_(nell), url) == few


def test_one_asks_as_little_for_many_rounds_on_the_dashboard(room, member, nell, grace, as_):
    make.round(make.proposal(member), by=grace)
    make.round(make.proposal(member), by=grace)
    few = _queries(as_(nell), "/")
    for _ in range(6):
        make.round(make.proposal(member), by=grace)

    assert _queries(as_(nell), "/") == few


def test_a_forum_says_how_it_decides(room, lena, as_):
    url = reverse("forums:forum_edit", args=[room.pk])
    form = as_(lena).get(url).context["form"]
    typed = {name: value for name, value in form.initial.items() if value is not None} | {
        "decision_rule": "majority",
        "proxies": "none",
        **_date("sunset_on", room.sunset_on),
    }

    as_(lena).post(url, typed)

    room.refresh_from_db()
    assert (room.decision_rule, room.proxies) == ("majority", "none")


def test_an_odd_number_of_proxies_or_meetings_is_not_found(room, vera, as_):
    url = reverse("forums:proxy_new", args=[room.pk])

    for query in ("?round=x", "?meeting=²", "?round=99999999999999999999"):
        assert as_(vera.contributor.user).get(url + query).status_code == 404
