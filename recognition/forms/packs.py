"""What is said of a print pack."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import AppForm, UkDateField


class HandedOverForm(AppForm):
    on = UkDateField(label="When did the print house get it?")

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("Choose today or an earlier day", code="day")
        return day
