"""Pages on which two of the register become one, and two again (ORG-2)."""

import pytest
from django.urls import reverse

from coalition.actions import merges
from coalition.models import Contributor, Merge, Organisation
from tests import make


@pytest.fixture
def twin(kitchen):
    return make.organisation("Community Kitchen, Aldermere", area="Northside")


def with_other(name, keep, lose):
    return reverse(f"{name}_merge_with", args=[keep.pk, lose.pk])


def sent(client, url, **typed):
    """Post what the page suggests, and what the test says besides."""
    form = client.get(url).context["form"]
    suggested = {bound.name: bound.initial or "" for bound in form}
    return client.post(url, {**suggested, **typed})


def test_the_other_one_is_found_by_name_or_by_words(as_, lena, kitchen):
    namesake = make.organisation(kitchen.name.upper())
    other = make.organisation("Soup Run")
    url = reverse("organisation_merge", args=[kitchen.pk])

    alike = as_(lena).get(url).text
    searched = as_(lena).get(url, {"q": "soup"}).text

    assert with_other("organisation", kitchen, namesake) in alike
    assert with_other("organisation", kitchen, other) in searched
    assert "Nothing matches" in as_(lena).get(url, {"q": "zzzz"}).text


def test_what_goes_over_is_shown_before_anything_happens(as_, lena, kitchen, twin, programme):
    make.offer(organisation=twin, programme=programme, contributor=make.contributor())

    page = as_(lena).get(with_other("organisation", kitchen, twin))

    assert "1 offer" in page.text
    assert "For seven days you can take this back" in page.text
    assert not Merge.objects.exists()


def test_org2_two_become_one_and_the_old_address_leads_on(as_, lena, kitchen, twin):
    response = sent(as_(lena), with_other("organisation", kitchen, twin), field_name=kitchen.pk)

    merge = Merge.objects.get()
    assert response.url == merge.get_absolute_url()
    assert as_(lena).get(twin.get_absolute_url()).url == kitchen.get_absolute_url()
    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.area) == ("Aldermere Community Kitchen", "Northside")


def test_the_field_that_was_chosen_is_the_one_that_stays(as_, lena, kitchen, twin):
    sent(as_(lena), with_other("organisation", kitchen, twin), field_name=twin.pk)

    assert Organisation.objects.standing().get(pk=kitchen.pk).name == twin.name


def test_org2_a_page_that_is_out_of_date_explains_itself(as_, lena, kitchen, twin):
    url = with_other("organisation", kitchen, twin)
    form = as_(lena).get(url).context["form"]
    Organisation.objects.filter(pk=twin.pk).update(area="Southgate")

    typed = {bound.name: bound.initial or "" for bound in form}
    response = as_(lena).post(url, typed)

    assert response.status_code == 422
    assert "Somebody changed one of the two" in response.text
    assert not Merge.objects.exists()


def test_org2_within_seven_days_one_button_makes_them_two_again(as_, lena, kitchen, twin):
    merge = merges.merge(keep=kitchen, lose=twin, by=lena)
    page = as_(lena).get(merge.get_absolute_url())

    response = as_(lena).post(reverse("merge_undo", args=[merge.pk]), follow=True)

    assert "Make them two again" in page.text
    assert "are two again" in response.text
    assert "Make them two again" not in response.text
    assert as_(lena).get(twin.get_absolute_url()).status_code == 200


def test_two_accounts_of_one_person_are_asked_about(as_, lena, ben):
    other = make.contributor("Ben O", user=make.user("Benno"))
    url = with_other("contributor", ben.contributor, other)

    unanswered = sent(as_(lena), url)
    answered = sent(as_(lena), url, account=ben.contributor.pk)

    assert unanswered.status_code == 422
    assert "Choose one for ‘Which account do they keep?’" in unanswered.text
    assert answered.status_code == 302
    assert Contributor.objects.get(pk=other.pk).merged_into == ben.contributor


def test_only_leads_make_one_of_two_people(as_, adele, rosa, ben):
    url = reverse("contributor_merge", args=[ben.contributor.pk])

    assert as_(adele).get(url).status_code == 404
    assert as_(rosa).get(url).status_code == 403


@pytest.mark.parametrize("others", [1, 6])
def test_the_page_asks_as_much_however_much_goes_over(
    as_, lena, kitchen, twin, programme, others, django_assert_max_num_queries
):
    for _ in range(others):
        person = make.contributor(organisation=twin)
        make.offer(organisation=twin, programme=programme, contributor=person)
    client = as_(lena)

    with django_assert_max_num_queries(55):
        client.get(with_other("organisation", kitchen, twin))
