"""The pages of the register: lists, details, forms."""

from django.urls import reverse

from coalition.models import Affiliation, Contributor, Organisation
from tests import make


def test_adding_an_organisation_leads_to_its_page(as_, lena):
    data = {"name": " Open  Door ", "sector": "VC", "scheme": "GB-CHC", "value": "1000 116"}

    response = as_(lena).post(reverse("organisation_new"), data)

    made = Organisation.objects.get(name="Open Door")
    assert response.url == made.get_absolute_url()
    assert made.identifiers.get().value == "1000116"


def test_a_number_that_is_taken_is_explained_and_what_was_typed_is_kept(as_, lena):
    make.organisation("Open Door", org_id="GB-CHC-1000116")
    data = {"name": "New Group", "sector": "VC", "scheme": "GB-CHC", "value": "1000116"}

    response = as_(lena).post(reverse("organisation_new"), data)

    assert response.status_code == 422
    assert "already has this register number" in response.text
    assert "New Group" in response.text


def test_a_number_without_its_register_is_asked_for(as_, lena):
    data = {"name": "New Group", "sector": "VC", "value": "1000116"}

    response = as_(lena).post(reverse("organisation_new"), data)

    assert "Choose the register" in response.text


def test_the_same_name_again_only_warns(as_, lena):
    make.organisation("St Mary’s")

    response = as_(lena).post(
        reverse("organisation_new"), {"name": "St Mary’s", "sector": "FA"}, follow=True
    )

    assert "has the same name" in response.text


def test_search_finds_by_name_and_by_register_number(as_, lena):
    make.organisation("Open Door", org_id="GB-CHC-1000116")
    make.organisation("Harbour Trust")
    browser = as_(lena)

    by_name = browser.get(reverse("organisation_list"), {"q": "harbour"}).text
    by_number = browser.get(reverse("organisation_list"), {"q": "1000116"}).text

    assert "Harbour Trust" in by_name
    assert "Open Door" not in by_name
    assert "Open Door" in by_number


def test_filters_count_and_narrow_and_survive_nonsense(as_, lena):
    make.organisation("Mosque", sector="FA")
    make.organisation("Council", sector="LG")

    response = as_(lena).get(reverse("organisation_list"), {"sector": ["FA", "ZZ"], "page": "x"})

    assert "Mosque" in response.text
    assert "Council" not in response.text


def test_htmx_gets_only_the_results(as_, lena, kitchen):
    response = as_(lena).get(reverse("organisation_list"), headers={"HX-Request": "true"})

    assert response.text.lstrip().startswith('<div id="results"')
    assert "HX-Request" in response.headers["Vary"]


def test_lists_take_the_same_queries_however_long_they_are(
    as_, lena, django_assert_max_num_queries
):
    for _ in range(30):
        make.contributor(organisation=make.organisation())
    browser = as_(lena)

    for name in ("organisation_list", "contributor_list"):
        with django_assert_max_num_queries(10):
            browser.get(reverse(name))


def test_a_person_is_added_to_an_organisation_by_name_and_address(as_, pat, kitchen):
    data = {"letter_name": "Sam Reid", "email": "sam@example.org", "role_title": "Cook"}

    response = as_(pat).post(reverse("affiliation_new", args=[kitchen.pk]), data)

    assert response.url == kitchen.get_absolute_url()
    assert kitchen.affiliations.filter(contributor__letter_name="Sam Reid").exists()


def test_a_person_who_left_no_longer_stands_on_the_page(as_, lena, kitchen, pat):
    place = kitchen.affiliations.get()
    Affiliation.objects.filter(pk=place.pk).update(from_on="2026-01-01")
    last = {"on_day": 1, "on_month": 2, "on_year": 2026}

    as_(lena).post(reverse("affiliation_end", args=[kitchen.pk, place.pk]), last)

    page = as_(lena).get(kitchen.get_absolute_url())
    assert list(page.context["people"]) == []


def test_people_correct_their_own_details(as_, ben):
    person = ben.contributor
    address = "1 High Street\n\n  Aldermere \nal11aa\nEngland"
    data = {"letter_name": "Mr Ben Okafor", "salutation": "Mr Okafor", "email": person.email,
            "language": "en", "address": address}  # fmt: skip

    response = as_(ben).post(reverse("contributor_edit", args=[person.pk]), data)

    assert response.status_code == 302
    person.refresh_from_db()
    assert person.address == "1 High Street\nAldermere\nAL1 1AA"
    assert person.name_confirmed_by == Contributor.NameSource.SELF


def test_con_6_an_address_that_somebody_else_has_is_explained(as_, ben, lena):
    data = {"letter_name": "Ben", "email": make.contributor().email.upper(), "language": "en"}
    data["confirmed_by"] = "self"

    response = as_(lena).post(reverse("contributor_edit", args=[ben.contributor.pk]), data)

    assert response.status_code == 422
    assert "mark it as shared" in response.text


def test_eight_lines_do_not_fit_an_envelope(as_, ben):
    data = {"letter_name": "Ben", "email": ben.email, "language": "en",
            "address": "\n".join([*"abcdef", "SW1A 1AA"])}  # fmt: skip

    response = as_(ben).post(reverse("contributor_edit", args=[ben.contributor.pk]), data)

    assert "room for 6 lines of address besides the name" in response.text


def test_con_2_an_older_page_does_not_bring_back_the_dead(as_, lena, ben):
    url = reverse("contributor_edit", args=[ben.contributor.pk])
    browser = as_(lena)
    stamp = browser.get(url).context["form"].initial["stamp"]
    Contributor.objects.filter(user=ben).update(deceased_on="2026-01-01")
    data = {"letter_name": "Ben", "email": ben.email, "language": "en", "confirmed_by": "self"}

    response = browser.post(url, data | {"phone": "0300 555 0199", "stamp": stamp})

    assert response.status_code == 302  # a death is not among what this page changes
    ben.contributor.refresh_from_db()
    assert ben.contributor.deceased_on is not None


def test_ones_account_leads_to_ones_own_details(as_, ben, cleo):
    own = as_(ben).get(reverse("account_email")).text
    without = as_(cleo).get(reverse("account_email")).text

    assert ben.contributor.get_absolute_url() in own
    assert "Your details" not in without


def test_a_group_of_filters_with_nothing_in_it_is_not_shown(as_, lena, kitchen):
    page = as_(lena).get(reverse("organisation_list"), {"q": "zebra"})

    assert page.context["options"] == []
    assert "No organisations match" in page.text
