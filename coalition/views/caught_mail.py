"""The mail that the demonstration sent. In demo mode only: elsewhere these pages do not exist."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from coalition import caught_mail
from coalition.caught_mail import CaughtMail

AS_IN_A_MAIL_PROGRAM = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "sandbox": True,
}


@login_not_required
def caught_mail_list(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    messages = [caught_mail.read(name) for name in caught_mail.names()]
    return render(request, "coalition/caught_mail_list.html", {"caught": messages})


@login_not_required
def caught_mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "coalition/caught_mail_detail.html", {"mail": _found(name)})


@login_not_required
@csp_replace(AS_IN_A_MAIL_PROGRAM)  # type: ignore[arg-type]  # its types know no arguments
def caught_mail_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """An attachment, or the HTML body on its own: as a mail program would show it, no scripts."""
    for part in _found(name).parts:
        if part.number == number:
            headers = {"Content-Disposition": f'inline; filename="{part.file_name}"'}
            return HttpResponse(part.content, part.content_type, headers=headers)
    raise Http404


def _found(name: str) -> CaughtMail:
    _only_in_the_demo()
    mail = caught_mail.read(name)
    if mail is None:
        raise Http404
    return mail


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
