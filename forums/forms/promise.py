"""Which quarters the promise is measured over."""

from datetime import date
from typing import Any, cast

from django import forms

from coalition.fields import AppForm
from coalition.figures.period import Quarters, last_quarters, quarter_words

SHOWN, AT_MOST = 4, 12
NOT_LISTED = {"invalid_choice": "Choose one of the quarters in the list"}


class QuartersForm(AppForm):
    """Bound to what an address asks for; without that, to the last four."""

    first = forms.ChoiceField(label="From", error_messages=NOT_LISTED)
    last = forms.ChoiceField(label="Until", error_messages=NOT_LISTED)

    def __init__(self, asked: Any) -> None:
        usual = last_quarters(SHOWN).quarters
        fallback = {"first": str(usual[0]), "last": str(usual[-1])}
        super().__init__({name: asked.get(name) or day for name, day in fallback.items()})
        offered = reversed(last_quarters(AT_MOST).quarters)
        choices = [(str(first), quarter_words(first)) for first in offered]
        for name in fallback:
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "This is before the first quarter. Choose a later one.")
        return cleaned

    @property
    def period(self) -> Quarters:
        """Of a form that is valid."""
        first, last = (date.fromisoformat(self.cleaned_data[name]) for name in ("first", "last"))
        return Quarters.between(first, last)
