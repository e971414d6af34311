"""What may be typed when acknowledging the scope."""

from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import UkDateField
from coalition.models import Organisation
from forums.forms.fair import FairForm, WordingField
from forums.models.acknowledgement import RESERVATION_LENGTH
from forums.naming import Named


class AcknowledgeForm(FairForm):
    """`organisation` is the one for which this member can speak; without it there is nothing to
    ask (ACK-3)."""

    FAIR = ("reservation",)
    ASKED_IF = ("capacity",)
    PERSONALLY, FOR_IT = "personally", "organisation"

    capacity = forms.ChoiceField(
        label="You acknowledge it …", widget=forms.RadioSelect, required=False
    )
    reservation = WordingField(
        label="A reservation of your organisation",
        required=False,
        max_length=RESERVATION_LENGTH,
        help_text="In its own words, such as ‘We consider … and will work within the scope.’"
        " Members and programme leads can read it. Leave out people’s names.",
    )

    def __init__(
        self, data: Any = None, *, named: Named, organisation: Organisation | None
    ) -> None:
        super().__init__(data, named=named, initial={"capacity": self.PERSONALLY})
        self.organisation = organisation
        if organisation is None:
            del self.fields["capacity"], self.fields["reservation"]
            return
        capacity = cast(forms.ChoiceField, self.fields["capacity"])
        capacity.choices = [
            (self.PERSONALLY, "Personally"),
            (self.FOR_IT, f"Personally, and for {organisation}"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["for_organisation"] = cleaned.pop("capacity", "") == self.FOR_IT
        if cleaned.get("reservation") and not cleaned["for_organisation"]:
            self.add_error(
                "capacity",
                f"Choose ‘for {self.organisation}’: only an organisation makes a reservation here",
            )
        return cleaned


class RecordForm(AcknowledgeForm):
    """What a member said in a meeting, written down by somebody else."""

    field_order = ["said_on", "capacity", "reservation"]
    said_on = UkDateField(
        label="On which day did they say so?",
        help_text="The day of the meeting. They are told by mail, and can say that it is not so.",
    )

    def __init__(
        self, data: Any = None, *, named: Named, organisation: Organisation | None
    ) -> None:
        super().__init__(data, named=named, organisation=organisation)
        self.initial["said_on"] = timezone.localdate()
        if organisation is not None:
            self.fields["capacity"].label = "They acknowledged it …"
            self.fields["reservation"].label = f"A reservation of {organisation}"
            self.fields[
                "reservation"
            ].help_text = "As it was read out, in its own words. Leave out people’s names."
