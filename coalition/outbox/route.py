"""What the engine must know of one kind of parcel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from django.core.mail import EmailMessage
from django.utils import timezone

from coalition.models.outbox import P, Parcel, ParcelQuerySet
from coalition.outbox.rows import free


@dataclass(frozen=True)
class Route(Generic[P]):
    """What is special about one kind of parcel."""

    rows: ParcelQuerySet[P]  # all of them, with what the functions below read
    # In the transaction that commits `sending`: the row as it may go, read under its locks; or
    # None, after moving it where it belongs. May be asked twice.
    admit: Callable[[P], P | None]
    noted: tuple[str, ...]  # fields of the admitted row to keep
    compose: Callable[[P], EmailMessage]  # between the transactions; raises CannotCompose
    arrived: Callable[[P], None]  # in the transaction that commits `sent`
    message_id: Callable[[P], str]

    def mine(self, parcel: P) -> ParcelQuerySet[P]:
        """The row, while it carries the token of whoever claimed it."""
        return self.rows.held_by(parcel.token).filter(pk=parcel.pk)

    def mark_sent(self, rows: ParcelQuerySet[P], parcel: P) -> bool:
        """sent, and all that goes with it, once; in the caller's transaction."""
        changed = bool(rows.update(**free(status=Parcel.Status.SENT, sent_at=timezone.now())))
        if changed:
            self.arrived(parcel)
        return changed
