"""The decision log: of a forum, and of all that one may read; for the public, what is public."""

from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render

from coalition.filters import Filters
from coalition.http import PAGE_SIZE, Request
from coalition.paging import page_of
from coalition.views.exports import AT_A_TIME, descriptor, file
from forums.decision_exports import DECISIONS, as_objects
from forums.decision_log import filters_for, log_of, narrowable, published_log, rings
from forums.decision_permissions import can_record_decision
from forums.models import Decision
from forums.models.decision_rows import DecisionQuerySet
from forums.permissions import Place, can_read_meetings
from forums.views.place import past_the_scope, shown


@past_the_scope
def decision_list(request: Request, here: Place) -> HttpResponse:
    """Of this forum. What is being written down is for whoever is seated, and leads."""
    inside = can_read_meetings(here)
    seen = Decision.objects.visible_to(request.user).filter(forum=here.forum).published()
    visible = narrowable(seen).with_all()
    open_rows = log_of(here.forum).being_written().newest_first() if inside else []
    context = {
        **shown(here, "decisions"),
        **_listed(request, visible, one_forum=True),
        "open": open_rows,
        "can_record": can_record_decision(here),
    }
    return render(request, "forums/decision_list.html", context)


@login_not_required
def decision_log(request: HttpRequest) -> HttpResponse:
    """Of every forum, for whoever asks."""
    visible = published_log(Decision.objects.visible_to(request.user))
    context = {
        "section": "forums",
        "is_public": not request.user.is_authenticated,
        **_listed(request, visible, one_forum=False),
    }
    return render(request, "forums/decision_log.html", context)


@login_not_required
def decision_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as on the page with the same address, all of them."""
    return file(DECISIONS, _asked_for(request).iterator(chunk_size=AT_A_TIME))


@login_not_required
def decision_export_json(request: HttpRequest) -> JsonResponse:
    """The same once more, for programs."""
    rows = as_objects(_asked_for(request).iterator(chunk_size=AT_A_TIME))
    return JsonResponse({"decisions": list(rows)})


@login_not_required
def decision_export_descriptor(request: HttpRequest) -> JsonResponse:
    return descriptor(DECISIONS)


def _listed(request: HttpRequest, visible: DecisionQuerySet, *, one_forum: bool) -> dict[str, Any]:
    filters = filters_for(request.GET, visible, one_forum=one_forum)
    options, count = filters.tally(visible)
    found = _found(filters, visible)
    page = page_of(rings(found), request.GET, PAGE_SIZE, count)
    return {"filters": filters, "options": options, "count": count, "page": page}


def _asked_for(request: HttpRequest) -> DecisionQuerySet:
    visible = published_log(Decision.objects.visible_to(request.user))
    filters = filters_for(request.GET, visible, one_forum=False)
    rows = _found(filters, visible).newest_first()
    return rows.prefetch_related("overrides__by_body")


def _found(filters: Filters, visible: DecisionQuerySet) -> DecisionQuerySet:
    return cast(DecisionQuerySet, filters.chosen_among(visible))
