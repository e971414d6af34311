"""How often somebody wants mail of what is new in their forums."""

from collections.abc import Sequence
from typing import Any

from django import forms

from coalition.fields import AppForm
from forums.models import Digest, Membership


class DigestForm(AppForm):
    """One question for each of these seats."""

    def __init__(self, data: Any = None, *, seats: Sequence[Membership]) -> None:
        super().__init__(data)
        self.names = {f"seat_{seat.pk}": seat.pk for seat in seats}
        for seat in seats:
            digest = getattr(seat, "digest", None)
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=seat.forum.name,
                choices=Digest.Frequency.choices,
                initial=digest.frequency if digest else Digest.Frequency.DAILY,
            )

    @property
    def choices(self) -> dict[int, str]:
        """By the number of the seat, of a form that is valid."""
        return {seat: self.cleaned_data[name] for name, seat in self.names.items()}
