"""People who live together and are glad of one letter for all of them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet, in_force
from coalition.models.contributor import Contributor
from coalition.models.user import User


class HouseholdQuerySet(LockingQuerySet["Household"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees one of its people, today or in the past."""
        seen = Contributor.objects.visible_to(user)
        return self.filter(
            pk__in=HouseholdMember.objects.filter(contributor__in=seen).values("household")
        )

    def in_force(self) -> Self:
        return self.filter(in_force())


class Household(models.Model):
    """Ends when they no longer live together: then each gets a letter of their own (HH-1)."""

    joint_letter_name = models.CharField(
        "their names on one letter",
        max_length=250,
        help_text="As on an envelope, such as Tom and Ifeoma Bell.",
    )
    joint_salutation = models.CharField(
        "how a letter greets them",
        max_length=250,
        help_text="What follows “Dear”, such as Tom and Ifeoma.",
    )
    address = models.TextField(
        "postal address", blank=True, help_text="One line each, three to seven lines."
    )
    people = models.ManyToManyField(
        Contributor, through="HouseholdMember", related_name="households"
    )
    from_on = models.DateField("from", default=timezone.localdate)
    to_on = models.DateField("until", null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="household_has_a_name_and_a_salutation",
                condition=~Q(joint_letter_name="") & ~Q(joint_salutation=""),
            ),
            models.CheckConstraint(
                name="household_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="A household cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.joint_letter_name

    def get_absolute_url(self) -> str:
        return reverse("household_detail", args=[self.pk])


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    def in_force(self) -> Self:
        return self.filter(in_force())


class HouseholdMember(models.Model):
    """A person lives in one household at a time."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="household_places")
    from_on = models.DateField("from", default=timezone.localdate)
    to_on = models.DateField("until", null=True, blank=True)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="household_member_lives_in_one_place",
                fields=["contributor"],
                condition=Q(to_on=None),
                violation_error_message="One of these people is in another household already.",
            ),
            models.CheckConstraint(
                name="household_member_leaves_after_joining",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} in {self.household}"
