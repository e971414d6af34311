"""Bringing in a spreadsheet of organisations: upload, columns, check, and how far it is."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from coalition import spreadsheets, tasks
from coalition.actions import organisation_imports
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.organisation_imports import OrganisationColumnsForm, OrganisationFileForm
from coalition.http import Request, posted, render_form, render_page
from coalition.models import OrganisationImport
from coalition.permissions import can_import_organisations, require
from coalition.spreadsheets.organisations import (
    compare_all,
    faulty_rows,
    rows_with_remarks,
    understand,
)

SHOWN = 10  # earlier imports
STOP_POLLING = 286  # htmx stops asking when it is answered so
TEMPLATE = ["Name", "Identifier", "Sector", "Postcode", "Website", "Active"]
EXAMPLES = [
    ["Aldermere Community Kitchen", "GB-CHC-1234567", "VC", "BS1 4ST", "kitchen.example", "yes"],
    ["Low Fell Walking Group", "", "Informal group, mutual aid", "", "", "yes"],
]
Status = OrganisationImport.Status


def organisation_import_new(request: Request) -> HttpResponse:
    require(can_import_organisations(request.user))
    form = OrganisationFileForm(posted(request), request.FILES or None)
    if form.is_valid():
        job = organisation_imports.upload(
            file_name=form.cleaned_data["file"].name,
            contents=form.cleaned_data["contents"],
            by=request.user,
        )
        return redirect("organisation_import_columns", job.pk)
    earlier = OrganisationImport.objects.visible_to(request.user).without_file()
    context = {
        "section": "organisations",
        "earlier": earlier.select_related("uploaded_by", "started_by").order_by("-pk")[:SHOWN],
    }
    return render_form(request, "coalition/organisation_import_new.html", form, context)


def organisation_import_template(request: Request) -> HttpResponse:
    require(can_import_organisations(request.user))
    return _csv(spreadsheets.to_csv(TEMPLATE, EXAMPLES), "organisations.csv")


def organisation_import_columns(request: Request, pk: int) -> HttpResponse:
    job = _visible(request, pk)
    if job.started_at:
        return redirect(job)
    table = spreadsheets.read(job.file)
    form = OrganisationColumnsForm(posted(request), table=table, job=job)
    if form.is_valid():
        try:
            organisation_imports.check(organisation_import=job, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("organisation_import_check", job.pk)
    context = {"section": "organisations", "job": job, "table": table}
    return render_form(request, "coalition/organisation_import_columns.html", form, context)


def organisation_import_check(request: Request, pk: int) -> HttpResponse:
    """What the import would do. Nothing is on the register yet."""
    job = _visible(request, pk)
    if job.started_at:
        return redirect(job)
    if job.status == Status.UPLOADED:
        return redirect("organisation_import_columns", job.pk)
    context = {"section": "organisations", "job": job, "forecast": job.forecast}
    return render(request, "coalition/organisation_import_check.html", context)


@require_POST
def organisation_import_start(request: Request, pk: int) -> HttpResponse:
    job = _visible(request, pk)
    try:
        organisation_imports.start(
            organisation_import=job, seen=_time(request.POST.get("seen", "")), by=request.user
        )
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        ring(tasks.run_import, job.pk)
    return redirect(job)


def organisation_import_detail(request: Request, pk: int) -> HttpResponse:
    """How far it is, and in the end what came of it."""
    job = _visible(request, pk)
    if not job.started_at:
        return redirect("organisation_import_check", job.pk)
    context = {"section": "organisations", "job": job, "result": job.result}
    page, fragment = (
        "coalition/organisation_import_detail.html",
        "coalition/_organisation_import.html",
    )
    response = render_page(request, page, fragment, context)
    if "HX-Request" in request.headers and job.status != Status.RUNNING:
        response.status_code = STOP_POLLING
    return response


def organisation_import_faulty(request: Request, pk: int) -> HttpResponse:
    """The rows that stay out, with the reason, to be corrected and uploaded again."""
    return _report(request, pk, faulty_rows, "to-correct")


def organisation_import_left_out(request: Request, pk: int) -> HttpResponse:
    """The rows that come in without some of their values, with the reason."""
    return _report(request, pk, rows_with_remarks, "left-out")


def _report(request: Request, pk: int, rows: Callable[..., bytes], called: str) -> HttpResponse:
    job = _visible(request, pk)
    if not job.columns or not job.file:
        messages.warning(request, "The file is not kept any more. Upload it again to see its rows.")
        return redirect(job)
    table = spreadsheets.read(job.file)
    outcomes = compare_all(understand(table, job.matched), updates_known=job.updates_known)
    return _csv(rows(table, outcomes), f"{job.file_name.rpartition('.')[0]}-{called}.csv")


def _csv(contents: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition}
    return HttpResponse(contents, content_type="text/csv; charset=utf-8", headers=headers)


def _visible(request: Request, pk: int) -> OrganisationImport:
    require(can_import_organisations(request.user))
    found = OrganisationImport.objects.visible_to(request.user).without_file()
    return get_object_or_404(found.select_related("started_by"), pk=pk)


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
