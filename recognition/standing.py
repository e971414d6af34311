"""How a campaign stands, in numbers: what has gone, how fast, and what needs a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from coalition.models.hold import ON_HOLD
from recognition import gates
from recognition.models import Campaign, Letter, Wave
from recognition.models.letter import LetterQuerySet
from recognition.research import asking

Status, Cause = Letter.Status, Letter.Cause
MEASURED = timedelta(minutes=1)
ON_THE_WAY = [Status.QUEUED, Status.READY, Status.LEASED, Status.SENDING]
QUESTION = "G3-question"
# Of letters held: those that could go if they asked nothing (EXP-8).
OF_QUESTION = Q(stopped_by="G3", problem__startswith=asking.ASKS)
RETRY, TAKE_OUT, SETTLE, EITHER = "retry", "take_out", "settle", "either"
TAKEN_OUT = "Whoever is taken out is owed thanks as before, and can get a new letter."


@dataclass(frozen=True)
class Trouble:
    """Letters that stopped for the same reason, said of one and of many. One thing to do."""

    slug: str
    one: str
    many: str
    advice: str
    do: str


TROUBLES = {
    trouble.slug: trouble
    for trouble in (
        Trouble(
            "uncertain",
            "may have gone",
            "may have gone",
            "The connection broke, or a worker stopped, at the last moment. Nothing is sent again"
            " until somebody knows.",
            SETTLE,
        ),
        Trouble(
            Cause.REFUSED,
            "was refused by whoever delivers it",
            "were refused by whoever delivers it",
            f"Often the address is not in use any more; ask for the right one. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            Cause.PUT_OFF,
            "was put off five times by whoever delivers it",
            "were put off five times by whoever delivers it",
            "It did not say no. Try again, best on another day.",
            RETRY,
        ),
        Trouble(
            Cause.CONTENT,
            "could not be put together",
            "could not be put together",
            f"Open it to see what is in its way. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            Cause.FAULT,
            "stopped because of a fault on our side",
            "stopped because of a fault on our side",
            "Tell whoever runs this site. When it is mended, try again.",
            RETRY,
        ),
        Trouble(
            "G2",
            "is on hold",
            "are on hold",
            f"{ON_HOLD}. Once the hold is lifted, try again; nothing goes by itself.",
            RETRY,
        ),
        Trouble(
            "G3",
            "is held because the person does not like to be thanked like this",
            "are held because the people do not like to be thanked like this",
            "Take them out, and thank them in the way that they chose.",
            TAKE_OUT,
        ),
        Trouble(
            QUESTION,
            "is held because the person may not be asked a question now",
            "are held because the people may not be asked a question now",
            "Their letters carry the question of an experiment. Take them out, and thank them with"
            f" letters that ask nothing. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            "G4",
            "is held because the name is not right",
            "are held because the name is not right",
            "Ask for the name to be confirmed, then try again.",
            RETRY,
        ),
        Trouble(
            "G5",
            "is held because the address is not right",
            "are held because the address is not right",
            TAKEN_OUT,
            TAKE_OUT,
        ),
        Trouble(
            "G6",
            "is held because of who signs it",
            "are held because of who signs them",
            "The signatory is not in office, did not sign, or the mandate does not cover them. The"
            " private office is asked for another; once it is given, try again. Otherwise take them"
            " out.",
            EITHER,
        ),
        Trouble(
            "G7",
            "is held because of an embargo",
            "are held because of an embargo",
            "Once it is over, or two people have let these letters go, they can be tried again.",
            RETRY,
        ),
        Trouble(
            "G8",
            "is held because it is not exactly what was approved",
            "are held because they are not exactly what was approved",
            TAKEN_OUT,
            TAKE_OUT,
        ),
        Trouble(
            "G10",
            "is held because it is too late for these words",
            "are held because it is too late for these words",
            f"Take them out, and choose words for late thanks. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            "G11",
            "is held because the person needs another language or format",
            "are held because the people need another language or format",
            TAKEN_OUT,
            TAKE_OUT,
        ),
        Trouble(
            "G12",
            "is held because of its letterhead",
            "are held because of their letterhead",
            "It is not valid today, or whoever signs may not use it. If that is put right, try"
            f" again; otherwise take them out. {TAKEN_OUT}",
            EITHER,
        ),
    )
}


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


def in_trouble(letters: LetterQuerySet, slug: str) -> LetterQuerySet:
    """Those that stopped for this reason."""
    if slug == Status.UNCERTAIN:
        return letters.filter(status=Status.UNCERTAIN)
    if slug in Cause:
        return letters.filter(status=Status.FAILED, cause=slug)
    held = letters.filter(status=Status.HELD)
    if slug == QUESTION:
        return held.filter(OF_QUESTION)
    return held.filter(stopped_by=slug).exclude(OF_QUESTION)


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
