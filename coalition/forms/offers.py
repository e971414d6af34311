"""What people may type when they offer something."""

import re
import textwrap
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.forms.addresses import EmailAddressField
from coalition.forms.people import PersonForm
from coalition.forms.private_words import PrivateWordsForm
from coalition.models import CallForOffers, Offer
from coalition.models.offer import OPEN_AT_MOST_DAYS

HEADLINE = 120
OFFER_ORDER = [
    "kind",
    "what",
    "quantity",
    "per",
    "area",
    "available_from",
    "available_to",
    "hard_to_keep_up",
    "who_else_says_yes",
]


def headline_of(text: str) -> str:
    """The first line or sentence, cut between words at 120 characters: what lists show."""
    first = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].strip().rstrip(".")
    cut = textwrap.shorten(first, HEADLINE, placeholder=" …")
    return cut if len(cut) > 1 else first[:HEADLINE]


class CountField(forms.IntegerField):
    """A whole number, as people write it: 1,200 and 1 200 too."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", str(value or "")))


class OfferForm(PrivateWordsForm):
    """The words of an offer itself. Cleans to the fields of the model: `what` becomes a headline
    and, where there is more to say, what_exactly."""

    SCANNED: tuple[str, ...] = ("what", "hard_to_keep_up", "who_else_says_yes")
    field_order = [*OFFER_ORDER, "keep_details"]

    kind = forms.ChoiceField(
        label="What kind of help is it?",
        choices=[("", "Choose one"), *Offer.Kind.choices],
        error_messages={"required": "Choose what kind of help it is"},
    )
    what = forms.CharField(
        label="What are you offering?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Start with a few words, such as: Two rooms for a family. Then whatever helps us"
        " say yes: where, which days, any conditions.",
        error_messages={"required": "Say what you are offering"},
    )
    quantity = CountField(
        label="How many?",
        min_value=1,
        max_value=1_000_000,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="Rooms, people, hours or things. Leave it at 1 if this does not fit.",
        error_messages={
            "required": "Enter how many, or 1 if this does not fit",
            "invalid": "Enter a whole number, like 2",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 1,000,000 or less",
        },
    )
    available_from = UkDateField(
        label="From when?", required=False, help_text="Leave empty if it is there now."
    )
    available_to = UkDateField(
        label="Until when?", required=False, help_text="If you leave it empty, we take 90 days."
    )
    hard_to_keep_up = forms.CharField(
        label="What would make this hard to keep up?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It is good to know early. It does not count against you.",
    )
    who_else_says_yes = forms.CharField(
        label="Who else needs to say yes?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as a landlord, an employer or your family. No names, please.",
    )

    def __init__(self, *args: Any, offer: Offer | None = None, **kwargs: Any) -> None:
        """`offer` is the one to change, if it is there already."""
        if offer is not None:
            kwargs["initial"] = {
                name: getattr(offer, name) for name in self.base_fields if hasattr(offer, name)
            }
            kwargs["initial"]["what"] = offer.what_exactly or offer.headline
        super().__init__(*args, **kwargs)

    def clean_available_from(self) -> date | None:
        return self._within_a_year("available_from")

    def clean_available_to(self) -> date | None:
        return self._within_a_year("available_to")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("available_from"), cleaned.get("available_to")
        if begins and ends and ends < begins:
            self.add_error("available_to", "Choose an end that is not before the start")
        if what := cleaned.pop("what", None):
            cleaned["headline"] = headline_of(what)
            cleaned["what_exactly"] = "" if cleaned["headline"] == what.rstrip(".") else what
        return cleaned

    def _within_a_year(self, name: str) -> date | None:
        """From today to a year ahead (OFR-5); or as it was."""
        day: date | None = self.cleaned_data[name]
        if not day or day == self.initial.get(name):
            return day
        today = timezone.localdate()
        last = today + timedelta(days=OPEN_AT_MOST_DAYS)
        if day < today:
            raise ValidationError("This date has passed. Choose today or a later date.")
        if day > last:
            raise ValidationError(
                f"Choose a date within a year, by {last.day} {last:%B %Y}."
                " You can offer again after that."
            )
        return day


class FullOfferForm(OfferForm):
    """With what an offer's own page asks besides, where nobody's name has to be typed."""

    per = forms.ChoiceField(label="How often?", choices=Offer.Per.choices, initial=Offer.Per.ONCE)
    area = forms.CharField(
        label="Where?", max_length=120, required=False, help_text="The town or council area."
    )


class NewOfferForm(AppForm):
    """With a key of its own, so that the same form sent twice makes one offer."""

    form_key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def answer_call(self, call: CallForOffers) -> None:
        """A call says already what kind of help it is, and what is counted."""
        kind: Any = self.fields["kind"]
        kind.widget, kind.required = forms.HiddenInput(), False
        self.fields["quantity"].label = f"How many {call.unit}?"
        self.fields["quantity"].help_text = ""

    def clean_form_key(self) -> UUID:
        return self.cleaned_data["form_key"] or uuid4()


class PublicOfferForm(PersonForm, NewOfferForm, OfferForm):
    """Nine questions for anyone, without an account (OFR-6)."""

    field_order = [*OFFER_ORDER, "letter_name", "email", "keep_details"]

    @property
    def is_from_a_machine(self) -> bool:
        """Programs fill in every box; no person sees the box called website."""
        return bool(self.data.get("website"))


class OwnOfferForm(NewOfferForm, FullOfferForm):
    """By somebody whom we know."""

    field_order = [*OFFER_ORDER, "keep_details"]


class LinkForm(AppForm):
    """Ask for new private links."""

    email = EmailAddressField(label="The email address that you gave with your offer")
