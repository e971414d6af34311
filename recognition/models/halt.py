"""All letters of a programme stop, until somebody of another kind lets them go again (CMP-4)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme, RoleGrant, User

# Who stops everything, and lets it go on: each of these can do the first alone.
MAY_HALT = [
    RoleGrant.Role.PROGRAMME_LEAD,
    RoleGrant.Role.RECOGNITION_APPROVER,
    RoleGrant.Role.PRIVATE_OFFICE,
]


class HaltQuerySet(LockingQuerySet["Halt"]):
    def visible_to(self, user: User) -> Self:
        seen = [*MAY_HALT, RoleGrant.Role.RECOGNITION_ADMIN]
        return self.filter(programme__in=Programme.objects.with_role(user, *seen))

    def in_force(self) -> Self:
        return self.filter(lifted_at=None)


class Halt(models.Model):
    """While it is in force no letter of the programme is typeset or goes (G13)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    halted_at = models.DateTimeField(default=timezone.now)
    halted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The role in which they did it: somebody in another one lets letters go again.
    role = models.CharField(max_length=30, choices=RoleGrant.Role)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = HaltQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="halt_one_at_a_time",
                fields=["programme"],
                condition=Q(lifted_at=None),
                violation_error_message="All letters are stopped already.",
            ),
            models.CheckConstraint(
                name="halt_lifted_by_another",
                condition=Q(lifted_at=None, lifted_by=None)
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by=F("halted_by"))),
                violation_error_message="Somebody else lets them go again.",
            ),
        ]

    def __str__(self) -> str:
        return f"All letters of {self.programme}"
