"""What leads do when others could use an offer better; and what they were told of it by phone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import offer_availability, offer_redirects
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.offer_redirects import BACK, YES, RedirectAnswerForm, RedirectForm
from coalition.http import Request, posted, render_form
from coalition.models import Offer, Redirect, User
from coalition.templatetags.words import day
from coalition.views.offer_steps import take, to_answer


def offer_redirect(request: Request, ref: str) -> HttpResponse:
    offer = to_answer(request, ref)
    form = RedirectForm(posted(request), offer=offer, by=request.user)
    said = "They are asked. Nothing moves until they say yes."
    return take(request, "redirect", offer, form, offer_redirects.ask, said)


def offer_redirect_answer(request: Request, ref: str) -> HttpResponse:
    """Write down what they said by other means than the link, or take the question back."""
    offer = to_answer(request, ref)
    asked = offer.redirects.filter(status=Redirect.Status.ASKED).first()
    if asked is None:
        raise DomainError("Nobody is asked about this offer now, or the answer came already.")
    form = RedirectAnswerForm(posted(request), redirect=asked)
    if form.is_valid():
        try:
            said = _answer(asked, form.cleaned_data["answer"], request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            ring(tasks.send_mail)
            messages.success(request, said)
            return redirect(offer)
    context = {"section": "offers", "offer": offer, "asked": asked}
    return render_form(request, "coalition/offer_redirect_answer.html", form, context)


@require_POST
def offer_still_there(request: Request, ref: str) -> HttpResponse:
    """They told a person that it still stands."""
    offer = offer_availability.confirm(offer=to_answer(request, ref), by=request.user)
    messages.success(request, f"The offer stands until {day(offer.available_to)}.")
    return redirect(offer)


def _answer(asked: Redirect, answer: str, by: User) -> str:
    """Do it; what the banner says."""
    if answer == BACK:
        offer_redirects.take_back(redirect=asked, by=by)
        return "The question is taken back."
    if answer == YES:
        offer_redirects.agree(redirect=asked, by=by, how=Offer.Means.CALL)
        return f"The offer is passed on to {asked.goes_to}, with thanks."
    offer_redirects.refuse(redirect=asked, by=by, how=Offer.Means.CALL)
    return "Nothing is passed on. What happens next with this offer?"
