"""The pages of an import: upload, columns, check, progress; what they say and what they refuse."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from coalition import tasks
from coalition.models import Import, Organisation
from tests import make
from tests.coalition.shared_data import NASTY, needs_shared_data

TWO = "Name,Number\nKitchen,1147168\nLibrary,1089784\n"
NEW = "/imports/organisations/"


@pytest.fixture
def lead(as_, lena):
    return as_(lena)


def upload(client, contents, name="members.csv"):
    contents = contents.encode() if isinstance(contents, str) else contents
    return client.post(NEW, {"file": SimpleUploadedFile(name, contents)})


def url(step, job):
    return reverse(f"import_{step}", args=[job.pk])


def columns(**choices):
    chosen = {"sector": "VC", "updates_known": "yes", "column_0": "name", "column_1": "charity"}
    return {**chosen, **choices}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_lead_brings_in_a_file_in_three_steps(lead):
    response = upload(lead, TWO)
    job = Import.objects.get()
    assert response.url == url("columns", job)

    page = lead.get(response.url)
    assert 'value="charity" selected' in page.content.decode()
    response = lead.post(response.url, columns())
    assert response.url == url("check", job)

    page = lead.get(response.url)
    assert "All 2 rows of members.csv are understood" in text_of(page)
    assert "Import 2 organisations" in text_of(page)
    assert not Organisation.objects.exists()
    job.refresh_from_db()
    response = lead.post(url("start", job), {"seen": job.checked_at.isoformat()})
    assert response.url == job.get_absolute_url()

    page = lead.get(response.url)
    assert "Rows are coming in" in text_of(page)
    tasks.run_import(job.pk)
    page = lead.get(response.url)
    assert "The import is done." in text_of(page)
    assert Organisation.objects.count() == 2


def test_the_file_is_asked_for_when_none_was_chosen(lead):
    response = lead.post(NEW, {})
    assert response.status_code == 422
    assert "Choose the file that you want to bring in" in text_of(response)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ("", "The file is empty"),
        ("Name,Town\n", "no rows below them"),
        (b"PK\x03\x04 cut off", "damaged workbook"),
        (b"\x89PNG\r\n", "a picture (PNG)"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_what_to_do(lead, contents, said):
    response = upload(lead, contents)
    assert response.status_code == 422
    assert said in text_of(response)
    assert not Import.objects.exists()


@needs_shared_data
def test_every_broken_export_reaches_the_columns_or_a_message(lead):
    refused = []
    for path in sorted(NASTY.iterdir()):
        response = upload(lead, path.read_bytes(), path.name)
        if response.status_code == 302:
            assert lead.get(response.url).status_code == 200
        else:
            refused.append(path.name)
    assert refused == ["15_empty_header_only.csv", "17_html_saved_as.xls"]


def test_what_was_found_in_the_file_is_shown_beside_its_columns(lead):
    upload(lead, "Our members,,\n\nName,Name,Number\nKitchen,x,1147168\nTotal,,1\n")
    page = text_of(lead.get(url("columns", Import.objects.get())))
    assert "Left out above the headings: row 1" in page
    assert "Left out as totals: row 5" in page
    assert "Name (column A)" in page


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"column_0": ""}, "Choose which column holds the organisation’s name"),
        ({"column_1": "name"}, "Choose only one column for ‘Name’"),
        ({"sector": ""}, "Choose a sector for organisations where the file gives none"),
        ({"column_1": "shoe_size"}, "Choose one of the options listed"),
    ],
)
def test_columns_that_do_not_fit_are_named(lead, choices, said):
    job = make.organisation_import(TWO, checked=False)

    response = lead.post(url("columns", job), columns(**choices))

    assert response.status_code == 422
    assert said in response.content.decode().replace("&#x27;", "'")
    job.refresh_from_db()
    assert job.status == Import.Status.UPLOADED


@pytest.mark.parametrize("choices", [{"column_0": ""}, {"source": "CRM"}])
def test_whose_the_references_are_must_be_said_where_there_are_any(lead, choices):
    """17 of one list is not 17 of another."""
    job = make.people_import("Ref,Name\n17,Ben Okafor\n", checked=False)
    given = {"column_0": "ref", "column_1": "letter_name", "updates_known": "yes", "source": " "}

    refused = lead.post(url("columns", job), given)
    accepted = lead.post(url("columns", job), {**given, **choices})

    assert refused.status_code == 422
    assert "Say which system the references are from" in text_of(refused)
    assert accepted.url == url("check", job)


def test_columns_stay_as_they_were_matched(lead):
    job = make.organisation_import(TWO, columns={1: "name"}, sector="FA", updates_known="no")
    form = lead.get(url("columns", job)).context["form"]
    assert (form["column_1"].initial, form["column_0"].initial) == ("name", "")
    assert (form["sector"].initial, form["updates_known"].initial) == ("FA", "no")


def test_faulty_rows_are_shown_with_row_column_and_what_to_do(lead):
    job = make.organisation_import(TWO + ",1089785\nChoir,1.1E+06\n")
    page = text_of(lead.get(url("check", job)))
    assert "2 rows of members.csv need correcting; 2 are ready." in page
    for said in ("Row 4", "The row has no name", "<code>1.1E+06</code>", "digits are lost"):
        assert said in page
    assert "Download all 2 (CSV)" in page


def test_what_would_change_is_shown_as_was_and_becomes(lead):
    make.organisation("Kitchen", org_id="GB-CHC-1147168", sector="LG")
    text = "Name,Number,Sector\nThe <b>Kitchen</b>,1147168,Faith group\n"
    page = text_of(lead.get(url("check", make.organisation_import(text))))
    assert "<del>Kitchen</del> → <ins>The &lt;b&gt;Kitchen&lt;/b&gt;</ins>" in page
    assert "<del>Local government</del> → <ins>Faith group</ins>" in page


def test_a_new_organisation_with_a_known_name_is_pointed_out(lead):
    """ORG-1"""
    there = make.organisation("Kitchen", area="Bath")
    text = "Name,Number,Area\nKitchen,1147168,York\n"
    page = text_of(lead.get(url("check", make.organisation_import(text))))
    assert "1 row may be on the register already" in page
    job = Import.objects.get()
    assert f'href="/organisations/{there.pk}/"' in text_of(lead.get(url("doubles", job)))


def test_a_file_of_which_nothing_is_to_come_in_says_what_is_not_sure(lead):
    make.contributor("Ben Okafor")
    job = make.people_import("Name\nBen Okafor\n")
    assert "on the register already, or may be." in text_of(lead.get(url("check", job)))


def test_which_rows_are_twice_in_the_file_is_shown_before_anything_is_saved(lead):
    job = make.organisation_import("Name\nKitchen\nLibrary\nKitchen\n")
    page = text_of(lead.get(url("check", job)))
    assert "Rows that are twice in the file" in page
    assert "If they are different organisations, match a column" in page


def test_doubles_stand_side_by_side_in_words(lead):
    make.organisation("Kitchen", org_id="GB-CHC-1147168", sector="FA")
    job = make.organisation_import("Name,Number,Sector\nKitchen,1089784,VC\n")
    page = text_of(lead.get(url("doubles", job)))
    assert "<b>Voluntary and community</b>" in page
    assert "<b>Faith group</b>" in page


def test_there_is_no_button_where_there_is_nothing_to_import(lead):
    make.organisation_import(TWO, done=True)
    page = text_of(lead.get(url("check", make.organisation_import(TWO))))
    assert "There is nothing to import" in page
    assert "Import 0" not in page


def test_the_second_person_to_press_import_is_told_who_was_first(as_, lena, adele):
    job = make.organisation_import(TWO)
    seen = {"seen": job.checked_at.isoformat()}
    as_(lena).post(url("start", job), seen)

    response = as_(adele).post(url("start", job), seen, follow=True)

    assert "Lena started this import at" in text_of(response)


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-01-01T00:00:00+00:00"])
def test_a_start_from_an_old_page_changes_nothing(lead, seen):
    job = make.organisation_import(TWO)

    response = lead.post(url("start", job), {"seen": seen}, follow=True)

    assert "Look at the new check first" in text_of(response)
    job.refresh_from_db()
    assert job.started_at is None


def test_each_step_leads_to_where_the_import_is(lead):
    uploaded = make.organisation_import(TWO, checked=False)
    checked = make.organisation_import(TWO)
    started = make.organisation_import(TWO, started=True)
    assert lead.get(url("check", uploaded)).url == url("columns", uploaded)
    assert lead.get(url("detail", checked)).url == url("check", checked)
    for step in ("columns", "check"):
        assert lead.get(url(step, started)).url == url("detail", started)


def test_progress_is_asked_for_every_two_seconds_until_it_is_done(lead):
    job = make.organisation_import(TWO, started=True)
    headers = {"HX-Request": "true"}

    running = lead.get(url("detail", job), headers=headers)
    tasks.run_import(job.pk)
    done = lead.get(url("detail", job), headers=headers)

    assert (running.status_code, done.status_code) == (200, 286)
    assert 'data-hx-trigger="every 2s"' in running.content.decode()
    assert "data-hx-trigger" not in done.content.decode()
    assert "<html" not in running.content.decode()


def test_updating_can_be_stopped(lead):
    job = make.organisation_import(TWO, started=True)
    page = lead.get(url("detail", job) + "?still=yes").content.decode()
    assert "every 2s" not in page
    assert "Refresh" in page


def test_progress_does_not_fetch_the_file(lead, django_assert_max_num_queries):
    job = make.organisation_import(TWO, started=True)
    with django_assert_max_num_queries(6) as found:
        lead.get(url("detail", job), headers={"HX-Request": "true"})
    assert not [query for query in found.captured_queries if "importpart" in query["sql"]]


def test_a_stopped_import_says_why_and_offers_to_go_on(lead):
    job = make.organisation_import(TWO, started=True)
    Import.objects.update(status="stopped", problem="It stopped 5 times after 0 rows.")

    page = text_of(lead.get(url("detail", job)))
    assert "It stopped 5 times after 0 rows." in page
    lead.post(url("start", job), {"seen": job.checked_at.isoformat()})

    job.refresh_from_db()
    assert job.status == Import.Status.RUNNING


def rows_of(response):
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_faulty_rows_can_be_downloaded_with_the_reason(lead):
    job = make.organisation_import(TWO + ",1089785\n")
    assert rows_of(lead.get(url("faulty", job))) == [
        ["Name", "Number", "Row in your file", "What to do"],
        ["", "1089785", "4", "Name: The row has no name. Enter one."],
    ]


def test_left_out_values_can_be_downloaded_with_the_reason(lead):
    job = make.organisation_import("Name,Website\nKitchen,none.\nB,b.example\nC,c.example\n")
    rows = rows_of(lead.get(url("left_out", job)))
    assert [row[2] for row in rows[1:]] == ["2"]
    assert "not a web address" in rows[1][3]


def test_a_dropped_file_is_said_to_be_gone(lead):
    job = make.organisation_import(TWO, done=True)
    Import.objects.update(file_dropped_at=timezone.now())
    response = lead.get(url("faulty", job), follow=True)
    assert "The file is not kept any more" in text_of(response)


def test_the_template_can_be_brought_in_as_it_is(lead):
    template = lead.get(reverse("import_template", args=["organisations"])).content.decode(
        "utf-8-sig"
    )
    job = make.organisation_import(template, done=True)
    assert job.result["new"] == 2
    assert job.forecast["remarks"] == 0


def test_earlier_files_are_listed_in_a_constant_number_of_queries(
    lead, django_assert_max_num_queries
):
    for _ in range(5):
        make.organisation_import(TWO, done=True)
    with django_assert_max_num_queries(8):
        page = lead.get(NEW)
    assert text_of(page).count("members.csv") == 5


def test_a_file_name_with_scripts_is_only_a_name(lead):
    upload(lead, TWO, "<script>alert(1)</script>.csv")
    assert "<script>alert" not in text_of(lead.get(NEW))


def test_only_leads_and_administrators_start_an_import(as_, rosa, pat, cleo):
    job = make.organisation_import(TWO)
    for person in (rosa, pat, cleo):
        assert as_(person).post(url("start", job), {"seen": ""}).status_code == 403
        assert as_(person).post(NEW, {}).status_code == 403
        assert as_(person).post(url("columns", job), columns()).status_code == 403
