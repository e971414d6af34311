"""Pages of matches: proposed in two clicks, answered with one, checked, and what came of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coalition.actions import match_course, matches
from coalition.fields import DateInBoxes
from coalition.models import Match, Offer
from tests import make
from tests.coalition.offer_steps import today

Status = Match.Status
WARM = "Twelve families slept in beds of their own."


def of(match, name, *more):
    return reverse(f"match_{name}", args=[match.pk, *more])


def mine(match, name=""):
    return reverse(f"match_private{name}", args=[match.pk, match.link_key])


# --- proposing ------------------------------------------------------------------------------------


def test_a_lead_proposes_in_two_clicks(need, rooms, lena, as_):
    link = reverse("match_new", args=[need.ref, rooms.ref])
    assert link in as_(lena).get(need.get_absolute_url()).content.decode()
    form = as_(lena).get(link).context["form"]
    typed = {"quantity": form.initial["quantity"], **boxes(form, "starts_on", "ends_on")}

    response = as_(lena).post(link, typed)

    match = Match.objects.get()
    assert response.url == match.get_absolute_url()
    assert (match.quantity, match.status) == (12, Status.PROPOSED)


def test_a_partner_who_proposes_says_yes_with_it(need, rooms, pat, as_):
    link = reverse("match_new", args=[need.ref, rooms.ref])
    form = as_(pat).get(link).context["form"]

    as_(pat).post(link, {"quantity": "3", **boxes(form, "starts_on", "ends_on")})

    assert Match.objects.get().status == Status.NEED_AGREED


def test_more_than_there_is_keeps_what_was_typed(need, rooms, lena, as_):
    link = reverse("match_new", args=[need.ref, rooms.ref])
    form = as_(lena).get(link).context["form"]

    response = as_(lena).post(link, {"quantity": "13", **boxes(form, "starts_on", "ends_on")})

    assert response.status_code == 422
    assert "Only 12 of this offer are free now." in response.content.decode()
    assert 'value="13"' in response.content.decode()


def test_places_that_differ_show_a_box_to_tick(need, rooms, lena, as_):
    Offer.objects.filter(pk=rooms.pk).update(area="Vale")
    link = reverse("match_new", args=[need.ref, rooms.ref])
    form = as_(lena).get(link).context["form"]
    typed = {"quantity": "3", **boxes(form, "starts_on", "ends_on")}

    assert as_(lena).post(link, typed).status_code == 422
    as_(lena).post(link, {**typed, "areas_checked": "on"})

    assert Match.objects.get().quantity == 3


def boxes(form, *names):
    return {
        f"{name}_{box}": getattr(form.initial[name], box)
        for name in names
        for box in DateInBoxes.BOXES
    }


# --- the link of whoever offers -------------------------------------------------------------------


def test_whoever_offers_says_yes_with_one_click_and_no_account(match, client):
    page = client.get(mine(match)).content.decode()
    assert "Yes, it suits" in page

    client.post(mine(match, "_answer"), {"answer": "yes"})

    match.refresh_from_db()
    assert match.status == Status.OFFERER_AGREED
    assert "You said yes" in client.get(mine(match)).content.decode()


def test_whoever_offers_says_no_with_one_click(match, client):
    client.post(mine(match, "_answer"), {"answer": "no"})

    match.refresh_from_db()
    assert (match.status, match.ended_why) == (Status.DECLINED, "offerer_said_no")


def test_to_open_the_link_says_nothing(match, client):
    """Mail programs open links by themselves."""
    client.get(mine(match))

    match.refresh_from_db()
    assert match.status == Status.PROPOSED


def test_a_link_used_again_after_the_end_is_told_kindly(match, client, lena):
    matches.cancel(match=match, why="plans_changed", by=lena)

    page = client.post(mine(match, "_answer"), {"answer": "yes"}, follow=True).content.decode()

    assert "ended early now" in page


@pytest.mark.parametrize("name", ["", "_answer", "_outcome"])
def test_a_wrong_key_opens_nothing(match, client, name):
    url = reverse(f"match_private{name}", args=[match.pk, "x" * 64])

    response = client.post(url) if name else client.get(url)

    assert response.status_code == 410
    assert "Twenty rooms" not in response.content.decode()


def test_the_key_of_one_match_does_not_open_another(match, client, programme, lena, need):
    more = make.offer(programme=programme, contributor=make.contributor(), accepted_by=lena)
    other = make.match(need, more, by=lena)

    url = reverse("match_private", args=[other.pk, match.link_key])

    assert client.get(url).status_code == 410


def test_whoever_offered_says_how_it_went_by_the_link(agreed, client):
    client.post(mine(agreed, "_outcome"), {"outcome": "part"})
    nothing = client.post(mine(agreed, "_outcome"), {"outcome": "zebra"}, follow=True)

    agreed.refresh_from_db()
    assert agreed.offerer_outcome == "part"
    assert "Choose what came of it" in nothing.content.decode()


# --- MAT-2: what each side sees -------------------------------------------------------------------


def test_mat2_before_both_agree_neither_side_sees_the_other(match, client, pat, as_):
    assert pat.email not in client.get(mine(match)).content.decode()

    page = as_(pat).get(match.get_absolute_url()).content.decode()
    assert "nadia@example.org" not in page
    assert "Nadia" not in page
    assert "old bakery" not in page


def test_mat2_afterwards_both_see_how_to_reach_each_other(agreed, client, pat, as_):
    assert pat.email in client.get(mine(agreed)).content.decode()
    assert "nadia@example.org" in as_(pat).get(agreed.get_absolute_url()).content.decode()


def test_mat2_a_hold_shows_nothing_from_that_moment(agreed, client, pat, nadia, sam, as_):
    make.hold(nadia, "matching", by=sam)

    page = as_(pat).get(agreed.get_absolute_url()).content.decode()

    assert "nadia@example.org" not in page
    assert "On hold: speak to the safeguarding lead" in page
    assert pat.email not in client.get(mine(agreed)).content.decode()


# --- answering, hearing, ending -------------------------------------------------------------------


def test_the_side_of_the_need_answers_on_its_page(match, pat, as_):
    as_(pat).post(of(match, "answer"), {"answer": "yes"})

    match.refresh_from_db()
    assert match.status == Status.NEED_AGREED


def test_somebody_who_is_neither_side_cannot_answer(match, lena, cleo, as_):
    assert as_(lena).post(of(match, "answer"), {"answer": "yes"}).status_code == 403
    assert as_(cleo).post(of(match, "answer"), {"answer": "yes"}).status_code == 404


def test_a_lead_writes_down_what_they_heard_by_phone(match, lena, as_):
    as_(lena).post(of(match, "heard"), {"side": "offerer", "answer": "yes", "how": "call"})
    as_(lena).post(of(match, "heard"), {"side": "need", "answer": "no", "how": "call"})

    match.refresh_from_db()
    assert (match.status, match.ended_why) == (Status.DECLINED, "need_said_no")


def test_either_side_ends_it(match, pat, as_):
    as_(pat).post(of(match, "end"), {"why": "plans_changed"})

    match.refresh_from_db()
    assert (match.status, match.ended_by) == (Status.CANCELLED, pat)


# --- checks ---------------------------------------------------------------------------------------


@pytest.fixture
def pending(kitchen, pat, lena, rooms):
    need = make.need(
        raised_by=pat, verified_by=lena, organisation=kitchen, checks_required=["references"]
    )
    return make.match(need, rooms, by=lena, agreed=True)


def recording(match):
    return of(match, "check", match.checks.get().pk)


def test_mat3_a_lead_records_what_they_saw_and_it_begins(pending, lena, as_):
    seen = {"result": "clear", "kind": "references", "reference_no": "RF 2026/17"}

    as_(lena).post(recording(pending), seen)

    pending.refresh_from_db()
    assert pending.status == Status.ACTIVE
    assert pending.checks.get().seen_by == lena


def test_chk2_only_the_safeguarding_lead_can_say_that_a_check_is_not_clear(pending, lena, sam, as_):
    seen = {"result": "not_clear", "kind": "references"}

    assert "Not clear" not in as_(lena).get(recording(pending)).content.decode()
    assert as_(lena).post(recording(pending), seen).status_code == 422
    as_(sam).post(recording(pending), seen)

    pending.refresh_from_db()
    assert pending.status == Status.FAILED_CHECKS


@pytest.mark.parametrize(("who", "words"), [("sam", "Not clear"), ("lena", "Not available")])
def test_chk2_others_see_that_it_is_not_available(pending, sam, lena, as_, who, words):
    check = pending.checks.get()
    match_course.record_check(check=check, result="not_clear", by=sam)

    page = as_({"sam": sam, "lena": lena}[who]).get(pending.get_absolute_url()).content.decode()

    assert words in page
    assert ("Not clear" in page) == (who == "sam")


def test_mat5_whoever_offered_never_sees_which_check_it_was(pending, sam, client):
    match_course.record_check(check=pending.checks.get(), result="not_clear", by=sam)
    pending.refresh_from_db()

    page = client.get(mine(pending)).content.decode()

    assert "We could not go ahead" in page
    assert "office@aldermere.example" in page
    assert "References" not in page
    assert "check" not in page.lower().split("<main")[1]


@pytest.mark.parametrize("words", ["convicted of theft", "certificate attached"])
def test_chk1_words_are_no_number(pending, lena, as_, words):
    seen = {"result": "clear", "kind": "references", "reference_no": words}

    response = as_(lena).post(recording(pending), seen)

    assert "Enter the number only, without words" in response.content.decode()


# --- MAT-4 ----------------------------------------------------------------------------------------


def test_mat4_the_side_of_the_need_says_what_came_of_it(agreed, pat, as_):
    as_(pat).post(of(agreed, "outcome"), {"outcome": "part", "delivered": "5", "impact": WARM})

    agreed.refresh_from_db()
    assert (agreed.status, agreed.delivered_quantity) == (Status.COMPLETED, 5)


@pytest.mark.parametrize(("ahead", "status"), [(-1, 302), (0, 302), (1, 422)])
def test_mat4_it_had_come_by_a_day_that_is_not_still_to_come(agreed, pat, as_, ahead, status):
    day = today() + timedelta(days=ahead)
    boxes = {f"arrived_on_{box}": getattr(day, box) for box in ("day", "month", "year")}

    response = as_(pat).post(
        of(agreed, "outcome"), {"outcome": "delivered", "impact": WARM, **boxes}
    )

    agreed.refresh_from_db()
    assert response.status_code == status
    assert agreed.arrived_on == (day if status == 302 else None)


@pytest.mark.parametrize("impact", ["", "thanks", "n/a", "xxxxxxxxxxxxxxxxxxxx"])
def test_mat4_a_sentence_that_says_nothing_is_asked_for_again(agreed, pat, as_, impact):
    response = as_(pat).post(of(agreed, "outcome"), {"outcome": "delivered", "impact": impact})

    assert response.status_code == 422
    assert "Say what happened because of it" in response.content.decode()


def test_mat4_nothing_is_called_optional_that_an_answer_makes_necessary(agreed, pat, as_):
    page = as_(pat).get(of(agreed, "outcome")).text

    assert page.count("(optional)") == 1  # the day: without one, we take the last


def test_mat4_what_did_not_arrive_needs_no_sentence(agreed, pat, as_):
    as_(pat).post(of(agreed, "outcome"), {"outcome": "not_delivered"})

    agreed.refresh_from_db()
    assert agreed.outcome == "not_delivered"


# --- what waits, and for whom ---------------------------------------------------------------------


def test_the_dashboard_says_what_waits_for_whom(match, agreed_elsewhere, pat, lena, as_):
    draft = make.need(raised_by=pat, headline="Forty chairs")

    assert "Say yes or no: 12 for Twenty rooms" in as_(pat).get("/").content.decode()
    lenas = as_(lena).get("/").content.decode()
    assert f"Confirm what {draft.organisation} needs: Forty chairs" in lenas
    assert "Say what came of it: 4 for Beds" in lenas


@pytest.fixture
def agreed_elsewhere(programme, lena):
    need = make.need(raised_by=make.user(), verified_by=lena, headline="Beds")
    offer = make.offer(
        programme=programme, contributor=make.contributor(), accepted_by=lena, quantity=4
    )
    found = make.match(need, offer, by=lena, agreed=True)
    Match.objects.filter(pk=found.pk).update(
        starts_on=today() - timedelta(days=3), ends_on=today() - timedelta(days=1)
    )
    match_course.ask_outcome(match=found)
    return found


def test_a_partners_own_page_shows_what_is_theirs_and_what_waits(match, kitchen, pat, as_):
    page = as_(pat).get(reverse("partner_detail", args=[kitchen.pk])).content.decode()

    assert "One thing waits for us" in page
    for title in ("Our matches", "Our needs", "Our offers", "Our seats", "Our people"):
        assert title in page
    assert "Twenty rooms" in page


def test_a_coordinator_of_two_organisations_chooses(kitchen, pat, as_):
    other = make.organisation("Vale Befrienders")
    pat.contributor.affiliations.create(organisation=other, coordinates=True)

    page = as_(pat).get(reverse("partner_list")).content.decode()

    assert "Vale Befrienders" in page
    assert "Aldermere Community Kitchen" in page
