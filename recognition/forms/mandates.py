"""What may be typed about a mandate."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField

LONGEST_DAYS = 366


class MandateForm(AppForm):
    max_count = forms.IntegerField(
        label="For how many letters?",
        min_value=1,
        max_value=1_000_000,
        help_text="Not one more goes, whatever happens.",
        error_messages={
            "required": "Enter the number of letters",
            "max_value": "A mandate covers 1,000,000 letters at most",
        },
    )
    each = forms.ChoiceField(
        label="Do you read each letter first?",
        choices=[
            ("", "No: they go in the words of the proofs"),
            ("each", "Yes: nothing goes that we have not read and agreed to"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    from_on = UkDateField(label="First day", help_text="For example, 27 3 2027")
    to_on = UkDateField(label="Last day", help_text="What has not gone by then is held.")

    def __init__(self, *args: Any, by_hand: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_hand:  # whoever signs sees each
            del self.fields["each"]

    def clean_each(self) -> bool:
        return bool(self.cleaned_data["each"])

    def clean_to_on(self) -> date:
        day: date = self.cleaned_data["to_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Choose today or a day to come", code="year")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "The last day cannot come before the first")
        if first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("to_on", "A mandate lasts a year at most")
        return cleaned
