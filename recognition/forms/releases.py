"""What may be typed before letters go: the last look, and when the rest of them goes."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField


class HourField(forms.TypedChoiceField):
    """A full hour of the day, when somebody is there to look; no such hour is skipped or comes
    twice when the clocks change. Cleans to a datetime.time, or None."""

    def __init__(self, **kwargs: Any) -> None:
        hours = [(hour, f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}") for hour in range(7, 20)]
        super().__init__(
            choices=[("", "Choose a time"), *hours],
            coerce=lambda hour: time(int(hour)),
            empty_value=None,
            **kwargs,
        )


class ReleaseForm(AppForm):
    """For many letters: all now or some first, and the number typed by hand, the last chance to
    notice. Cleans to what releases.release takes."""

    first = forms.IntegerField(
        label="How many go first?",
        min_value=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="Leave this and the next two empty, and all go now. With 200 first, you can look"
        " at what comes back before the rest goes.",
    )
    rest_on = UkDateField(label="On which day does the rest go?", required=False)
    rest_hour = HourField(label="At what time?", required=False, help_text="UK time")
    count = forms.IntegerField(
        label="Type the number of letters to go on",
        error_messages={"required": "Enter the number of letters"},
    )

    def __init__(self, *args: Any, letters: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letters = letters

    def clean_count(self) -> int:
        if self.cleaned_data["count"] != self.letters:
            raise forms.ValidationError(f"This is not the number of letters: {self.letters}")
        return self.letters

    def clean_first(self) -> int | None:
        first = self.cleaned_data["first"]
        if first is not None and first >= self.letters:
            raise forms.ValidationError(f"Fewer than all {self.letters} go first")
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        parts = {name: cleaned.get(name) for name in ("first", "rest_on", "rest_hour")}
        if any(parts.values()) and not self.errors:
            for name, message in (
                ("first", "Enter how many go first"),
                ("rest_on", "Say on which day the rest goes"),
                ("rest_hour", "Choose at what time the rest goes"),
            ):
                if not parts[name]:
                    self.add_error(name, message)
        _to_moment(self, cleaned, "rest_at", "rest_on", "rest_hour")
        cleaned.pop("count", None)
        return cleaned


class RestForm(AppForm):
    """When letters go that were to go later. Cleans to a moment to come, `goes_at`."""

    on = UkDateField(label="On which day?", help_text="For example, 27 3 2027")
    hour = HourField(
        label="At what time?",
        help_text="UK time",
        error_messages={"required": "Choose at what time"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _to_moment(self, cleaned, "goes_at", "on", "hour")
        return cleaned


def _to_moment(form: AppForm, cleaned: dict[str, Any], name: str, on: str, hour: str) -> None:
    """Put day and hour together, by the clocks of the United Kingdom."""
    chosen, at = cleaned.pop(on, None), cleaned.pop(hour, None)
    if chosen and at:
        cleaned[name] = timezone.make_aware(datetime.combine(chosen, at))
        if cleaned[name] <= timezone.now():
            form.add_error(on, forms.ValidationError("Choose a time to come", code="day"))
