"""What Celery calls. A task takes ids, calls one action, and may run twice without harm.

A ring that is lost, doubled or late changes nothing: rows are the truth, and the sweep rings again.
"""

from math import ceil
from pathlib import Path
from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_process_init
from django.conf import settings
from django.utils import timezone

from coalition.bell import ring
from coalition.outbox import CHUNK
from recognition import returned_box
from recognition.actions import (
    answers,
    bounces,
    campaign_mail,
    completeness,
    contributions,
    dispatch,
    experiments,
    packs,
    posted,
    rendering,
    restores,
    written,
)
from recognition.models import Campaign, Experiment, Letter, PrintPack
from recognition.models.mandate import held_by_who_signs
from recognition.typesetting import prepare


@worker_process_init.connect
def warm_up(**context: Any) -> None:
    """After the fork, never before it: a compiler that has worked in the parent hangs here."""
    if "render" in current_app.amqp.queues.consume_from:
        prepare()


def wake(campaign_id: int) -> None:
    """Ring for as many workers as the campaign has work for, may have, and has not."""
    now = timezone.now()
    letters = Letter.objects.filter(campaign=campaign_id)
    work = [
        (render_letters, letters.to_typeset(now), letters.being_typeset(now)),
        (send_letters, letters.due(now), letters.in_hand(now)),
    ]
    for task, waiting, taken in work:
        chunks = ceil(waiting[: settings.OUTBOX_LANES * CHUNK].count() / CHUNK)
        for _ in range(min(chunks, settings.OUTBOX_LANES - taken.lanes())):
            ring(task, campaign_id)


@shared_task
def render_letters(campaign_id: int) -> None:
    """Typeset a chunk, and go on while there is more."""
    if rendering.typeset_chunk(campaign_id=campaign_id):
        ring(render_letters, campaign_id)
        ring(send_letters, campaign_id)


@shared_task
def send_letters(campaign_id: int) -> None:
    """Send a chunk, and go on while there is more."""
    if dispatch.send_chunk(campaign_id=campaign_id):
        ring(send_letters, campaign_id)
    else:
        dispatch.complete_if_settled(campaign_id=campaign_id)


@shared_task
def make_pack(pack_id: int) -> None:
    """Make a print pack that was begun."""
    packs.carry_out(pack_id=pack_id)


@shared_task(expires=settings.OUTBOX_SWEEP_S)
def sweep_letters() -> None:
    """From beat: put right what workers left behind, and wake campaigns that are going out."""
    restores.pause_restored()
    dispatch.sweep()
    going = Campaign.objects.going_out()
    for campaign_id in going.order_by("pk").values_list("pk", flat=True):
        if not dispatch.complete_if_settled(campaign_id=campaign_id):
            wake(campaign_id)
    for pack_id in PrintPack.objects.unmade().order_by("pk").values_list("pk", flat=True):
        ring(make_pack, pack_id)


@shared_task(expires=15)
def record_contributions() -> None:
    """From beat: write down what earned thanks since we last looked."""
    contributions.record_new()
    written.settle_gone()


@shared_task(expires=3600)
def close_experiments() -> None:
    """From beat: count what came of those whose last day is over."""
    for experiment in Experiment.objects.over().order_by("pk"):
        experiments.close(experiment=experiment)


@shared_task
def cut_answers() -> None:
    """Nightly: answers that were kept for two years."""
    answers.cut(now=timezone.now())


@shared_task(expires=60)
def follow_posted_letters() -> None:
    """From beat: ask GOV.UK Notify what became of the letters that it prints."""
    posted.tend()


@shared_task(expires=60)
def take_in_returned_mail() -> None:
    """From beat: read what the mail server put into the folder for returned mail."""
    if settings.RETURNED_MAIL_DIR:
        returned_box.empty(Path(settings.RETURNED_MAIL_DIR), lambda raw: bounces.take_in(raw=raw))


@shared_task(expires=300)
def tell_of_mandates() -> None:
    """From beat: who can act hears that letters wait because a mandate is over."""
    for campaign in held_by_who_signs().order_by("pk"):
        campaign_mail.tell_mandate_over(campaign=campaign)


@shared_task(expires=600)
def check_sums() -> None:
    """From beat: does each campaign still add up?"""
    completeness.check()
