"""People who give support or sit in forums, with or without an account, and whom they act for."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Days, in_force
from coalition.models import search
from coalition.models.came_by import CameBy, came_by_index
from coalition.models.mergeable import Mergeable, MergeableQuerySet
from coalition.models.organisation import Organisation
from coalition.models.private_link import PrivatelyLinked, link_end, new_nonce
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User
from coalition.postal import LATIN

UNLATIN_LINE = r"^[^A-Za-z0-9\n]+(\n|$)"
UNREAD_BY_THE_POST = ~Q(address="") & (
    ~Q(letter_name__regex=LATIN) | Q(address__regex=UNLATIN_LINE)
)


class FirstLine(models.Func):
    """Of a text with several."""

    function = "SPLIT_PART"
    template = "%(function)s(%(expressions)s, E'\\n', 1)"
    output_field = models.TextField()


class ContributorQuerySet(MergeableQuerySet["Contributor"]):
    READERS: ClassVar = {
        RoleGrant.Role.PROGRAMME_LEAD,
        RoleGrant.Role.RECOGNITION_ADMIN,
        RoleGrant.Role.SAFEGUARDING_LEAD,
        RoleGrant.Role.INFO_RIGHTS_OFFICER,
    }

    def visible_to(self, user: User) -> Self:
        """Programme leads and recognition admins see everyone, for they write to them; so do the
        safeguarding lead and the information rights officer, who guard them. Others see themselves
        and, as a partner coordinator, the people of their organisations (P2).
        Nobody sees one that was merged into another."""
        if {role for role, _ in user.roles} & self.READERS:
            return self.standing()
        theirs = Affiliation.objects.in_force().filter(organisation__in=user.coordinates)
        return self.standing().filter(Q(user=user) | Q(pk__in=theirs.values("contributor")))

    def named(self, letter_name: str, email: str) -> Self:
        """Those of this name at this address. Anyone may type any address into their own details,
        so somebody with an account counts only at the address that they sign in with."""
        if not email:
            return self.none()
        sure = Q(user=None) | Q(user__email__iexact=email)
        known = Q(letter_name__iexact=letter_name, email__iexact=email)
        return self.standing().filter(sure, known | _absorbed(known)).order_by("pk")

    def reached_at(self, email: str) -> Self:
        """Whose own address this is, not a shared one; then whose it was before a merge."""
        own = Q(email__iexact=email, email_is_shared=False)
        is_now = ExpressionWrapper(own, models.BooleanField())
        return self.standing().filter(own | _absorbed(own)).order_by(is_now.desc(), "pk")

    def contactable(self) -> Self:
        """Nobody who is deceased, gone away, anonymised, or asked for no further contact (CON-2).
        Holds and preferences are asked of coalition.contact."""
        return self.standing().filter(
            deceased_on=None, gone_away_on=None, objected_at=None, anonymised_at=None
        )

    def speaking_for(self, organisation: Organisation) -> Self:
        """Who can act for it today (AFF-2)."""
        places = Affiliation.objects.in_force().filter(
            organisation=organisation, can_speak_for=True
        )
        return self.standing().filter(pk__in=places.values("contributor")).order_by("pk")

    def to_spell(self) -> Self:
        """With a postal address whose first line, or the name above it, has no Latin letter, and
        of which nobody has said how it is spelt for the post (letters.md B1)."""
        name = ~Q(letter_name__regex=LATIN) & ~Q(spelling__of_name=F("letter_name"))
        line = Q(address__regex=UNLATIN_LINE) & ~Q(spelling__of_line=FirstLine("address"))
        return self.contactable().filter(UNREAD_BY_THE_POST & (name | line))

    def matching(self, words: str) -> Self:
        """Found by name, one letter of each word wrong; by email address or by phone number."""
        return self.filter(self.rings(words).any)

    def rings(self, words: str) -> search.Rings:
        """The conditions of `matching`."""
        if "@" in words:
            return search.Rings.one(search.by_email(words))
        if number := search.by_phone(words):
            return search.Rings.one(number)
        return search.rings(words, search.PersonWord, "letter_name", "known_as")


def _absorbed(known: Q) -> Q:
    """Into whom somebody was merged of whom that is so: what they said of contact holds for who
    writes under the old name or address, too."""
    return Q(
        pk__in=Contributor.objects.filter(known).exclude(merged_into=None).values("merged_into")
    )


class Contributor(Mergeable, PrivatelyLinked):
    """A person, as a letter would address them. No free-text notes about people (CON-1)."""

    class NameSource(models.TextChoices):
        SELF = "self", "The person"
        PARTNER = "partner", "Their organisation"
        STAFF = "staff", "Our staff"
        IMPORT = "import", "An imported file"

    CONFIRMED: ClassVar = {NameSource.SELF, NameSource.PARTNER}

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        WELSH = "cy", "Welsh"
        UKRAINIAN = "uk", "Ukrainian"
        OTHER = "other", "Another language"

    class Format(models.TextChoices):
        STANDARD = "standard", "As everyone"
        LARGE_PRINT = "large_print", "Large print"
        EASY_READ = "easy_read", "Easy read"
        BRAILLE = "braille", "Braille"
        AUDIO = "audio", "Audio"
        PLAIN_EMAIL = "plain_email", "Plain email, without attachments"
        OTHER = "other", "Another format"

    class Adult(models.TextChoices):
        """CON-3: whoever is not known to be an adult is not thanked in public."""

        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    class DeathSource(models.TextChoices):
        FAMILY = "family", "Their family"
        ORGANISATION = "organisation", "Their organisation"
        POST = "post", "A letter that came back"
        REGISTER = "register", "A public register"
        IMPORT = "import", "An imported file"
        OTHER = "other", "Somebody else"

    # Links by mail: void until somebody asks for one, so a row that came by a file has none.
    link_nonce = models.CharField(max_length=32, default=new_nonce, db_default="", editable=False)
    link_until = models.DateTimeField(default=link_end, db_default=Now(), editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributor",
    )
    letter_name = models.CharField(
        "name on a letter", max_length=250, help_text="As on an envelope, such as Dr Ngozi Okafor."
    )
    salutation = models.CharField(
        max_length=250, blank=True, help_text="What follows “Dear”, such as Dr Okafor."
    )
    known_as = models.CharField(max_length=120, blank=True)
    post_nominals = models.CharField(
        "letters after the name",
        max_length=60,
        blank=True,
        db_default="",
        help_text="Such as OBE or FRCN.",
    )
    name_confirmed_by = models.CharField(max_length=10, choices=NameSource, blank=True)
    name_confirmed_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField("email address", blank=True)
    email_is_shared = models.BooleanField(
        default=False, help_text="Several people read this address, as couples and clubs do."
    )
    phone = models.CharField(max_length=30, blank=True)
    address = models.TextField(
        "postal address", blank=True, help_text="One line each, three to seven lines."
    )
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    format_need = models.CharField(
        "format of letters",
        max_length=12,
        choices=Format,
        default="standard",
        db_default="standard",
    )
    nation = models.CharField(
        max_length=3,
        choices=Programme._meta.get_field("nation").choices,
        blank=True,
        db_default="",
        help_text="Whose rules and languages hold for letters.",
    )
    adult = models.CharField(
        "is an adult", max_length=7, choices=Adult, default="unknown", db_default="unknown"
    )
    deceased_on = models.DateField(null=True, blank=True)
    deceased_source = models.CharField(
        "who told us of the death", max_length=12, choices=DeathSource, blank=True, db_default=""
    )
    gone_away_on = models.DateField(null=True, blank=True)
    objected_at = models.DateTimeField("asked for no further contact", null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    came_by = CameBy()

    objects = ContributorQuerySet.as_manager()

    class Meta(Mergeable.Meta):
        abstract = False
        constraints = [
            *Mergeable.Meta.constraints,
            models.CheckConstraint(name="contributor_has_a_name", condition=~Q(letter_name="")),
            models.UniqueConstraint(
                Lower("email"),
                name="contributor_email_unless_shared",
                condition=Q(email_is_shared=False, merged_into=None) & ~Q(email=""),
                violation_error_message="Somebody else has this email address."
                " If both people use it, mark it as shared.",
            ),
            models.CheckConstraint(
                name="contributor_name_confirmation_is_whole",
                condition=Q(name_confirmed_by="", name_confirmed_at=None)
                | (~Q(name_confirmed_by="") & Q(name_confirmed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="contributor_anonymised_has_no_identity",
                condition=Q(anonymised_at=None)
                | Q(email="", phone="", address="", salutation="", known_as="", user=None),
            ),
        ]
        indexes = [
            *Mergeable.Meta.indexes,
            models.Index(fields=["letter_name", "id"], name="contributor_by_name"),
            GinIndex(search.Lexemes("letter_name", "known_as"), name="contributor_by_words"),
            models.Index(
                OpClass(Lower("email"), name="text_pattern_ops"), name="contributor_by_email"
            ),
            models.Index(
                OpClass(search.PhoneDigits("phone"), name="text_pattern_ops"),
                name="contributor_by_phone",
            ),
            models.Index(search.PostcodeIn("address"), name="contributor_by_postcode"),
            models.Index(
                fields=["id"], name="contributor_unread_by_post", condition=UNREAD_BY_THE_POST
            ),
            came_by_index("contributor"),
        ]

    def __str__(self) -> str:
        return self.known_as or self.letter_name

    def get_absolute_url(self) -> str:
        return reverse("contributor_detail", args=[self.pk])

    @property
    def own_path(self) -> str:
        """Their own page, for whoever holds the link."""
        return reverse("own_page", args=[self.pk, self.link_key])

    @property
    def own_url(self) -> str:
        """The same, for mail."""
        return settings.SITE_URL + self.own_path

    @property
    def name_is_confirmed(self) -> bool:
        """CON-4: by the person or their organisation; what we typed ourselves does not count."""
        return self.name_confirmed_by in self.CONFIRMED

    @property
    def must_not_be_contacted(self) -> bool:
        """CON-2 and G1: deceased, gone away, anonymised, or asked for no further contact."""
        return bool(self.deceased_on or self.gone_away_on or self.objected_at or self.anonymised_at)

    @property
    def can_be_mailed(self) -> bool:
        return bool(self.email) and not self.must_not_be_contacted


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def in_force(self, on: date | None = None) -> Self:
        return self.filter(in_force(on))

    def present_or_planned(self) -> Self:
        """Not over: today is one of their days, or before them."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=timezone.localdate()))


