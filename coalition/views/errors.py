"""Pages for when something is not there, not allowed, or out of date."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long. What was typed is shown, so that it can be copied."""
    typed = [
        value
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "form_key"} and "password" not in name
        for value in values
        if " " in value or len(value) > 20
    ]
    context = {"typed": typed, "again": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)
