"""Who lives together, and how one letter addresses them all."""

from typing import Any

from django import forms
from django.db.models import Q

from coalition.domain import one_line
from coalition.fields import AppForm, AppModelForm
from coalition.models import Contributor, Household
from coalition.models.contributor import ContributorQuerySet


class HouseholdForm(AppModelForm):
    class Meta:
        model = Household
        fields = ["joint_letter_name", "joint_salutation", "address"]
        widgets = {"address": forms.Textarea(attrs={"rows": 5})}

    def clean_joint_letter_name(self) -> str:
        return one_line(self.cleaned_data["joint_letter_name"])

    def clean_joint_salutation(self) -> str:
        return one_line(self.cleaned_data["joint_salutation"])

    def clean_address(self) -> str:
        lines = (one_line(line) for line in self.cleaned_data["address"].splitlines())
        return "\n".join(line for line in lines if line)


class OthersForm(AppForm):
    """Finds those who live there by what one knows of them."""

    others = forms.CharField(
        label="Who else lives there?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Their name on letters, or their email address; one person on each line.",
    )

    def __init__(self, *args: Any, people: ContributorQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_others(self) -> list[Contributor]:
        lines = [one_line(line) for line in self.cleaned_data["others"].splitlines()]
        return [self._found(line) for line in lines if line]

    def _found(self, words: str) -> Contributor:
        named = Q(letter_name__iexact=words) | Q(email__iexact=words)
        found = list(self.people.filter(named).order_by("pk")[:2])
        if not found:
            raise forms.ValidationError(
                f"Nobody called “{words}” is on the register. Add them first, or check the spelling"
            )
        if len(found) > 1:
            raise forms.ValidationError(
                f"Several people are called “{words}”. Write their email address instead"
            )
        return found[0]
