"""Places in organisations: several, dated, confirmed, and ended with care (AFF-1, AFF-2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.actions import affiliations, contributors
from coalition.domain import DomainError
from coalition.models import JournalEntry
from coalition.permissions import can_speak_for
from tests import make


@pytest.fixture
def place(kitchen, pat):
    return kitchen.affiliations.get()


def days(number):
    return timezone.localdate() + timedelta(days=number)


def typed(on, **more):
    return {"on_day": on.day, "on_month": on.month, "on_year": on.year, **more}


def test_a_place_ends_on_the_day_that_is_said(lena, place):
    ended = affiliations.end(affiliation=place, on=days(10), by=lena)

    assert ended.to_on == days(10)
    entry = JournalEntry.objects.get(kind="affiliation.ended")
    assert (entry.by, entry.concerns) == (lena, place.contributor)


def test_a_last_day_that_has_passed_stays(lena, kitchen):
    person = make.contributor()
    place = contributors.affiliate(
        contributor=person, organisation=kitchen, from_on=days(-9), to_on=days(-2), by=lena
    )

    with pytest.raises(DomainError, match="already left, on"):
        affiliations.end(affiliation=place, on=days(0), by=lena)

    place.refresh_from_db()
    assert place.to_on == days(-2)


def test_a_last_day_to_come_is_moved_only_on_purpose_and_only_forward(lena, place):
    affiliations.end(affiliation=place, on=days(30), by=lena)

    with pytest.raises(DomainError, match="was to end on .* Say that it ends sooner"):
        affiliations.end(affiliation=place, on=days(5), by=lena)
    with pytest.raises(DomainError, match="If they stay longer, add a place"):
        affiliations.end(affiliation=place, on=days(60), bring_forward=True, by=lena)
    place.refresh_from_db()
    assert place.to_on == days(30)

    assert affiliations.end(affiliation=place, on=days(5), bring_forward=True, by=lena).to_on == (
        days(5)
    )


def test_a_place_cannot_end_before_it_began(lena, place):
    with pytest.raises(DomainError, match="cannot end before it starts"):
        affiliations.end(affiliation=place, on=days(-1), by=lena)


def test_the_page_asks_before_a_last_day_is_brought_forward(as_, lena, kitchen, place):
    affiliations.end(affiliation=place, on=days(30), by=lena)
    url = reverse("affiliation_end", args=[kitchen.pk, place.pk])

    refused = as_(lena).post(url, typed(days(5)))
    assert refused.status_code == 422
    assert "It ends sooner than" in refused.text
    assert f'value="{days(5).year}"' in refused.text

    assert as_(lena).post(url, typed(days(5), bring_forward="on")).status_code == 302
    place.refresh_from_db()
    assert place.to_on == days(5)


def test_a_page_about_a_place_that_is_over_is_not_there(as_, lena, kitchen, place):
    place.from_on, place.to_on = days(-9), days(-1)
    place.save()

    for name in ("affiliation_end", "affiliation_edit"):
        assert as_(lena).get(reverse(name, args=[kitchen.pk, place.pk])).status_code == 404


def test_aff_1_a_place_cannot_be_moved_onto_another(lena, kitchen):
    person = make.contributor()
    places = {"contributor": person, "organisation": kitchen, "by": lena}
    contributors.affiliate(**places, from_on=days(-90), to_on=days(-30))
    later = contributors.affiliate(**places, from_on=days(-29))

    with pytest.raises(DomainError, match="already with this organisation on some of those days"):
        affiliations.change(affiliation=later, from_on=days(-30), by=lena)


def test_aff_1_a_person_may_be_in_several_organisations_at_once(lena, kitchen):
    person = make.contributor(organisation=kitchen)
    choir = make.organisation("Choir")

    contributors.affiliate(contributor=person, organisation=choir, by=lena)

    assert person.affiliations.in_force().count() == 2


def test_aff_2_who_can_speak_for_an_organisation_can_on_that_day(lena, kitchen):
    person = make.contributor()
    contributors.affiliate(
        contributor=person,
        organisation=kitchen,
        from_on=days(-30),
        to_on=days(-10),
        can_speak_for=True,
        by=lena,
    )

    assert can_speak_for(person, kitchen, days(-10))
    assert not can_speak_for(person, kitchen, days(-31))
    assert not can_speak_for(person, kitchen)
    assert not can_speak_for(person, make.organisation(), days(-10))


def test_aff_2_a_place_without_the_mark_speaks_for_nobody(kitchen, pat):
    assert not can_speak_for(pat.contributor, kitchen)


def test_a_place_is_confirmed_by_somebody_else_and_anew_when_it_changes(lena, place, pat):
    confirmed = affiliations.confirm(affiliation=place, by=lena)
    assert (confirmed.verified_by, confirmed.contributor) == (lena, pat.contributor)

    kept = affiliations.change(affiliation=place, is_recognition_contact=True, by=lena)
    assert kept.verified_at
    lost = affiliations.change(affiliation=place, role_title="Chair", by=lena)
    assert lost.verified_at is None

    with pytest.raises(DomainError, match="Somebody else has to confirm"):
        affiliations.confirm(affiliation=place, by=pat)


def test_the_page_of_a_place_changes_it(as_, pat, kitchen, place):
    url = reverse("affiliation_edit", args=[kitchen.pk, place.pk])
    begun = days(-400)
    data = {"role_title": " Head  cook ", "can_speak_for": "on", "coordinates": "on",
            "from_on_day": begun.day, "from_on_month": begun.month,
            "from_on_year": begun.year}  # fmt: skip

    assert as_(pat).post(url, data).status_code == 302

    place.refresh_from_db()
    assert (place.role_title, place.can_speak_for, place.from_on) == ("Head cook", True, begun)
    assert not place.is_recognition_contact


def test_the_page_of_a_person_lists_past_present_and_planned_places(as_, lena, kitchen):
    person = make.contributor()
    for title, begins, ends in (("Cook", -90, -30), ("Chair", -29, 10), ("Patron", 11, None)):
        contributors.affiliate(
            contributor=person,
            organisation=kitchen,
            role_title=title,
            from_on=days(begins),
            to_on=days(ends) if ends else None,
            by=lena,
        )

    page = as_(lena).get(person.get_absolute_url()).text
    of_kitchen = as_(lena).get(kitchen.get_absolute_url()).text

    assert all(word in page for word in ("Cook", "Past", "Chair", "Patron", "To come"))
    assert "Cook" not in of_kitchen
    assert "Patron" in of_kitchen


def test_a_button_confirms_a_place(as_, lena, kitchen, place):
    as_(lena).post(reverse("affiliation_confirm", args=[kitchen.pk, place.pk]))

    assert "Confirmed by Lena" in as_(lena).get(kitchen.get_absolute_url()).text
