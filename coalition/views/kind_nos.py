"""One kind no to many offers: asked for from the list, agreed to by a second person."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import kind_nos
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.filters import Filters
from coalition.forms.kind_nos import KindNoForm
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import KindNo, Offer, Programme, RoleGrant
from coalition.models.kind_no import ALONE_AT_MOST
from coalition.models.offer_rows import OfferQuerySet
from coalition.permissions import can_answer_offers, require
from coalition.views.offers import GROUPS, for_the_list

Status = KindNo.Status


def kind_no_new(request: Request) -> HttpResponse:
    """For the offers that the list shows, if a person has answered and nobody has decided them."""
    require(can_answer_offers(request.user))
    filters = Filters(request.GET, GROUPS)
    rows = _chosen(request, filters)
    count = rows.count()
    led = Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD).order_by("name")
    form = KindNoForm(posted(request), programmes=led, count=count)
    if form.is_valid():
        try:
            kind_no = kind_nos.ask(rows=rows, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _asked(request, kind_no)
    context = {
        "section": "offers",
        "filters": filters,
        "count": count,
        "some": rows.with_people().order_by("pk")[:PAGE_SIZE],
        "alone_at_most": ALONE_AT_MOST,
    }
    return render_form(request, "coalition/kind_no_new.html", form, context)


def kind_no_detail(request: Request, pk: int) -> HttpResponse:
    kind_no = _led(request, pk)
    context = {
        "section": "offers",
        "kind_no": kind_no,
        "some": kind_no.offers.with_people().order_by("pk")[:PAGE_SIZE],
        "asked_it": kind_no.asked_by_id == request.user.pk,
    }
    return render(request, "coalition/kind_no_detail.html", context)


@require_POST
def kind_no_agree(request: Request, pk: int) -> HttpResponse:
    kind_no = kind_nos.agree(kind_no=_led(request, pk), by=request.user)
    ring(tasks.send_kind_no, kind_no.pk)
    messages.success(request, "You have agreed. The kind no goes out now.")
    return redirect("kind_no_detail", kind_no.pk)


@require_POST
def kind_no_stop(request: Request, pk: int) -> HttpResponse:
    kind_no = kind_nos.stop(kind_no=_led(request, pk), by=request.user)
    messages.success(request, "It is stopped. Nobody was declined.")
    return redirect("kind_no_detail", kind_no.pk)


def _chosen(request: Request, filters: Filters) -> OfferQuerySet:
    rows = for_the_list(Offer.objects.visible_to(request.user).declinable(), request.user)
    searched = rows.matching(filters.words) if filters.words else rows
    led = Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD)
    return cast(OfferQuerySet, filters.chosen_among(searched).filter(programme__in=led))


def _asked(request: Request, kind_no: KindNo) -> HttpResponse:
    if kind_no.status == Status.AGREED:
        ring(tasks.send_kind_no, kind_no.pk)
        messages.success(request, "The kind no goes out now.")
    else:
        messages.success(
            request,
            f"{kind_no.count} offers are many, so another lead agrees first. They see it on their"
            " page of today.",
        )
    return redirect("kind_no_detail", kind_no.pk)


def _led(request: Request, pk: int) -> KindNo:
    require(can_answer_offers(request.user))
    led = Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD)
    rows = KindNo.objects.select_related("programme", "asked_by", "agreed_by")
    return get_object_or_404(rows.filter(programme__in=led), pk=pk)
