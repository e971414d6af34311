"""What may be chosen in a rule for audiences."""

from typing import Any

from django import forms

from coalition.domain import one_line
from coalition.fields import AppForm, UkDateField
from coalition.models import Contributor
from coalition.models.sector import Sector
from recognition.criteria import BEFORE, GIVEN, NATIONS, Criteria
from recognition.forms.programmes import InProgramme
from recognition.models import AudienceRule, ContributionEvent

LONGEST_LATE = 3650  # days


class AudienceRuleForm(AppForm):
    """Cleans to a name, and to `criteria`. What is left empty does not matter."""

    name = forms.CharField(
        label="What is the rule called?",
        max_length=80,
        help_text="For example: Gave time last winter",
        error_messages={"required": "Enter a name"},
    )
    kinds = forms.MultipleChoiceField(
        label="What did they do?",
        choices=ContributionEvent.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    happened_from = UkDateField(label="From which day on?", required=False)
    happened_to = UkDateField(label="Until which day?", required=False)
    words = forms.CharField(
        label="With a word in the name, the organisation or what they did",
        max_length=100,
        required=False,
    )
    given = forms.ChoiceField(
        label="Did they do it with an organisation?",
        choices=GIVEN,
        widget=forms.RadioSelect,
        required=False,
    )
    sectors = forms.MultipleChoiceField(
        label="Of which sectors?",
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    nations = forms.MultipleChoiceField(
        label="Where do they live?",
        choices=list(NATIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Where we do not know it, they live where the programme is.",
    )
    languages = forms.MultipleChoiceField(
        label="What do they read?",
        choices=Contributor.Language.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    before = forms.ChoiceField(
        label="Have we thanked them before?",
        choices=BEFORE,
        widget=forms.RadioSelect,
        required=False,
    )
    days_late = forms.IntegerField(
        label="For how many days have thanks been due, at least?",
        min_value=0,
        max_value=LONGEST_LATE,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="0 for all that are due by today. Leave it empty for those not due yet, too.",
    )
    is_confirmed = forms.BooleanField(
        label="Only where somebody who was near has confirmed the facts", required=False
    )
    is_whole = forms.BooleanField(
        label="Only where it is written down what it made possible", required=False
    )

    def __init__(self, *args: Any, keep: AudienceRule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("given", "")
        self.initial.setdefault("before", "")
        if keep:
            criteria = Criteria.read(keep.criteria)
            names = [name for name in self.fields if hasattr(criteria, name)]
            self.initial = {name: getattr(criteria, name) for name in names}
            self.initial["name"] = keep.name

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_words(self) -> str:
        return one_line(self.cleaned_data["words"].replace("\x00", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("happened_from"), cleaned.get("happened_to")
        if first and last and last < first:
            self.add_error("happened_to", "The last day cannot come before the first")
        if cleaned.get("given") == "alone" and cleaned.get("sectors"):
            self.add_error("sectors", "Leave the sectors out: on their own, nobody is of one")
        names = [name for name in cleaned if hasattr(Criteria, name)]
        chosen: dict[str, Any] = {name: cleaned.pop(name) for name in names}
        kept: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in chosen.items()
        }
        cleaned["criteria"] = Criteria(**kept)
        return cleaned


class NewAudienceRuleForm(InProgramme, AudienceRuleForm):
    """A rule that the programme does not have yet."""
