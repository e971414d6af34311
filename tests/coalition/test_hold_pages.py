"""Pages about holds, households and facts that stop contact."""

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.actions import contact_facts, mail
from coalition.models import Contributor, Hold, Household, Preference
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def in_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def hold_new(person, kind="person"):
    return reverse("hold_new", args=[kind, person.pk])


SOON = in_boxes("review_by", TODAY() + timedelta(days=20))


def test_the_safeguarding_lead_stops_a_person_and_sees_what_was_too_late(as_, sam):
    person = make.contributor("Ngozi Okafor")
    sent, waits = (
        mail.queue(kind="x", to=person.email, subject="x", body="x", concerns=person) for _ in "12"
    )
    type(sent).objects.filter(pk=sent.pk).update(status="sent", sent_at=timezone.now())
    data = {"scopes": ["contact"], "external_ref": "sg-0142", **SOON}

    page = as_(sam).post(hold_new(person), data, follow=True)

    hold = Hold.objects.get()
    assert (hold.external_ref, hold.opened_by, hold.is_in_force) == ("SG-0142", sam, True)
    assert "1 email cancelled" in page.text
    assert "An email to Ngozi Okafor: already sent at" in page.text
    waits.refresh_from_db()
    assert waits.status == "failed"


@pytest.mark.parametrize("words", ["Violence at home", "ABUSE-1", "S", "SG-0142 police"])
def test_hld_1_a_reason_typed_into_the_number_is_refused_and_kept_for_changing(as_, sam, words):
    data = {"scopes": ["contact"], "external_ref": words, **SOON}

    response = as_(sam).post(hold_new(make.contributor()), data)

    assert response.status_code == 422
    assert "A reason may not stand anywhere" in response.text
    assert words in response.text
    assert not Hold.objects.exists()


@pytest.mark.parametrize("days", [-1, 91])
def test_hld_3_a_review_is_within_ninety_days(as_, sam, days):
    day = in_boxes("review_by", TODAY() + timedelta(days=days))

    response = as_(sam).post(hold_new(make.contributor()), {"scopes": ["contact"], **day})

    assert response.status_code == 422
    assert not Hold.objects.exists()


def test_a_lead_only_asks_and_nothing_stops(as_, lena, sam):
    person = make.contributor("Ngozi Okafor")

    as_(lena).post(hold_new(person), {"scopes": ["matching"], **SOON})

    asked = Hold.objects.get()
    assert (asked.asked_by, asked.is_asked_for) == (lena, True)
    assert "Decide about Ngozi Okafor" in as_(sam).get(reverse("dashboard")).text
    form = {"scopes": ["matching"], "external_ref": "", **SOON}
    as_(sam).post(reverse("hold_grant", args=[asked.pk]), form)
    asked.refresh_from_db()
    assert asked.is_in_force


def test_hld_1_others_read_only_whom_to_speak_to(as_, lena, rosa, ben, sam):
    make.hold(ben.contributor, external_ref="SG-0142", by=sam)
    url = ben.contributor.get_absolute_url()

    for reader in (lena, rosa):
        text = as_(reader).get(url).text
        assert "On hold: speak to the safeguarding lead." in text
        assert "SG-0142" not in text
        assert "All contact" not in text
    assert "On hold" not in as_(ben).get(url).text


def test_a_recognition_admin_cannot_lift_a_hold(as_, rosa, sam):
    hold = make.hold(make.contributor(), by=sam)

    assert as_(rosa).post(reverse("hold_lift", args=[hold.pk])).status_code == 403

    hold.refresh_from_db()
    assert hold.is_in_force


def test_a_hold_is_turned_down_reviewed_and_lifted(as_, sam, lena):
    asked, hold = make.asked_hold(make.contributor(), by=lena), make.hold(make.contributor())
    client = as_(sam)

    client.post(reverse("hold_turn_down", args=[asked.pk]))
    client.post(reverse("hold_review", args=[hold.pk]), SOON)
    client.post(reverse("hold_lift", args=[hold.pk]))

    hold.refresh_from_db()
    assert hold.review_by == TODAY() + timedelta(days=20)
    assert not Hold.objects.in_force().exists()
    assert not Hold.objects.asked_for().exists()


def test_hld_3_overdue_holds_come_back_to_whoever_guards(as_, sam, iris, lena):
    long_ago = TODAY() - timedelta(days=50)
    make.hold(make.contributor("Ngozi Okafor"), reviewed_on=long_ago, review_by=long_ago)

    for guardian in (sam, iris):
        assert "Look again at the hold on Ngozi Okafor" in as_(guardian).get("/").text
    assert "Ngozi" not in as_(lena).get("/").text


