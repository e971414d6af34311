"""Facts that stop contact with a person."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.models import Contributor

# CON-2: codes, so that no note about a person comes with them.
WHY_ALIVE = [
    ("mistaken_identity", "Somebody else of this name has died"),
    ("wrong_source", "Whoever told us has taken it back"),
    ("typed_in_error", "It was recorded by mistake"),
]


def _not_to_come(day: date) -> date:
    if day > timezone.localdate():
        raise ValidationError("Choose today or an earlier day", code="day")
    return day


class DeathForm(AppForm):
    died_on = UkDateField(
        label="When did they die?", help_text="If the day is not known, the first day you heard."
    )
    source = forms.ChoiceField(
        label="Who told us?", choices=Contributor.DeathSource.choices, widget=forms.RadioSelect
    )

    def clean_died_on(self) -> date:
        return _not_to_come(self.cleaned_data["died_on"])


class AliveForm(AppForm):
    reason = forms.ChoiceField(
        label="Why was it recorded?", choices=WHY_ALIVE, widget=forms.RadioSelect
    )


class GoneAwayForm(AppForm):
    since = UkDateField(label="Since when are they not there any more?")

    def clean_since(self) -> date:
        return _not_to_come(self.cleaned_data["since"])
