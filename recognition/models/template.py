"""The words of letters. A version is never changed; a correction is a new version."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme, RoleGrant, User
from recognition.models.contribution import RECOGNITION_ROLES

STATES = {
    "draft": "Draft",
    "in_review": "Waiting for approval",
    "approved": "Approved",
    "retired": "Out of use",
}
LANGUAGES = [("en", "English"), ("cy", "Welsh")]


class LetterTemplateQuerySet(LockingQuerySet["LetterTemplate"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(programme__in=Programme.objects.with_role(user, *RECOGNITION_ROLES))

    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def leading(self) -> Self:
        """Those that campaigns choose; their siblings come along."""
        return self.filter(sibling_of=None)


class LetterTemplate(models.Model):
    """A kind of letter, under one name, in one language and format. The same letter in another
    language or format is a template of its own, whose `sibling_of` is the one that leads."""

    class Kind(models.TextChoices):
        LETTER = "letter", "Letter of thanks"
        MINISTERIAL = "ministerial", "Letter from a minister"
        JOINT = "joint", "Letter of two who sign"
        HOUSEHOLD = "household", "Letter to a household"
        LATE = "late", "Late letter of thanks"
        CERTIFICATE = "certificate", "Certificate"
        REFERENCE = "reference", "Reference letter"

    # How many words a letter may have (TPL-1); short letters are read.
    MOST_WORDS = {Kind.MINISTERIAL: 160, Kind.CERTIFICATE: 60}
    MOST_WORDS_OF_OTHERS = 220

    class Format(models.TextChoices):
        STANDARD = "standard", "As everyone"
        EASY_READ = "easy_read", "Easy read"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(
        "kind of document", max_length=12, choices=Kind, default="letter", db_default="letter"
    )
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    format = models.CharField(
        max_length=10, choices=Format, default="standard", db_default="standard"
    )
    sibling_of = models.ForeignKey("self", models.PROTECT, related_name="siblings", null=True)
    retired_at = models.DateTimeField(null=True)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="letter_template_name_once_per_programme",
                fields=["programme", "name", "language"],
                violation_error_message="There is already a template of this name.",
            ),
            models.UniqueConstraint(
                name="letter_template_one_sibling_of_a_sort",
                fields=["sibling_of", "language", "format"],
                condition=Q(sibling_of__isnull=False, retired_at=None),
                violation_error_message="These words have a version of this sort already.",
            ),
            models.CheckConstraint(
                name="letter_template_is_not_its_own_sibling",
                condition=Q(sibling_of=None) | ~Q(sibling_of=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recognition:template_detail", args=[self.pk])

    @property
    def most_words(self) -> int:
        return self.MOST_WORDS.get(self.Kind(self.kind), self.MOST_WORDS_OF_OTHERS)

    @property
    def sort(self) -> str:
        """What tells it from its siblings: Welsh, or Welsh, easy read."""
        if self.format == self.Format.STANDARD:
            return self.get_language_display()
        return f"{self.get_language_display()}, {self.get_format_display().lower()}"


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def latest_of_each(self) -> Self:
        """The newest version of every template that it finds."""
        newer = TemplateVersion.objects.filter(
            template=OuterRef("template"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer))

    def to_approve_by(self, user: User) -> Self:
        """Those that wait for this person: an approver there, who did not write them (P1)."""
        approver_in = Programme.objects.with_role(user, RoleGrant.Role.RECOGNITION_APPROVER)
        waiting = self.filter(
            template__programme__in=approver_in,
            template__retired_at=None,
            review_asked_at__isnull=False,
            approved_at=None,
        )
        return waiting.latest_of_each().exclude(written_by=user)

    def saying_what_it_says(self, version: "TemplateVersion") -> Self:
        """The same words in other languages and formats, as they stand for this version (TPL-4)."""
        newer = TemplateVersion.objects.filter(
            template=OuterRef("template"), follows=version, number__gt=OuterRef("number")
        )
        in_use = self.filter(follows=version, template__retired_at=None)
        return in_use.filter(~Exists(newer))


class TemplateVersion(models.Model):
    """The words of a template at a time. A trigger in the database refuses to change them."""

    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField("email subject", max_length=120)
    body = models.TextField(max_length=5000)
    # Of a sibling: the version of the leading template that it says in its own way (TPL-4).
    follows = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    # A person says so, whatever a scan finds (TPL-3); then an information rights officer approves.
    contains_ask = models.BooleanField(default=False, db_default=False)
    # The only words about it that may still change, once each.
    review_asked_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="template_version_number_once",
                fields=["template", "number"],
                violation_error_message="Somebody else saved this template a moment ago.",
            ),
            models.CheckConstraint(name="template_version_has_words", condition=~Q(body="")),
            models.CheckConstraint(
                name="template_version_approved_by_another",
                condition=Q(approved_at=None, approved_by=None)
                | (
                    Q(approved_at__isnull=False, review_asked_at__isnull=False)
                    & Q(approved_by__isnull=False)
                    & ~Q(approved_by=F("written_by"))
                ),
                violation_error_message="Somebody other than the writer approves words.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"

    @property
    def state(self) -> str:
        """draft, in_review, approved or retired."""
        if self.template.retired_at:
            return "retired"
        if self.approved_at:
            return "approved"
        return "in_review" if self.review_asked_at else "draft"

    @property
    def state_in_words(self) -> str:
        return STATES[self.state]
