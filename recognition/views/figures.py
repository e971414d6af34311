"""“Thanked in time”: G1 to G6 and A1, with what each counts one click away."""

from typing import Any

from django.http import HttpResponse

from coalition.forms.figures import PeriodForm
from coalition.http import Request, render_form
from coalition.models import Programme
from coalition.permissions import require
from coalition.spreadsheets.writer import to_csv
from recognition.figures import HEADINGS, as_rows, figures
from recognition.models import RECOGNITION_ROLES
from recognition.permissions import can_see_thanks

SECTION = {"section": "thanks", "tab": "figures"}
PAGE = "recognition/thanks_figures.html"


def thanks_figures(request: Request) -> HttpResponse:
    require(can_see_thanks(request.user))
    form = PeriodForm.of(request.GET)
    context: dict[str, Any] = {**SECTION, "query": request.GET.urlencode()}
    if form.is_valid():
        measures = figures(_programmes(request), form.period)
        context |= {"period": form.period, "measures": measures}
    return render_form(request, PAGE, form, context)


def thanks_figures_export(request: Request) -> HttpResponse:
    """The same as a spreadsheet; what is not shown there is not in here."""
    require(can_see_thanks(request.user))
    form = PeriodForm.of(request.GET)
    if not form.is_valid():
        return render_form(request, PAGE, form, SECTION)
    rows = as_rows(figures(_programmes(request), form.period))
    name = f"thanks-{form.period.from_on}-{form.period.to_on}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(to_csv(HEADINGS, rows), content_type="text/csv", headers=disposition)


def _programmes(request: Request) -> list[Programme]:
    return list(Programme.objects.with_role(request.user, *RECOGNITION_ROLES))
