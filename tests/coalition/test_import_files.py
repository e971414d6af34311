"""What a file brings to the pages of an import: its sheets, and dates that begin with the month."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from coalition import tasks
from coalition.models import Affiliation, Import
from tests import make
from tests.coalition.workbooks import sheet_of, xlsx

BOOK = xlsx(
    ("Read me", "visible", sheet_of([["Made in 2022"]])),
    ("Members", "visible", sheet_of([["Name", "Charity number"], ["Kitchen", 1147168]])),
    ("Friends", "visible", sheet_of([["Name"], ["Library"], ["Choir"], ["Lido"]])),
)
HELPERS = (
    b"Name,Email,Organisation,Since\n"
    b"Ann Example,ann@example.org,Kitchen,03/04/2022\n"
    b"Ben Example,ben@example.org,Kitchen,04/30/2022\n"
)


@pytest.fixture
def lead(as_, lena):
    return as_(lena)


def upload(client, kind, contents, **more):
    data = {"file": SimpleUploadedFile("members.xlsx", contents), **more}
    return client.post(reverse("import_new", args=[kind]), data)


def headings():
    return [column["heading"] for column in Import.objects.get().found_columns]


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_workbook_comes_in_by_its_longest_sheet_and_says_so(lead):
    page = lead.get(upload(lead, "organisations", BOOK).url)
    assert "3 sheets; we read “Friends”, which has most rows" in text_of(page)
    assert headings() == ["Name"]


def test_another_sheet_comes_in_by_its_name(lead):
    upload(lead, "organisations", BOOK, sheet="members")
    assert headings() == ["Name", "Charity number"]


def test_a_sheet_that_is_not_there_is_answered_beside_its_name(lead):
    page = upload(lead, "organisations", BOOK, sheet="Gone")
    assert page.status_code == 422
    assert "It has “Read me”, “Members”, “Friends”." in text_of(page)
    assert 'value="Gone"' in text_of(page)
    assert not Import.objects.exists()


def matched(**more):
    columns = {"column_0": "letter_name", "column_1": "email", "column_2": "organisation"}
    return {**columns, "column_3": "from_on", "sector": "VC", "updates_known": "yes", **more}


def bring_in(lead, **more):
    """Those who help in a kitchen that is on the register."""
    make.organisation("Kitchen")
    columns_url = upload(lead, "people", HELPERS).url
    response = lead.post(columns_url, matched(**more))
    if response.status_code == 302:
        job = Import.objects.get()
        lead.post(reverse("import_start", args=[job.pk]), {"seen": job.checked_at.isoformat()})
    return response


def since():
    found = Affiliation.objects.order_by("contributor__letter_name")
    return [affiliation.from_on for affiliation in found]


def test_where_the_month_may_come_first_somebody_has_to_say(lead):
    page = bring_in(lead)
    assert page.status_code == 422
    assert "Choose what comes first in the dates" in text_of(page)
    assert "The file also has 04/30/2022" in text_of(page)


def test_dates_that_begin_with_the_month_are_read_so(lead):
    bring_in(lead, dates="month")
    tasks.run_import(Import.objects.get().pk)
    assert since() == [date(2022, 3, 4), date(2022, 4, 30)]


def test_dates_that_begin_with_the_day_leave_the_others_out(lead):
    bring_in(lead, dates="day")
    tasks.run_import(Import.objects.get().pk)
    assert since() == [date(2022, 4, 3), timezone.localdate()]


def test_nobody_is_asked_about_dates_that_are_left_out(lead):
    assert bring_in(lead, column_3="").status_code == 302


def test_nobody_is_asked_where_the_day_comes_first(lead):
    plain = HELPERS.replace(b"04/30/2022", b"30/04/2022")
    page = lead.get(upload(lead, "people", plain).url)
    assert "What comes first in dates" not in text_of(page)
