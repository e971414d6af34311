"""One letter: what it says, how far it got, what the gates said, and what a person can settle."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from coalition import delivery as post
from coalition.http import Request
from coalition.models import JournalEntry
from coalition.outbox import quiet_at
from coalition.permissions import require
from recognition import delivery, gates, store, tasks, troubles
from recognition.actions import progress
from recognition.models import Letter
from recognition.models.attempt import attempt_key
from recognition.outlook import cancellable_until
from recognition.permissions import can_report_regret, can_settle_letters
from recognition.typesetting import Language, greeting
from recognition.views import papers
from recognition.views.campaigns import SECTION

Status = Letter.Status
# What the journal says of one letter, for people.
HAPPENED = {
    "letter.sent": "Sent",
    "letter.held": "Held at the last check",
    "letter.cancelled": "Stopped for good at the last check",
    "letter.put_off": "The other mail server puts it off, and tries again",
    "letter.confirmed_sent": "A person found that it was sent",
    "letter.sent_again": "A person found that it was not sent, and sent it again",
    "letter.signed_by_hand": "Signed by hand",
    "letter.given_by_hand": "Posted or given by hand",
    "letter.not_given": "Not given, and waits again",
    "letter.not_printed": "Not printed",
    "letter.came_back": "Came back",
    "letter.looked_into": "A person found out why it came back",
}


def letter_detail(request: Request, pk: int) -> HttpResponse:
    letter = _visible(request, pk)
    about = JournalEntry.objects.about(letter).filter(kind__in=HAPPENED).select_related("by")
    context = {
        **SECTION,
        "letter": letter,
        "gates": [(title, letter.gates.get(code)) for code, title in gates.TITLES.items()],
        "has_pdf": letter.is_shown_signed and store.has(letter.pdf_hash),
        "greeting": greeting(letter.salutation, cast(Language, letter.language)),
        "history": [(HAPPENED[entry.kind], entry) for entry in about.order_by("-at", "-pk")],
        "can_settle": can_settle_letters(request.user, letter.campaign),
        "attempts": letter.delivery_attempts.order_by("n"),
        "regrets": letter.regrets.select_related("owner").order_by("pk"),
        "can_report": letter.status == Status.SENT
        and can_report_regret(request.user, letter.campaign),
    }
    if letter.status == Status.UNCERTAIN:
        context |= _evidence(letter)
    if letter.status == Status.PRINTING:
        context |= _cut_off(letter)
    return render(request, "recognition/letter_detail.html", context)


def letter_pdf(request: Request, pk: int) -> HttpResponse:
    """Byte for byte what went; 404 before that (SIG-1)."""
    letter = _visible(request, pk)
    if not letter.is_shown_signed:
        raise Http404
    try:
        pdf = store.get(letter.pdf_hash)
    except store.Damaged as error:
        raise Http404 from error
    return papers.pdf_file(request, pdf, letter.ref)


def letter_was_sent(request: Request, pk: int) -> HttpResponse:
    """Asks first: nothing more will be sent."""
    letter = _to_settle(request, pk)
    if request.method == "POST":
        progress.confirm_sent(letter=letter, by=request.user)
        tasks.wake(letter.campaign_id)
        messages.success(request, f"The letter to {letter.letter_name} is marked as sent.")
        return redirect(_back(letter))
    context = {**SECTION, "letter": letter, **_evidence(letter)}
    return render(request, "recognition/letter_was_sent.html", context)


def letter_send_again(request: Request, pk: int) -> HttpResponse:
    """Asks first: if it did arrive, this person gets it twice."""
    letter = _to_settle(request, pk)
    if request.method == "POST":
        progress.send_again(letter=letter, by=request.user)
        tasks.wake(letter.campaign_id)
        messages.success(request, f"The letter to {letter.letter_name} goes out again.")
        return redirect(_back(letter))
    context = {**SECTION, "letter": letter, **_evidence(letter)}
    return render(request, "recognition/letter_send_again.html", context)


@require_POST
def letter_retry(request: Request, pk: int) -> HttpResponse:
    letter = _to_settle(request, pk)
    progress.retry(campaign=letter.campaign, letters=Letter.objects.filter(pk=pk), by=request.user)
    tasks.wake(letter.campaign_id)
    messages.success(
        request, f"The letter to {letter.letter_name} is going through all checks again."
    )
    return redirect(letter)


@require_POST
def letter_take_out(request: Request, pk: int) -> HttpResponse:
    letter = _to_settle(request, pk)
    progress.take_out(
        campaign=letter.campaign, letters=Letter.objects.filter(pk=pk), by=request.user
    )
    messages.success(request, f"Taken out. {letter.letter_name} is owed thanks as before.")
    return redirect(letter)


def _visible(request: Request, pk: int) -> Letter:
    return get_object_or_404(Letter.objects.visible_to(request.user).with_words(), pk=pk)


def _to_settle(request: Request, pk: int) -> Letter:
    letter = _visible(request, pk)
    require(can_settle_letters(request.user, letter.campaign))
    return letter


def _evidence(letter: Letter) -> dict[str, object]:
    """What is known about a letter in doubt, and when it may be sent again."""
    quiet = {"quiet_at": quiet_at(letter), "is_quiet": quiet_at(letter) <= timezone.now()}
    if letter.channel in Letter.ON_PAPER:  # the sweep asks: a page does not wait for it
        return {**quiet, "key": attempt_key(letter, letter.handovers)}
    message_id = delivery.message_id(letter)
    return {
        "message_id": message_id,
        "found": post.evidence(message_id),
        **quiet,
    }


def _cut_off(letter: Letter) -> dict[str, object]:
    """DLV-4."""
    last = letter.delivery_attempts.order_by("-n").first()
    if last is None or letter.channel != Letter.Channel.POST:
        return {}
    until = cancellable_until(last.at)
    return {"cancellable_until": until, "can_cancel": until > timezone.now(), "last": last}


def _back(letter: Letter) -> Letter | str:
    """To the next one in doubt, if there is one."""
    doubtful = troubles.in_trouble(Letter.objects.filter(campaign=letter.campaign), "uncertain")
    progress_url = reverse("recognition:campaign_progress", args=[letter.campaign_id])
    return doubtful.order_by("pk").first() or progress_url
