"""What a person found out about a letter that came back."""

from django import forms

from coalition.fields import AppForm
from recognition.models import DeliveryAttempt


class FoundForm(AppForm):
    found = forms.ChoiceField(
        label="What did you find?",
        choices=DeliveryAttempt.Found.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
