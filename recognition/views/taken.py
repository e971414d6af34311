"""What pages of a campaign say of the papers that somebody took of it."""

from dataclasses import dataclass

from coalition.models import JournalEntry, User
from recognition.actions.submissions import SUBMISSION_TAKEN
from recognition.models import Campaign


@dataclass(frozen=True)
class Papers:
    """What a campaign’s page says of them to one person: the last that they took, if any."""

    fingerprint: str
    taken: JournalEntry | None

    @property
    def is_out_of_date(self) -> bool:
        return bool(self.taken and self.taken.facts["fingerprint"] != self.fingerprint)


def papers_of(user: User, campaign: Campaign) -> Papers | None:
    """None before there is anything to take, and if this person has never taken any; one query."""
    entries = JournalEntry.objects.about(campaign).of_kinds([SUBMISSION_TAKEN]).filter(by=user)
    taken = entries.order_by("-at", "-pk").first()
    return Papers(campaign.fingerprint, taken) if taken or campaign.frozen_at else None
