"""The yeses that letters need before they go: of which kind, from whom, to exactly what (CMP-3)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from coalition.models import RoleGrant

Role = RoleGrant.Role


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> Self:
        return self.filter(voided_at=None)

    def by_who_still_may(self, programme_id: int) -> Self:
        """Those whose giver holds the role today that this kind of yes asks for."""
        grants = RoleGrant.objects.in_force().filter(programme=programme_id, user=OuterRef("by"))
        may = Q()
        for kind, role in Approval.ROLES.items():
            may |= Q(Exists(grants.filter(role=role)), kind=kind)
        return self.filter(may, by__is_active=True)


class Approval(models.Model):
    """One person's yes to exactly this content for exactly these people (CMP-3)."""

    class Kind(models.TextChoices):
        CONTENT = "content", "The words"
        DATA = "data", "The people"
        INFO_RIGHTS = "info_rights", "Information rights"

    # Who gives which: no other role does, and nobody gives two to the same letters.
    ROLES: ClassVar[dict[str, str]] = {
        Kind.CONTENT: Role.RECOGNITION_APPROVER,
        Kind.DATA: Role.RECOGNITION_APPROVER,
        Kind.INFO_RIGHTS: Role.INFO_RIGHTS_OFFICER,
    }

    campaign = models.ForeignKey("Campaign", models.PROTECT, related_name="approvals")
    kind = models.CharField(
        max_length=20, choices=Kind, default=Kind.CONTENT, db_default=Kind.CONTENT
    )
    # The campaign's author, copied so that the database can refuse self-approval (P1).
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    content_hash = models.CharField(max_length=64)
    audience_hash = models.CharField(max_length=64)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="approval_voided_with_a_reason",
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
            models.CheckConstraint(
                name="approval_is_not_by_the_author",
                condition=~Q(by=F("author")),
                violation_error_message="Somebody other than the author approves a campaign.",
            ),
            models.UniqueConstraint(
                name="approval_once_per_person",
                fields=["campaign", "by"],
                condition=Q(voided_at=None),
                violation_error_message="You have already approved this campaign.",
            ),
            models.UniqueConstraint(
                name="approval_once_per_kind",
                fields=["campaign", "kind"],
                condition=Q(voided_at=None),
                violation_error_message="Somebody has said yes to this already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} approved {self.campaign}"