@pytest.mark.parametrize("kind", ["household", "organisation", "offer", "planet"])
def test_everything_that_can_be_held_has_a_page(as_, sam, programme, kind):
    made = {
        "household": lambda: make.household(),
        "organisation": lambda: make.organisation(),
        "offer": lambda: make.offer(programme=programme, contributor=make.contributor()),
        "planet": lambda: make.contributor(),
    }
    subject = made[kind]()

    response = as_(sam).post(hold_new(subject, kind), {"scopes": ["matching"], **SOON})

    assert response.status_code == (404 if kind == "planet" else 302)
    assert Hold.objects.count() == (kind != "planet")


def test_the_list_of_holds_asks_as_often_for_many_as_for_two(as_, sam):
    for _ in "12":
        make.hold(make.contributor())
    make.asked_hold(make.organisation(), by=sam)
    few = queries_of(as_(sam))

    for _ in range(9):
        make.hold(make.household())
        make.asked_hold(make.organisation(), by=sam)

    assert queries_of(as_(sam)) <= few


def queries_of(client):
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("hold_list"))
    return len(found)


@pytest.mark.parametrize(
    ("step", "data", "fact"),
    [
        ("died", {**in_boxes("died_on", TODAY()), "source": "family"}, "deceased_on"),
        ("gone_away", in_boxes("since", TODAY()), "gone_away_on"),
        ("no_contact", {}, "objected_at"),
    ],
)
def test_con_2_staff_say_that_somebody_died_left_or_wants_no_contact(as_, lena, step, data, fact):
    person = make.contributor()

    text = as_(lena).post(reverse(f"contributor_{step}", args=[person.pk]), data, follow=True).text

    person.refresh_from_db()
    assert getattr(person, fact)
    assert "Do not contact this person" in text


def test_con_2_nobody_dies_tomorrow(as_, lena):
    data = {**in_boxes("died_on", TODAY() + timedelta(days=1)), "source": "family"}
    person = make.contributor()

    response = as_(lena).post(reverse("contributor_died", args=[person.pk]), data)

    assert response.status_code == 422
    assert "today or an earlier day" in response.text


def test_con_2_a_death_is_reversed_by_the_officer_alone_and_with_a_reason(as_, lena, iris):
    person = make.contributor(deceased_on=TODAY(), deceased_source="post")
    url, data = reverse("contributor_alive", args=[person.pk]), {"reason": "wrong_source"}

    assert as_(lena).post(url, data).status_code == 403
    assert as_(iris).post(url, {}).status_code == 422
    as_(iris).post(url, data)

    person.refresh_from_db()
    assert person.deceased_on is None


def test_con_2_found_again(as_, lena):
    person = make.contributor(gone_away_on=TODAY())

    as_(lena).post(reverse("contributor_contact_again", args=[person.pk]))

    person.refresh_from_db()
    assert person.gone_away_on is None


def test_con_5_the_officer_removes_who_somebody_is(as_, iris, programme, kitchen):
    person = make.contributor("Ngozi Okafor", organisation=kitchen, address="1 Mill Lane")
    offer = make.offer(programme=programme, contributor=person, what_exactly="My own room")
    make.household(person, make.contributor())

    page = as_(iris).post(reverse("contributor_anonymise", args=[person.pk]), follow=True)

    person.refresh_from_db()
    offer.refresh_from_db()
    assert person.letter_name == "Former contributor, voluntary and community"
    assert (person.email, person.address, person.salutation) == ("", "", "")
    assert (offer.headline, offer.what_exactly, offer.status) == ("Removed.", "", "withdrawn")
    assert (offer.kind, offer.quantity) == ("stay", 1)  # the skeleton, to be counted
    assert Household.objects.get().joint_letter_name == "Former household"
    assert "Ngozi" not in page.text


def test_con_5_not_while_they_hold_a_role(as_, iris, lena):
    person = make.contributor("Lena", user=lena)

    response = as_(iris).post(reverse("contributor_anonymise", args=[person.pk]))

    assert "End their roles first" in response.text
    person.refresh_from_db()
    assert person.letter_name == "Lena"


def test_con_5_their_account_is_closed(as_, iris, ben):
    as_(iris).post(reverse("contributor_anonymise", args=[ben.contributor.pk]))

    ben.refresh_from_db()
    assert (ben.is_active, ben.name) == (False, "")
    assert "ben" not in ben.email


