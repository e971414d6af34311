"""How a campaign stands, in numbers: what has gone, how fast, and what needs a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from recognition import gates
from recognition.models import Campaign, Letter, Wave
from recognition.troubles import OF_QUESTION, QUESTION, TROUBLES, Trouble

Status = Letter.Status
MEASURED = timedelta(minutes=1)
ON_THE_WAY = [Status.QUEUED, Status.READY, Status.LEASED, Status.SENDING]


@dataclass(frozen=True)
class Sums:
    """What has to be the same: letters fixed and letters found, in whatever state; and whoever was
    chosen has a letter or is left out with a reason."""

    fixed: int
    found: int
    left_out: int
    chosen: int

    @property
    def problem(self) -> str:
        """What does not add up, in a sentence; empty if all does."""
        if self.fixed != self.found:
            return f"{self.fixed:,} letters were fixed, and {self.found:,} are there."
        if self.chosen != self.found + self.left_out:
            return (
                f"{self.chosen:,} were chosen, but {self.found:,} letters and {self.left_out:,}"
                f" left out make {self.found + self.left_out:,}."
            )
        return ""


@dataclass(frozen=True)
class Standing:
    """The numbers of one moment."""

    campaign: Campaign
    counts: Counter[str]  # status → letters
    troubles: list[tuple[Trouble, int]]
    prevented: list[tuple[str, int]]  # what a gate stopped, and how many letters
    per_minute: int
    sums: Sums
    next_wave: Wave | None = None  # of those that go later

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def sent(self) -> int:
        return self.counts[Status.SENT]

    @property
    def on_the_way(self) -> int:
        return sum(self.counts[status] for status in ON_THE_WAY)

    @property
    def is_moving(self) -> bool:
        return (
            self.campaign.status == Campaign.Status.RELEASING
            and self.on_the_way > 0
            and not self.waits_for_its_time
        )

    @property
    def waits_for_its_time(self) -> bool:
        """Nothing is on its way but what goes later."""
        return self.next_wave is not None and self.on_the_way <= self.next_wave.letters

    @property
    def done_at(self) -> datetime | None:
        """When the last one will have gone, at the rate of the last minute."""
        if not (self.is_moving and self.per_minute):
            return None
        return timezone.now() + timedelta(minutes=self.on_the_way / self.per_minute)

    @property
    def is_done_today(self) -> bool:
        return bool(self.done_at and timezone.localdate(self.done_at) == timezone.localdate())

    def rows(self) -> Iterator[tuple[str, str, int]]:
        """(status, words, letters) of every status that occurs, in the order of the journey."""
        for status in Status:
            if self.counts[status]:
                yield status.value, status.label, self.counts[status]


def of(campaign: Campaign) -> Standing:
    """Six queries, however many letters there are."""
    counts = campaign.letters.values_list("status").annotate(Count("pk")).order_by()
    stopped = _stopped(campaign)
    uncertain = dict(counts).get(Status.UNCERTAIN, 0)
    return Standing(
        campaign=campaign,
        counts=Counter(dict(counts)),
        troubles=[
            (trouble, number)
            for slug, trouble in TROUBLES.items()
            if (number := uncertain if slug == "uncertain" else stopped[slug])
        ],
        prevented=[
            (gate.prevents, number)
            for gate in gates.GATES
            if (number := stopped[f"prevented {gate.code}"])
        ],
        per_minute=_rate(campaign),
        sums=_sums(campaign, sum(number for _, number in counts)),
        next_wave=campaign.waves.to_come().order_by("number").first(),
    )


def sums_of(campaign: Campaign) -> Sums:
    """Three queries; for a campaign whose recipients are fixed."""
    return _sums(campaign, campaign.letters.count())


def _sums(campaign: Campaign, found: int) -> Sums:
    return Sums(
        fixed=found if campaign.fixed_letters is None else campaign.fixed_letters,
        found=found,
        left_out=campaign.exclusions.count(),
        chosen=campaign.candidates.count(),
    )


def _stopped(campaign: Campaign) -> Counter[str]:
    """Slug of a trouble → letters; and for each gate how many letters it has stopped."""
    found: Counter[str] = Counter()
    stopped = campaign.letters.filter(status__in=[Status.FAILED, Status.HELD, Status.CANCELLED])
    stopped = stopped.annotate(is_of_question=OF_QUESTION)
    columns = ["status", "cause", "stopped_by", "is_of_question"]
    grouped = stopped.values_list(*columns).annotate(Count("pk"))
    for status, cause, gate, is_of_question, number in grouped.order_by():
        if status == Status.FAILED:
            found[cause] += number
        elif status == Status.HELD:
            found[QUESTION if is_of_question else gate] += number
        if gate:
            found[f"prevented {gate}"] += number
    return found


def _rate(campaign: Campaign) -> int:
    """Letters a minute, over the last minute; after a pause, since it ended."""
    now = timezone.now()
    since = max(now - MEASURED, campaign.resumed_at or now - MEASURED)
    gone = campaign.letters.filter(status=Status.SENT, sent_at__gt=since).count()
    return round(gone * (MEASURED / max(now - since, timedelta(seconds=1))))
