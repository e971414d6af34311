"""The pages on which leads answer offers and take them further: stories 2 and 14."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.actions import offers
from coalition.models import Contributor, JournalEntry, Mail, Offer
from coalition.templatetags.words import weekday
from tests import make

SOON = timedelta(days=6)


def today():
    return timezone.localdate()


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def errors(response, field):
    return " ".join(response.context["form"].errors.get(field, []))


@pytest.fixture
def nadia(db):
    return make.contributor("Nadia Haddad", salutation="Ms Haddad", email="nadia@example.org")


@pytest.fixture
def offer(programme, nadia, lena):
    return make.offer(programme=programme, contributor=nadia, headline="Two rooms")


@pytest.fixture
def answered(programme, nadia, lena):
    return make.offer(programme=programme, contributor=nadia, answered_by=lena)


@pytest.fixture
def accepted(programme, nadia, lena):
    return make.offer(programme=programme, contributor=nadia, accepted_by=lena)


@pytest.fixture
def take(as_, lena):
    """Send the form of a step as Lena."""

    def post(step, offer, data=None, **query):
        return as_(lena).post(reverse(f"offer_{step}", args=[offer.ref], query=query), data or {})

    return post


def status(offer):
    return Offer.objects.get(pk=offer.pk).status


# --- Story 2: answered by a person ------------------------------------------------------------


def test_i_called_takes_two_taps(as_, take, lena, offer):
    link = reverse("offer_acknowledge", args=[offer.ref], query={"how": "call"})
    assert link in as_(lena).get(offer.get_absolute_url()).text
    form = as_(lena).get(link).context["form"]
    assert form["how"].value() == "call"

    response = take(
        "acknowledge",
        offer,
        {"how": "call", **boxes("next_contact_on", today() + SOON)},
        how="call",
    )

    assert response.url == offer.get_absolute_url()
    assert status(offer) == "acknowledged"


def test_what_was_said_is_chosen_from_facts(take, offer):
    data = {"how": "call", "said": ["thanked", "checks"], **boxes("next_contact_on", today())}

    take("acknowledge", offer, data, how="call")

    assert JournalEntry.objects.get(kind=offers.OFFER_ACKNOWLEDGED).facts == {
        "how": "call",
        "said": ["thanked", "checks"],
    }


def test_the_email_is_drafted_with_name_offer_and_date(as_, lena, offer):
    draft = as_(lena).get(reverse("offer_acknowledge", args=[offer.ref])).context["form"]
    text = draft["message"].value()

    assert text.startswith("Dear Ms Haddad,")
    assert "I read your offer: Two rooms." in text
    assert f"by {weekday(draft['next_contact_on'].value())}. If that slips I will tell you." in text
    assert text.endswith("Lena\nHomes for Aldermere\noffice@aldermere.example")


def test_the_email_goes_out_in_the_persons_own_words(take, offer):
    due = today() + SOON
    message = f"Dear Ms Haddad, your rooms would do well. Next word by {weekday(due)}."

    take("acknowledge", offer, {"message": message, **boxes("next_contact_on", due)})

    offer.refresh_from_db()
    assert offer.acknowledged_how == "email"
    assert message in Mail.objects.get(kind="offer_answer").body


def test_a_draft_with_gaps_is_not_sent(as_, take, lena, offer):
    draft = as_(lena).get(reverse("offer_acknowledge", args=[offer.ref])).context["form"]
    data = {"message": draft["message"].value()}

    response = take("acknowledge", offer, {**data, **boxes("next_contact_on", today() + SOON)})

    assert response.status_code == 422
    assert "in place of “[Write one true sentence" in errors(response, "message")
    assert status(offer) == "submitted"


def test_the_date_in_the_email_is_the_date_in_the_record(take, offer):
    data = {"message": "I will write soon.", **boxes("next_contact_on", today() + SOON)}

    response = take("acknowledge", offer, data)

    assert f"hear from you by {weekday(today() + SOON)}" in errors(response, "message")


@pytest.mark.parametrize(
    ("days", "says"), [(-1, "This date has passed"), (29, "Nobody waits longer than that")]
)
def test_the_next_word_comes_within_28_days(take, offer, days, says):
    """OFR-3."""
    due = boxes("next_contact_on", today() + timedelta(days=days))

    response = take("acknowledge", offer, {"how": "call", **due}, how="call")

    assert says in errors(response, "next_contact_on")


@pytest.mark.parametrize(
    ("days", "says"), [(1, "This day is still to come"), (-1, "The offer came in after that day")]
)
def test_an_answer_lies_between_the_offer_and_now(take, offer, days, says):
    data = {"how": "call", **boxes("next_contact_on", today())}
    on = boxes("answered_on", today() + timedelta(days=days))

    response = take("acknowledge", offer, {**data, **on}, how="call")

    assert says in errors(response, "answered_on")


def test_nothing_is_mailed_to_whom_we_must_not_write(as_, lena, offer):
    """CON-2."""
    Contributor.objects.update(objected_at=timezone.now())

    page = as_(lena).get(reverse("offer_acknowledge", args=[offer.ref]))

    assert "message" not in page.context["form"].fields
    assert "Must not be contacted" in as_(lena).get(offer.get_absolute_url()).text


def test_the_second_to_answer_keeps_their_words_and_learns_who_was_first(take, offer, programme):
    zoe = make.user("Zoe", role="programme_lead", programme=programme)
    offers.acknowledge(offer=offer, how="call", next_contact_on=today(), by=zoe)
    due = today() + SOON
    message = f"Dear Ms Haddad, next word by {weekday(due)}."

    response = take("acknowledge", offer, {"message": message, **boxes("next_contact_on", due)})

    assert response.status_code == 422
    assert "Zoe has answered this offer already" in response.text
    assert message in response.text
    assert not Mail.objects.filter(kind="offer_answer").exists()


def test_a_page_that_is_out_of_date_explains_itself_before_one_writes(as_, lena, answered):
    response = as_(lena).get(reverse("offer_acknowledge", args=[answered.ref]))

    assert response.status_code == 409
    assert "answered now" in response.text


# --- What happens next ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("offer", []),
        ("answered", ["accept", "ask", "standby", "decline", "update"]),
        ("accepted", ["complete", "update"]),
    ],
)
def test_the_page_offers_the_steps_of_the_state(as_, request, lena, state, steps):
    offer = request.getfixturevalue(state)

    page = as_(lena).get(offer.get_absolute_url()).text

    for step in ["accept", "ask", "standby", "decline", "complete", "update"]:
        assert (f'id="step-{step}"' in page) == (step in steps)


def test_choosing_a_step_leads_to_its_page(as_, lena, answered):
    response = as_(lena).get(reverse("offer_next", args=[answered.ref], query={"step": "decline"}))

    assert response.url == reverse("offer_decline", args=[answered.ref])


@pytest.mark.parametrize("query", [{}, {"step": "complete"}, {"step": "delete"}])
def test_without_a_choice_one_is_asked_to_choose(as_, lena, answered, query):
    response = as_(lena).get(reverse("offer_next", args=[answered.ref], query=query), follow=True)

    assert "Choose what happens next" in response.text


def test_accepting_tells_what_comes_next(take, answered):
    data = {"next_step": "I will ring you on Monday.", **boxes("next_contact_on", today())}

    take("accept", answered, data)

    assert status(answered) == "accepted"
    assert "I will ring you on Monday." in Mail.objects.get(kind="offer_accepted").body


def test_asking_for_details(take, answered):
    data = {"question": "How many beds?", **boxes("next_contact_on", today())}

    take("ask", answered, data)

    assert status(answered) == "needs_info"


def test_looking_into_it_again(take, answered):
    take("ask", answered, {"question": "How many?", **boxes("next_contact_on", today())})

    take("resume", answered)

    assert status(answered) == "in_triage"


def test_standby_until_a_date(take, answered):
    data = {"sentence": "Flats come in March.", **boxes("until", today() + timedelta(days=90))}

    take("standby", answered, data)

    assert status(answered) == "standby"


@pytest.mark.parametrize(("days", "says"), [(0, "after today"), (366, "within a year")])
def test_standby_ends_after_today_and_within_a_year(take, answered, days, says):
    data = {"sentence": "Later.", **boxes("until", today() + timedelta(days=days))}

    assert says in errors(take("standby", answered, data), "until")


@pytest.mark.parametrize("step", ["accept", "ask", "standby", "decline"])
def test_before_a_step_staff_learn_that_nothing_will_be_mailed(as_, lena, answered, step):
    """CON-2."""
    Contributor.objects.update(gone_away_on=today())

    page = as_(lena).get(reverse(f"offer_{step}", args=[answered.ref])).text

    assert "Nothing will be mailed." in page
    assert "We must not write to Nadia Haddad." in page


# --- Story 14: a kind no ----------------------------------------------------------------------


def test_a_kind_no(take, answered):
    """OFR-4."""
    take("decline", answered, {"reason": "enough", "sentence": "We have found forty beds."})

    assert status(answered) == "declined"
    assert "We have found forty beds." in Mail.objects.get(kind="offer_declined").body


@pytest.mark.parametrize("sentence", ["", "No.", "thanks", "n/a", "Thank you very much!", "x" * 40])
def test_nobody_is_declined_without_a_sentence(take, answered, sentence):
    """OFR-4."""
    response = take("decline", answered, {"reason": "enough", "sentence": sentence})

    assert response.status_code == 422
    assert "them" in errors(response, "sentence")
    assert status(answered) == "acknowledged"


def test_nobody_is_declined_without_a_reason(take, answered):
    """OFR-4."""
    response = take("decline", answered, {"sentence": "We have found forty beds."})

    assert errors(response, "reason") == "Choose why we cannot use it"
    assert "We have found forty beds." in response.text


def test_what_they_read_tells_nothing_of_others(take, answered):
    """OFR-8."""
    data = {"reason": "enough", "sentence": "We gave the place to Mrs Smith from the hostel."}

    assert "Mrs Smith" in errors(take("decline", answered, data), "sentence")

    take("decline", answered, {**data, "keep_details": "on"})
    assert status(answered) == "declined"


def test_a_person_who_was_declined_offers_again_and_staff_see_facts(as_, take, lena, answered):
    take("decline", answered, {"reason": "enough", "sentence": "We have found forty beds."})
    again = make.offer(programme=answered.programme, contributor=answered.contributor)

    page = as_(lena).get(again.get_absolute_url()).text

    assert answered.ref in page
    assert "declined with thanks" in page


# --- Completion and news ----------------------------------------------------------------------


def test_completing_with_one_sentence(take, accepted):
    take("complete", accepted, {"impact": "A family of five moved in before Christmas."})

    assert status(accepted) == "completed"


@pytest.mark.parametrize(
    "impact", ["", "thanks", "Thanks!", "Moved in", "Many thanks so much", "z" * 50]
)
def test_completing_asks_for_what_it_made_possible(take, accepted, impact):
    """Story 7: thanks, or less than 15 characters, is not an impact."""
    response = take("complete", accepted, {"impact": impact})

    assert response.status_code == 422
    assert errors(response, "impact").startswith("Say what")
    assert status(accepted) == "accepted"


def test_honest_news_by_email(take, accepted):
    """OFR-3."""
    data = {"reason": "the lease is not signed.", "still_wanted": "no", "how": "send"}

    take("update", accepted, {**data, **boxes("next_contact_on", today() + SOON)})

    accepted.refresh_from_db()
    body = Mail.objects.get(kind="offer_update").body
    assert accepted.next_contact_due == today() + SOON
    assert "We may not need it after all." in body


def test_news_that_was_told_by_phone_is_not_mailed(take, accepted):
    data = {"reason": "no lease", "still_wanted": "yes", "how": "call"}

    take("update", accepted, {**data, **boxes("next_contact_on", today() + SOON)})

    assert not Mail.objects.filter(kind="offer_update").exists()
    assert JournalEntry.objects.get(kind=offers.OFFER_UPDATED).facts["how"] == "call"


def test_news_is_asked_for_whole(take, accepted):
    response = take("update", accepted)

    assert errors(response, "reason") == "Say why nothing has changed"
    assert errors(response, "still_wanted") == "Choose whether it is still wanted"
    assert errors(response, "how") == "Choose how they hear it"


def test_an_offer_is_handed_to_another_lead_of_the_programme(as_, lena, offer, programme):
    """Story 2: the owner is away."""
    zoe = make.user("Zoe", role="programme_lead", programme=programme)
    stranger = make.user("Stranger", role="programme_lead", programme=make.programme("Other"))
    url = reverse("offer_assign", args=[offer.ref])

    refused = as_(lena).post(url, {"owner": stranger.pk})
    as_(lena).post(url, {"owner": zoe.pk})

    offer.refresh_from_db()
    assert refused.status_code == 422
    assert offer.owner == zoe
