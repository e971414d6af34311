"""What Celery calls. A task takes ids, calls one action, and may run twice without harm."""

from contextlib import suppress

from celery import shared_task
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from coalition.actions import known_words, mail, organisation_imports
from coalition.bell import ring
from coalition.models import OrganisationImport


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
    """Bring in what is left of one import; a killed worker's successor goes on where it was."""
    organisation_imports.carry_out(import_id=import_id)


@shared_task
def sweep_imports() -> None:
    """Hand out imports that no worker is at, and forget files that were kept long enough."""
    organisation_imports.drop_files()
    waiting = OrganisationImport.objects.in_nobodys_hands(timezone.now())
    for pk in waiting.values_list("pk", flat=True):
        ring(run_import, pk)


@shared_task
def forget_words() -> None:
    """Nightly. Somebody may be busy adding names; then tomorrow."""
    with suppress(OperationalError):
        known_words.forget()
