"""A code in a mail that proves that an address is theirs (OFR-6)."""

import secrets
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from coalition.domain import LockingQuerySet
from coalition.models.offer import Offer

TRIES = 5  # a wrong code more and it is void: six digits are not guessed in five


class ContactCodeQuerySet(LockingQuerySet["ContactCode"]):
    pass


class ContactCode(models.Model):
    """Six digits, kept as an HMAC with the site's secret: a copy of the database tells none. It
    proves one address of one offer, once, for a time."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="contact_codes")
    email = models.EmailField()
    code_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = ContactCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_code_runs_out_after_it_is_sent", condition=Q(until__gt=F("asked_at"))
            ),
            models.CheckConstraint(
                name="contact_code_is_not_guessed", condition=Q(wrong_tries__lte=TRIES)
            ),
        ]

    def __str__(self) -> str:
        return f"code for {self.offer}"

    @staticmethod
    def new_code() -> str:
        return f"{secrets.randbelow(1_000_000):06d}"

    @staticmethod
    def hash_of(offer: Offer, code: str) -> str:
        return salted_hmac(
            "coalition.contact_code", f"{offer.pk}:{code}", algorithm="sha256"
        ).hexdigest()

    def is_live(self, at: datetime) -> bool:
        return self.used_at is None and self.wrong_tries < TRIES and self.until > at

    def is_opened_by(self, code: str) -> bool:
        return constant_time_compare(self.code_hash, self.hash_of(self.offer, code))
