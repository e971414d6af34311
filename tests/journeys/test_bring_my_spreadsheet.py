"""Bring my spreadsheet: a workbook as people have them, with a sheet of notes, a title, a merged
heading, a total, lost zeros and dates that begin with the month; put right, brought in, undone.
"""

from coalition.models import Contributor, Import
from tests.coalition.workbooks import sheet_of, xlsx
from tests.journeys.conftest import work

HELPERS = [
    ["Helpers of the harbour, spring 2022"],
    ["Who", None, "How to reach them", None, "Since"],
    ["First name", "Surname", "Email", "Mobile", None],
    ["Maja", "Lindqvist-Oye", "maja@harbour.example", 7700900123, "03/04/2022"],
    ["Tomos", "Pryce-Adeyemi", "TOMOS@harbour.example", "+44 7700 900124", "04/30/2022"],
    [None, "", "nobody@harbour.example", None, None],
    ["Total", 3],
]
HARBOUR = xlsx(
    ("How to use this", "visible", sheet_of([[f"Step {i}"] for i in range(20)])),
    ("Helpers", "visible", sheet_of(HELPERS, merged=["A2:B2", "C2:D2", "E2:E3"])),
)


def test_a_messy_workbook_comes_in_and_can_be_taken_back(somebody, tmp_path):
    file = tmp_path / "harbour.xlsx"
    file.write_bytes(HARBOUR)
    before = Contributor.objects.count()
    lena = somebody()
    lena.sign_in("lena@aldermere.example")

    it_is_uploaded(lena, file)
    its_columns_and_dates_are_understood(lena)
    it_comes_in(lena, before)
    it_is_taken_back(lena, before)


def it_is_uploaded(lena, file):
    lena.open("/people/")
    lena.follow("Bring in a spreadsheet")
    lena.page.get_by_label("Your file").set_input_files(file)
    lena.click("Upload and match columns")
    lena.sees("The workbook has 2 sheets; we read “How to use this”")
    lena.follow("Choose another file")
    lena.unfold("My workbook has several sheets")
    lena.write("Name of the sheet", "helpers")
    lena.page.get_by_label("Your file").set_input_files(file)
    lena.click("Upload and match columns")


def its_columns_and_dates_are_understood(lena):
    for words in (
        "Left out above the headings: row 1 (“Helpers of the harbour, spring 2022”).",
        "Rows 2 and 3 are both headings; we use the lower ones.",
        "Left out as totals: row 7 (“Total”).",
        "In “Mobile”, one number has lost the first 0, such as 7700900123; we put it back.",
    ):
        lena.sees(words)
    lena.pick("Since", "With it since")
    lena.click("Check the rows")
    lena.sees("Choose what comes first in the dates")
    lena.choose("The month: 4 March 2022")
    lena.click("Check the rows")


def it_comes_in(lena, before):
    lena.sees("1 row of harbour.xlsx needs correcting; 2 are ready.")
    lena.sees("Row 6")
    lena.click("Import 2 people")
    work()
    maja = Contributor.objects.get(email="maja@harbour.example")
    assert (maja.phone, maja.name_confirmed_by) == ("07700 900123", "import")
    assert Contributor.objects.count() == before + 2


def it_is_taken_back(lena, before):
    lena.open(Import.objects.latest("pk").get_absolute_url())
    lena.sees("The import is done.")
    lena.follow("Undo this import")
    lena.click("Undo the import")
    work()
    assert Contributor.objects.count() == before
