"""Who signs in, by e-mail address."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone

# Every page asks it, so it is one question, and in SQL: the ORM would take longer to write it
# than the database to answer. A day within in_force() (coalition.domain), with no role for places.
STANDING = """
SELECT role, programme_id FROM coalition_rolegrant
WHERE user_id = %(user)s AND from_on <= %(today)s AND (to_on IS NULL OR to_on >= %(today)s)
UNION ALL
SELECT NULL, place.organisation_id FROM coalition_affiliation place
JOIN coalition_contributor person ON person.id = place.contributor_id
WHERE person.user_id = %(user)s AND place.coordinates
AND place.from_on <= %(today)s AND (place.to_on IS NULL OR place.to_on >= %(today)s)
"""


# Of a programme they see the letters of one person, and nothing else (product §1).
SEES_LETTERS_ALONE = "private_office"


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

    @property
    def roles(self) -> frozenset[tuple[str, int]]:
        """(role, programme id) of each grant in force today; asked once a request (rule P3)."""
        return self._standing[0]

    @property
    def works_in(self) -> frozenset[int]:
        """Ids of the programmes of which they see organisations, figures and decisions, for they
        hold a role there by which one does."""
        return frozenset(pk for role, pk in self.roles if role != SEES_LETTERS_ALONE)

    @property
    def coordinates(self) -> frozenset[int]:
        """Ids of the organisations whose partner coordinator this is today (P3)."""
        return self._standing[1]

    @cached_property
    def _standing(self) -> tuple[frozenset[tuple[str, int]], frozenset[int]]:
        with connection.cursor() as cursor:
            cursor.execute(STANDING, {"user": self.pk, "today": timezone.localdate()})
            rows = cursor.fetchall()
        places = frozenset(pk for role, pk in rows if role is None)
        return frozenset(row for row in rows if row[0]), places
