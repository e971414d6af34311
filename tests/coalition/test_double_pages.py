"""Pages of what may be on the register twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.actions import merges
from coalition.models import LikelyDouble
from tests import make

ORGANISATIONS, PEOPLE = "/organisations/doubles/", "/people/doubles/"


@pytest.fixture
def twin(kitchen):
    return make.organisation("Community Kitchen", area="Northside", org_id="GB-CHC-1234567")


@pytest.fixture
def double(kitchen, twin):
    return make.double(kitchen, twin)


@pytest.fixture
def double_person(ben):
    return make.double(ben.contributor, make.contributor("Benjamin", phone="01632 960 123"))


def button(name, double):
    return reverse(f"double_{name}", args=[double.pk])


def test_both_stand_side_by_side_with_the_reason_and_what_to_do(as_, adele, double, kitchen, twin):
    page = as_(adele).get(ORGANISATIONS).text

    for words in ("The same name.", twin.name, "GB-CHC-1234567", "Northside"):
        assert words in page
    assert reverse("organisation_merge_with", args=[kitchen.pk, twin.pk]) in page
    assert button("tell_apart", double) in page


def test_of_people_it_shows_who_must_not_be_written_to(as_, lena, double_person):
    other = double_person.second
    type(other).objects.filter(pk=other.pk).update(objected_at=other.added_at)

    page = as_(lena).get(PEOPLE).text

    assert "01632 960 123" in page
    assert "Asked for no further contact" in page


def test_the_likeliest_come_first_and_the_list_goes_on(as_, lena):
    for number in range(12):
        one, other = make.organisation(f"One {number}"), make.organisation(f"Other {number}")
        double = make.double(one, other)
        LikelyDouble.objects.filter(pk=double.pk).update(likeness=80 + number)

    first = as_(lena).get(ORGANISATIONS)
    following = as_(lena).get(ORGANISATIONS + first.context["page"].next)

    assert [p["double"].likeness for p in first.context["page"]] == list(range(91, 81, -1))
    assert [p["double"].likeness for p in following.context["page"]] == [81, 80]


def test_not_the_same_leaves_the_list_and_can_be_put_back(as_, lena, double):
    client = as_(lena)

    told = client.post(button("tell_apart", double), follow=True)
    apart = client.get(ORGANISATIONS, {"show": "apart"}).text
    client.post(button("put_back", double) + "?show=apart", follow=True)

    assert "are two, and will not be suggested again" in told.text
    assert "All clear" in told.text
    assert "Lena said on" in apart
    assert button("put_back", double) in apart
    assert button("tell_apart", double) in client.get(ORGANISATIONS).text


def test_a_button_leads_back_to_the_same_place_of_the_list(as_, lena, double):
    response = as_(lena).post(button("tell_apart", double) + "?after=abc")

    assert response.url == ORGANISATIONS + "?after=abc"


def test_whoever_is_late_is_told_what_happened(as_, lena, adele, double, kitchen, twin):
    as_(lena).post(button("tell_apart", double))
    again = as_(adele).post(button("tell_apart", double))
    as_(adele).post(button("put_back", double))
    merges.merge(keep=kitchen, lose=twin, by=lena)
    merged = as_(adele).post(button("tell_apart", double))
    vanished = button("tell_apart", double)
    double.delete()
    gone = as_(adele).post(vanished)

    assert [page.status_code for page in (again, merged, gone)] == [409, 409, 409]
    assert "Lena has said already that they are two" in again.text
    assert "was merged into Aldermere Community Kitchen" in merged.text
    assert "not alike any more" in gone.text


def test_whoever_merges_what_was_told_apart_is_told_first(as_, lena, adele, double, kitchen, twin):
    url = reverse("organisation_merge_with", args=[kitchen.pk, twin.pk])
    form = as_(adele).get(url).context["form"]
    typed = {bound.name: bound.initial or "" for bound in form}
    as_(lena).post(button("tell_apart", double))

    late = as_(adele).post(url, typed)

    assert late.status_code == 422
    assert "or said that they are not the same" in late.text
    assert "Lena said on" in late.text


def test_the_page_of_either_says_what_it_looks_like(as_, lena, pat, double, kitchen, twin):
    for row, other in ((kitchen, twin), (twin, kitchen)):
        page = as_(lena).get(row.get_absolute_url()).text
        assert f'Looks like <a href="{other.get_absolute_url()}">' in page
    assert "Looks like" not in as_(pat).get(kitchen.get_absolute_url()).text


def test_the_page_of_a_person_says_so_to_leads_alone(as_, lena, rosa, double_person):
    url = double_person.first.get_absolute_url()

    assert "Looks like" in as_(lena).get(url).text
    assert "Looks like" not in as_(rosa).get(url).text


def test_a_namesake_that_was_told_apart_is_no_namesake(as_, rosa, lena, kitchen):
    namesake = make.organisation(kitchen.name)
    assert "the same name" in as_(rosa).get(kitchen.get_absolute_url()).text

    make.double(kitchen, namesake, apart_by=lena)

    assert "the same name" not in as_(rosa).get(kitchen.get_absolute_url()).text


def test_lists_and_dashboard_lead_there(as_, lena, adele, double, double_person):
    client = as_(lena)
    for url, leads_to in (("/organisations/", ORGANISATIONS), ("/people/", PEOPLE)):
        assert f'href="{leads_to}"' in client.get(url).text
        assert f'href="{leads_to}"' in client.get("/").text
    assert "Look at 1 pair of organisations" in as_(adele).get("/").text


def test_nobody_else_is_shown_that_there_are_any(as_, rosa, pat, double, double_person):
    for user in (rosa, pat):
        for url in ("/", "/organisations/", "/people/"):
            assert "doubles/" not in as_(user).get(url).text


def test_p2_administrators_find_no_people_there(as_, adele, double_person):
    assert PEOPLE not in as_(adele).get("/").text
    assert as_(adele).post(button("tell_apart", double_person)).status_code == 409
    double_person.refresh_from_db()
    assert double_person.told_apart_at is None


@pytest.mark.parametrize("who", ["rosa", "amir", "sam", "iris", "pat", "ben", "cleo"])
def test_nobody_else_says_what_is_two(request, as_, double, double_person, who):
    client = as_(request.getfixturevalue(who))

    for pair in (double, double_person):
        for name in ("tell_apart", "put_back"):
            assert client.post(button(name, pair)).status_code in (403, 404)
    assert not LikelyDouble.objects.told_apart().exists()


@pytest.mark.parametrize(
    ("url", "kind"), [(ORGANISATIONS, "organisation"), (PEOPLE, "contributor")]
)
def test_ten_pairs_cost_as_many_queries_as_two(
    as_, lena, url, kind, django_assert_max_num_queries, programme
):
    client, build = as_(lena), getattr(make, kind)
    for _ in range(2):
        make.double(build(), build())
    with CaptureQueriesContext(connection) as of_two:
        client.get(url)
    for _ in range(8):
        make.double(build(), build())

    with django_assert_max_num_queries(len(of_two)):
        client.get(url)
