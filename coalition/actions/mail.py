"""Mail that the site owes: queued in the transaction that promises it, sent by a worker."""

import uuid
from typing import Any

from django.template.loader import render_to_string

from coalition.domain import action
from coalition.models import Mail


@action
def queue(*, kind: str, to: str, subject: str, body: str, key: str = "") -> Mail:
    """Owe one mail. With a `key`, asking twice queues it once; returns the row that stands."""
    row, _ = Mail.objects.get_or_create(
        key=key or f"{kind}:{uuid.uuid4()}",
        defaults={"kind": kind, "to": to, "subject": subject, "body": body},
    )
    return row


@action
def write(*, kind: str, to: str, context: dict[str, Any], key: str = "") -> Mail:
    """Render templates/mail/<kind>.txt, whose first line is the subject, and owe it."""
    text = render_to_string(f"mail/{kind}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return queue(kind=kind, to=to, subject=subject.strip(), body=body.strip() + "\n", key=key)
