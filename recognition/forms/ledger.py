"""What may be typed about a contribution: facts, as they will stand in a letter."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from coalition.domain import one_line
from coalition.fields import AppForm, AppModelForm, UkDateField
from coalition.models import Contributor, Organisation
from coalition.templatetags.words import day
from recognition.forms.programmes import InProgramme
from recognition.models import ContributionEvent

FEWEST = 15  # characters
NOT_A_FACT = {"thanks", "thank you", "many thanks", "thx", "ta", "n/a", "na", "none", "-", "tbc"}


class FactsForm(AppModelForm):
    happened_on = UkDateField(
        label="When was it?", help_text="Its last day, if it took several. For example, 27 3 2026"
    )
    began_on = UkDateField(label="When did it begin, if it took more than a day?", required=False)
    is_enough = forms.BooleanField(
        label="It is short, and says all there is to say", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = ContributionEvent
        fields = ["what_they_did", "what_it_made_possible", "happened_on", "began_on", "hours"]
        labels = {
            "what_they_did": "What did they do?",
            "what_it_made_possible": "What did it make possible?",
            "hours": "How many hours was it, if you know?",
        }
        help_texts = {
            "what_they_did": "It is printed after “you”, for example: cooked supper every Thursday"
            " for the families at Mill Lane",
            "what_it_made_possible": "It is printed after “because of that”, for example: eleven"
            " families sat down to a hot meal in their first week. Name nobody who was helped.",
        }
        widgets = {
            "what_they_did": forms.Textarea(attrs={"rows": 2}),
            "what_it_made_possible": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "hours": {
                "invalid": "Enter the hours as a number, such as 2.5",
                "max_decimal_places": "Enter hours and halves, such as 2.5",
                "max_digits": "Enter fewer hours than that",
                "max_whole_digits": "Enter fewer hours than that",
            }
        }

    field_order = ["what_they_did", "what_it_made_possible", "is_enough"]

    def clean_what_they_did(self) -> str:
        return one_line(self.cleaned_data["what_they_did"])

    def clean_what_it_made_possible(self) -> str:
        """May wait; but what stands there is a fact, not a second thank-you. What is short is asked
        about once, and may stay."""
        fact = one_line(self.cleaned_data["what_it_made_possible"])
        if fact.lower().strip(" .!") in NOT_A_FACT:
            raise forms.ValidationError(
                "Say what changed for somebody because of it. The thanks are in the letter already."
            )
        if fact and len(fact) < FEWEST and not self.data.get("is_enough"):
            self.fields["is_enough"].widget = forms.CheckboxInput()
            raise forms.ValidationError(
                "Say a little more, so that they see what they did:"
                f" at least {FEWEST} characters. Or leave it empty for now."
            )
        return fact

    def clean_happened_on(self) -> date:
        happened_on = self.cleaned_data["happened_on"]
        if happened_on > timezone.localdate():
            raise forms.ValidationError("The date must be today or in the past")
        return happened_on

    def clean_hours(self) -> Decimal | None:
        hours = self.cleaned_data["hours"]
        if hours is not None and hours <= 0:
            raise forms.ValidationError("Enter a number above 0, or leave it empty")
        return hours

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("is_enough", None)
        began, ended = cleaned.get("began_on"), cleaned.get("happened_on")
        if began and ended and began > ended:
            self.add_error("began_on", "It cannot begin after it ended")
        return cleaned


class EventForm(InProgramme, FactsForm):
    """For something that no offer recorded."""

    kind = forms.ChoiceField(
        label="What was it?",
        choices=[("", "Choose one"), *ContributionEvent.Kind.choices],
        error_messages={"required": "Choose what it was"},
    )

    class Meta(FactsForm.Meta):
        fields = [*FactsForm.Meta.fields, "organisation"]
        labels = {
            **FactsForm.Meta.labels,
            "organisation": "Did they do it with an organisation?",
        }

    field_order = ["kind", *FactsForm.field_order, "happened_on", "began_on", "hours"]

    def __init__(self, *args: Any, person: Contributor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = person.affiliations.values("organisation")
        organisation: Any = self.fields["organisation"]
        organisation.queryset = Organisation.objects.filter(pk__in=places).order_by("name")
        organisation.empty_label = "No, on their own"
        organisation.required = False


class PartnerEventForm(InProgramme, FactsForm):
    """What somebody did for an organisation, told by whoever coordinates it (CTB-4)."""

    contributor = forms.ModelChoiceField(
        label="Who was it?",
        queryset=Contributor.objects.none(),
        empty_label="Choose one of your people",
        error_messages={"required": "Choose who it was"},
    )
    kind = forms.ChoiceField(
        label="What was it?",
        choices=[("", "Choose one"), *ContributionEvent.Kind.choices],
        error_messages={"required": "Choose what it was"},
    )

    field_order = [
        *["contributor", "kind", *FactsForm.field_order],
        *["happened_on", "began_on", "hours"],
    ]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = organisation.affiliations.in_force().values("contributor")
        people: Any = self.fields["contributor"]
        people.queryset = Contributor.objects.standing().filter(pk__in=ours).order_by("letter_name")


class CloseForm(AppForm):
    why_not = forms.ChoiceField(
        label="Why are they not to be thanked?",
        choices=ContributionEvent.WhyNot.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why they are not to be thanked"},
    )
    duplicate_of = forms.ModelChoiceField(
        label="If it is recorded already, which entry stays?",
        queryset=ContributionEvent.objects.none(),
        empty_label="Choose the entry that stays",
        required=False,
    )

    def __init__(self, *args: Any, event: ContributionEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = ContributionEvent.objects.beside(event)
        if others:
            choice: Any = self.fields["duplicate_of"]
            choice.queryset = others
            choice.label_from_instance = _as_choice
        else:
            del self.fields["duplicate_of"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_duplicate = cleaned.get("why_not") == ContributionEvent.WhyNot.DUPLICATE
        if not is_duplicate:
            cleaned["duplicate_of"] = None
        elif "duplicate_of" in self.fields and cleaned.get("duplicate_of") is None:
            self.errors.pop("duplicate_of", None)
            self.add_error("duplicate_of", "Choose the entry that stays")
        return cleaned


def _as_choice(event: ContributionEvent) -> str:
    return f"{event.what_they_did}, {day(event.happened_on)}"
