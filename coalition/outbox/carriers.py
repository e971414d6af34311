"""Who takes parcels out of the building, behind one small interface; the only ones who hand over.

To add one, write its four functions. Which of them carries what is configuration."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from django.core.mail.backends.base import BaseEmailBackend

from coalition import delivery
from coalition.models.outbox import Parcel

P_contra = TypeVar("P_contra", bound=Parcel, contravariant=True)


@dataclass(frozen=True)
class Receipt:
    """A carrier's yes: it has the parcel."""

    ref: str = ""  # its own name for it, where it gives one


# There it is; it is certainly not there; nobody here can know.
Evidence = Receipt | Literal[False] | None


class Carrier(Protocol[P_contra]):
    """Each way of failing is a delivery.NotDelivered, and says what is certain."""

    @property
    def name(self) -> str:
        """As attempts are recorded under it, for ever."""

    def line(self) -> AbstractContextManager[Any]:
        """For several parcels. Raises Unavailable at once when nobody answers."""

    def carry(self, parcel: P_contra, message: Any, line: Any) -> Receipt:
        """Hand over what the route composed. Returns when the carrier has said that it has it."""

    def evidence(self, parcel: P_contra) -> Evidence:
        """Whether the last attempt at this parcel arrived; the parcel is in doubt. May raise
        Unavailable."""


class ByPeople(Carrier[P_contra]):
    """Nothing leaves the building here: people take what was let through, and say what became of
    it. So what a worker left behind is where it was."""

    name = ""  # of the kind of people; overrides what the protocol only promises

    def __init__(self, name: str) -> None:
        self.name = name

    def line(self) -> AbstractContextManager[None]:
        return nullcontext()

    def carry(self, parcel: P_contra, message: Any, line: None) -> Receipt:
        return Receipt()

    def evidence(self, parcel: P_contra) -> Evidence:
        return Receipt()


class Smtp(Carrier[P_contra]):
    name = "smtp"

    def __init__(self, message_id: Callable[[P_contra], str]) -> None:
        self._message_id = message_id

    def line(self) -> AbstractContextManager[BaseEmailBackend]:
        return delivery.line()

    def carry(self, parcel: P_contra, message: Any, line: BaseEmailBackend) -> Receipt:
        delivery.send(message, line)
        return Receipt()

    def evidence(self, parcel: P_contra) -> Evidence:
        """Only the local mail catcher can be asked."""
        found = delivery.evidence(self._message_id(parcel))
        return Receipt() if found else False if found is False else None
