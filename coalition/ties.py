"""What still ties an organisation to us, so that it cannot leave yet (ORG-4).

Each app names its own kinds in settings.ORGANISATION_TIES: functions of an organisation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from coalition.domain import DomainError
from coalition.models import Offer, Organisation


@dataclass(frozen=True)
class Tie:
    """One thing to reassign or end first: what it is, and the page where that is done."""

    sentence: str
    url: str


class StillTied(DomainError):
    """The organisation cannot leave. `ties` say why, one by one."""

    def __init__(self, organisation: Organisation, ties: list[Tie]) -> None:
        self.ties = ties
        things = "one thing is" if len(ties) == 1 else f"{len(ties)} things are"
        super().__init__(f"{organisation.name} cannot leave yet: {things} still open.")


def ties_of(organisation: Organisation) -> list[Tie]:
    return [tie for path in settings.ORGANISATION_TIES for tie in import_string(path)(organisation)]


def open_offers(organisation: Organisation) -> Iterator[Tie]:
    for offer in Offer.objects.open().filter(organisation=organisation).order_by("pk"):
        words = f"Offer {offer.ref} is {offer.get_status_display().lower()}: {offer.headline}"
        yield Tie(words, offer.get_absolute_url())
