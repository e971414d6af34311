"""What one person writes to one other to thank them."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from coalition.domain import one_line
from coalition.fields import AppForm, UkDateField
from coalition.privacy import others_details
from recognition import asks

LONGEST = 1500


class WordsForm(AppForm):
    """What seems to tell of others, or to ask for something (L7), is asked about once."""

    words = forms.CharField(
        label="What you write to them",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="In your own words. The greeting and your name are added. Name nobody who was"
        " helped, and ask for nothing.",
        error_messages={"required": "Write what you want to say to them"},
    )
    is_right = forms.BooleanField(
        label="It is right as it stands", required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_right, words = cleaned.pop("is_right", False), cleaned.get("words", "")
        doubts = [f"There seems to be {found} in it." for found in others_details(words)]
        doubts += [f"It seems to ask for something: “{found}”." for found in asks.found(words)]
        if doubts and not is_right:
            self.fields["is_right"].widget = forms.CheckboxInput()
            self.add_error("words", f"{' '.join(doubts)} Take it out, or say that it is right.")
        return cleaned


class InvitationForm(WordsForm):
    title = forms.CharField(
        label="What are they invited to?",
        max_length=80,
        error_messages={"required": "Say what they are invited to"},
    )
    place = forms.CharField(
        label="Where is it?", max_length=120, error_messages={"required": "Say where it is"}
    )
    happens_on = UkDateField(label="On which day is it?", help_text="For example, 27 3 2027")

    field_order = ["title", "place", "happens_on", "words", "is_right"]

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean_happens_on(self) -> date:
        happens_on = self.cleaned_data["happens_on"]
        if happens_on < timezone.localdate():
            raise forms.ValidationError("The day must be today or still to come")
        return happens_on
