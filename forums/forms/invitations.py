"""What may be typed when asking somebody to join."""

from typing import Any, cast

from django import forms

from coalition.fields import AppForm
from coalition.forms.addresses import EmailAddressField
from coalition.models import Organisation, User
from forums.forms.fields import LineField, OrganisationField, ParagraphsField

FEWEST_WORDS = 5


class TimeField(LineField):
    def __init__(self) -> None:
        super().__init__(
            label="Time it takes", max_length=120, help_text="Such as ‘about 2 hours a month’."
        )


class ExpensesField(LineField):
    def __init__(self) -> None:
        super().__init__(
            label="Expenses and payment",
            max_length=200,
            help_text="What you pay, or that you cannot. Such as ‘Travel and childcare, at cost’.",
        )


class InvitationForm(AppForm):
    name = LineField(
        label="Their name", max_length=250, help_text="As you would write it on a letter."
    )
    email = EmailAddressField(
        label="Their email address",
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        help_text="Only the person who signs in with this address can take the seat.",
    )
    organisation = OrganisationField(
        label="The organisation they would come from",
        required=False,
        max_length=200,
        help_text="Its name on the register. Leave it empty if they come for themselves.",
    )
    personal_message = ParagraphsField(
        label="Why you ask them",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="At least one sentence, to this person, in your own words.",
    )
    time_asked = TimeField()
    expenses = ExpensesField()

    def __init__(
        self,
        data: Any = None,
        *,
        by: User,
        name: str = "",
        email: str = "",
        organisation: Organisation | None = None,
    ) -> None:
        """With whom they have in mind, as far as that is known."""
        whence = organisation.name if organisation else ""
        super().__init__(data, initial={"name": name, "email": email, "organisation": whence})
        field = cast(OrganisationField, self.fields["organisation"])
        field.kept, field.asked_by = organisation, by

    def clean_personal_message(self) -> str:
        message: str = self.cleaned_data["personal_message"]
        if len(message.split()) < FEWEST_WORDS:
            raise forms.ValidationError("Write at least one sentence about why you ask them")
        return message


class SuggestionForm(AppForm):
    instead = LineField(
        label="Who should we ask instead?",
        max_length=200,
        help_text="A name and where they work is enough. Please leave out their phone or email.",
    )
