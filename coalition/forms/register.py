"""What may be typed about organisations and people."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms

from coalition.domain import one_line
from coalition.fields import AppForm, AppModelForm, StampedForm, UkDateField
from coalition.forms.addresses import EmailAddressField, PostalAddressField
from coalition.models import (
    Affiliation,
    Contributor,
    Organisation,
    OrganisationIdentifier,
    Scheme,
)


class OrganisationForm(StampedForm):
    website = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="For example, https://kitchen.example",
    )

    class Meta:
        model = Organisation
        fields = ["name", "known_as", "sector", "area", "website", "status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["status"]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class IdentifierForm(AppModelForm):
    class Meta:
        model = OrganisationIdentifier
        fields = ["scheme", "value"]

    def clean_value(self) -> str:
        return one_line(self.cleaned_data["value"]).upper().replace(" ", "")


class NewOrganisationForm(OrganisationForm):
    """With room for the one register number that most organisations have."""

    scheme = forms.ChoiceField(
        label="Register",
        choices=[("", "No register number"), *Scheme.choices],
        required=False,
    )
    value = forms.CharField(label="Number in that register", max_length=40, required=False)

    def clean_value(self) -> str:
        return one_line(self.cleaned_data["value"]).upper().replace(" ", "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("value") and not cleaned.get("scheme"):
            self.add_error("scheme", "Choose the register that this number is from")
        if cleaned.get("scheme") and not cleaned.get("value"):
            self.add_error("value", "Enter the number, or choose ‘No register number’")
        return cleaned


class ContributorForm(StampedForm):
    """A person's own details. Facts that stop contact are for staff: StaffContributorForm."""

    address = PostalAddressField(
        label="Postal address",
        required=False,
        help_text="The lines under the name, the postcode last. Leave it empty if there is none.",
    )

    class Meta:
        model = Contributor
        fields = [
            "letter_name",
            "salutation",
            "known_as",
            "email",
            "email_is_shared",
            "phone",
            "address",
            "language",
        ]
        widgets = {
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "letter_name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def clean_letter_name(self) -> str:
        return one_line(self.cleaned_data["letter_name"])

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
            "salutation",
            "known_as",
            "email",
            "phone",
            "address",
            "language",
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
        fields = ["letter_name", "salutation", "known_as", "phone", "address", "language"]


class StaffContributorForm(ContributorForm):
    email = EmailAddressField(label="Email address", required=False)
    confirmed_by = forms.ChoiceField(
        label="Who says that this name is right?",
        choices=Contributor.NameSource.choices[:3],
        widget=forms.RadioSelect,
        help_text="An official letter waits until the person or their organisation has said so.",
        error_messages={"required": "Say who told us the name, or that it is from our staff"},
    )
    deceased_on = UkDateField(label="Died on", required=False)
    gone_away_on = UkDateField(label="No longer at this address since", required=False)

    class Meta(ContributorForm.Meta):
        fields = [*ContributorForm.Meta.fields, "deceased_on", "gone_away_on"]

    field_order = ["letter_name", "salutation", "confirmed_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["confirmed_by"] = self.instance.name_confirmed_by


class AffiliationForm(AppForm):
    """A person joins an organisation; known by name and address, or added."""

    letter_name = forms.CharField(label="Their name", max_length=250)
    email = EmailAddressField(label="Their email address")
    role_title = forms.CharField(
        label="Their role there", max_length=120, required=False, help_text="Such as Trustee."
    )
    can_speak_for = forms.BooleanField(label="They can speak for the organisation", required=False)
    coordinates = forms.BooleanField(
        label="They are its partner coordinator",
        required=False,
        help_text=Affiliation._meta.get_field("coordinates").help_text,
    )
