"""The site's own addresses, and some that lead to pages which one cannot ask for by address."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path

from coalition import urls
from coalition.domain import DomainError
from coalition.models import Programme
from coalition.urls import handler400, handler403, handler404  # noqa: F401
from coalition.views import errors


@login_not_required
def not_understood(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


@login_not_required
def too_late(request: HttpRequest) -> HttpResponse:
    raise DomainError("Rosa Bright sent these letters at 4:12pm; they cannot be sent again.")


@login_not_required
def our_fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose, for tests")


@login_not_required
def open_too_long(request: HttpRequest) -> HttpResponse:
    request.POST = QueryDict("headline=A hall for forty people, step-free")
    return errors.csrf_failure(request)


@login_not_required
def two_programmes(request: HttpRequest) -> HttpResponse:
    """Not in the demo world: with a second programme, other pages would look different too."""
    names = {"homes": "Homes for Aldermere", "well": "Leaving hospital well"}
    programmes = [
        Programme(slug=slug, name=name, purpose="Helping people to settle in.")
        for slug, name in names.items()
    ]
    return render(request, "coalition/offer_choose.html", {"programmes": programmes})


urlpatterns = [
    *urls.urlpatterns,
    path("on-purpose/400/", not_understood),
    path("on-purpose/403/", open_too_long),
    path("on-purpose/409/", too_late),
    path("on-purpose/500/", our_fault),
    path("on-purpose/two-programmes/", two_programmes),
]
