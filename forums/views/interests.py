"""The register of interests of a forum."""

from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.permissions import require
from forums.actions import interests
from forums.forms import InterestForm, LateInterestForm
from forums.models import AgendaItem, Interest, LateInterest
from forums.permissions import Place, is_seated
from forums.register import entries, table, to_publish
from forums.seat_permissions import (
    can_read_interests,
    can_review_late_interest,
    sees_who_has_not_confirmed,
)
from forums.views.place import past_the_scope, shown

FIELDS = ["kind", "organisation", "description", "from_on", "to_on", "mitigation", "publish"]


@past_the_scope
def interest_list(request: Request, here: Place) -> HttpResponse:
    require(can_read_interests(here))
    register = entries(here.forum)
    mine = next((one for one in register if one.member == here.membership), None)
    late = LateInterest.objects.filter(item__meeting__forum=here.forum).with_matter()
    context = {
        **shown(here, "seats"),
        "register": register,
        "mine": mine if is_seated(here) else None,
        "sees_waiting": sees_who_has_not_confirmed(here),
        "waiting": sum(one.confirmed_at is None for one in register),
        "late": late.order_by("-pk") if sees_who_has_not_confirmed(here) else [],
    }
    return render(request, "forums/interest_list.html", context)


@past_the_scope
def interest_new(request: Request, here: Place) -> HttpResponse:
    require(is_seated(here))
    form = InterestForm(posted(request), decisions=_decided(here))
    if form.is_valid():
        try:
            interests.declare(membership=here.member, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It stands in the register.")
            return redirect("forums:interest_list", here.forum.pk)
    return render_form(request, "forums/interest_new.html", form, shown(here, "seats"))


def _decided(here: Place) -> list[AgendaItem]:
    """What was decided here while this person had the seat, newest first."""
    items = AgendaItem.objects.kept().filter(
        meeting__forum=here.forum,
        outcome__in=AgendaItem.DECIDED,
        meeting__starts_at__gte=here.member.accepted_at,
    )
    return list(items.select_related("meeting").order_by("-meeting__starts_at", "position")[:20])


@past_the_scope
def interest_edit(request: Request, here: Place, interest: int) -> HttpResponse:
    """One's own; to end it is to give its last day."""
    require(is_seated(here))
    own = Interest.objects.filter(contributor=here.member.contributor)
    row = get_object_or_404(own, pk=interest)
    form = InterestForm(posted(request), initial=model_to_dict(row, FIELDS))
    if form.is_valid():
        try:
            interests.change(
                interest=row, membership=here.member, **form.cleaned_data, by=here.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The register is changed.")
            return redirect("forums:interest_list", here.forum.pk)
    context = {**shown(here, "seats"), "interest": row}
    return render_form(request, "forums/interest_edit.html", form, context)


@require_POST
@past_the_scope
def interest_confirm(request: Request, here: Place) -> HttpResponse:
    require(is_seated(here))
    seen = number_of(request.POST.get("seen"))
    interests.confirm(membership=here.member, seen=seen, by=here.user)
    messages.success(request, "Thank you. You are asked again in a year.")
    return redirect("forums:interest_list", here.forum.pk)


@past_the_scope
def interest_export(request: Request, here: Place) -> HttpResponse:
    """What may be published, as a file."""
    require(can_read_interests(here))
    listed = table(here.forum)
    lines = listed.lines(to_publish(here.forum))
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, listed.file_name)
    return response


@past_the_scope
def late_interest(request: Request, here: Place, late: int) -> HttpResponse:
    rows = LateInterest.objects.filter(item__meeting__forum=here.forum).with_matter()
    row = get_object_or_404(rows, pk=late)
    require(can_review_late_interest(here, row))
    form = LateInterestForm(posted(request))
    if form.is_valid():
        try:
            interests.review(late=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is on record. The decision itself is not altered.")
            return redirect("forums:interest_list", here.forum.pk)
    context: dict[str, Any] = {**shown(here, "seats"), "late": row}
    return render_form(request, "forums/late_interest.html", form, context)
