"""One question a quarter, for an organisation."""

from django import forms

from coalition.fields import AppForm
from forums.models import Pulse


class PulseForm(AppForm):
    score = forms.TypedChoiceField(
        label="Did something change because of what we said?",
        choices=Pulse.Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a number from 1 to 5"},
    )
