"""Was the promise kept? Of one forum, and of a programme."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from coalition.http import Request, render_form
from coalition.permissions import require
from coalition.spreadsheets.writer import to_csv
from forums.forms import QuartersForm
from forums.models import Forum
from forums.permissions import Place
from forums.promise import HEADINGS, as_rows, measures
from forums.promise.cases import About
from forums.promise_permissions import can_read_promise, programmes_read_by
from forums.views.place import past_the_scope, shown

PAGES = {True: "forums/forum_promise.html", False: "forums/programme_promise.html"}


def promise_list(request: Request) -> HttpResponse:
    """The programmes that one may read; straight on to the only one."""
    programmes = list(programmes_read_by(request.user).order_by("name"))
    if len(programmes) == 1:
        return redirect("forums:programme_promise", programmes[0].pk)
    context = {"section": "forums", "programmes": programmes}
    return render(request, "forums/promise_list.html", context)


def programme_promise(request: Request, programme: int) -> HttpResponse:
    return _page(request, *_of_programme(request, programme))


def programme_promise_export(request: Request, programme: int) -> HttpResponse:
    context, forums = _of_programme(request, programme)
    return _file(request, context, forums, f"promise-{context['programme'].slug}")


@past_the_scope
def forum_promise(request: Request, here: Place) -> HttpResponse:
    require(can_read_promise(here))
    return _page(request, shown(here, "promise"), _of_forum(here))


@past_the_scope
def forum_promise_export(request: Request, here: Place) -> HttpResponse:
    require(can_read_promise(here))
    return _file(request, shown(here, "promise"), _of_forum(here), f"promise-{here.forum.pk}")


def _of_forum(here: Place) -> dict[int, str]:
    return {here.forum.pk: here.forum.name}


def _of_programme(request: Request, pk: int) -> tuple[dict[str, Any], dict[int, str]]:
    """What the page needs, and its forums: by name those that this reader sees."""
    programme = get_object_or_404(programmes_read_by(request.user), pk=pk)
    names = Forum.objects.filter(programme=programme).values_list("pk", "name")
    seen = set(Forum.objects.visible_to(request.user).values_list("pk", flat=True))
    forums = {forum: name if forum in seen else "" for forum, name in names}
    return {"section": "forums", "programme": programme}, forums


def _page(request: Request, context: dict[str, Any], forums: dict[int, str]) -> HttpResponse:
    form = QuartersForm(request.GET)
    context |= {"query": request.GET.urlencode()}
    if form.is_valid():
        about = About(forums, form.period)
        context |= {"period": form.period, "measures": measures(about)}
    return render_form(request, PAGES["forum" in context], form, context)


def _file(
    request: Request, context: dict[str, Any], forums: dict[int, str], name: str
) -> HttpResponse:
    """The same as a spreadsheet; what is not shown on the page is not in here."""
    form = QuartersForm(request.GET)
    if not form.is_valid():
        return render_form(request, PAGES["forum" in context], form, context)
    period = form.period
    rows = as_rows(measures(About(forums, period)))
    name = f"{name}-{period.from_on}-{period.to_on}.csv"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(to_csv(HEADINGS, rows), content_type="text/csv", headers=headers)
