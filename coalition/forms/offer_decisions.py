"""What people may type when they decide about an offer, or complete it."""

import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import UkDateField
from coalition.forms.offer_answers import DISCLOSURE, NextWordForm, StepForm
from coalition.models import Offer
from coalition.models.offer import NEWS_WITHIN_DAYS, OPEN_AT_MOST_DAYS

EMPTY_WORDS = re.compile(
    r"(?:(?:n/?a|none|many|thanks?|thank you|so|very|much|ok|yes)[\s.,!]*)+|(.)\1*", re.I
)


class AcceptForm(NextWordForm):
    SCANNED = ("next_step",)
    field_order = ["next_step", "next_contact_on", "keep_details"]

    next_step = forms.CharField(
        label="What happens next?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read this. Such as: I will ring you to find a day to see the rooms.",
        error_messages={"required": "Say what happens next"},
    )


class AskForm(NextWordForm):
    SCANNED = ("question",)
    field_order = ["question", "next_contact_on", "keep_details"]

    question = forms.CharField(
        label="What do you need to know?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read this and can answer by their private link. Ask only what the decision"
        " needs.",
        error_messages={"required": "Write what you need to know"},
    )


class StandbyForm(StepForm):
    SCANNED = ("sentence",)
    field_order = ["until", "sentence", "keep_details"]

    until = UkDateField(
        label="Until when would you like to keep it?",
        help_text=f"They hear from you at least every {NEWS_WITHIN_DAYS} days until then.",
        error_messages={"required": "Enter the day until which you would like to keep it"},
    )
    sentence = forms.CharField(
        label="Why later?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read this. Such as: The flats that your furniture would go to are ready in"
        " March.",
        error_messages={"required": "Say why you would like it later"},
    )

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day <= timezone.localdate():
            raise ValidationError("Choose a day after today")
        if day > timezone.localdate() + timedelta(days=OPEN_AT_MOST_DAYS):
            raise ValidationError("Choose a day within a year. After that, ask them anew.")
        return day


class DeclineForm(StepForm):
    SCANNED = ("sentence",)
    field_order = ["reason", "sentence", "keep_details"]

    reason = forms.ChoiceField(
        label="Why can we not use it?",
        choices=Offer.DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why we cannot use it"},
    )
    sentence = forms.CharField(
        label="Say so in a kind sentence",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read this after “We cannot use it.” Such as: Since your letter we have"
        f" found beds for all forty rooms. {DISCLOSURE}",
        error_messages={"required": "Write a kind sentence that explains it to them"},
    )

    def clean_sentence(self) -> str:
        return meant(
            self.cleaned_data["sentence"],
            "Write a whole sentence, of 15 characters or more, that explains it to them",
        )


class CompleteForm(StepForm):
    SCANNED = ("impact",)
    field_order = ["impact", "keep_details"]

    impact = forms.CharField(
        label="What did it make possible?",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A letter goes on from here: “Because of that …”. Say what happened, such as:"
        " three families cooked their first meal in their new homes.",
        error_messages={"required": "Say what it made possible"},
    )

    def clean_impact(self) -> str:
        return meant(
            self.cleaned_data["impact"],
            "Say what happened because of it, in 15 characters or more: thanks come later, and"
            " they need this sentence",
        )


def meant(text: str, otherwise: str) -> str:
    """A sentence that says something. Raises ValidationError for “thanks”, “n/a” and “xxxxx”."""
    if len(text) < 15 or EMPTY_WORDS.fullmatch(text):
        raise ValidationError(otherwise)
    return text
