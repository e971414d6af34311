"""What may be typed about people."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms

from coalition.domain import one_line
from coalition.fields import StampedForm
from coalition.forms.addresses import EmailAddressField, PostalAddressField
from coalition.models import Contributor


class ContributorForm(StampedForm):
    """A person's own details. Facts that stop contact have pages of their own."""

    address = PostalAddressField(
        label="Postal address",
        required=False,
        help_text="The lines under the name, the postcode last. Leave it empty if there is none.",
    )

    class Meta:
        model = Contributor
        fields = [
            "letter_name",
            "post_nominals",
            "salutation",
            "known_as",
            "email",
            "email_is_shared",
            "phone",
            "address",
            "language",
            "format_need",
        ]
        widgets = {
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "letter_name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format_need"].required = False

    def clean_letter_name(self) -> str:
        return one_line(self.cleaned_data["letter_name"])

    def clean_post_nominals(self) -> str:
        return one_line(self.cleaned_data["post_nominals"])

    def clean_format_need(self) -> str:
        return self.cleaned_data["format_need"] or Contributor.Format.STANDARD

    def clean_salutation(self) -> str:
        return one_line(self.cleaned_data["salutation"])

    def clean_known_as(self) -> str:
        return one_line(self.cleaned_data["known_as"])


class OwnDetailsForm(ContributorForm):
    """By the person. Offers and seats are found by address, so only a proven one will do."""

    email = forms.ChoiceField(
        label="Where letters reach you",
        required=False,
        help_text="Addresses that you have confirmed in your account.",
    )

    class Meta(ContributorForm.Meta):
        fields = [
            "letter_name",
            "post_nominals",
            "salutation",
            "known_as",
            "email",
            "phone",
            "address",
            "language",
            "format_need",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        proven = EmailAddress.objects.filter(user=person.user, verified=True)
        addresses = {person.email, *proven.values_list("email", flat=True)} - {""}
        field = self.fields["email"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(address, address) for address in sorted(addresses)]


class TheirPeopleForm(ContributorForm):
    """By a partner coordinator. An address is the key to a person's private pages: not theirs."""

    class Meta(ContributorForm.Meta):
        fields = [
            "letter_name",
            "post_nominals",
            "salutation",
            "known_as",
            "phone",
            "address",
            "language",
            "format_need",
        ]


class StaffContributorForm(ContributorForm):
    email = EmailAddressField(label="Email address", required=False)
    confirmed_by = forms.ChoiceField(
        label="Who says that this name is right?",
        choices=Contributor.NameSource.choices[:3],
        widget=forms.RadioSelect,
        help_text="An official letter waits until the person or their organisation has said so.",
        error_messages={"required": "Say who told us the name, or that it is from our staff"},
    )

    class Meta(ContributorForm.Meta):
        fields = [*ContributorForm.Meta.fields, "nation", "adult"]

    field_order = ["letter_name", "post_nominals", "salutation", "confirmed_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult"].required = False
        self.initial["confirmed_by"] = self.instance.name_confirmed_by

    def clean_adult(self) -> str:
        return self.cleaned_data["adult"] or Contributor.Adult.UNKNOWN
