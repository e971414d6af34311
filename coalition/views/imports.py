"""Bringing in a spreadsheet: upload, columns, check, who is who, how far it is, and undo."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from coalition import spreadsheets, tasks
from coalition.actions import import_steps, imports
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.imports import ColumnsForm, DoublesForm, FileForm
from coalition.http import Request, number_of, posted, render_form, render_page
from coalition.imports import doubles, reports
from coalition.imports.kind import Kind, kinds, of
from coalition.models import Import
from coalition.permissions import require

SHOWN = 10  # earlier imports
AT_ONCE = 2000  # rows that are checked while the person waits
STOP_POLLING = 286  # htmx stops asking when it is answered so
Status = Import.Status


def import_list(request: Request) -> HttpResponse:
    """Everything that this person may bring in, and what was brought in before."""
    mine = [kind for kind in kinds().values() if kind.may_bring_in(request.user)]
    require(bool(mine))
    context = {"kinds": mine, "earlier": _earlier(request, [kind.key for kind in mine])}
    return render(request, "coalition/import_list.html", context)


def import_new(request: Request, kind: str) -> HttpResponse:
    found = _kind(request, kind)
    form = FileForm(posted(request), request.FILES or None)
    if form.is_valid():
        file, sheet = form.cleaned_data["file"], form.cleaned_data["sheet"]
        job = imports.upload(
            kind=found.key, file_name=file.name, contents=file, sheet=sheet, by=request.user
        )
        return redirect("import_columns", job.pk)
    context = {
        "section": found.section,
        "kind": found,
        "list_url": found.list_url(),
        "earlier": _earlier(request, [found.key]),
    }
    return render_form(request, "coalition/import_new.html", form, context)


def import_template(request: Request, kind: str) -> HttpResponse:
    found = _kind(request, kind)
    headings, *examples = found.template
    response = HttpResponse(
        spreadsheets.to_csv(headings, examples), content_type="text/csv; charset=utf-8"
    )
    return _attached(response, f"{found.plural}.csv")


def import_columns(request: Request, pk: int) -> HttpResponse:
    job, kind = _visible(request, pk)
    if job.may_have_written or job.is_owed:
        return redirect(job)
    form = ColumnsForm(posted(request), kind=kind, by=request.user)
    if form.is_valid():
        try:
            imports.match(job=job, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _checked(job)
    context = {
        **_about(job, kind),
        "same_file": _same_file(job),
        "as_before": job.status == Status.UPLOADED and _as_before(job),
    }
    return render_form(request, "coalition/import_columns.html", form, context)


def import_check(request: Request, pk: int) -> HttpResponse:
    """What the import would do. Nothing is on the register yet."""
    job, kind = _visible(request, pk)
    if job.may_have_written or job.status == Status.CHECKING:
        return redirect(job)
    if job.status == Status.UPLOADED:
        return redirect("import_columns", job.pk)
    context = {**_about(job, kind), "forecast": job.forecast, "same_file": _same_file(job)}
    return render(request, "coalition/import_check.html", context)


def import_doubles(request: Request, pk: int) -> HttpResponse:
    """Rows that may be on the register already, and what becomes of them."""
    job, kind = _visible(request, pk)
    if job.status != Status.CHECKED:
        return redirect(job)
    found = doubles.pairs(kind, number_of(request.GET.get("after")))
    form = DoublesForm(posted(request), job=job, pairs=found[: doubles.AT_ONCE])
    more = found[doubles.AT_ONCE - 1]["line"] if len(found) > doubles.AT_ONCE else None
    if form.is_valid():
        imports.choose(job=job, **form.cleaned_data)
        return _checked(job, more if "more" in request.POST else None)
    context = {**_about(job, kind), "more": more}
    return render_form(request, "coalition/import_doubles.html", form, context)


@require_POST
def import_start(request: Request, pk: int) -> HttpResponse:
    job, _ = _visible(request, pk)
    try:
        imports.start(job=job, seen=_time(request.POST.get("seen", "")), by=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        ring(tasks.run_import, job.pk)
    return redirect(job)


def import_undo(request: Request, pk: int) -> HttpResponse:
    """Asks first."""
    job, kind = _visible(request, pk)
    if request.method == "POST":
        imports.undo(job=job, by=request.user)
        ring(tasks.run_import, job.pk)
        return redirect(job)
    if not job.can_be_undone:
        return redirect(job)
    return render(request, "coalition/import_undo.html", _about(job, kind))


def import_detail(request: Request, pk: int) -> HttpResponse:
    """How far it is, and in the end what came of it."""
    job, kind = _visible(request, pk)
    if not job.may_have_written and job.status != Status.CHECKING:
        if "HX-Request" in request.headers:  # the check is done: the whole page changes
            return HttpResponse(headers={"HX-Redirect": reverse("import_check", args=[job.pk])})
        return redirect("import_check", job.pk)
    context = {**_about(job, kind), "result": job.result}
    response = render_page(
        request, "coalition/import_detail.html", "coalition/_import.html", context
    )
    if "HX-Request" in request.headers and not job.is_owed:
        response.status_code = STOP_POLLING
    return response


def import_faulty(request: Request, pk: int) -> HttpResponseBase:
    """The rows that stay out, with the reason, to be corrected and uploaded again."""
    job, _ = _visible(request, pk)
    return _report(request, job, reports.faulty_rows(job), "to-correct")


def import_left_out(request: Request, pk: int) -> HttpResponseBase:
    """The rows that come in without some of their values, with the reason."""
    job, _ = _visible(request, pk)
    return _report(request, job, reports.rows_with_remarks(job), "left-out")


def import_to_look_at(request: Request, pk: int) -> HttpResponseBase:
    """The rows that come in as they are, with what to look at in each."""
    job, _ = _visible(request, pk)
    return _report(request, job, reports.rows_with_warnings(job), "to-look-at")


def import_rows(request: Request, pk: int) -> HttpResponseBase:
    """What became of each row."""
    job, kind = _visible(request, pk)
    return _report(request, job, reports.every_row(kind), "rows")


def _checked(job: Import, after: int | None = None) -> HttpResponse:
    """A small file is checked while the person waits; a large one in the background."""
    if job.rows_total <= AT_ONCE:
        import_steps.carry_out(import_id=job.pk)
    else:
        ring(tasks.run_import, job.pk)
    if after is not None:
        return redirect(f"{reverse('import_doubles', args=[job.pk])}?after={after}")
    return redirect("import_check", job.pk)


def _report(request: Request, job: Import, rows: Iterator[bytes], called: str) -> HttpResponseBase:
    if not job.checked_at or not job.has_file:
        messages.warning(request, "The file is not kept any more. Upload it again to see its rows.")
        return redirect(job)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    return _attached(response, f"{job.file_name.rpartition('.')[0]}-{called}.csv")


def _attached(response: HttpResponseBase, name: str) -> Any:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition
    return response


def _about(job: Import, kind: Kind) -> dict[str, Any]:
    return {"section": kind.section, "job": job, "kind": kind, "list_url": kind.list_url()}


def _earlier(request: Request, keys: Iterable[str]) -> Any:
    visible = Import.objects.visible_to(request.user).filter(kind__in=list(keys))
    latest = visible.select_related("uploaded_by").order_by("-pk")[: SHOWN * 5]
    return [job for job in latest if of(job).may_be_seen_by(request.user)][:SHOWN]


def _same_file(job: Import) -> Import | None:
    """An earlier import of this very file."""
    same = Import.objects.filter(kind=job.kind, file_hash=job.file_hash).exclude(pk=job.pk)
    return same.exclude(started_at=None).select_related("started_by").order_by("-pk").first()


def _as_before(job: Import) -> bool:
    earlier = Import.objects.filter(kind=job.kind, headings_hash=job.headings_hash)
    return earlier.exclude(pk=job.pk).exclude(checked_at=None).exists()


def _kind(request: Request, key: str) -> type[Kind]:
    if key not in kinds():
        raise Http404
    kind = kinds()[key]
    require(kind.may_bring_in(request.user))
    return kind


def _visible(request: Request, pk: int) -> tuple[Import, Kind]:
    require(any(kind.may_bring_in(request.user) for kind in kinds().values()))
    found = Import.objects.visible_to(request.user).select_related("started_by", "undone_by")
    job = get_object_or_404(found, pk=pk)
    kind = of(job)
    require(kind.may_be_seen_by(request.user))
    return job, kind


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