def test_con_4_somebody_is_asked_by_mail_whether_their_name_is_right(as_, lena):
    person = make.contributor(name_confirmed_by="staff")

    as_(lena).post(reverse("contributor_ask_name", args=[person.pk]))
    mail.send_due()

    person.refresh_from_db()
    assert person.own_url in outgoing.outbox[0].body
    make_sure = Contributor.objects.filter(pk=person.pk)
    make_sure.update(name_confirmed_by="self")
    again = as_(lena).post(reverse("contributor_ask_name", args=[person.pk]))
    assert "confirmed already" in again.text


def household_data(**fields):
    return {
        "others": "Ifeoma Bell",
        "joint_letter_name": "Tom and Ifeoma Bell",
        "joint_salutation": "Tom and Ifeoma",
        "address": "1 Mill Lane\nAldermere",
        **fields,
    }


def test_hh_1_two_people_become_a_household_with_one_letter(as_, lena):
    tom = make.contributor("Tom Bell")
    make.contributor("Ifeoma Bell", language="cy")

    page = as_(lena).post(reverse("household_new", args=[tom.pk]), household_data(), follow=True)

    assert "One letter can go to all of them." in page.text
    assert "English and Welsh" in page.text  # HH-2


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ("Nobody Here", "Nobody called “Nobody Here” is on the register"),
        ("Same Name", "Several people are called “Same Name”"),
        ("Tom Bell", "two people or more"),
    ],
)
def test_who_else_lives_there_must_be_known(as_, lena, others, says):
    tom = make.contributor("Tom Bell")
    for _ in "12":
        make.contributor("Same Name")

    url = reverse("household_new", args=[tom.pk])
    response = as_(lena).post(url, household_data(others=others))

    assert response.status_code == 422
    assert says in response.text
    assert not Household.objects.exists()


@pytest.mark.parametrize("why", ["died", "objected", "held", "apart"])
def test_hh_1_where_one_cannot_be_reached_each_gets_a_letter_of_their_own(as_, lena, why):
    tom, ifeoma = make.contributor("Tom Bell"), make.contributor("Ifeoma Bell")
    household = make.household(tom, ifeoma)
    {
        "died": lambda: Contributor.objects.filter(pk=tom.pk).update(deceased_on=TODAY()),
        "objected": lambda: contact_facts.object_to_contact(contributor=tom, by=None),
        "held": lambda: make.hold(tom, "recognition"),
        "apart": lambda: Household.objects.update(
            from_on=TODAY() - timedelta(9), to_on=TODAY() - timedelta(1)
        ),
    }[why]()

    text = as_(lena).get(household.get_absolute_url()).text

    assert "No letter goes to all of them." in text
    assert "Dear Ifeoma Bell" in text
    assert ("Dear Tom Bell" in text) is (why == "apart")


def test_a_household_is_put_right_and_ended(as_, lena):
    household = make.household()
    client = as_(lena)

    data = {"joint_letter_name": "The Bells", "joint_salutation": "Tom and Ifeoma"}
    client.post(reverse("household_edit", args=[household.pk]), data)
    client.post(reverse("household_end", args=[household.pk]))

    household.refresh_from_db()
    assert (household.joint_letter_name, household.to_on) == ("The Bells", TODAY())
    assert not household.members.filter(to_on=None).exists()
    again = client.post(reverse("household_end", args=[household.pk]))
    assert "ended already" in again.text


WISHES = {
    "thanker": "not_minister",
    "channels": ["email", "post"],
    "often": "4",
    "publicity": "first_name",
    "surveys": "no",
}


def test_staff_write_down_a_preference_that_they_heard_by_phone(as_, lena):
    person = make.contributor(adult="yes")
    url = reverse("contributor_thanks", args=[person.pk])

    assert as_(lena).post(url, WISHES).status_code == 422  # how did they tell you?
    as_(lena).post(url, {**WISHES, "means": "phone", "seen": "yes"})

    saved = Preference.objects.get(contributor=person)
    assert (saved.no_ministerial, saved.thanker, saved.max_per_year) == (True, "", 4)
    assert (saved.publicity_means, saved.publicity_wording) == ("phone", "2026-11")  # PRF-2
    assert saved.publicity_at
    assert saved.no_surveys  # EXP-8


@pytest.mark.parametrize("kind", ["household", "organisation"])
def test_a_household_and_an_organisation_have_wishes_too(as_, lena, kind):
    owner = make.household() if kind == "household" else make.organisation()

    data = {**WISHES, "means": "paper", "seen": "yes"}
    as_(lena).post(reverse(f"{kind}_thanks", args=[owner.pk]), data)

    assert Preference.objects.get(**{kind: owner}).no_ministerial
