"""A programme, and the roles that are granted in it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.domain import in_force
from coalition.models.user import User


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def with_role(self, user: User, *roles: str) -> Self:
        """The programmes in which this person holds one of these roles today."""
        return self.filter(pk__in={programme for role, programme in user.roles if role in roles})


class Programme(models.Model):
    """A public programme that a coalition carries. Organisations and people are shared by all;
    forums, offers and campaigns belong to one."""

    NATIONS = (
        ("ENG", "England"),
        ("WLS", "Wales"),
        ("SCT", "Scotland"),
        ("NIR", "Northern Ireland"),
    )

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    purpose = models.CharField(max_length=300)
    office_email = models.EmailField(help_text="Where people can write to a person.")
    office_phone = models.CharField(max_length=30, blank=True)
    nation = models.CharField(
        max_length=3,
        choices=NATIONS,
        default="ENG",
        help_text="Whose bank holidays count.",
    )
    reply_working_days = models.PositiveSmallIntegerField(
        default=2, help_text="Working days within which a person answers an offer (OFR-2)."
    )

    objects = ProgrammeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def leads(self) -> models.QuerySet[User]:
        """Who leads it today, the longest-serving first."""
        grants = self.grants.in_force().filter(role=RoleGrant.Role.PROGRAMME_LEAD)
        found = User.objects.filter(pk__in=grants.values("user"), is_active=True)
        return found.order_by("pk")

    def private_offices(self) -> models.QuerySet[User]:
        """Who is of the private office of some signatory today."""
        grants = self.grants.in_force().filter(role=RoleGrant.Role.PRIVATE_OFFICE)
        found = User.objects.filter(pk__in=grants.values("user"), is_active=True)
        return found.order_by("name", "pk")

    def leads_at_work(self, on: date | None = None) -> list[User]:
        """Those who are not away on that day (today); in the order of leads()."""
        on = on or timezone.localdate()
        return [lead for lead in self.leads() if not lead.is_away(on)]


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, on: date | None = None) -> Self:
        return self.filter(in_force(on))

    def leads_beside(self, user: User) -> Self:
        """Of the others who lead a programme today that this person leads."""
        lead = RoleGrant.Role.PROGRAMME_LEAD
        led = Programme.objects.with_role(user, lead)
        return self.in_force().filter(role=lead, programme__in=led).exclude(user=user)

    def not_over(self) -> Self:
        """In force today, or from a later day."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=timezone.localdate()))


class RoleGrant(models.Model):
    """A role that a person holds in one programme, from a day to a day (both included)."""

    class Role(models.TextChoices):
        PROGRAMME_LEAD = "programme_lead", "Programme lead"
        RECOGNITION_ADMIN = "recognition_admin", "Recognition admin"
        RECOGNITION_APPROVER = "recognition_approver", "Recognition approver"
        ADMINISTRATOR = "administrator", "Administrator"
        SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
        INFO_RIGHTS_OFFICER = "info_rights_officer", "Information rights officer"
        PRIVATE_OFFICE = "private_office", "Private office of a signatory"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=Role)
    from_on = models.DateField(default=timezone.localdate)
    to_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_grant_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="A role cannot end before it starts.",
            ),
            models.UniqueConstraint(
                name="role_grant_open_only_once",
                fields=["user", "programme", "role"],
                condition=Q(to_on=None),
                violation_error_message="This person already holds this role.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} of {self.programme}"

    @property
    def begins_later(self) -> bool:
        return self.from_on > timezone.localdate()
