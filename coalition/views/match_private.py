"""The page of whoever offers, about one match: opened by the link in their mail, without an
account. One click says yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import match_course, matches
from coalition.bell import ring
from coalition.consent import coordinators, may_go_on, may_show_details
from coalition.domain import DomainError
from coalition.forms.matches import NO
from coalition.forms.offers import LinkForm
from coalition.models import Match
from coalition.models.need_words import Outcome, Side


@login_not_required
@never_cache
def match_private(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    match = _opened(pk, key)
    if match is None:
        return _link_has_run_out(request)
    context = {
        "match": match,
        "programme": match.need.programme,
        "key": key,
        "may_go_on": may_go_on(match),
        "details": may_show_details(match),
        "coordinators": coordinators(match.need.organisation),
        "outcomes": Outcome.choices,
    }
    return render(request, "coalition/match_private.html", context)


@login_not_required
@never_cache
@require_POST
def match_private_answer(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    match = _opened(pk, key)
    if match is None:
        return _link_has_run_out(request)
    says_no = request.POST.get("answer") == NO
    act = matches.decline if says_no else matches.agree
    try:
        act(match=match, side=Side.OFFERER, by=None)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        ring(tasks.send_mail)
        said = "Thank you for saying so." if says_no else "Thank you. That is a yes."
        messages.success(request, said)
    return redirect(match.private_path)


@login_not_required
@never_cache
@require_POST
def match_private_outcome(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    match = _opened(pk, key)
    if match is None:
        return _link_has_run_out(request)
    outcome = request.POST.get("outcome", "")
    if outcome not in Outcome:
        messages.warning(request, "Choose what came of it, then send it.")
    else:
        match_course.say_outcome(match=match, outcome=outcome, by=None)
        messages.success(request, "Thank you. It is written down.")
    return redirect(match.private_path)


def _opened(pk: int, key: str) -> Match | None:
    match = get_object_or_404(Match.objects.with_sides(), pk=pk)
    return match if match.is_opened_by(key) else None


def _link_has_run_out(request: HttpRequest) -> HttpResponse:
    """Wrong and expired links look alike, and lead to a new one of the offer."""
    return render(request, "coalition/offer_link_over.html", {"form": LinkForm()}, status=410)
