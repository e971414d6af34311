"""What may be typed about when and where a forum meets."""

import re
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from forums.forms.fields import LineField
from forums.models.meeting import LONGEST, SHORTEST

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


class ClockField(LineField):
    """A time of day as people write it: 14:00, 2pm, 2.30pm. Cleans to a datetime.time."""

    default_error_messages = {"unreal": "Enter a time, like 14:00 or 2pm"}

    def __init__(self, **kwargs: Any) -> None:
        short = forms.TextInput(attrs={"class": "input-s", "autocomplete": "off"})
        super().__init__(**{"max_length": 20, "widget": short, **kwargs})

    def clean(self, value: Any) -> time | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = _TIME.fullmatch(typed)
        hour, minute, half = found.groups() if found else ("99", None, None)
        try:
            return time(_hour(int(hour), (half or "").lower()), int(minute or 0))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["unreal"], code="unreal") from error


def _hour(hour: int, half: str) -> int:
    """12am is midnight and 12pm noon; 14pm is nothing."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half == "pm" else 0)


class CalendarFileForm(AppForm):
    file = forms.FileField(
        label="A calendar file (.ics)",
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text="Export or save the event in your calendar. We read the day, the time and the"
        " place of the next event in it, and keep nothing of the file.",
    )


class MeetingForm(AppForm):
    on = UkDateField(label="Which day?")
    at = ClockField(label="From when?", help_text="UK time, such as 14:00 or 2pm.")
    length = forms.IntegerField(
        label="How many minutes does it last?",
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
    )
    place = LineField(
        label="Where do people meet?",
        max_length=200,
        required=False,
        help_text="With what somebody needs to find it, and whether there is a step-free way in.",
    )
    link = forms.URLField(
        label="Link to join online",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Members see it. Give a place, a link, or both.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "place" in cleaned and "link" in cleaned and not (cleaned["place"] or cleaned["link"]):
            self.add_error("place", "Say where people meet, or give the link to join")
        day, at = cleaned.pop("on", None), cleaned.pop("at", None)
        if day and at:
            cleaned["starts_at"] = self._moment(datetime.combine(day, at))
        return cleaned

    def _moment(self, naive: datetime) -> datetime | None:
        """Once a year an hour does not exist; of the one that comes twice, the first is meant."""
        starts_at = timezone.make_aware(naive)
        if timezone.localtime(starts_at.astimezone(UTC)).replace(tzinfo=None) != naive:
            self.add_error("at", "The clocks go forward over that time. Choose another")
        elif starts_at <= timezone.now():
            self.add_error("on", forms.ValidationError("Choose a time to come", code="day"))
        return starts_at


class CancelForm(AppForm):
    because = LineField(
        label="Why does it not take place?",
        max_length=200,
        help_text="One line. Members read it in the mail that they get.",
    )
