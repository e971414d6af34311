"""Checks that a match waits for: that they were seen, never what they say (CHK-1)."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import need_words
from coalition.models.match import Match

CheckKind, CheckResult = need_words.CheckKind, need_words.CheckResult
LOOK_AHEAD = timedelta(days=14)  # a new one takes time
KEPT_FOR = timedelta(days=183)  # after its match: six months, as the DBS code of practice asks
REFERENCE = r"^[A-Za-z0-9/ -]*[0-9][A-Za-z0-9/ -]*$"


class CheckQuerySet(LockingQuerySet["Check"]):
    def to_see_again(self, on: date | None = None) -> Self:
        """Of matches under way: those that run out soon or have, or whose day to look again is here
        (MAT-3)."""
        on = on or timezone.localdate()
        soon = Q(expires_on__lte=on + LOOK_AHEAD) | Q(recheck_on__lte=on)
        return self.filter(soon, match__status=Match.Status.ACTIVE)

    def to_forget(self, on: date | None = None) -> Self:
        """Of matches that ended half a year ago (CHK-1)."""
        ended = (on or timezone.localdate()) - KEPT_FOR
        return self.filter(match__ended_at__date__lte=ended)


class Check(models.Model):
    """One check that the need asks for. No certificate, no content: a number, and who saw it."""

    Kind, Result = CheckKind, CheckResult

    match = models.ForeignKey(Match, models.CASCADE, related_name="checks")
    required_level = models.CharField(max_length=20, choices=CheckKind)
    kind = models.CharField("what was seen", max_length=20, choices=CheckKind)
    reference_no = models.CharField(
        "its number",
        max_length=30,
        blank=True,
        validators=[RegexValidator(REFERENCE, "Enter the number only, without words")],
    )
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField("valid until", null=True, blank=True)
    recheck_on = models.DateField("look again on", null=True, blank=True)
    result = models.CharField(max_length=20, choices=CheckResult, default=CheckResult.NOT_STARTED)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    seen_on = models.DateField(null=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="check_once_for_each_match", fields=["match", "required_level"]
            ),
            models.CheckConstraint(
                name="check_seen_by_a_person",
                condition=Q(result__in=["not_started", "in_progress"])
                | Q(seen_by__isnull=False, seen_on__isnull=False),
            ),
            models.CheckConstraint(
                name="check_reference_is_a_number",
                condition=Q(reference_no="") | Q(reference_no__regex=REFERENCE),
            ),
        ]

    def __str__(self) -> str:
        return self.get_required_level_display()

    @property
    def has_run_out(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def reaches_required_level(self) -> bool:
        """What was seen is what the need asks for; a higher DBS check stands for a lower one."""
        levels = need_words.DBS_LEVELS
        if self.required_level in levels and self.kind in levels:
            return levels.index(CheckKind(self.kind)) >= levels.index(
                CheckKind(self.required_level)
            )
        return self.kind == self.required_level

    def stands_on(self, day: date) -> bool:
        """Clear, of the level asked for, and not run out by that day (MAT-3)."""
        if self.result == CheckResult.NOT_REQUIRED:
            return True
        in_time = self.expires_on is None or self.expires_on >= day
        return self.result == CheckResult.CLEAR and in_time and self.reaches_required_level
