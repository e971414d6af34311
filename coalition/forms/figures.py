"""Which days figures are about."""

from typing import Any, Self

from django.http import QueryDict

from coalition.fields import AppForm, DateInBoxes, UkDateField
from coalition.figures.period import MONTHS_AT_MOST, Period, last_months


class PeriodForm(AppForm):
    from_on = UkDateField(label="From")
    to_on = UkDateField(label="Until")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        from_on, to_on = cleaned.get("from_on"), cleaned.get("to_on")
        if not from_on or not to_on:
            return cleaned
        if to_on < from_on:
            self.add_error("to_on", "The end is before the start. Choose a later end.")
        elif len(Period(from_on, to_on).months) > MONTHS_AT_MOST:
            self.add_error("to_on", f"Choose {MONTHS_AT_MOST} months or fewer")
        return cleaned

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Bound to what the address asks for, and else to the last months."""
        shown = last_months()
        asked = {
            f"{name}_{box}": str(getattr(day, box))
            for name, day in (("from_on", shown.from_on), ("to_on", shown.to_on))
            for box in DateInBoxes.BOXES
        }
        return cls(query if any(key in query for key in asked) else asked)

    @property
    def period(self) -> Period:
        """Of a form that is valid."""
        return Period(self.cleaned_data["from_on"], self.cleaned_data["to_on"])
