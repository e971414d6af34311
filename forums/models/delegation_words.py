"""The words and states of a delegation."""

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    ASKED = "asked", "Waiting for approval"
    APPROVED = "approved", "Approved"
    LIVE = "live", "In force"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Revoked"
    SUPERSEDED = "superseded", "Replaced"
    DROPPED = "dropped", "Dropped"


class Report(models.TextChoices):
    QUARTER = "quarter", "Every quarter"
    HALF_YEAR = "half_year", "Twice a year"
    YEAR = "year", "Once a year"


OPEN = (Status.DRAFT, Status.ASKED)
GRANTED = (Status.APPROVED, Status.LIVE)
AHEAD = (*OPEN, *GRANTED)
OVER = (Status.EXPIRED, Status.REVOKED, Status.SUPERSEDED)
