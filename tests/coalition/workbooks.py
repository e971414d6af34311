"""Workbooks made by hand, as small as Excel's format allows."""

import io
import zipfile
from xml.sax.saxutils import escape

from coalition.spreadsheets.table import letter_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = {"date": 14, "moment": 22, "time": 20, "duration": 46}  # by Excel's number of the format


def xlsx(*sheets, dates_from_1904=False):
    """A workbook of (name, state, what `sheet_of` gives)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/workbook.xml", _workbook(sheets, dates_from_1904))
        parts = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(len(sheets))]
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", "styles.xml")])
        )
        formats = "".join(f'<xf numFmtId="{number}"/>' for number in [0, *STYLES.values()])
        archive.writestr(
            "xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'
        )
        for (_, target), (_, _, xml) in zip(parts, sheets, strict=True):
            archive.writestr(f"xl/{target}", f'<worksheet xmlns="{MAIN}">{xml}</worksheet>')
    return out.getvalue()


def sheet_of(rows, *, merged=(), hidden=(), first_row=1):
    """Cells are text, numbers, None, (number, style), or XML that begins with <."""
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    data = "".join(
        f'<row r="{number}" hidden="{int(number in hidden)}">'
        + "".join(_cell(f"{letter_of(i)}{number}", value) for i, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, first_row)
    )
    return f"<sheetData>{data}</sheetData>" + (merges and f"<mergeCells>{merges}</mergeCells>")


def _cell(place, value):
    match value:
        case None:
            return ""
        case (number, style):
            index = list(STYLES).index(style) + 1
            return f'<c r="{place}" s="{index}"><v>{number}</v></c>'
        case str() if value.startswith("<"):
            return value.replace("<c", f'<c r="{place}"', 1)
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _workbook(sheets, dates_from_1904):
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i + 1}" state="{state}" r:id="r{i}"/>'
        for i, (name, state, _) in enumerate(sheets)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<workbookPr date1904="{int(dates_from_1904)}"/><sheets>{listed}</sheets></workbook>'
    )


def _relations(targets):
    listed = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
