"""How to reach somebody: the address of their mailbox, and of their letter box."""

from typing import Any

from django import forms

from coalition.email_addresses import LONGEST, NotAnAddress, read_email
from coalition.postal import read_address


class EmailAddressField(forms.EmailField):
    """The address of a person, as coalition.email_addresses reads it. Every form that asks for
    one uses this."""

    default_validators = []
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": None, **kwargs})
        self.widget.attrs["maxlength"] = str(LONGEST)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return read_email(typed) if typed else ""
        except NotAnAddress as error:
            raise forms.ValidationError(str(error)) from error


class PostalAddressField(forms.CharField):
    """The lines under the name on an envelope, or nothing: “no address” is as good an answer. A
    line in other letters is kept as it is typed; coalition.envelopes asks how it is spelt."""

    widget = forms.Textarea(attrs={"rows": 6, "autocomplete": "street-address"})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed.strip():
            return ""
        address = read_address(typed, named=False)
        if address.mistakes:
            raise forms.ValidationError(list(address.mistakes))
        return "\n".join(address.lines)
