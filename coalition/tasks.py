"""What Celery calls. A task takes ids, calls one action, and may run twice without harm."""

from contextlib import suppress

from celery import shared_task
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from coalition.actions import (
    calls,
    doubles,
    import_steps,
    imports,
    kind_nos,
    known_words,
    mail,
    match_course,
    matches,
    merges,
    needs,
    offer_clock,
    offer_digests,
)
from coalition.bell import ring
from coalition.models import Import, KindNo, Match, Need


@shared_task
def send_mail() -> None:
    """Send a chunk of what waits, and go on while there is more."""
    if mail.send_due():
        ring(send_mail)


@shared_task(expires=settings.OUTBOX_SWEEP_S)
def sweep_mail() -> None:
    """From beat: put right what workers left behind, and ring for what waits."""
    if mail.sweep():
        ring(send_mail)


@shared_task(soft_time_limit=240, time_limit=270)
def run_import(import_id: int) -> None:
    """Do what is owed of one import; a killed worker's successor goes on where it was."""
    import_steps.carry_out(import_id=import_id)


@shared_task
def sweep_imports() -> None:
    """Hand out imports that no worker is at, and forget files that were kept long enough."""
    imports.drop_files()
    waiting = Import.objects.in_nobodys_hands(timezone.now())
    for pk in waiting.values_list("pk", flat=True):
        ring(run_import, pk)


@shared_task
def forget_words() -> None:
    """Nightly. Somebody may be busy adding names; then tomorrow."""
    with suppress(OperationalError):
        known_words.forget()


@shared_task
def look_for_doubles() -> None:
    """Compare some rows of the register, and go on while there are more."""
    if doubles.look_on():
        ring(look_for_doubles)


@shared_task
def follow_merges() -> None:
    """From beat: what reached a row while it was merged goes on to the one that stays."""
    merges.follow_recent()


@shared_task
def forget_merges() -> None:
    """Nightly: what was there before merges that can no longer be undone."""
    merges.forget()


@shared_task
def forget_checks() -> None:
    """Nightly: checks of matches that ended long ago."""
    match_course.forget_checks()


@shared_task
def tend_offers() -> None:
    """From beat: what the clock owes offers and calls. Rows say what is due, so it catches up."""
    now = timezone.now()
    calls.tend(now=now)
    offer_clock.tend(now=now)


@shared_task
def send_digests() -> None:
    """From beat: each lead's mail of this working morning, if they have not had it."""
    if offer_digests.send_due(now=timezone.now()):
        ring(send_mail)


@shared_task
def send_kind_no(kind_no_id: int) -> None:
    """Decline the offers of one kind no to many; run twice, it declines none twice."""
    kind_nos.carry_out(kind_no_id=kind_no_id)
    ring(send_mail)


@shared_task
def sweep_kind_nos() -> None:
    """Hand out those that a killed worker left behind."""
    for pk in KindNo.objects.filter(status=KindNo.Status.AGREED).values_list("pk", flat=True):
        ring(send_kind_no, pk)


@shared_task
def expire_needs() -> None:
    """From beat: needs whose day is past, and to which nothing is on its way."""
    for need in Need.objects.past().order_by("pk"):
        needs.expire(need=need)


@shared_task
def lapse_matches() -> None:
    """From beat: matches that one side did not answer in five working days."""
    for match in Match.objects.silent().order_by("pk"):
        matches.lapse(match=match)


@shared_task
def let_go_of_matches() -> None:
    """From beat: matches whose offer or need is not there any more."""
    for match in Match.objects.left_alone().order_by("pk"):
        matches.let_go(match=match)


@shared_task
def ask_for_outcomes() -> None:
    """From beat: matches whose last day is over."""
    for match in Match.objects.to_ask_about().order_by("pk"):
        match_course.ask_outcome(match=match)
