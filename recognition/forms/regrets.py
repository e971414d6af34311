"""What may be said of a letter that was wrong, and who apologises."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from coalition.models import User
from recognition.models import Campaign, Regret
from recognition.models.people import seniors


class OwnerForm(AppForm):
    owner = forms.ModelChoiceField(
        label="Who apologises?",
        queryset=User.objects.none(),
        empty_label="Choose somebody",
        help_text="Somebody senior, in their own words, by the next working day. They get a mail.",
        error_messages={"required": "Choose who apologises"},
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = seniors(campaign.programme)


class RegretForm(OwnerForm):
    kind = forms.ChoiceField(
        label="What is wrong with it?",
        choices=Regret.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong with the letter"},
    )

    field_order = ["kind", "owner"]


class ApologyForm(AppForm):
    how = forms.ChoiceField(
        label="How did you apologise?",
        choices=Regret.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you apologised"},
    )
