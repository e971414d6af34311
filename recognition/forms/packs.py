"""What is said of a print pack."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from recognition.actions.packs import GONE, OUT

REFERENCE = re.compile(r"LT-[0-9A-Z]{4}-[0-9A-Z]{4}")


class SignedForm(AppForm):
    """Cleans to what packs.sign takes."""

    not_signed = forms.CharField(
        label="Which letters were not signed?",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Their references, one on a line, as they stand on the letters. Leave it empty if"
        " all were signed.",
    )

    def clean_not_signed(self) -> list[str]:
        refs = self.cleaned_data["not_signed"].upper().replace(",", " ").split()
        for ref in refs:
            if not REFERENCE.fullmatch(ref):
                raise ValidationError(f"“{ref[:20]}” is not the reference of a letter", code="ref")
        return refs


class HandedOverForm(AppForm):
    """Cleans to what packs.hand_over takes. `sheets` is how many must not go any more."""

    on = UkDateField(
        label="When did the print house get it?",
        error_messages={"required": "Enter the day on which the print house got it"},
    )
    stopped = forms.ChoiceField(
        label="What became of what must not go any more?",
        choices=[
            (OUT, "It was taken out, and has not gone"),
            (GONE, "It was too late: it went with the others"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what became of what must not go any more"},
    )

    def __init__(self, *args: Any, by_hand: bool = False, sheets: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sheets:
            del self.fields["stopped"]
        if by_hand:
            self.fields["on"].label = "When were they posted?"
            self.fields["on"].error_messages["required"] = "Enter the day on which they were posted"

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("Choose today or an earlier day", code="day")
        return day
