"""What may be typed about a hold: what it stops and until when. There is no box for why (HLD-1)."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.models import Hold
from coalition.models.hold import OPAQUE, REVIEW_WITHIN_DAYS

USUALLY_DAYS = 28


class ReviewForm(AppForm):
    review_by = UkDateField(
        label="Look at it again by",
        help_text="Within 90 days. The hold stays on after that day, until somebody lifts it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("review_by", timezone.localdate() + timedelta(days=USUALLY_DAYS))

    def clean_review_by(self) -> Any:
        day, today = self.cleaned_data["review_by"], timezone.localdate()
        if day < today:
            raise ValidationError("Choose today or a day that is still to come", code="day")
        if day > today + timedelta(days=REVIEW_WITHIN_DAYS):
            raise ValidationError("Choose a day within the next 90 days", code="day")
        return day


class HoldRequestForm(ReviewForm):
    """By a lead, who asks."""

    scopes = forms.MultipleChoiceField(
        label="What should stop?",
        choices=Hold.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that should stop"},
    )

    field_order = ["scopes", "external_ref", "review_by"]


class HoldForm(HoldRequestForm):
    """By the safeguarding lead, who places it."""

    external_ref = forms.CharField(
        label="Case number elsewhere, if there is one",
        required=False,
        max_length=20,
        help_text="A number that means nothing to others, such as SG-0142."
        " Never a word about why: this site has no place for that.",
    )

    def clean_external_ref(self) -> str:
        """In capitals and without spaces, as the number stands on a file."""
        written = "".join(self.cleaned_data["external_ref"].split()).upper()
        if written and not re.fullmatch(OPAQUE, written):
            raise ValidationError(
                "Write only a number that means nothing to others, such as SG-0142."
                " A reason may not stand anywhere on this site."
            )
        return written