class Affiliation(models.Model):
    """A person's place in an organisation, for a time."""

    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    role_title = models.CharField("role", max_length=120, blank=True)
    from_on = models.DateField("from", default=timezone.localdate)
    to_on = models.DateField("until", null=True, blank=True)
    can_speak_for = models.BooleanField("can speak for the organisation", default=False)
    coordinates = models.BooleanField(
        "is its partner coordinator",
        default=False,
        help_text="May log offers for the organisation and keep its details right.",
    )
    is_recognition_contact = models.BooleanField(
        "is who to ask about thanks",
        default=False,
        help_text="Where we thank the organisation, the letter goes to them.",
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)

    came_by = CameBy()

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        indexes = [came_by_index("affiliation")]
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="An affiliation cannot end before it starts.",
            ),
            ExclusionConstraint(
                name="affiliation_is_one_at_a_time",
                expressions=[
                    ("contributor", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is already with this organisation on some of"
                " those days.",
            ),
            models.CheckConstraint(
                name="affiliation_verification_is_whole",
                condition=Q(verified_by=None, verified_at=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} at {self.organisation}"

    @property
    def when(self) -> str:
        """past, present or planned."""
        today = timezone.localdate()
        if self.to_on and self.to_on < today:
            return "past"
        return "planned" if self.from_on > today else "present"
