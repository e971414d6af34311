"""Organisations, and the sector that each belongs to."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from coalition.domain import Lifecycle, in_force
from coalition.models import search
from coalition.models.came_by import CameBy, came_by_index
from coalition.models.council import Council
from coalition.models.mergeable import Mergeable, MergeableQuerySet
from coalition.models.organisation_words import LegalForm, Mou, Publicity, SizeBand, ThankRoute
from coalition.models.sector import GOVERNMENT_SECTORS, Sector, sector_in_force
from coalition.models.user import User


class OrganisationQuerySet(MergeableQuerySet["Organisation"]):
    def visible_to(self, user: User) -> Self:
        """Everyone who works in a programme sees the register; a partner sees their own
        organisations. Nobody sees one that was merged into another."""
        if user.works_in:
            return self.standing()
        mine = in_force(prefix="affiliations__") & Q(affiliations__contributor__user=user)
        return self.standing().filter(pk__in=Organisation.objects.filter(mine).values("pk"))

    def coordinated_by(self, user: User) -> Self:
        """Those whose partner coordinator this person is today."""
        theirs = in_force(prefix="affiliations__") & Q(
            affiliations__contributor__user=user, affiliations__coordinates=True
        )
        return self.filter(pk__in=Organisation.objects.filter(theirs).values("pk"))

    def with_sector_on(self, day: date) -> Self:
        """Adds `sector_then`: the sector in force on that day, which metrics count by (ORG-3)."""
        then = sector_in_force(organisation=OuterRef("pk"), day=day)
        return self.annotate(sector_then=Coalesce(then, F("sector")))

    def active(self) -> Self:
        return self.filter(status=Organisation.Status.ACTIVE)

    def matching(self, words: str) -> Self:
        """Found by name, one letter of each word wrong; or by register number."""
        return self.filter(self.rings(words).any)

    def rings(self, words: str) -> search.Rings:
        """The conditions of `matching`."""
        by_name = search.rings(words, search.OrganisationWord, "name", "known_as")
        if not any(map(str.isdecimal, words)):
            return by_name
        numbered = Organisation.objects.filter(identifiers__value__iexact=words.strip())
        by_number = Q(pk__in=numbered.values("pk"))
        others = [ring & ~by_number for ring in by_name.each]
        return search.Rings(by_number | by_name.any, [by_number, *others])


class Organisation(Mergeable, Lifecycle):
    """A body that takes part. Shared by all programmes. `merged` is final, and not reached by NEXT:
    only a merge leads there, and only its undoing leads back (ORG-2)."""

    class Status(models.TextChoices):
        PROSPECTIVE = "prospective", "Prospective"
        ACTIVE = "active", "Active"
        DORMANT = "dormant", "Dormant"
        LEFT = "left", "Left"
        MERGED = "merged", "Merged into another"

    LegalForm, SizeBand, Mou = LegalForm, SizeBand, Mou
    Publicity, ThankRoute = Publicity, ThankRoute

    NEXT = {
        Status.PROSPECTIVE: {Status.ACTIVE},
        Status.ACTIVE: {Status.DORMANT, Status.LEFT},
        Status.DORMANT: {Status.ACTIVE, Status.LEFT},
        Status.LEFT: {Status.ACTIVE},
    }

    name = models.CharField(max_length=200)
    known_as = models.CharField("also known as", max_length=200, blank=True)
    sector = models.CharField(max_length=3, choices=Sector)
    public_body_override = models.BooleanField("is a public body", null=True, blank=True)
    public_body_reason = models.CharField("why", max_length=200, blank=True)
    legal_form = models.CharField(max_length=10, choices=LegalForm, blank=True)
    size_band = models.CharField("size", max_length=10, choices=SizeBand, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name="part of",
    )
    area = models.CharField(
        "place in words",
        max_length=120,
        blank=True,
        help_text="As you would say it, such as ‘Northside and the villages’.",
    )
    areas = models.ManyToManyField(Council, blank=True, related_name="organisations")
    postcode = models.CharField(max_length=8, blank=True)
    website = models.URLField(blank=True)
    mou_status = models.CharField("agreement with us", max_length=10, choices=Mou, default=Mou.NONE)
    mou_signed_on = models.DateField("agreement signed on", null=True, blank=True)
    mou_review_on = models.DateField("agreement to be reviewed on", null=True, blank=True)
    safeguarding_policy_seen_on = models.DateField(null=True, blank=True)
    publicity_consent = models.CharField(
        "may we name it in public?", max_length=5, choices=Publicity, default=Publicity.ASK
    )
    thank_route = models.CharField(
        "how to thank", max_length=15, choices=ThankRoute, default=ThankRoute.PEOPLE
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
    came_by = CameBy()

    objects = OrganisationQuerySet.as_manager()

    class Meta(Mergeable.Meta):
        abstract = False
        constraints = [
            *Mergeable.Meta.constraints,
            models.CheckConstraint(name="organisation_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="organisation_is_a_public_body_for_a_reason",
                condition=Q(public_body_override=None, public_body_reason="")
                | (Q(public_body_override__isnull=False) & ~Q(public_body_reason="")),
                violation_error_message="Say why it differs from what its sector says.",
            ),
            models.CheckConstraint(
                name="organisation_is_not_part_of_itself",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message="An organisation cannot be part of itself.",
            ),
            models.CheckConstraint(
                name="organisation_has_a_whole_postcode",
                condition=Q(postcode="")
                | Q(postcode__regex=r"^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}$"),
            ),
            models.CheckConstraint(
                name="organisation_agreement_has_its_dates",
                condition=Q(mou_status__in=["none", "draft"], mou_signed_on=None)
                | Q(mou_status__in=["signed", "expired"], mou_signed_on__isnull=False),
                violation_error_message="A signed agreement has the day of its signing; one that"
                " is not signed has none.",
            ),
            models.CheckConstraint(
                name="organisation_agreement_is_reviewed_after_it_is_signed",
                condition=Q(mou_review_on=None) | Q(mou_review_on__gt=F("mou_signed_on")),
                violation_error_message="The review comes after the day of signing.",
            ),
            models.CheckConstraint(
                name="organisation_verification_is_whole",
                condition=Q(verified_by=None, verified_at=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_merged_says_into_which",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into=None)),
            ),
        ]
        indexes = [
            *Mergeable.Meta.indexes,
            models.Index(fields=["name", "id"], name="organisation_by_name"),
            GinIndex(search.Lexemes("name", "known_as"), name="organisation_by_words"),
            came_by_index("organisation"),
        ]

    def __str__(self) -> str:
        return self.known_as or self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.pk])

    @property
    def is_public_body(self) -> bool:
        """As its sector says, unless somebody said otherwise and why."""
        if self.public_body_override is not None:
            return self.public_body_override
        return self.sector in GOVERNMENT_SECTORS

    def sector_on(self, day: date) -> str:
        """The sector in force that day (ORG-3). One query."""
        then = self.sectors.on(day).first()
        return then.sector if then else self.sector
