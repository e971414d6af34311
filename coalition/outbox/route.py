"""What the engine must know of one kind of parcel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from django.utils import timezone

from coalition.models.outbox import P, Parcel, ParcelQuerySet
from coalition.outbox.carriers import Carrier, Receipt
from coalition.outbox.rows import free


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: the carrier's yes, or what stood in the way of one."""

    receipt: Receipt | None = None
    error: Exception | None = None  # a delivery.NotDelivered, or what nobody foresaw


def _keep_no_note(parcel: Parcel, outcome: Outcome) -> None:
    """The row says enough."""


@dataclass(frozen=True)
class Route(Generic[P]):
    """What is special about one kind of parcel."""

    rows: ParcelQuerySet[P]  # all of them, with what the functions below read
    # In the transaction that commits `sending`: the row as it may go, read under its locks; or
    # None, after moving it where it belongs. May be asked twice.
    admit: Callable[[P], P | None]
    noted: tuple[str, ...]  # fields of the admitted row to keep
    compose: Callable[[P], Any]  # between the transactions, for the carrier; raises CannotCompose
    carrier: Carrier[P]
    arrived: Callable[[P], None]  # in the transaction that commits `sent`
    # In the transaction that writes what became of an attempt. May be called again of the same.
    note: Callable[[P, Outcome], None] = _keep_no_note
    # What the carrier's yes means: `sent`, or that it says later what became of it.
    taken: str = Parcel.Status.SENT

    def mine(self, parcel: P) -> ParcelQuerySet[P]:
        """The row, while it carries the token of whoever claimed it."""
        return self.rows.held_by(parcel.token).filter(pk=parcel.pk)

    def mark_taken(self, rows: ParcelQuerySet[P], parcel: P, receipt: Receipt) -> bool:
        """With the carrier, which mostly is sent; once; in the caller's transaction."""
        if self.taken == Parcel.Status.SENT:
            changed = self.mark_sent(rows, parcel)
        else:
            changed = bool(rows.update(**free(status=self.taken)))
        if changed:
            self.note(parcel, Outcome(receipt))
        return changed

    def mark_sent(self, rows: ParcelQuerySet[P], parcel: P) -> bool:
        """sent, and all that goes with it, once; in the caller's transaction."""
        changed = bool(rows.update(**free(status=Parcel.Status.SENT, sent_at=timezone.now())))
        if changed:
            self.arrived(parcel)
        return changed
