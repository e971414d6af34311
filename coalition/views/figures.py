"""Figures about offers and needs: O1 to O5, and what is offered beside what is needed."""

from django.http import HttpResponse
from django.shortcuts import render

from coalition.figures import HEADINGS, as_rows, figures
from coalition.figures.balance import balances
from coalition.figures.meeting import unmet_by_reason
from coalition.forms.figures import PeriodForm
from coalition.http import Request, render_form
from coalition.models import Programme, RoleGrant, User
from coalition.permissions import can_see_figures, is_lead, require
from coalition.spreadsheets.writer import to_csv


def figure_list(request: Request) -> HttpResponse:
    require(can_see_figures(request.user))
    form = PeriodForm.of(request.GET)
    context = {
        "section": "figures",
        "is_lead": is_lead(request.user),
        "query": request.GET.urlencode(),
    }
    if form.is_valid():
        programmes = _programmes(request.user)
        context |= {
            "period": form.period,
            "measures": figures(programmes, form.period),
            "unmet": unmet_by_reason(programmes, form.period),
        }
    return render_form(request, "coalition/figure_list.html", form, context)


def figure_export(request: Request) -> HttpResponse:
    """The same as a spreadsheet; what is not shown there is not in here."""
    require(can_see_figures(request.user))
    form = PeriodForm.of(request.GET)
    if not form.is_valid():
        return render_form(request, "coalition/figure_list.html", form, {"section": "figures"})
    rows = as_rows(figures(_programmes(request.user), form.period))
    name = f"figures-{form.period.from_on}-{form.period.to_on}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(to_csv(HEADINGS, rows), content_type="text/csv", headers=disposition)


def need_balance(request: Request) -> HttpResponse:
    """What is offered beside what is needed, by kind and place (O4)."""
    require(is_lead(request.user))
    led = Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD)
    context = {"section": "needs", "rows": balances(list(led))}
    return render(request, "coalition/need_balance.html", context)


def _programmes(user: User) -> list[Programme]:
    return list(Programme.objects.filter(pk__in=user.works_in).order_by("name"))
