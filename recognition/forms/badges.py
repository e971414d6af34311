"""How somebody is shown on their badge."""

from django import forms

from coalition.fields import AppForm
from recognition.models import Badge


class BadgeForm(AppForm):
    shown_as = forms.ChoiceField(
        label="How are you shown on it?",
        choices=Badge.ShownAs.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you are shown"},
    )
