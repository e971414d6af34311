"""What may be typed about organisations: who they are, where they work, how they stand with us."""

from typing import Any

from django import forms
from django.utils import timezone

from coalition.areas import councils_named
from coalition.domain import one_line
from coalition.fields import AppForm, AppModelForm, StampedForm, UkDateField
from coalition.forms.organisation_choice import OrganisationChoice
from coalition.models import (
    Council,
    Organisation,
    OrganisationIdentifier,
    OrganisationSuccession,
    Scheme,
)
from coalition.postal import as_postcode
from coalition.postcodes import council_of
from coalition.registers import NotANumber, read_number


class CouncilsField(forms.CharField):
    """Councils by name, with commas between them. Cleans to a list; says which it does not know."""

    def clean(self, value: Any) -> list[Council]:
        found: list[Council] = []
        for named in councils_named(super().clean(value)):
            if not named.councils:
                raise forms.ValidationError(_unknown(named.words, named.alike))
            found += [council for council in named.councils if council not in found]
        return found


def _unknown(words: str, alike: str) -> str:
    if alike:
        return f"We know no council called “{words}”. Did you mean {alike}?"
    return f"We know no council called “{words}”. Check it, or describe the place in words above."


class OrganisationForm(StampedForm):
    """What its own coordinator may correct as well."""

    areas = CouncilsField(
        label="Council areas",
        required=False,
        help_text="The councils whose areas it works in, with commas between them.",
    )
    postcode = forms.CharField(
        max_length=10,
        required=False,
        help_text="Of its main place.",
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    website = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="For example, https://kitchen.example",
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "known_as",
            "sector",
            "legal_form",
            "size_band",
            "area",
            "postcode",
            "website",
            "publicity_consent",
            "thank_route",
            "status",
        ]
        widgets = {"publicity_consent": forms.RadioSelect, "thank_route": forms.RadioSelect}

    field_order = ["name", "known_as", "sector", "legal_form", "size_band", "area", "areas"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("legal_form", "size_band"):
            field: Any = self.fields[name]
            field.choices = [("", "Not recorded"), *field.choices[1:]]
        if self.instance.pk is not None:
            there = self.instance.areas.order_by("name")
            self.initial["areas"] = ", ".join(council.name for council in there)

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"]
        postcode = as_postcode(typed)
        if typed and not postcode:
            raise forms.ValidationError("Enter a whole UK postcode, like BS1 4ST")
        return postcode or ""

    def clean(self) -> dict[str, Any]:
        """Where no council is named, the postcode may tell it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("areas") == [] and (council := council_of(cleaned.get("postcode", ""))):
            cleaned["areas"] = [council]
        return cleaned


class NumberForm(forms.Form):
    """The part of a form that asks for a register number, read as the register writes it."""

    def clean_value(self) -> str:
        return one_line(self.cleaned_data["value"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        scheme, value = cleaned.get("scheme"), cleaned.get("value")
        if scheme and value:
            try:
                cleaned["scheme"], cleaned["value"] = read_number(scheme, value)
            except NotANumber as error:
                self.add_error("value", str(error))
        return cleaned


class IdentifierForm(NumberForm, AppModelForm):
    value = forms.CharField(label="Number", max_length=60)

    class Meta:
        model = OrganisationIdentifier
        fields = ["scheme", "value"]


class NewOrganisationForm(NumberForm, OrganisationForm):
    """With room for the one register number that most organisations have."""

    scheme = forms.ChoiceField(
        label="Register",
        choices=[("", "No register number"), *Scheme.choices],
        required=False,
    )
    value = forms.CharField(label="Number in that register", max_length=60, required=False)

    class Meta(OrganisationForm.Meta):
        fields = OrganisationForm.Meta.fields[:8]  # a name and a sector are enough to begin with

    field_order = [*OrganisationForm.field_order, "postcode", "website", "scheme", "value"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("value") and not cleaned.get("scheme"):
            self.add_error("scheme", "Choose the register that this number is from")
        if cleaned.get("scheme") and not cleaned.get("value") and "value" not in self.errors:
            self.add_error("value", "Enter the number, or choose ‘No register number’")
        return cleaned


class StandingForm(OrganisationChoice, StampedForm):
    """How an organisation stands with us, which our own people say."""

    public_body_override = forms.TypedChoiceField(
        label="Is it a public body?",
        choices=[("", "As its sector says"), ("True", "Yes"), ("False", "No")],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    public_body_reason = forms.CharField(
        label="If its sector says otherwise, why?", max_length=200, required=False
    )
    organisation_name = forms.CharField(
        label="Part of",
        max_length=200,
        required=False,
        help_text="The federation or body that it is a branch of. Part of its name will do.",
    )
    mou_signed_on = UkDateField(label="Agreement signed on", required=False)
    mou_review_on = UkDateField(label="To be reviewed on", required=False)
    safeguarding_policy_seen_on = UkDateField(
        label="Safeguarding policy seen on",
        required=False,
        help_text="The day on which one of us read it.",
    )

    class Meta:
        model = Organisation
        fields = [
            "public_body_override",
            "public_body_reason",
            "mou_status",
            "mou_signed_on",
            "mou_review_on",
            "safeguarding_policy_seen_on",
        ]
        widgets = {"mou_status": forms.RadioSelect}

    field_order = ["organisation_name", "organisation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parent := self.instance.parent:
            self.initial["organisation_name"] = parent.name
            self.initial["organisation"] = parent

    def clean_safeguarding_policy_seen_on(self) -> Any:
        seen = self.cleaned_data["safeguarding_policy_seen_on"]
        if seen and seen > timezone.localdate():
            raise forms.ValidationError("Enter a day that has come: the day on which it was read")
        return seen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["parent"] = cleaned.pop("organisation", None)
        return cleaned


class SuccessionForm(OrganisationChoice, AppForm):
    """Which organisation this one became, or came from."""

    direction = forms.ChoiceField(
        label="Which way round?",
        choices=[
            ("after", "Another carries on what this one did"),
            ("before", "This one carries on what another did"),
        ],
        widget=forms.RadioSelect,
    )
    organisation_name = forms.CharField(
        label="The other organisation",
        max_length=200,
        help_text="Part of its name, or its register number.",
    )
    kind = forms.ChoiceField(
        label="What happened to the earlier one?",
        choices=OrganisationSuccession.Kind.choices,
        widget=forms.RadioSelect,
    )
    happened_on = UkDateField(label="When, if you know", required=False)
    source = forms.CharField(
        label="How we know",
        max_length=200,
        required=False,
        help_text="Such as ‘register of merged charities’, or a web address.",
    )

    field_order = ["direction", "organisation_name", "organisation"]
