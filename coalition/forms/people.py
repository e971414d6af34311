"""Who somebody is: a name and an address that works."""

from django import forms
from django.core.exceptions import ValidationError

from coalition.domain import one_line
from coalition.fields import AppForm

MISTYPED = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.co": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "hotmail.co": "hotmail.com",
    "outlok.com": "outlook.com",
    "yaho.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
}


def checked_address(email: str) -> str:
    """The address in lower case. Raises ValidationError where the domain is mistyped."""
    name, _, domain = email.lower().rpartition("@")
    if domain in MISTYPED:
        raise ValidationError(f"Check the address. Did you mean {name}@{MISTYPED[domain]}?")
    return email.lower()


class PersonForm(AppForm):
    letter_name = forms.CharField(
        label="Your name",
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="As it should stand on a letter.",
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text="A person answers you there. We give it to nobody without asking you.",
    )

    def clean_letter_name(self) -> str:
        return one_line(self.cleaned_data["letter_name"])

    def clean_email(self) -> str:
        return checked_address(self.cleaned_data["email"])
