"""What may be typed about a person's place in an organisation."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from coalition.domain import one_line
from coalition.fields import AppForm, StampedForm, UkDateField
from coalition.forms.addresses import EmailAddressField
from coalition.models import Affiliation
from coalition.templatetags.words import day

COORDINATES = Affiliation._meta.get_field("coordinates").help_text
THANKS = Affiliation._meta.get_field("is_recognition_contact").help_text


class AffiliationForm(AppForm):
    """A person joins an organisation; known by name and address, or added."""

    letter_name = forms.CharField(label="Their name", max_length=250)
    email = EmailAddressField(label="Their email address")
    role_title = forms.CharField(
        label="Their role there", max_length=120, required=False, help_text="Such as Trustee."
    )
    from_on = UkDateField(label="Since when?", required=False, help_text="Empty means today.")
    to_on = UkDateField(
        label="Until when?", required=False, help_text="If their last day there is known already."
    )
    can_speak_for = forms.BooleanField(label="They can speak for the organisation", required=False)
    coordinates = forms.BooleanField(
        label="They are its partner coordinator", required=False, help_text=COORDINATES
    )
    is_recognition_contact = forms.BooleanField(
        label="They are who to ask about thanks", required=False, help_text=THANKS
    )

    def clean_from_on(self) -> date:
        return self.cleaned_data["from_on"] or timezone.localdate()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("from_on"), cleaned.get("to_on")
        if begins and ends and ends < begins:
            self.add_error("to_on", f"The last day cannot be before the first, {day(begins)}")
        return cleaned


class AffiliationEditForm(StampedForm):
    from_on = UkDateField(label="Since when?")

    class Meta:
        model = Affiliation
        fields = ["role_title", "from_on", "can_speak_for", "coordinates", "is_recognition_contact"]
        labels = {
            "role_title": "Their role there",
            "can_speak_for": "They can speak for the organisation",
            "coordinates": "They are its partner coordinator",
            "is_recognition_contact": "They are who to ask about thanks",
        }

    def clean_role_title(self) -> str:
        return one_line(self.cleaned_data["role_title"])

    def clean_from_on(self) -> date:
        begins: date = self.cleaned_data["from_on"]
        if self.instance.to_on and begins > self.instance.to_on:
            ends = day(self.instance.to_on)
            raise forms.ValidationError(f"Enter a day before {ends}, when their place ends")
        return begins


class AffiliationEndForm(AppForm):
    """Which day is their last. Where a day to come is set already, moving it is said aloud."""

    on = UkDateField(
        label="What is their last day there?",
        help_text="It may be a day to come. Access through the place ends at midnight.",
    )
    bring_forward = forms.BooleanField(required=False)

    def __init__(self, *args: Any, affiliation: Affiliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.affiliation = affiliation
        if affiliation.to_on:
            label = f"It ends sooner than {day(affiliation.to_on)}, as was said before"
            self.fields["bring_forward"].label = label
        else:
            del self.fields["bring_forward"]

    def clean_on(self) -> date:
        last: date = self.cleaned_data["on"]
        if last < self.affiliation.from_on:
            begun = day(self.affiliation.from_on)
            raise forms.ValidationError(f"Enter a day from {begun} on, when their place began")
        if last > timezone.localdate() + timedelta(days=3660):
            raise forms.ValidationError("Enter a day within ten years")
        return last
