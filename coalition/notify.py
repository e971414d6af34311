"""GOV.UK Notify, by its official client: what is asked of it, and its answers in our words.

Each failure is a delivery.NotDelivered that says what is certain. Notify's reference is not unique,
and it keeps what it took for seven days: whoever tries again looks first (DLV-1)."""

import base64
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import requests
from django.conf import settings
from django.utils.dateparse import parse_datetime
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from coalition import delivery, throttle

RETENTION = timedelta(days=7)
LARGEST_BYTES = 2 * 1024 * 1024
RATE_S, BURST = 50, 1000  # 3,000 a minute, by Notify's own bucket
PATIENCE_S = 5.0
R = TypeVar("R")
_local = threading.local()


class DailyLimit(delivery.Unavailable):
    """Nothing more today; the day ends at midnight UTC."""


class NotAllowed(delivery.Unavailable):
    """Our key was refused: nothing goes until a person has looked."""


@dataclass(frozen=True)
class Notification:
    """What Notify knows of one letter or email."""

    id: str
    reference: str
    status: str
    created_at: datetime
    cost: str | None = None  # pounds


def send_letter(reference: str, pdf: bytes) -> str:
    """Hand over a letter as PDF; Notify's name for it. It is checked there only afterwards."""
    sent = _ask(
        lambda client: client.post(
            "/v2/notifications/letter",
            data={"reference": reference, "content": base64.b64encode(pdf).decode()},
        )
    )
    return str(sent["id"])


def send_email(reference: str, to: str, personalisation: dict[str, Any]) -> str:
    sent = _ask(
        lambda client: client.send_email_notification(
            email_address=to,
            template_id=settings.NOTIFY_EMAIL_TEMPLATE_ID,
            personalisation=personalisation,
            reference=reference,
        )
    )
    return str(sent["id"])


def find(reference: str) -> Notification | None:
    """The newest of that reference among those of the last seven days."""
    answer = _ask(lambda client: client.get_all_notifications(reference=reference))
    found = [_read(each) for each in answer["notifications"]]
    return max(found, key=lambda each: each.created_at, default=None)


def get(id_: str) -> Notification | None:
    """None once Notify has forgotten it, after seven days."""
    try:
        return _read(_ask(lambda client: client.get_notification_by_id(id_)))
    except delivery.Refused as error:
        if error.code == "404":
            return None
        raise


def letters(older_than: str | None = None) -> list[Notification]:
    """A page of up to 250 letters, the newest first; then those older than the id of one."""
    answer = _ask(
        lambda client: client.get_all_notifications(template_type="letter", older_than=older_than)
    )
    return [_read(each) for each in answer["notifications"]]


def _read(found: dict[str, Any]) -> Notification:
    created_at = parse_datetime(found["created_at"])
    assert created_at
    cost = found.get("cost_in_pounds")
    return Notification(
        id=found["id"],
        reference=found.get("reference") or "",
        status=found["status"],
        created_at=created_at,
        cost=None if cost is None else str(cost),
    )


def _ask(do: Callable[[NotificationsAPIClient], Any]) -> Any:
    if not throttle.take("notify", rate=RATE_S, size=BURST, patience_s=PATIENCE_S):
        raise delivery.Unavailable("GOV.UK Notify takes 3,000 a minute; this one waits.")
    try:
        return do(_client())
    except HTTPError as error:
        raise _in_our_words(error) from error
    except APIError as error:  # a yes that we cannot read
        raise delivery.Uncertain(f"GOV.UK Notify answered what we cannot read: {error}") from error


def _client() -> NotificationsAPIClient:
    """The client is not thread-safe, and its connections do not survive a fork."""
    owner = (os.getpid(), settings.NOTIFY_API_KEY, settings.NOTIFY_URL)
    if getattr(_local, "owner", None) != owner:
        _local.client = NotificationsAPIClient(
            settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.NOTIFY_TIMEOUT_S
        )
        _local.owner = owner
    return _local.client


def _in_our_words(error: HTTPError) -> delivery.NotDelivered:
    if error.response is None:
        return _of_the_line(error)
    status, kind, said = error.status_code, _kind(error), _said(error)
    if status == 429:
        return DailyLimit(said, kind) if kind == "TooManyRequestsError" else _later(said, kind)
    if status in {401, 403}:
        return NotAllowed(said, str(status))
    if status >= 500:
        return delivery.Deferred(said, str(status))
    return delivery.Refused(said, str(status))


def _later(said: str, kind: str) -> delivery.NotDelivered:
    return delivery.Unavailable(said, kind)


def _of_the_line(error: HTTPError) -> delivery.NotDelivered:
    """No answer. Only where there never was a connection, it is certain that nothing went."""
    cause = error.__cause__
    never_began = isinstance(cause, requests.ConnectTimeout) or (
        isinstance(cause, requests.ConnectionError) and "NewConnectionError" in repr(cause)
    )
    if never_began:
        return delivery.Unavailable("GOV.UK Notify does not answer.")
    return delivery.Uncertain("GOV.UK Notify had the letter, and we did not hear its answer.")


def _errors(error: HTTPError) -> list[Any]:
    message = error.message
    return message if isinstance(message, list) else [{"message": str(message)}]


def _kind(error: HTTPError) -> str:
    return str(_errors(error)[0].get("error", ""))


def _said(error: HTTPError) -> str:
    return f"GOV.UK Notify says {error.status_code}: {_errors(error)[0].get('message', '')}"
