"""How a name, or the first line of an address, is spelt on an envelope in Latin letters."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.contributor import Contributor
from coalition.postal import LATIN


class Spelling(models.Model):
    """What a person said, never what we guessed. It stands while the name and the line are what
    was spelt; a name that was corrected since is asked about again."""

    contributor = models.OneToOneField(Contributor, models.CASCADE, related_name="spelling")
    of_name = models.CharField(max_length=250, blank=True)  # blank: it is in Latin letters
    name = models.CharField(max_length=250, blank=True)
    of_line = models.CharField(max_length=250, blank=True)
    line = models.CharField(max_length=250, blank=True)
    by = models.ForeignKey(  # None: the person themselves, by their link
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = LockingQuerySet["Spelling"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="spelling_is_of_something", condition=~Q(of_name="") | ~Q(of_line="")
            ),
            models.CheckConstraint(
                name="spelling_is_in_latin_letters",
                condition=(Q(of_name="", name="") | (~Q(of_name="") & Q(name__regex=LATIN)))
                & (Q(of_line="", line="") | (~Q(of_line="") & Q(line__regex=LATIN))),
                violation_error_message="The post reads Latin letters and digits only.",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.name, self.line)))
