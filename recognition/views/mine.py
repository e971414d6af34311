"""Letters to you: one's own, once they have gone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from coalition.http import Request
from recognition import content, store
from recognition.badges import why_none
from recognition.models import Acknowledgement, Badge, ContributionEvent, Letter
from recognition.permissions import can_see_thanks
from recognition.views import papers

SHOWN = 20


def my_letter_list(request: Request) -> HttpResponse:
    letters = Letter.objects.received_by(request.user).with_words().order_by("-sent_at", "-pk")
    others = Acknowledgement.objects.received_by(request.user).with_events()
    badges = Badge.objects.made_by(request.user).live().select_related("event")
    thanked = ContributionEvent.objects.thanks_of(request.user).exclude(badges__in=badges)
    found = list(
        thanked.select_related("programme", "contributor").order_by("-closed_at", "-pk")[:SHOWN]
    )
    context = {
        **_section(request),
        "badges": badges.order_by("-made_at"),
        "thanked": found,
        "why_no_badge": why_none(found[0].contributor) if found else "",
        "letters": letters,
        "others": others.order_by("-given_at", "-pk"),
    }
    return render(request, "recognition/my_letter_list.html", context)


def my_letter_detail(request: Request, ref: str) -> HttpResponse:
    letter = _mine(request, ref)
    composed = content.compose(letter)
    context = {
        **_section(request),
        "letter": letter,
        "content": composed,
        "has_pdf": store.has(letter.pdf_hash),
    }
    return render(request, "recognition/my_letter_detail.html", context)


def my_letter_pdf(request: Request, ref: str) -> HttpResponse:
    """Byte for byte what was sent."""
    letter = _mine(request, ref)
    try:
        pdf = store.get(letter.pdf_hash)
    except store.Damaged as error:
        raise Http404 from error
    return papers.pdf_file(request, pdf, letter.ref)


def _section(request: Request) -> dict[str, Any]:
    """Those who run the ledger find their own letters beside it."""
    works_here = can_see_thanks(request.user)
    return {
        "section": "thanks" if works_here else "my_letters",
        "tab": "mine" if works_here else "",
    }


def _mine(request: Request, ref: str) -> Letter:
    return get_object_or_404(Letter.objects.received_by(request.user).with_words(), ref=ref)
