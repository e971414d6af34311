"""Who somebody is: a name and an address that works."""

from django import forms

from coalition.domain import one_line
from coalition.fields import AppForm
from coalition.forms.addresses import EmailAddressField


class PersonForm(AppForm):
    letter_name = forms.CharField(
        label="Your name",
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="As it should stand on a letter.",
    )
    email = EmailAddressField(
        label="Your email address",
        help_text="A person answers you there. We give it to nobody without asking you.",
    )

    def clean_letter_name(self) -> str:
        return one_line(self.cleaned_data["letter_name"])
