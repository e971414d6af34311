"""How somebody is to be thanked, by whom, and who does it."""

from typing import Any

from django import forms

from coalition.contact import Thanker
from coalition.fields import AppForm
from coalition.models import Programme, User
from recognition.models import Acknowledgement
from recognition.models.contribution import RECOGNITION_ROLES


class PlanForm(AppForm):
    """`allowed` are the (kind, thanker) that the person allows: only these are on offer (AKN-1)."""

    kind = forms.ChoiceField(
        label="How?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they are thanked"},
    )
    thanker = forms.ChoiceField(
        label="As whose thanks does it count?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose as whose thanks it counts"},
    )
    giver = forms.ModelChoiceField(
        label="Who does it?",
        queryset=User.objects.none(),
        empty_label="Choose somebody",
        error_messages={"required": "Choose who does it"},
    )

    def __init__(
        self, *args: Any, programme: Programme, allowed: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        kinds, thankers = {kind for kind, _ in allowed}, {thanker for _, thanker in allowed}
        fields["kind"].choices = _those(Acknowledgement.Kind, kinds)
        fields["thanker"].choices = _those(Thanker, thankers)
        grants = programme.grants.in_force().filter(role__in=RECOGNITION_ROLES)
        fields["giver"].queryset = User.objects.filter(
            pk__in=grants.values("user"), is_active=True
        ).order_by("name")


def _those(choices: Any, wanted: set[str]) -> list[tuple[str, str]]:
    return [(value, label) for value, label in choices.choices if value in wanted]
