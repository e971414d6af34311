"""What may be typed when seats are open to whoever comes forward."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.models import Organisation
from forums.aims import Aim
from forums.forms.fields import ParagraphsField
from forums.models import Forum, MixTarget, Seat

LONGEST_CALL = timedelta(days=180)


class SeatCallForm(AppForm):
    """`seats` are those that are free, `gaps` those that organisations can close."""

    seats = forms.ModelMultipleChoiceField(
        Seat.objects.none(),
        label="Which seats?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one seat"},
    )
    targets = forms.ModelMultipleChoiceField(
        MixTarget.objects.none(),
        label="Which gaps must the draw close?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="The draw keeps to what the forum aims for at most in any case.",
    )
    words = ParagraphsField(
        label="Whom you look for",
        max_length=1000,
        help_text="What the seats are about, and what you give in return.",
    )
    closes_on = UkDateField(
        label="Until when can people come forward?",
        help_text="Lots are drawn after that day, if more come forward than there are seats.",
    )

    def __init__(self, data: Any = None, *, forum: Forum, gaps: Sequence[Aim]) -> None:
        super().__init__(data)
        self._choose("seats", forum.seats.free().in_order())
        named = forum.targets.with_places().in_order()
        self._choose("targets", named.filter(pk__in=[gap.target.pk for gap in gaps]))
        if not gaps:
            del self.fields["targets"]

    def _choose(self, name: str, rows: QuerySet) -> None:
        cast(forms.ModelMultipleChoiceField, self.fields[name]).queryset = rows

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day", code="year")
        if day > timezone.localdate() + LONGEST_CALL:
            raise forms.ValidationError("Choose a day in the next six months", code="year")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {**cleaned, "targets": cleaned.get("targets", [])}


class ComeForwardForm(AppForm):
    """From one of one's own organisations, or for oneself."""

    ASKED_IF = ("organisation",)

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Where would you come from?",
        required=False,
        blank=True,
        empty_label="I come for myself",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, own: QuerySet[Organisation]) -> None:
        super().__init__(data)
        cast(forms.ModelChoiceField, self.fields["organisation"]).queryset = own
