"""The influence pulse: one question a quarter, answered for an organisation (P8)."""

from datetime import date, datetime, time, timedelta
from typing import Self, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.figures.period import (
    next_quarter,
    quarter_before,
    quarter_end,
    quarter_words,
)
from coalition.models import Affiliation, Contributor, Organisation, Sector, User
from coalition.models.private_link import PrivatelyLinked
from forums.models.forum import Forum

# So long after its end a link says that the question is over.
SAYS_OVER = timedelta(days=60)


class PulseQuerySet(LockingQuerySet["Pulse"]):
    def answered(self) -> Self:
        return self.filter(score__isnull=False)

    def open(self, quarter: date) -> Self:
        """Asked about that quarter, and not answered."""
        return self.filter(quarter=quarter, score=None)


class Pulse(models.Model):
    """What one organisation is asked about one forum and one quarter, and its answer. An answer
    is given once and never changed."""

    class Score(models.IntegerChoices):
        NOT_AT_ALL = 1, "1: not at all"
        HARDLY = 2, "2: hardly"
        PARTLY = 3, "3: in part"
        MOSTLY = 4, "4: for the most part"
        CLEARLY = 5, "5: clearly"

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="pulses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    quarter = models.DateField("first day of the quarter")
    asked_at = models.DateTimeField(default=timezone.now)
    score = models.PositiveSmallIntegerField(choices=Score, null=True, blank=True)
    # In force on the day of the answer (ORG-3).
    sector = models.CharField(max_length=3, choices=Sector, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pulse_once_per_organisation_and_quarter",
                fields=["forum", "organisation", "quarter"],
            ),
            models.CheckConstraint(
                name="pulse_is_about_a_quarter",
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
            ),
            models.CheckConstraint(
                name="pulse_answered_from_one_to_five",
                condition=Q(score=None, answered_at=None, sector="")
                | (Q(score__range=(1, 5), answered_at__isnull=False) & ~Q(sector="")),
            ),
        ]
        indexes = [models.Index(fields=["quarter", "forum"], name="pulse_by_quarter")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.forum}: {quarter_words(self.quarter)}"

    @property
    def is_answered(self) -> bool:
        return self.score is not None

    @property
    def last_day(self) -> date:
        """To answer: the end of the quarter after."""
        return quarter_end(next_quarter(self.quarter))

    @property
    def link_until(self) -> datetime:
        """Links open until then: past the last day, to a page that says so."""
        return timezone.make_aware(datetime.combine(self.last_day + SAYS_OVER, time()))

    @property
    def is_over(self) -> bool:
        return timezone.localdate() > self.last_day

    @property
    def quarter_words(self) -> str:
        return quarter_words(self.quarter)


class PulseAskQuerySet(LockingQuerySet["PulseAsk"]):
    def waiting_for(self, user: User) -> Self:
        """Questions about the last quarter that this person can answer today (AFF-2)."""
        speaks = Affiliation.objects.in_force().filter(contributor__user=user, can_speak_for=True)
        last = quarter_before(timezone.localdate())
        mine = self.filter(contributor__user=user, pulse__in=Pulse.objects.open(last))
        return mine.filter(pulse__organisation__in=speaks.values("organisation"))

    def with_matter(self) -> Self:
        return self.select_related(
            "contributor__merged_into", "pulse__organisation", "pulse__forum__programme"
        )

    def untold(self) -> Self:
        return self.filter(told_at=None, pulse__score=None)


class PulseAsk(PrivatelyLinked):
    """One person who can speak for the organisation, asked by a link of their own (AFF-2)."""

    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="asks")
    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)

    objects = PulseAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pulse_ask_once", fields=["pulse", "contributor"])
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.pulse}"

    @property
    def path(self) -> str:
        return reverse("forums:pulse", args=[self.pk, self.link_key])

    @property
    def person(self) -> Contributor:
        """Whoever they are on the register now."""
        return cast(Contributor, self.contributor.merged_into) or self.contributor
