"""What the engine must know of one kind of parcel."""

from collections.abc import Callable, Mapping, Sequence
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


def _keep_no_note(outcomes: Mapping[Any, Outcome]) -> None:
    """The row says enough."""


@dataclass(frozen=True)
class Route(Generic[P]):
    """What is special about one kind of parcel."""

    rows: ParcelQuerySet[P]  # all of them, with what the functions below read
    # In the transaction that commits `sending`, of parcels in one worker's hands: those that may
    # go, as they stand, read under their locks; the others it moves where they belong. May be
    # asked twice.
    admit: Callable[[Sequence[P]], list[P]]
    noted: tuple[str, ...]  # fields of the admitted rows to keep
    compose: Callable[[P], Any]  # between the transactions, for the carrier; raises CannotCompose
    carrier: Carrier[P]
    arrived: Callable[[Sequence[P]], None]  # in the transaction that commits `sent`
    # In the transaction that writes what became of an attempt. May be called again of the same.
    note: Callable[[Mapping[P, Outcome]], None] = _keep_no_note
    # How many are admitted together, at most (docs/adr/0016).
    together: int = 1
    # What the carrier's yes means: `sent`, or that it says later what became of it.
    taken: str = Parcel.Status.SENT

    def mine(self, parcel: P) -> ParcelQuerySet[P]:
        """The row, while it carries the token of whoever claimed it."""
        return self.rows.held_by(parcel.token).filter(pk=parcel.pk)

    def mark_taken(self, rows: ParcelQuerySet[P], receipts: Mapping[P, Receipt]) -> list[P]:
        """With the carrier, which mostly is sent: those among `rows`, once; in the caller's
        transaction."""
        if self.taken == Parcel.Status.SENT:
            changed = self.mark_sent(rows, list(receipts))
        else:
            changed = self._change(rows, list(receipts), **free(status=self.taken))
        self.note({parcel: Outcome(receipts[parcel]) for parcel in changed})
        return changed

    def mark_sent(self, rows: ParcelQuerySet[P], parcels: Sequence[P]) -> list[P]:
        """sent, and all that goes with it, once, those among `rows`, in the caller's
        transaction."""
        sent = free(status=Parcel.Status.SENT, sent_at=timezone.now())
        changed = self._change(rows, parcels, **sent)
        if changed:
            self.arrived(changed)
        return changed

    def _change(self, rows: ParcelQuerySet[P], parcels: Sequence[P], **fields: Any) -> list[P]:
        """Those that were so, locked in the order of their keys."""
        wanted = rows.filter(pk__in=[parcel.pk for parcel in parcels])
        locked = wanted.select_for_update(of=("self",), no_key=True).order_by("pk")
        pks = set(locked.values_list("pk", flat=True))
        self.rows.filter(pk__in=pks).update(**fields)
        return [parcel for parcel in parcels if parcel.pk in pks]
