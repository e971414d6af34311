"""What an organisation came from, and what it became."""

from django.db import models
from django.db.models import F, Q

from coalition.models.organisation import Organisation


class OrganisationSuccession(models.Model):
    """One organisation carries on what another did. Neither is deleted, and no circle closes."""

    class Kind(models.TextChoices):
        MERGED = "merged", "Merged into it"
        RENAMED = "renamed", "Set up anew under another name or form"
        REPLACED = "replaced", "Replaced by it"
        SPLIT = "split", "Split, and this is one of the parts"

    predecessor = models.ForeignKey(Organisation, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="origins")
    kind = models.CharField("what happened", max_length=10, choices=Kind)
    happened_on = models.DateField(null=True, blank=True)
    source = models.CharField(
        "how we know",
        max_length=200,
        blank=True,
        help_text="Such as ‘register of merged charities’, or a web address.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_succession_is_noted_once",
                fields=["predecessor", "successor"],
                violation_error_message="It is noted already that the one followed the other.",
            ),
            models.CheckConstraint(
                name="organisation_does_not_succeed_itself",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="An organisation cannot follow itself. Choose another.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
