"""Who signs letters, and when they hold the office that they sign for."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme, RoleGrant, User
from coalition.models.contact_words import Thanker
from coalition.models.sealed import SealedField
from recognition.models.contribution import RECOGNITION_ROLES


class SignatoryQuerySet(LockingQuerySet["Signatory"]):
    def visible_to(self, user: User) -> Self:
        """Those who run thanks see all of their programme; a private office its own."""
        running = Programme.objects.with_role(user, *RECOGNITION_ROLES)
        theirs = Signatory.objects.looked_after_by(user)
        return self.filter(Q(programme__in=running) | Q(pk__in=theirs.values("pk")))

    def looked_after_by(self, user: User) -> Self:
        """Those whose private office this person is today."""
        offices = Programme.objects.with_role(user, RoleGrant.Role.PRIVATE_OFFICE)
        return self.filter(programme__in=offices, private_office=user)

    def in_office(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(office_from__lte=on).filter(Q(office_to=None) | Q(office_to__gte=on))


class Signatory(models.Model):
    """A person in an office. Letters print the style, the office and the body as typed here."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    # Typed as the person wants it, never derived from another name.
    style = models.CharField(max_length=120, help_text="As typed under the signature.")
    office_title = models.CharField("office", max_length=160)
    body = models.CharField("organisation", max_length=160)
    thanker = models.CharField(
        "is thanked by them as by",
        max_length=20,
        choices=Thanker,
        default=Thanker.PROGRAMME_LEAD,
        db_default=Thanker.PROGRAMME_LEAD,
    )
    office_from = models.DateField()
    office_to = models.DateField(null=True, blank=True)
    # Private: sealed in the database, composed into letters, never served on its own (SIG-1).
    signature_image = SealedField(null=True, editable=True)
    # Who looks after what goes out in this name; each while they hold the role as well (P3).
    private_office = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signatory_leaves_office_after_taking_it",
                condition=Q(office_to=None) | Q(office_to__gte=F("office_from")),
                violation_error_message="The office cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="signatory_signature_is_sealed",
                condition=Q(signature_image=None)
                | Q(
                    Exact(
                        Func(
                            F("signature_image"),
                            0,
                            function="get_byte",
                            output_field=models.IntegerField(),
                        ),
                        1,
                    )
                ),
            ),
            models.CheckConstraint(
                name="signatory_has_a_style_and_an_office",
                condition=~Q(style="") & ~Q(office_title=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.style}, {self.office_title}"

    @property
    def is_minister(self) -> bool:
        """Nothing goes in a minister’s name without a mandate of their office (SIG-1)."""
        return self.thanker == Thanker.MINISTER

    def is_in_office(self, on: date) -> bool:
        """G6 and SIG-2: asked at approval and again at dispatch."""
        return self.office_from <= on and (self.office_to is None or on <= self.office_to)
