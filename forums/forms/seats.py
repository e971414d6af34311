"""What may be typed about a seat."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from coalition.models import Sector
from forums.forms.fields import LineField
from forums.models import Seat
from forums.models.forum import LONGEST_TERM, MOST_TERMS


class SeatForm(AppForm):
    title = LineField(
        label="What is this seat called?",
        max_length=120,
        help_text="Such as ‘Ward discharge lead’ or ‘Somebody who has been through it’.",
    )
    kind = forms.ChoiceField(
        label="Kind of seat", choices=Seat.Kind.choices, widget=forms.RadioSelect
    )
    voting = forms.BooleanField(
        label="It has a vote",
        required=False,
        help_text="Observers and the secretary never have one.",
    )
    sector = forms.ChoiceField(
        label="Sector we hope for",
        choices=[("", "Any sector"), *Sector.choices],
        required=False,
        help_text="The forum says who is missing while nobody from there has joined.",
    )
    eligible_sectors = forms.MultipleChoiceField(
        label="Who may take it?",
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tick the sectors that this seat is kept for. Tick none if it is open to all.",
    )
    lived_experience = forms.BooleanField(
        label="It is for lived experience",
        required=False,
        help_text="This is said of the seat, and never of the person who takes it.",
    )
    term_months = forms.IntegerField(
        label="Term in months",
        required=False,
        min_value=1,
        max_value=LONGEST_TERM,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="How long one person keeps it. Leave it empty for as long as the forum lasts.",
    )
    max_terms = forms.IntegerField(
        label="How many terms in a row?",
        required=False,
        min_value=1,
        max_value=MOST_TERMS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="After that many, somebody else has their turn. Leave it empty for no limit.",
    )
    deputy_allowed = forms.BooleanField(label="A deputy may come instead", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") in Seat.NEVER_VOTE and cleaned.get("voting"):
            self.add_error("voting", "Observers and the secretary have no vote: untick this")
        if cleaned.get("max_terms") and not cleaned.get("term_months"):
            self.add_error("term_months", "Say how long a term is before you limit their number")
        hoped, may = cleaned.get("sector"), cleaned.get("eligible_sectors")
        if hoped and may and hoped not in may:
            self.add_error("sector", "Choose one of the sectors that may take this seat")
        return cleaned
