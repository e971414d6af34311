"""The whole scheme of delegation: everything that was handed over, by forum and state."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import Programme, RoleGrant
from coalition.permissions import require
from coalition.views.exports import descriptor, file
from forums.actions import reserved
from forums.delegation_permissions import can_reserve_matters
from forums.exports import DELEGATIONS
from forums.forms import ReservedMatterForm
from forums.models import Delegation, Forum, ReservedMatter
from forums.models.delegation_rows import DelegationQuerySet
from forums.models.delegation_words import OVER, Status
from forums.scheme_on_paper import scheme_of
from forums.spending import cards
from forums.typesetting.scheme import typeset

MOST_PRINTED = 500  # some eighty pages
STATES = [
    *[(Status.LIVE, "In force"), (Status.APPROVED, "Begins later")],
    *[(Status.ASKED, "Waiting for approval"), (Status.DRAFT, "Draft")],
    *[(status, str(status.label)) for status in (*OVER, Status.DROPPED)],
]


def scheme(request: Request) -> HttpResponse:
    """Of all programmes that one may see."""
    visible = _visible(request)
    filters = _filters(request, visible)
    options, count = filters.tally(visible)
    found = _found(filters, visible)
    page = Paginator(found.with_all(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": "forums",
        "filters": filters,
        "options": options,
        "count": count,
        "page": page,
        "cards": cards(list(page)),
        "can_reserve": can_reserve_matters(request.user),
        "reserved": _reserved_of(visible),
    }
    return render(request, "forums/scheme.html", context)


def scheme_export(request: Request) -> StreamingHttpResponse:
    """The same rows as on the page with the same address, all of them."""
    visible = _visible(request)
    found = _found(_filters(request, visible), visible)
    return file(DELEGATIONS, found.with_all().iterator())


def scheme_print(request: Request) -> HttpResponse:
    """The same rows again, on paper."""
    visible = _visible(request)
    found = _found(_filters(request, visible), visible)[:MOST_PRINTED]
    pdf = typeset(scheme_of(found.with_all(), _reserved_of(visible)))
    headers = {"Content-Disposition": 'inline; filename="scheme-of-delegation.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def scheme_export_descriptor(request: Request) -> JsonResponse:
    return descriptor(DELEGATIONS)


def _visible(request: Request) -> DelegationQuerySet:
    rows = Delegation.objects.visible_to(request.user)
    return rows.annotate(in_forum=Cast("forum_id", CharField()))


def _filters(request: Request, visible: DelegationQuerySet) -> Filters:
    theirs = Forum.objects.filter(pk__in=visible.values("forum")).order_by("name", "pk")
    forums = [(str(pk), name) for pk, name in theirs.values_list("pk", "name")]
    groups = [
        Group("state", "State", [(str(value), words) for value, words in STATES], "status"),
        Group("forum", "Forum", forums, "in_forum"),
    ]
    return Filters(request.GET, groups)


def _found(filters: Filters, visible: DelegationQuerySet) -> DelegationQuerySet:
    found = filters.chosen_among(visible.order_by("forum__name", "theme", "pk"))
    return cast(DelegationQuerySet, found)


def _reserved_of(visible: DelegationQuerySet) -> list[ReservedMatter]:
    programmes = visible.values("forum__programme")
    kept = ReservedMatter.objects.standing().filter(programme__in=programmes)
    return list(kept.select_related("programme"))


def reserved_list(request: Request) -> HttpResponse:
    """What a programme hands over to nobody (DEL-7), kept by its leads."""
    led = Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD)
    require(can_reserve_matters(request.user))
    form = ReservedMatterForm(posted(request), programmes=led.order_by("name"))
    if form.is_valid():
        try:
            made = reserved.reserve(**form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"‘{made}’ is reserved. Nobody can hand it over.")
            return redirect("forums:reserved_list")
    kept = ReservedMatter.objects.standing().filter(programme__in=led)
    context = {"section": "forums", "kept": kept.select_related("programme", "added_by")}
    return render_form(request, "forums/reserved_list.html", form, context)


@require_POST
def reserved_release(request: Request, matter: int) -> HttpResponse:
    led = Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD)
    row = get_object_or_404(ReservedMatter.objects.filter(programme__in=led), pk=matter)
    reserved.release(matter=row, by=request.user)
    messages.success(request, f"‘{row}’ is not reserved any more. It may be handed over.")
    return redirect("forums:reserved_list")
