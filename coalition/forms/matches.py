"""What people may type about a match: how much of it, what was said, checked, and came of it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import AppForm, AppModelForm, UkDateField
from coalition.forms.offer_decisions import EMPTY_WORDS
from coalition.forms.offers import CountField
from coalition.forms.private_words import PrivateWordsForm
from coalition.models import Check, Match, Need, Offer
from coalition.models.need_words import EndedWhy, Side
from coalition.places import Places
from coalition.templatetags.words import weekday

YES, NO = "yes", "no"


class ProposeForm(AppForm):
    """How much of the offer for how long. Filled in from what both have in common."""

    quantity = CountField(
        label="How many?",
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        error_messages={
            "required": "Enter how many",
            "invalid": "Enter a whole number, like 12",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 1,000,000 or less",
        },
    )
    starts_on = UkDateField(label="From when?")
    ends_on = UkDateField(
        label="Until when?", help_text="After that day both sides are asked what came of it."
    )
    areas_checked = forms.BooleanField(
        label="I have checked: the places are different, and it works all the same",
        required=False,
    )

    def __init__(self, *args: Any, need: Need, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Places([need.area, offer.area]).meet(need.area, offer.area):
            del self.fields["areas_checked"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Choose an end that is not before the start")
        return cleaned


class HeardForm(AppForm):
    """What a side said to a lead, by phone or in person."""

    side = forms.ChoiceField(
        label="Who said it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who said it"},
    )
    answer = forms.ChoiceField(
        label="What did they say?",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they said"},
    )
    how = forms.ChoiceField(
        label="How did you hear it?",
        choices=[
            (Offer.Means.CALL, "By phone"),
            (Offer.Means.EMAIL, "By email"),
            (Offer.Means.IN_PERSON, "In person"),
            (Offer.Means.LETTER, "By letter"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you heard it"},
    )

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {Side.OFFERER: match.offer.contributor, Side.NEED: match.need.organisation}
        side: Any = self.fields["side"]
        side.choices = [
            (side, str(name)) for side, name in names.items() if not match.has_agreed(side)
        ]


class EndMatchForm(AppForm):
    why = forms.ChoiceField(
        label="Why does it end?",
        choices=[
            (EndedWhy.PLANS_CHANGED, "Plans changed"),
            (EndedWhy.OFFER_GONE, "What was offered is not there any more"),
            (EndedWhy.NEED_GONE, "It is not needed any more"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it ends"},
    )


class OutcomeForm(PrivateWordsForm):
    """What came of it, for those who needed it (MAT-4)."""

    SCANNED = ("impact",)
    ASKED_IF = ("delivered", "impact")
    field_order = ["outcome", "delivered", "arrived_on", "impact", "keep_details"]

    outcome = forms.ChoiceField(
        label="How much of it arrived?",
        choices=Match.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much of it arrived"},
    )
    delivered = CountField(
        label="If part of it: how many?",
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
    )
    arrived_on = UkDateField(label="By which day had it come?", required=False)
    impact = forms.CharField(
        label="If it arrived: what did it make possible?",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence. Whoever helped reads it, and a letter goes on from here: “Because"
        " of that …”. Such as: twelve families slept in beds of their own.",
    )

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.match = match
        last = weekday(match.last_day_so_far)
        self.fields["arrived_on"].help_text = f"If you leave it empty, we take {last}."

    def clean_arrived_on(self) -> date | None:
        return _not_to_come(self.cleaned_data["arrived_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome, impact = cleaned.get("outcome"), cleaned.get("impact", "")
        cleaned["delivered"] = cleaned.get("delivered") or 0
        if outcome == Match.Outcome.PART and not 0 < cleaned["delivered"] < self.match.quantity:
            self.add_error(
                "delivered",
                f"Enter how many arrived: fewer than the {self.match.quantity:,} agreed, and at"
                " least 1",
            )
        arrived = outcome in {Match.Outcome.DELIVERED, Match.Outcome.PART}
        if arrived and (len(impact) < 15 or EMPTY_WORDS.fullmatch(impact)):
            self.add_error(
                "impact",
                "Say what happened because of it, in 15 characters or more: thanks come from this"
                " sentence",
            )
        return cleaned


class CheckForm(AppModelForm):
    """What was seen; never what it says (CHK-1). Only the safeguarding lead can say that it is not
    clear, or not required (CHK-2)."""

    issued_on = UkDateField(label="Issued on", required=False)
    expires_on = UkDateField(label="Valid until", required=False)
    recheck_on = UkDateField(label="Look again on", required=False)

    class Meta:
        model = Check
        fields = ["result", "kind", "reference_no", "issued_on", "expires_on", "recheck_on"]
        widgets = {"result": forms.RadioSelect, "kind": forms.RadioSelect}
        labels = {
            "result": "How far is it?",
            "kind": "What did you see?",
            "reference_no": "Its number",
        }
        help_texts = {
            "kind": "A higher DBS check stands for a lower one.",
            "reference_no": "The number only. No certificate is kept here, nor what it says.",
        }

    def __init__(self, *args: Any, guards: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to_all = [Check.Result.IN_PROGRESS, Check.Result.CLEAR]
        guarded = [Check.Result.NOT_CLEAR, Check.Result.NOT_REQUIRED]
        shown = [*open_to_all, *(guarded if guards else [])]
        result: Any = self.fields["result"]
        result.choices = [(one, one.label) for one in shown]
        kind: Any = self.fields["kind"]
        kind.choices = _that_could_stand_for(self.instance)

    def clean_issued_on(self) -> date | None:
        return _not_to_come(self.cleaned_data["issued_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("issued_on"), cleaned.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", "Choose a day that is not before it was issued")
        return cleaned


def _not_to_come(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise ValidationError("This day is still to come. Choose today or an earlier day.")
    return day


def _that_could_stand_for(check: Check) -> list[tuple[str, str]]:
    """The kind that is required, and those of a higher level."""
    kinds = [Check(required_level=check.required_level, kind=kind) for kind in Check.Kind]
    return [(one.kind, str(one.get_kind_display())) for one in kinds if one.reaches_required_level]
