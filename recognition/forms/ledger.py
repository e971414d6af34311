"""What may be typed about a contribution: facts, as they will stand in a letter."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from coalition.domain import one_line
from coalition.fields import AppForm, AppModelForm, UkDateField
from coalition.models import Contributor, Organisation
from recognition.forms.programmes import InProgramme
from recognition.models import ContributionEvent

FEWEST = 15  # characters
NOT_A_FACT = {"thanks", "thank you", "many thanks", "thx", "ta", "n/a", "na", "none", "-", "tbc"}


class FactsForm(AppModelForm):
    happened_on = UkDateField(label="When was it?", help_text="For example, 27 3 2026")

    class Meta:
        model = ContributionEvent
        fields = ["what_they_did", "what_it_made_possible", "happened_on"]
        labels = {
            "what_they_did": "What did they do?",
            "what_it_made_possible": "What did it make possible?",
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

    def clean_what_they_did(self) -> str:
        return one_line(self.cleaned_data["what_they_did"])

    def clean_what_it_made_possible(self) -> str:
        """May wait; but what stands there is a fact, not a second thank-you."""
        fact = one_line(self.cleaned_data["what_it_made_possible"])
        if fact.lower().strip(" .!") in NOT_A_FACT:
            raise forms.ValidationError(
                "Say what changed for somebody because of it. The thanks are in the letter already."
            )
        if fact and len(fact) < FEWEST:
            raise forms.ValidationError(
                "Say a little more, so that they see what they did:"
                f" at least {FEWEST} characters. Or leave it empty for now."
            )
        return fact

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("The date must be today or in the past")
        return day


class EventForm(InProgramme, FactsForm):
    """For something that no offer recorded."""

    class Meta(FactsForm.Meta):
        fields = ["what_they_did", "what_it_made_possible", "happened_on", "organisation"]
        labels = {
            **FactsForm.Meta.labels,
            "organisation": "Did they do it with an organisation?",
        }

    field_order = ["what_they_did", "what_it_made_possible", "happened_on", "organisation"]

    def __init__(self, *args: Any, person: Contributor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = person.affiliations.values("organisation")
        organisation: Any = self.fields["organisation"]
        organisation.queryset = Organisation.objects.filter(pk__in=places).order_by("name")
        organisation.empty_label = "No, on their own"
        organisation.required = False


class CloseForm(AppForm):
    why_not = forms.ChoiceField(
        label="Why are they not to be thanked?",
        choices=ContributionEvent.WhyNot.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why they are not to be thanked"},
    )
