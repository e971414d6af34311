"""A letter that a person posts, or gives by hand: three buttons on its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition.http import Request
from coalition.permissions import require
from recognition import tasks
from recognition.actions import by_hand
from recognition.models import Letter
from recognition.permissions import can_settle_letters


@require_POST
def letter_take(request: Request, pk: int) -> HttpResponse:
    letter = by_hand.carry_out(letter=_to_settle(request, pk))
    if letter.status == Letter.Status.PRINTING:
        messages.success(request, "Print it, and post or give it. Then say so here.")
    else:
        messages.warning(request, "The last check stopped it: do not give it. See why below.")
    return redirect(letter)


@require_POST
def letter_sign(request: Request, pk: int) -> HttpResponse:
    letter = by_hand.sign(letter=_to_settle(request, pk), by=request.user)
    messages.success(request, "On record: it is signed. Post or give it, then say so.")
    return redirect(letter)


@require_POST
def letter_give(request: Request, pk: int) -> HttpResponse:
    letter = by_hand.give(letter=_to_settle(request, pk), by=request.user)
    tasks.wake(letter.campaign_id)
    messages.success(request, f"On record: {letter.letter_name} has it.")
    return redirect(letter)


@require_POST
def letter_put_back(request: Request, pk: int) -> HttpResponse:
    letter = by_hand.put_back(letter=_to_settle(request, pk), by=request.user)
    messages.success(request, "It waits again.")
    return redirect(letter)


def _to_settle(request: Request, pk: int) -> Letter:
    visible = Letter.objects.visible_to(request.user).with_words()
    letter = get_object_or_404(visible, pk=pk)
    require(can_settle_letters(request.user, letter.campaign))
    return letter
