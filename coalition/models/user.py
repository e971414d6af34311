"""Who signs in, by e-mail address."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from coalition.domain import in_force


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, known by e-mail address. What they may do is in their grants."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=200)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    digest_stopped_at = models.DateTimeField("wants no daily mail", null=True)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    # Who steps in for a lead, as they said themselves.
    deputy = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_email_is_lower_case", condition=models.Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="user_is_not_their_own_deputy",
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("id")),
            ),
            models.CheckConstraint(
                name="user_is_away_from_a_day_to_a_day",
                condition=models.Q(away_from=None, away_until=None)
                | models.Q(away_until__gte=models.F("away_from")),
                violation_error_message="You cannot be back before you leave.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def is_away(self, on: date) -> bool:
        return bool(self.away_from and self.away_until and self.away_from <= on <= self.away_until)

    @cached_property
    def roles(self) -> frozenset[tuple[str, int]]:
        """(role, programme id) of each grant in force today; asked once a request (rule P3)."""
        return frozenset(self.grants.in_force().values_list("role", "programme_id"))

    @cached_property
    def coordinates(self) -> frozenset[int]:
        """Ids of the organisations whose partner coordinator this is today (P3)."""
        places = "contributor__affiliations__"
        found = User.objects.filter(
            in_force(prefix=places), pk=self.pk, **{f"{places}coordinates": True}
        )
        return frozenset(found.values_list(f"{places}organisation_id", flat=True))
