"""A link in a mail that opens one thing for whoever holds it, without an account."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

NONCE_BYTES = 16
LINK_DAYS = 60


def new_nonce() -> str:
    return secrets.token_hex(NONCE_BYTES)


def link_end() -> datetime:
    return timezone.now() + timedelta(days=LINK_DAYS)


class PrivatelyLinked(models.Model):
    """The key in the link is an HMAC of the row's nonce with the site's secret, so a copy of the
    database opens nothing. A new nonce makes old links void."""

    link_nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    link_until = models.DateTimeField(default=link_end, editable=False)

    class Meta:
        abstract = True

    @property
    def link_key(self) -> str:
        purpose = f"{self._meta.label_lower}.link"
        return salted_hmac(purpose, f"{self.pk}:{self.link_nonce}", algorithm="sha256").hexdigest()

    def is_opened_by(self, key: str) -> bool:
        return self.link_until > timezone.now() and constant_time_compare(key, self.link_key)

    def renew_link(self, *, void_old: bool = False) -> list[str]:
        """Let the link live on; a link that has run out never comes back to life. Returns the
        fields to save."""
        if void_old or self.link_until <= timezone.now():
            self.link_nonce = new_nonce()
        self.link_until = link_end()
        return ["link_nonce", "link_until"]
