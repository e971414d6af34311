"""Who of an organisation’s people is listed in a team."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from coalition.models import Contributor


class TeamForm(AppForm):
    """`may_be_named` are those who agreed: only they are on offer (CTB-3)."""

    people = forms.ModelMultipleChoiceField(
        label="Who was in the team?",
        queryset=Contributor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Only people who agreed to be named stand here. For all others the organisation"
        " is thanked.",
    )

    def __init__(self, *args: Any, may_be_named: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = Contributor.objects.filter(pk__in=may_be_named).order_by("letter_name")
        people.label_from_instance = lambda person: may_be_named[person.pk]
