"""What may be typed about an interest. Others' private matters stay theirs (L8)."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.templatetags.words import day
from forums import fair_words
from forums.forms.fields import LineField
from forums.models import AgendaItem, Interest, LateInterest
from forums.models.interest import INTEREST_LENGTH, MITIGATION_LENGTH

PRIVATE = re.compile(
    r"\b(?:ill|illness|disease|cancer|diagnos\w+|disabilit\w+|depress\w+|mental health|pregnan\w+"
    r"|divorc\w+|debts?|bankrupt\w*|convict\w+|prison|asylum|refugee status|religion|pregnant)\b",
    re.IGNORECASE,
)


class InterestForm(AppForm):
    """`decisions` are those that it may come too late for. What reads as another person's private
    matter is shown once; who ticks that it is public, or their own, keeps it."""

    kind = forms.ChoiceField(
        label="What kind of interest is it?",
        choices=Interest.Kind.choices,
        widget=forms.RadioSelect,
    )
    organisation = LineField(
        label="With which organisation or body?",
        max_length=200,
        required=False,
        help_text="As it is known. Leave it empty where there is none.",
    )
    description = LineField(
        label="What is it?",
        max_length=INTEREST_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as ‘I am a trustee’ or ‘A member of my family works there’. You need not"
        " name anybody, nor say how much money it is.",
    )
    from_on = UkDateField(label="Since when?", help_text="About is enough.")
    to_on = UkDateField(
        label="Until when?", required=False, help_text="Leave it empty while it goes on."
    )
    mitigation = LineField(
        label="How will you handle it?",
        max_length=MITIGATION_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as ‘I leave the room when their grant is decided’.",
    )
    publish = forms.BooleanField(
        label="It may be published with the forum’s register",
        required=False,
        help_text="Members see it either way.",
    )
    decided = forms.ModelMultipleChoiceField(
        label="Was something decided that it bears on?",
        queryset=AgendaItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Nothing is changed. Whoever chairs looks at it again and says what follows.",
    )

    def __init__(
        self, data: Any = None, *, decisions: Sequence[AgendaItem] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if decisions:
            field = cast(forms.ModelMultipleChoiceField, self.fields["decided"])
            field.queryset = AgendaItem.objects.filter(pk__in=[item.pk for item in decisions])
            field.choices = [(item.pk, f"{item}, {day(item.meeting.day)}") for item in decisions]
        else:
            del self.fields["decided"]
        if data is not None and "keep" in data:
            self._ask_to_keep()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kept = cleaned.pop("keep", False)
        begun, over = cleaned.get("from_on"), cleaned.get("to_on")
        if begun and begun > timezone.localdate():
            self.add_error("from_on", "Enter a day that has come; declare it once it begins")
        if begun and over and over < begun:
            self.add_error("to_on", "Enter a day that is not before it began")
        for name in ("description", "mitigation"):
            if not kept and (hint := _private(cleaned.get(name) or "")):
                self.add_error(name, hint)
                self._ask_to_keep()
        return cleaned

    def _ask_to_keep(self) -> None:
        self.fields["keep"] = forms.BooleanField(
            label="It is my own matter, or public already: keep these words", required=False
        )


def _private(text: str) -> str:
    """What to write instead where it seems to tell something private of somebody else."""
    people = fair_words.named_people(text, members=())
    if people:
        named = " and ".join(f"‘{name}’" for name in people)
        return f"Say ‘a member of my family’ or their role instead of {named}, or tick below"
    if PRIVATE.search(text):
        return (
            "This may be a private matter of somebody’s. ‘A member of my family uses the service’"
            " is enough. Change it, or tick below"
        )
    return ""


class LateInterestForm(AppForm):
    outcome = forms.ChoiceField(
        label="What follows?", choices=LateInterest.Outcome.choices, widget=forms.RadioSelect
    )
