"""What the pages of an offer ask once it is made; the first form stays short (story 1)."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coalition.fields import AppForm
from coalition.forms.offers import OFFER_ORDER, CountField, FullOfferForm
from coalition.models import Offer


class WhoOffersForm(AppForm):
    """Whose offer it is. The public form has its nine questions already (story 1), so it takes the
    offer as one person’s, until they say otherwise on its own page."""

    offered_by = forms.ChoiceField(
        label="Who is offering?",
        choices=Offer.OfferedBy.choices,
        initial=Offer.OfferedBy.PERSON,
        required=False,
        widget=forms.RadioSelect,
        help_text="For a household that we know as one, we use all their names.",
    )
    on_behalf_of_count = CountField(
        label="How many people offer this together?",
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="1 for one person; 12 for a choir of twelve.",
        error_messages={
            "invalid": "Enter a whole number, like 2",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 1,000,000 or less",
        },
    )

    def clean_offered_by(self) -> str:
        return self.cleaned_data["offered_by"] or self["offered_by"].initial

    def clean_on_behalf_of_count(self) -> int:
        return self.cleaned_data["on_behalf_of_count"] or 1


class DetailedOfferForm(WhoOffersForm, FullOfferForm):
    """All that can be said of an offer."""

    SCANNED = (*FullOfferForm.SCANNED, "conditions")
    field_order = [
        *OFFER_ORDER[:3],
        "unit",
        *OFFER_ORDER[3:7],
        "conditions",
        *OFFER_ORDER[7:],
        "offered_by",
        "on_behalf_of_count",
        "asks_not_to_be_named",
        "checks_already_held",
        "publicity_ok",
        "keep_details",
    ]

    unit = forms.CharField(
        label="Of what?",
        max_length=40,
        required=False,
        help_text="Such as rooms, meals, hours or chairs.",
    )
    conditions = forms.CharField(
        label="On what conditions?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: no pets, or only with an interpreter.",
    )
    asks_not_to_be_named = forms.BooleanField(
        label="Please do not show my name",
        required=False,
        help_text="Whoever answers you knows it. Others read “Somebody who asked not to be named”,"
        " until both sides of a match have said yes.",
    )
    checks_already_held = forms.MultipleChoiceField(
        label="Which checks do you have already?",
        choices=Offer.CheckHeld.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only which. We never ask for a certificate here.",
    )
    publicity_ok = forms.ChoiceField(
        label="May we tell of it in public, if it is used?",
        choices=[*Offer.Publicity.choices, ("", "I have not decided")],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        if offer.organisation_id:
            del self.fields["offered_by"]


class CodeForm(AppForm):
    """The six digits of our mail."""

    code = forms.CharField(
        label="Code from our email",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input-s"}
        ),
        help_text="Six digits. It shows us that this address is yours.",
        error_messages={"required": "Enter the six digits of our email"},
    )

    def clean_code(self) -> str:
        code = re.sub(r"\D", "", self.cleaned_data["code"])
        if len(code) != 6:
            raise ValidationError("The code has six digits. Look for it in our last email.")
        return code
