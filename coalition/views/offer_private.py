"""The page of whoever made an offer, opened by the link in their mail, without an account."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from coalition.actions import offer_intake, offers
from coalition.domain import DomainError
from coalition.forms.offer_details import DetailedOfferForm
from coalition.forms.offers import LinkForm
from coalition.http import posted, render_form
from coalition.models import Offer

PrivateView = Callable[[HttpRequest, Offer], HttpResponse]


def opened_by_link(view: PrivateView) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Give the view the offer that this key opens. Wrong and expired keys look alike, and lead to
    a new one."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, ref: str, key: str) -> HttpResponse:
        offer = get_object_or_404(Offer.objects.with_people(), ref=ref)
        if not offer.is_opened_by(key):
            form = LinkForm()
            return render(request, "coalition/offer_link_over.html", {"form": form}, status=410)
        return view(request, offer)

    return opened


def page_context(offer: Offer) -> dict[str, object]:
    return {"offer": offer, "programme": offer.programme, "key": offer.link_key}


@opened_by_link
def offer_private(request: HttpRequest, offer: Offer) -> HttpResponse:
    context = {**page_context(offer), "asked": offer.asked_redirect}
    return render(request, "coalition/offer_private.html", context)


@opened_by_link
def offer_private_edit(request: HttpRequest, offer: Offer) -> HttpResponse:
    if not offer.is_undecided:
        return redirect(offer.private_path)
    form = DetailedOfferForm(posted(request), offer=offer)
    if form.is_valid():
        try:
            offer_intake.change(offer=offer, by=None, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect(offer.private_path)
    return render_form(request, "coalition/offer_private_edit.html", form, page_context(offer))


@opened_by_link
def offer_private_withdraw(request: HttpRequest, offer: Offer) -> HttpResponse:
    if not offer.is_open:
        return redirect(offer.private_path)
    if request.method == "POST":
        offers.withdraw(offer=offer, by=None)
        messages.success(request, "Your offer is withdrawn. It was good of you to offer.")
        return redirect(offer.private_path)
    return render(request, "coalition/offer_private_withdraw.html", page_context(offer))
