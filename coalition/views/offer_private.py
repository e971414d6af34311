"""The page of whoever made an offer, opened by the link in their mail, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from coalition.actions import offer_intake, offers
from coalition.domain import DomainError
from coalition.forms.offers import FullOfferForm, LinkForm
from coalition.http import posted, render_form
from coalition.models import Offer


@login_not_required
@never_cache
def offer_private(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    offer = _opened(ref, key)
    if offer is None:
        return _link_has_run_out(request)
    return render(request, "coalition/offer_private.html", _context(offer))


@login_not_required
@never_cache
def offer_private_edit(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    offer = _opened(ref, key)
    if offer is None:
        return _link_has_run_out(request)
    if not offer.is_undecided:
        return redirect("offer_private", ref, key)
    form = FullOfferForm(posted(request), offer=offer)
    if form.is_valid():
        try:
            offer_intake.change(offer=offer, by=None, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("offer_private", ref, key)
    return render_form(request, "coalition/offer_private_edit.html", form, _context(offer))


@login_not_required
@never_cache
def offer_private_withdraw(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    offer = _opened(ref, key)
    if offer is None:
        return _link_has_run_out(request)
    if not offer.is_open:
        return redirect("offer_private", ref, key)
    if request.method == "POST":
        offers.withdraw(offer=offer, by=None)
        messages.success(request, "Your offer is withdrawn. It was good of you to offer.")
        return redirect("offer_private", ref, key)
    return render(request, "coalition/offer_private_withdraw.html", _context(offer))


def _opened(ref: str, key: str) -> Offer | None:
    offer = get_object_or_404(Offer.objects.with_people(), ref=ref)
    return offer if offer.is_opened_by(key) else None


def _link_has_run_out(request: HttpRequest) -> HttpResponse:
    """Wrong and expired links look alike, and lead to a new one."""
    return render(request, "coalition/offer_link_over.html", {"form": LinkForm()}, status=410)


def _context(offer: Offer) -> dict[str, object]:
    return {"offer": offer, "programme": offer.programme, "key": offer.link_key}
