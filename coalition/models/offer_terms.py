"""What somebody offers: its kind, its words, how much, where and until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from coalition.models import offer_words

QUANTITY_AT_MOST = 1_000_000  # OFR-5


class OfferTerms(models.Model):
    """The words of an offer, as whoever offers gives them and may change them."""

    Kind, Per, CheckHeld = offer_words.Kind, offer_words.Per, offer_words.CheckHeld
    Publicity, OfferedBy = offer_words.Publicity, offer_words.OfferedBy

    kind = models.CharField(max_length=20, choices=Kind)
    headline = models.CharField(max_length=120)
    what_exactly = models.TextField(max_length=1000, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=40, blank=True)
    per = models.CharField(max_length=10, choices=Per, default=Per.ONCE)
    offered_by = models.CharField(
        "who is offering", max_length=10, choices=OfferedBy, default=OfferedBy.PERSON
    )
    on_behalf_of_count = models.PositiveIntegerField("how many people offer it", default=1)
    asks_not_to_be_named = models.BooleanField(default=False)
    area = models.CharField(max_length=120, blank=True)
    available_from = models.DateField(null=True, blank=True)
    available_to = models.DateField(null=True, blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    hard_to_keep_up = models.CharField(max_length=300, blank=True)
    who_else_says_yes = models.CharField(max_length=300, blank=True)
    checks_already_held = ArrayField(
        models.CharField(max_length=20, choices=CheckHeld), default=list, blank=True
    )
    publicity_ok = models.CharField(max_length=5, choices=Publicity, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="offer_quantity_is_sensible",
                condition=Q(quantity__gte=1, quantity__lte=QUANTITY_AT_MOST),
            ),
            models.CheckConstraint(
                name="offer_is_of_one_person_or_more",
                condition=Q(on_behalf_of_count__gte=1, on_behalf_of_count__lte=QUANTITY_AT_MOST),
            ),
            models.CheckConstraint(
                name="offer_available_in_order",
                condition=Q(available_from=None)
                | Q(available_to=None)
                | Q(available_to__gte=F("available_from")),
            ),
        )

    @property
    def is_of_a_household(self) -> bool:
        return self.offered_by == self.OfferedBy.HOUSEHOLD

    @property
    def checks_in_words(self) -> list[str]:
        return [str(self.CheckHeld(check).label) for check in self.checks_already_held]
