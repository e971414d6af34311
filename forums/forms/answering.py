"""What whoever holds the power says of a decision: an answer, a call-in, an overrule; and what came
of it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from forums.authority.reasons import LEAST, unsaid
from forums.forms.fields import LineField, ParagraphsField
from forums.models import Override
from forums.models.decision import SHORT_LENGTH, TEXT_LENGTH
from forums.models.decision_words import Status

READ_BY_ALL = "Members get these words by mail, and they stay on record."


class AnswerDecisionForm(AppForm):
    ASKED_IF = ("words",)

    status = forms.ChoiceField(
        label="What is your answer?",
        widget=forms.RadioSelect,
        choices=[
            (Status.ADOPTED, "Yes: we do it as recommended"),
            (Status.ADOPTED_IN_PART, "In part: we do some of it"),
            (Status.NOT_ADOPTED, "No: we do not do it"),
        ],
        error_messages={"required": "Choose yes, in part or no"},
    )
    words = ParagraphsField(
        label="What you do and by when; or why not",
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Needed where it is not a full yes. {READ_BY_ALL}",
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        status, words = typed.get("status"), typed.get("words", "")
        if status and status != Status.ADOPTED and "words" not in self.errors:
            advice = "Say why, so that members can follow it" if not words else unsaid(words)
            if advice:
                self.add_error("words", advice)
        return typed


class CallInForm(AppForm):
    reason = ParagraphsField(
        label="What needs another look?",
        max_length=SHORT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=READ_BY_ALL,
        error_messages={"required": "Say what needs another look. Members read it"},
    )

    def clean_reason(self) -> str:
        return _saying_something(self.cleaned_data["reason"])


class OverrideForm(AppForm):
    kind = forms.ChoiceField(
        label="What happens instead?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happens instead"},
    )
    office = LineField(
        label="As whom do you say this?",
        max_length=120,
        help_text="Your office, not your name.",
        error_messages={"required": "Name the office that decides this"},
    )
    decided_on = UkDateField(label="When was this decided?")
    reason = ParagraphsField(
        label="Why?",
        max_length=SHORT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"At least {LEAST} characters. {READ_BY_ALL}",
        error_messages={"required": "Say why. Members read it at once"},
    )

    def __init__(self, data: Any = None, *, kinds: list[str], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        field = cast(forms.ChoiceField, self.fields["kind"])
        field.choices = [(kind, Override.Kind(kind).label) for kind in kinds]

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Choose today or a day before", code="year")
        return day

    def clean_reason(self) -> str:
        return _saying_something(self.cleaned_data["reason"])


class EvaluateForm(AppForm):
    words = ParagraphsField(
        label="What came of it?",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What happened, for whom, and whether you would decide the same again.",
        error_messages={"required": "Say what came of it"},
    )


def _saying_something(words: str) -> str:
    if advice := unsaid(words):
        raise forms.ValidationError(advice)
    return words
