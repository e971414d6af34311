"""Small things that views share."""

from collections.abc import Callable, Iterable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.safestring import mark_safe

from coalition.models import User

PAGE_SIZE = 50


class Request(HttpRequest):
    """A request of somebody who has signed in: LoginRequiredMiddleware turns others away. A view
    that says @login_not_required takes an HttpRequest, whose user may be anonymous."""

    user: User


def link_to(url_name: str) -> Callable[[object], str]:
    """Makes addresses of pages that differ in one number or word: asked once for a whole list, and
    escaped already."""
    before, after = reverse(url_name, args=[0]).rsplit("0", 1)
    return lambda key: mark_safe(f"{before}{escape(key)}{after}")


def words_of(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The words of a choice, escaped once and not for each row of a list."""
    return {value: escape(words) for value, words in choices}


def number_of(text: str | None) -> int:
    """The number of a row, from an address or a form; 0 where it is none, or beyond any."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the data of a POST, even if empty, and otherwise nothing."""
    return request.POST if request.method == "POST" else None


def render_page(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any]
) -> HttpResponse:
    """Answer a browser with the page, and htmx with the fragment that the page includes."""
    from_htmx = "HX-Request" in request.headers
    restoring = "HX-History-Restore-Request" in request.headers
    response = render(request, fragment if from_htmx and not restoring else page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_form(
    request: HttpRequest, page: str, form: BaseForm, context: dict[str, Any]
) -> HttpResponse:
    """A page with a form: status 422 when what was posted needs changing."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, page, {"form": form, **context}, status=status)
