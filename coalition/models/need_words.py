"""The words that needs, matches and checks are described in: fixed lists (ADR 0002)."""

from django.db import models


class Urgency(models.TextChoices):
    TODAY = "today", "Today"
    THIS_WEEK = "this_week", "This week"
    THIS_MONTH = "this_month", "This month"
    LATER = "later", "Later"


class UnmetReason(models.TextChoices):
    """Why a need was closed though it was not met: reported among the figures (NED-3)."""

    NO_OFFER = "no_offer", "Nobody offered it"
    NOT_SUITABLE = "not_suitable", "What was offered did not suit"
    TOO_LATE = "too_late", "It came too late"
    MET_ELSEWHERE = "met_elsewhere", "It was met in another way"
    NO_LONGER_NEEDED = "no_longer_needed", "It is no longer needed"


class CheckKind(models.TextChoices):
    DBS_BASIC = "dbs_basic", "DBS check, basic"
    DBS_STANDARD = "dbs_standard", "DBS check, standard"
    DBS_ENHANCED = "dbs_enhanced", "DBS check, enhanced"
    REFERENCES = "references", "References"
    PROPERTY = "property", "Property seen"
    IDENTITY = "identity", "Identity"
    TRAINING = "training", "Training"


# A check of a higher level stands for one of a lower level.
DBS_LEVELS = [CheckKind.DBS_BASIC, CheckKind.DBS_STANDARD, CheckKind.DBS_ENHANCED]


class CheckResult(models.TextChoices):
    """That a check has run out is not stored: its last day says so."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    CLEAR = "clear", "Clear"
    NOT_CLEAR = "not_clear", "Not clear"
    NOT_REQUIRED = "not_required", "Not required"


class Side(models.TextChoices):
    """The two who must both say yes (MAT-2)."""

    OFFERER = "offerer", "Whoever offers"
    NEED = "need", "Whoever needs it"


class Outcome(models.TextChoices):
    """What came of a match, as each side saw it (MAT-4)."""

    DELIVERED = "delivered", "All of it arrived"
    PART = "part", "Part of it arrived"
    NOT_DELIVERED = "not_delivered", "It did not arrive"


class EndedWhy(models.TextChoices):
    """Why a match ended before it was carried out."""

    OFFERER_SAID_NO = "offerer_said_no", "Whoever offers said no"
    NEED_SAID_NO = "need_said_no", "Whoever needs it said no"
    SILENCE = "silence", "One side did not answer in time"
    OFFER_GONE = "offer_gone", "The offer is not there any more"
    NEED_GONE = "need_gone", "It is not needed any more"
    CHECKS = "checks", "Could not go ahead"
    PLANS_CHANGED = "plans_changed", "Plans changed"
