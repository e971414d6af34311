"""Log an offer: anyone, without an account; a partner; or staff on somebody's behalf."""

import logging
from datetime import timedelta
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from coalition import tasks
from coalition.actions import offer_intake
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.offers import LinkForm, NewOfferForm, OwnOfferForm, PublicOfferForm
from coalition.forms.offers_for_others import PartnerOfferForm, StaffOfferForm
from coalition.http import posted, render_form
from coalition.models import CallForOffers, Offer, Organisation, Programme
from coalition.permissions import can_answer_offers
from coalition.templatetags.words import weekday

logger = logging.getLogger(__name__)
LINK_SHOWN_FOR = timedelta(hours=1)
TOO_MANY = (
    "Many offers came from your network in the last hour, so we stopped to catch our breath."
    " What you wrote is still here: try again in an hour, or write to {office}."
)


@login_not_required
@never_cache
def offer_new(request: HttpRequest, slug: str = "") -> HttpResponse:
    programmes = _programmes(request)
    if not slug and len(programmes) != 1:
        return render(
            request, "coalition/offer_choose.html", {"section": "offers", "programmes": programmes}
        )
    programme = get_object_or_404(programmes, slug=slug) if slug else programmes[0]
    return _take_in(request, programme)


@login_not_required
@never_cache
def offer_new_for_call(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a call, with its form. Where it is enough, it says so before the form (CAL-1)."""
    call = get_object_or_404(CallForOffers.objects.published().select_related("programme"), pk=pk)
    has_room = not call.is_full or call.offers.taken_quantity() < call.waitlist_limit
    if request.method != "POST" and not (call.is_taking_offers and has_room):
        context = {"section": "offers", "call": call, "programme": call.programme}
        return render(request, "coalition/call_over.html", context)
    return _take_in(request, call.programme, None if "without_call" in request.POST else call)


def _take_in(
    request: HttpRequest, programme: Programme, call: CallForOffers | None = None
) -> HttpResponse:
    form = _form(request, programme)
    if call:
        form.answer_call(call)
    context = {"section": "offers", "programme": programme, "call": call, "form": form}
    if isinstance(form, PublicOfferForm) and form.is_from_a_machine:
        logger.warning("Dropped an offer: the box that no person sees was filled in")
        return render(request, "coalition/offer_sent.html", {"programme": programme})
    status = 422
    if form.is_valid():
        if not ratelimit.consume(request, action="log_offer"):
            form.add_error(None, TOO_MANY.format(office=programme.office_email))
            status = 429
        else:
            try:
                offer = _log(request, programme, form, call)
            except DomainError as error:
                form.add_error(None, str(error))
                context["without_call"] = call is not None
            else:
                return _received(request, offer)
    context["calls"] = programme.calls.taking_offers().order_by("-made_at") if not call else []
    return render(request, _page(form), context, status=status if form.errors else 200)


def _programmes(request: HttpRequest) -> QuerySet[Programme]:
    """Where this person may log offers: a lead in the programmes that they lead; others in all."""
    found, user = Programme.objects.order_by("name"), request.user
    if user.is_authenticated and can_answer_offers(user):
        led = [p for p in found if can_answer_offers(user, p)]
        return found.filter(pk__in=[p.pk for p in led])
    return found


def _form(request: HttpRequest, programme: Programme) -> NewOfferForm:
    user = request.user
    if not user.is_authenticated:
        return PublicOfferForm(posted(request))
    if can_answer_offers(user, programme):
        return StaffOfferForm(posted(request))
    theirs = Organisation.objects.coordinated_by(user).order_by("name", "pk")
    if theirs and request.GET.get("for") != "me":
        return PartnerOfferForm(posted(request), theirs=theirs)
    return OwnOfferForm(posted(request))


def _page(form: NewOfferForm) -> str:
    """The public form, by whoever offers; or the one that staff fill in for somebody."""
    staff = isinstance(form, StaffOfferForm)
    return "coalition/offer_new_for.html" if staff else "coalition/offer_new.html"


def _log(
    request: HttpRequest, programme: Programme, form: NewOfferForm, call: CallForOffers | None
) -> Offer:
    by = request.user if request.user.is_authenticated else None
    what = {**form.cleaned_data, "call": call}
    if call:
        what |= {"kind": call.kind, "unit": call.unit}
    if by and isinstance(form, OwnOfferForm):
        return offer_intake.log_own(programme=programme, by=by, **what)
    return offer_intake.log_from(programme=programme, by=by, **what)


def _received(request: HttpRequest, offer: Offer) -> HttpResponse:
    ring(tasks.send_mail)
    if not request.user.is_authenticated:
        return redirect("offer_sent", offer.form_key)
    messages.success(
        request,
        f"The offer is logged as {offer.ref}. A person replies by"
        f" {weekday(offer.next_contact_due)}.",
    )
    return redirect(offer)


@login_not_required
@never_cache
def offer_sent(request: HttpRequest, form_key: UUID) -> HttpResponse:
    """The receipt. It shows the private link for an hour; after that, only the mail has it."""
    offer = get_object_or_404(Offer.objects.with_people(), form_key=form_key)
    context = {
        "offer": offer,
        "programme": offer.programme,
        "show_link": offer.submitted_at > timezone.now() - LINK_SHOWN_FOR,
    }
    return render(request, "coalition/offer_sent.html", context)


@login_not_required
@never_cache
def offer_links(request: HttpRequest) -> HttpResponse:
    """Mail somebody new private links. The answer is the same whoever asks."""
    form = LinkForm(posted(request))
    if form.is_valid():
        if ratelimit.consume(request, action="offer_links", key=form.cleaned_data["email"].lower()):
            offer_intake.send_links(email=form.cleaned_data["email"])
            ring(tasks.send_mail)
        messages.success(
            request,
            "If we know this address, a mail with new links is on its way. It can take a minute.",
        )
        return redirect("offer_links")
    return render_form(request, "coalition/offer_links.html", form, {})
