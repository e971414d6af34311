"""What there is to put on record, and what is known of it already: a passed round, an item that a
meeting agreed, or what whoever chairs decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from forums.models import AgendaItem, Decision, Delegation, Forum, Recusal, Round

NOBODY = "Nobody declared an interest."
CHAIR = "chair"
NOTHING = "none"
COPIED = (
    *["title", "text", "decided_on", "reasons", "options_rejected", "conflicts", "value"],
    *["significance", "reversible", "evaluation_on", "owner", "due", "publication"],
)


@dataclass(frozen=True)
class Source:
    """Where it was agreed; neither a round nor an item is whoever chairs, or holds the seat."""

    round: Round | None = None
    item: AgendaItem | None = None

    @property
    def key(self) -> str:
        """As an address has it."""
        if self.round is not None:
            return f"round-{self.round.pk}"
        return f"item-{self.item.pk}" if self.item is not None else CHAIR

    @property
    def words(self) -> str:
        if self.round is not None:
            proposal = self.round.proposal
            return f"{proposal}, which passed: {self.round.version.title}"
        if self.item is not None:
            day = self.item.meeting.day
            return f"Meeting {self.item.meeting.number}, {day.day} {day:%B %Y}: {self.item}"
        return "Whoever chairs decided it, or whoever has the seat that holds the power"

    @property
    def day(self) -> date:
        if self.round is not None and self.round.closed_at is not None:
            return timezone.localdate(self.round.closed_at)
        return self.item.meeting.day if self.item is not None else timezone.localdate()

    @property
    def suggested(self) -> Delegation | None:
        return self.round.version.delegation if self.round is not None else None

    @property
    def proposed(self) -> dict[str, Any]:
        """What is known already, for the form."""
        found: dict[str, Any] = {"decided_on": self.day, "conflicts": self._conflicts()}
        if self.round is not None:
            version = self.round.version
            names = ("title", "text", "value", "significance", "reversible", "evaluation_on")
            found |= {name: getattr(version, name) for name in names}
            found["reasons"] = version.why_now
            found["options_rejected"] = "\n".join(version.options_considered)
        elif self.item is not None:
            found |= {"title": self.item.title, "text": self.item.record}
        return found

    def _conflicts(self) -> str:
        """By seat, in every forum (MTG-4)."""
        if self.item is None:
            return ""
        rows = self.item.recusals.exclude(handling=Recusal.Handling.NONE).select_related("seat")
        return "\n".join(f"{row}." for row in rows.order_by("pk")) or NOBODY


def open_sources(forum: Forum) -> list[Source]:
    """What passed or was agreed, and is not on record yet; the newest first."""
    done = Decision.objects.kept().filter(forum=forum)
    rounds = Round.objects.filter(proposal__forum=forum, status=Round.Status.PASSED)
    rounds = rounds.exclude(pk__in=done.exclude(round=None).values("round")).with_all()
    items = AgendaItem.objects.kept().filter(meeting__forum=forum, outcome="agreed")
    items = items.exclude(pk__in=done.exclude(item=None).values("item"))
    items = items.exclude(pk__in=rounds.exclude(item=None).values("item"))
    return [
        *(Source(round=row, item=row.item) for row in rounds.order_by("-closed_at", "-pk")),
        *(
            Source(item=row)
            for row in items.select_related("meeting").order_by("-meeting__starts_at", "-pk")
        ),
    ]


def source_of(decision: Decision) -> Source:
    return Source(round=decision.round, item=decision.item)


def copied(decision: Decision) -> dict[str, Any]:
    """What a form begins with, to put a decision right or to take its place."""
    return {name: getattr(decision, name) for name in COPIED}
