"""How somebody likes to be thanked: a person, a household or an organisation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.contact_words import Channel, ConsentMeans, Publicity, Thanker
from coalition.models.contributor import Contributor
from coalition.models.household import Household
from coalition.models.organisation import Organisation

# Of the words that ask for consent to publicity; goes up when they change (PRF-2).
PUBLICITY_WORDING = "2026-11"
Owner = Contributor | Household | Organisation


def every_channel() -> list[str]:
    return list(Channel.values)


class Preference(models.Model):
    """One for each. `no_ministerial` has no reason, and no room for one (PRF-3)."""

    contributor = models.OneToOneField(
        Contributor, models.CASCADE, related_name="preference", null=True
    )
    household = models.OneToOneField(
        Household, models.CASCADE, related_name="preference", null=True
    )
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="preference", null=True
    )
    thanker = models.CharField(max_length=20, choices=Thanker, blank=True)  # blank: anybody
    no_ministerial = models.BooleanField(default=False)
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel), default=every_channel, blank=True
    )
    max_per_year = models.PositiveSmallIntegerField(null=True)  # None: each time; 0: never
    no_surveys = models.BooleanField(default=False, db_default=False)  # letters ask them nothing
    publicity = models.CharField(max_length=12, choices=Publicity, default=Publicity.NONE)
    publicity_wording = models.CharField(max_length=10, blank=True)
    publicity_at = models.DateTimeField(null=True)
    publicity_means = models.CharField(max_length=10, choices=ConsentMeans, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = LockingQuerySet["Preference"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="preference_has_one_owner",
                condition=Q(contributor__isnull=False, household=None, organisation=None)
                | Q(contributor=None, household__isnull=False, organisation=None)
                | Q(contributor=None, household=None, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="preference_publicity_is_by_consent",
                condition=Q(publicity="none")
                | (
                    Q(publicity_at__isnull=False)
                    & ~Q(publicity_wording="")
                    & ~Q(publicity_means="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return "How they like to be thanked"
