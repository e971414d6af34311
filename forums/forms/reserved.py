"""What a programme keeps to itself."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from coalition.fields import AppForm
from coalition.models import Programme
from forums.forms.amounts import LinesField
from forums.forms.fields import LineField

SHORTEST_WORD = 4


class ReservedMatterForm(AppForm):
    programme = forms.ModelChoiceField(
        Programme.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    matter = LineField(
        label="What is reserved?",
        max_length=120,
        help_text="Such as: Evictions.",
        error_messages={"required": "Say what is reserved"},
    )
    words = LinesField(
        label="Words by which it is known",
        longest=40,
        help_text="One a line. A delegation in which one of them begins a word is refused: ‘evict’"
        " is found in ‘evictions’ and ‘evicted’.",
    )

    def __init__(self, data: Any = None, *, programmes: QuerySet[Programme]) -> None:
        super().__init__(data)
        self.only = programmes[0] if len(programmes) == 1 else None
        if self.only:
            del self.fields["programme"]
        else:
            cast(forms.ModelChoiceField, self.fields["programme"]).queryset = programmes

    def clean_words(self) -> list[str]:
        words: list[str] = self.cleaned_data["words"]
        if short := [word for word in words if len(word) < SHORTEST_WORD]:
            raise forms.ValidationError(
                f"‘{short[0]}’ is in too many other words. Use {SHORTEST_WORD} letters or more."
            )
        return words

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        return {"programme": self.only, **typed} if self.only else typed
