"""Fields for amounts, and for several lines in one box."""

from decimal import Decimal
from typing import Any

from django import forms

from coalition.domain import one_line
from forums.authority.money import Unreadable, in_pounds, read

MOST_LINES = 12


class PoundsField(forms.CharField):
    """£10k, 10,000 and 10000.00 are read; whatever could mean two things is asked again."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input-s"})
        super().__init__(**{"widget": widget, "max_length": 40, **kwargs})

    def clean(self, value: Any) -> Decimal | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read(typed)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return in_pounds(value).removeprefix("£") if isinstance(value, Decimal) else value


class LinesField(forms.CharField):
    """One thing a line; cleans to a list. Empty lines and repetitions do not count."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(**{"widget": widget, "required": False, **kwargs})
        self.longest = longest

    def clean(self, value: Any) -> list[str]:
        lines = [one_line(line) for line in super().clean(value).splitlines()]
        kept = list({line.casefold(): line for line in reversed(lines) if line}.values())[::-1]
        if too_long := [line for line in kept if len(line) > self.longest]:
            raise forms.ValidationError(
                f"Use {self.longest} characters or fewer in a line. ‘{too_long[0][:40]}…’ has"
                f" {len(too_long[0])}."
            )
        if len(kept) > MOST_LINES:
            raise forms.ValidationError(
                f"Use {MOST_LINES} lines or fewer. You have used {len(kept)}."
            )
        return kept

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value
