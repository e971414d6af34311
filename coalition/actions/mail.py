"""Mail that the site owes: queued in the transaction that promises it, sent by a worker."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import Truncator

from coalition import delivery, outbox
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action, one_line
from coalition.models import Contributor, Mail
from coalition.outbox.rows import failed

NO_KEYS = {"body": "", "stop_url": "", "calendar": ""}  # what links may stand in
STOPPED = "We must not write to this person any more."
UNWANTED = "They want no more mail of this kind, or it is no longer for them to read."
LANES = 2  # workers at once; a receipt is small
LONGEST_SUBJECT = Mail._meta.get_field("subject").max_length or 200


@action
def queue(
    *,
    kind: str,
    to: str,
    subject: str,
    body: str,
    key: str = "",
    concerns: Contributor | None = None,
    purpose: str = Purpose.SERVICE,
    calendar: str = "",
) -> Mail:
    """Owe one mail. With a `key`, asking twice queues it once; returns the row that stands.

    `calendar` goes with it for the calendar of whoever gets it (RFC 5545).
    `concerns` is the person whom we write to: it stops if they may not be written to any more
    for this `purpose` when its turn comes (CON-2, HLD-2)."""
    row, _ = Mail.objects.get_or_create(
        key=key or f"{kind}:{uuid.uuid4()}",
        defaults={
            "kind": kind,
            "to": to,
            "subject": _one_line(subject),
            "body": body,
            "concerns": concerns,
            "purpose": purpose,
            "calendar": calendar,
        },
    )
    return row


@action
def write(
    *,
    kind: str,
    to: str,
    context: dict[str, Any],
    key: str = "",
    concerns: Contributor | None = None,
    purpose: str = Purpose.SERVICE,
    calendar: str = "",
) -> Mail:
    """Render templates/mail/<kind>.txt, whose first line is the subject, and owe it."""
    subject, body = _rendered(kind, context)
    return queue(
        kind=kind,
        to=to,
        subject=subject,
        body=body,
        key=key,
        concerns=concerns,
        purpose=purpose,
        calendar=calendar,
    )


@dataclass(frozen=True)
class Writing:
    """One mail among many of a kind, to somebody on the register."""

    concerns: Contributor
    context: dict[str, Any]
    key: str
    stop_url: str = ""  # where one click stops mail like this, without signing in


@action
def write_many(*, kind: str, writings: Iterable[Writing]) -> None:
    """As `write` for each of them, in as many queries for a hundred as for one."""
    rows = []
    for one in writings:
        subject, body = _rendered(kind, one.context)
        row = Mail(
            kind=kind,
            to=one.concerns.email,
            subject=_one_line(subject),
            body=body,
            key=one.key,
            concerns=one.concerns,
            stop_url=one.stop_url,
        )
        rows.append(row)
    Mail.objects.bulk_create(rows, ignore_conflicts=True)


def _rendered(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    text = render_to_string(f"mail/{kind}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


@action
def stop_for(*, people: Iterable[int]) -> int:
    """What waits for any of these never goes (CON-2, HLD-2); how many that is. Whoever calls
    holds their rows, so a worker that has a mail in hand either asks after us or has sent it."""
    waiting = Mail.objects.filter(concerns__in=list(people), status=Mail.Status.READY)
    return waiting.update(**NO_KEYS, **failed(Mail.NOT_TO_THEM, STOPPED))


def send_due() -> int:
    """Send up to 100 that wait; how many were claimed. Spans transactions (coalition.outbox)."""
    now = timezone.now()
    if Mail.objects.in_hand(now).lanes() >= LANES:
        return 0
    return outbox.send_chunk(ROUTE, Mail.objects.due(now).order_by("send_after", "pk"))


def sweep() -> bool:
    """Put right what workers left behind; is there mail to send? Spans transactions."""
    outbox.sweep(ROUTE)
    return Mail.objects.due(timezone.now()).exists()


def _admit(mails: Sequence[Mail]) -> list[Mail]:
    """Those mails whose person, since they were owed, may still be written to, and wants them.

    Their row is locked, so that such news either is seen here or waits until the mail is on its
    way."""
    wanted = []
    for mail in mails:
        person = mail.concerns_id and Contributor.objects.select_for_update(no_key=True).get(
            pk=mail.concerns_id
        )
        if person and not may_contact(person, Channel.EMAIL, mail.purpose):
            _give_up(mail, STOPPED)
        elif person and not _is_wanted(mail):
            _give_up(mail, UNWANTED)
        else:
            wanted.append(mail)
    return wanted


def _give_up(mail: Mail, why_not: str) -> None:
    ours = ROUTE.mine(mail).filter(status__in=Mail.IN_HAND)
    ours.update(**NO_KEYS, **failed(Mail.NOT_TO_THEM, why_not))


def _is_wanted(mail: Mail) -> bool:
    gate = settings.MAIL_GATES.get(mail.kind)
    return gate is None or import_string(gate)(mail)


def _compose(mail: Mail) -> EmailMessage:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        headers={
            "Message-ID": _message_id(mail),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            **_one_click(mail),
        },
    )
    if mail.calendar:
        message.attach_alternative(mail.calendar, f"text/calendar; method={_method(mail)}")
    return message


def _method(mail: Mail) -> str:
    """What the event is for, said in it and once more outside (RFC 6047)."""
    lines = mail.calendar.splitlines()
    return next(line.partition(":")[2] for line in lines if line.startswith("METHOD:"))


def _one_click(mail: Mail) -> dict[str, str]:
    """RFC 8058: a mail program shows a button of its own, and posts to the address."""
    if not mail.stop_url:
        return {}
    return {
        "List-Unsubscribe": f"<{mail.stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _message_id(mail: Mail) -> str:
    return delivery.message_id(f"mail-{mail.pk}-{mail.queued_at:%Y%m%d%H%M%S%f}")


def _drop_bodies(mails: Sequence[Mail]) -> None:
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(**NO_KEYS)


ROUTE = outbox.Route(
    rows=Mail.objects.all(),
    admit=_admit,
    noted=(),
    compose=_compose,
    carrier=outbox.Smtp(_message_id),
    arrived=_drop_bodies,
)


def _one_line(subject: str) -> str:
    """As a header carries it and the column keeps it: there may be long names in it."""
    return Truncator(one_line(subject)).chars(LONGEST_SUBJECT)
