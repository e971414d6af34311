"""A record's page says by which import it came, and which changed it."""

from coalition.imports.provenance import imports_of
from coalition.models import Contributor, Organisation
from tests import make


def test_the_history_of_an_organisation_names_the_imports_that_brought_and_changed_it(as_, lena):
    first = make.organisation_import("Name,Number\nKitchen,1147168\n", by=lena, done=True)
    second = make.organisation_import("Name,Number\nThe Kitchen,1147168\n", by=lena, done=True)
    make.organisation_import("Name,Number\nThe Kitchen,1147168\n", by=lena, done=True)

    kitchen = Organisation.objects.get()
    assert [(job.pk, job.added) for job in imports_of(kitchen)] == [
        (second.pk, False),
        (first.pk, True),
    ]
    page = as_(lena).get(kitchen.get_absolute_url()).content.decode()
    assert "Came in by the import of members.csv" in page
    assert "Changed by the import of members.csv" in page


def test_the_page_of_a_person_names_the_import_that_brought_them(as_, rosa):
    make.people_import("Name,Email\nAnn,ann@example.org\n", by=rosa, done=True)
    page = as_(rosa).get(Contributor.objects.get().get_absolute_url()).content.decode()
    assert "Came in by the import of members.csv" in page


def test_an_undone_change_is_not_part_of_the_history(lena):
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    job = make.organisation_import("Name,Number\nHall,1147168\n", by=lena, done=True)
    make.undone(job, by=lena)
    assert imports_of(kitchen) == []


def test_where_a_record_came_from_takes_one_query(lena, django_assert_num_queries):
    make.organisation_import("Name,Number\nKitchen,1147168\n", by=lena, done=True)
    kitchen = Organisation.objects.get()
    with django_assert_num_queries(1):
        assert str(imports_of(kitchen)[0].started_by) == "Lena"
