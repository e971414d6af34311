"""What whoever made an offer answers by their private link: a pause, “still there?”, a yes to be
passed on, a code that proves their address."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import contact_codes, offer_availability, offer_redirects, offers
from coalition.actions.contact_codes import Outcome
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.offer_details import CodeForm
from coalition.http import posted, render_form
from coalition.models import Offer
from coalition.templatetags.words import day
from coalition.views.offer_private import opened_by_link, page_context

SENT = "A code is on its way to your email address. It can take a minute."
BUSY = "Many codes were asked for from your network. Try again in an hour, or write to us."
PROBLEMS = {
    Outcome.WRONG: "This is not the code that we mailed last. Check the six digits.",
    Outcome.OVER: "This code has run out, or was tried too often. Ask for a new one below.",
}


@require_POST
@opened_by_link
def offer_private_pause(request: HttpRequest, offer: Offer) -> HttpResponse:
    offer_availability.pause(offer=offer, by=None)
    messages.success(request, "Your offer is paused. Take it up again here when it suits you.")
    return redirect(offer.private_path)


@require_POST
@opened_by_link
def offer_private_unpause(request: HttpRequest, offer: Offer) -> HttpResponse:
    offer_availability.unpause(offer=offer, by=None)
    messages.success(request, "Welcome back. We count on your offer again.")
    return redirect(offer.private_path)


@opened_by_link
def offer_private_still_there(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Yes or no, with one click. Clicked twice, or too late, it says what is so."""
    answer = request.POST.get("answer")
    if request.method != "POST" or not offer.is_open or answer not in {"yes", "no"}:
        return render(request, "coalition/offer_private_still_there.html", page_context(offer))
    if answer == "yes":
        offer = offer_availability.confirm(offer=offer, by=None)
        until = day(offer.available_to)
        messages.success(request, f"Good to know. We count on your offer until {until}.")
    else:
        offers.withdraw(offer=offer, by=None)
        messages.success(request, "We have taken it off our list. It was good of you to offer.")
    return redirect(offer.private_path)


@opened_by_link
def offer_private_redirect(request: HttpRequest, offer: Offer) -> HttpResponse:
    """May these people have your details? Whoever comes from our mail brings the code along, so
    that yes is one click."""
    asked = offer.asked_redirect
    if asked is None:
        return redirect(offer.private_path)
    answer = request.POST.get("answer")
    if answer == "no":
        offer_redirects.refuse(redirect=asked, by=None)
        messages.success(request, "Nothing is passed on. A person looks at your offer again.")
        return redirect(offer.private_path)
    if answer == "code":
        return _send_code(request, offer, "offer_private_redirect")
    form = _code_form(request, offer)
    if (form is None or _proves(form, offer)) and answer == "yes":
        offer_redirects.agree(redirect=asked, by=None)
        ring(tasks.send_mail)
        messages.success(request, f"Thank you. {asked.goes_to} will write to you themselves.")
        return redirect(offer.private_path)
    context = {**page_context(offer), "asked": asked}
    return _page(request, "coalition/offer_private_redirect.html", form, context)


@opened_by_link
def offer_private_verify(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Prove the address with the code that we mail (OFR-6)."""
    if offer.has_verified_contact:
        messages.success(request, "Your email address is confirmed. There is nothing more to do.")
        return redirect(offer.private_path)
    if request.POST.get("answer") == "code":
        return _send_code(request, offer, "offer_private_verify")
    form = CodeForm(posted(request))
    if _proves(form, offer):
        messages.success(request, "Your email address is confirmed.")
        return redirect(offer.private_path)
    return render_form(request, "coalition/offer_private_verify.html", form, page_context(offer))


def _code_form(request: HttpRequest, offer: Offer) -> CodeForm | None:
    """Nothing to type for somebody whose address is proven."""
    if offer.has_verified_contact:
        return None
    data = posted(request)
    return CodeForm(data, initial={"code": request.GET.get("code", "")[:6]})


def _proves(form: CodeForm, offer: Offer) -> bool:
    if not form.is_valid():
        return False
    outcome = contact_codes.use(offer=offer, code=form.cleaned_data["code"])
    if problem := PROBLEMS.get(outcome):
        form.add_error("code", problem)
    return outcome == Outcome.PROVEN


def _send_code(request: HttpRequest, offer: Offer, page: str) -> HttpResponse:
    if not ratelimit.consume(request, action="contact_code"):
        raise DomainError(BUSY)
    contact_codes.send(offer=offer)
    ring(tasks.send_mail)
    messages.success(request, SENT)
    return redirect(page, offer.ref, offer.link_key)


def _page(
    request: HttpRequest, page: str, form: CodeForm | None, context: dict[str, object]
) -> HttpResponse:
    if form is not None:
        return render_form(request, page, form, context)
    return render(request, page, context)
