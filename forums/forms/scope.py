"""What may be typed in a scope statement."""

import re
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from forums.authority.modes import LONGEST_ANSWER
from forums.authority.rules import Fallback
from forums.forms.fields import LineField, ParagraphsField
from forums.models import Forum
from forums.wording import READ_ALOUD_WORDS, TEXTS, Line, Recommendation, Wording

SPARE_ROWS, FEWEST_ROWS, MOST_ROWS = 3, 4, 30


class ScopeForm(AppForm):
    """The whole statement. Rows that are left empty do not count; a saved draft comes back with
    new ones. `is_first` leaves out the note on what changed; `names_stay_back` the question whether
    to show them."""

    read_aloud = LineField(
        label="To read aloud",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Opens every meeting and stands on every page: at most {READ_ALOUD_WORDS}"
        " words, about 25 seconds.",
    )
    purpose = ParagraphsField(
        label="Why this forum exists", max_length=1000, widget=forms.Textarea(attrs={"rows": 6})
    )
    how_we_decide = LineField(
        label="How we decide",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is decided comes from what is delegated to this forum. Say here how it is"
        " settled, and what happens when it is not.",
    )
    quorum_line = LineField(
        label="Quorum", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    attribution_rule = LineField(
        label="Who is named, in words",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whether what is said carries names. To change this asks every member again.",
    )
    members_time_and_support = LineField(
        label="Members’ time and support",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="How much time it takes, what is paid, and what helps people to take part.",
    )
    foi_line = LineField(
        label="What may have to be published",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Freedom of information, where public bodies are in the room.",
    )
    differences_line = LineField(
        label="On differences",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Say plainly what members differ on, and that it is not settled here.",
    )
    attribution = forms.ChoiceField(
        label="Do members see who says what?",
        choices=Forum.Attribution.choices,
        widget=forms.RadioSelect,
        help_text="To change it asks every member again. Once names are kept back, they stay back.",
    )
    fallback = forms.ChoiceField(
        label="What becomes of a proposal after two failed rounds?",
        choices=Fallback.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="A round on a proposal fails when it does not pass. To change this asks every"
        " member again.",
    )
    change_note = LineField(
        label="What changes, and why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Members read this first.",
    )
    review_on = UkDateField(label="When will you look at it again?")

    def __init__(
        self,
        data: Any = None,
        *,
        wording: Wording,
        is_first: bool,
        names_stay_back: bool = False,
        change_note: str = "",
        review_on: date | None = None,
    ) -> None:
        super().__init__(
            data,
            initial={
                **wording.texts,
                "attribution": wording.attribution,
                "fallback": wording.fallback,
                "change_note": change_note,
                "review_on": review_on,
            },
        )
        if is_first:
            del self.fields["change_note"]
        if names_stay_back:
            del self.fields["attribution"]
        self.in_names = self._add_rows("in", "In scope", wording.included)
        self.out_names = self._add_rows("out", "Not here", wording.excluded)
        for name in self.out_names:
            self._add_row(name + "_where", "Where it goes")
        self.to_names = self._add_recommendations(wording.recommends)

    def _add_recommendations(self, recommends: tuple[Recommendation, ...]) -> list[str]:
        lines = tuple(Line(one.to_whom) for one in recommends)
        names = self._add_rows("to", "To whom", lines, fewest=2)
        for number, name in enumerate(names):
            if number < len(recommends):
                self.initial[f"{name}_days"] = recommends[number].answer_within_days
            self.fields[f"{name}_days"] = forms.IntegerField(
                label="Working days to answer",
                required=False,
                min_value=1,
                max_value=LONGEST_ANSWER,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
            )
        return names

    def _add_rows(
        self, prefix: str, label: str, lines: tuple[Line, ...], fewest: int = FEWEST_ROWS
    ) -> list[str]:
        sent = sum(1 for name in self.data if re.fullmatch(rf"{prefix}_\d+", name))
        rows = min(MOST_ROWS, max(fewest, len(lines) + (SPARE_ROWS if fewest > 2 else 1), sent))
        names = [f"{prefix}_{number}" for number in range(1, rows + 1)]
        for number, name in enumerate(names):
            line = lines[number] if number < len(lines) else Line("")
            self._add_row(name, f"{label}, {number + 1}")
            self.initial[name], self.initial[f"{name}_where"] = line.text, line.where_it_goes
        return names

    def _add_row(self, name: str, label: str) -> None:
        self.fields[name] = LineField(label=label, max_length=200, required=False)

    @property
    def in_rows(self) -> list[BoundField]:
        return [self[name] for name in self.in_names]

    @property
    def out_rows(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[name], self[name + "_where"]) for name in self.out_names]

    @property
    def to_rows(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[name], self[name + "_days"]) for name in self.to_names]

    def clean_read_aloud(self) -> str:
        text: str = self.cleaned_data["read_aloud"]
        words = len(text.split())
        if words > READ_ALOUD_WORDS:
            raise forms.ValidationError(
                f"Use {READ_ALOUD_WORDS} words or fewer. You have used {words}."
            )
        return text

    def clean_review_on(self) -> date:
        on: date = self.cleaned_data["review_on"]
        if on <= timezone.localdate():
            raise forms.ValidationError("Choose a day in the future", code="year")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.out_names:
            self._check_out_row(name, cleaned.get(name), cleaned.get(name + "_where"))
        for name in self.to_names:
            self._check_recommendation(name, cleaned.get(name), cleaned.get(name + "_days"))
        if not any(cleaned.get(name) for name in self.in_names):
            self.add_error(self.in_names[0], "Name at least one thing that is in scope")
        said = any(cleaned.get(name) or name in self.errors for name in self.out_names)
        if not said:
            self.add_error(self.out_names[0], "Name at least one thing that does not belong here")
        return cleaned

    def _check_out_row(self, name: str, text: str | None, where: str | None) -> None:
        """SCO-3: nothing is turned away without saying where it goes."""
        if text and not where and name + "_where" not in self.errors:
            self.add_error(
                name + "_where",
                f"Say where ‘{text}’ goes: a body, a person, or ‘No forum exists; raise it with …’",
            )
        if where and not text and name not in self.errors:
            self.add_error(name, f"Say what goes to ‘{where}’")

    def _check_recommendation(self, name: str, to_whom: str | None, days: int | None) -> None:
        if to_whom and not days and name + "_days" not in self.errors:
            self.add_error(name + "_days", f"Say within how many working days {to_whom} answers")
        if days and not to_whom and name not in self.errors:
            self.add_error(name, f"Say who answers within {days} working days")

    def wording(self) -> Wording:
        """What was typed, of a form that is valid."""
        typed = self.cleaned_data
        return Wording(
            included=tuple(Line(typed[name]) for name in self.in_names if typed[name]),
            excluded=tuple(
                Line(typed[name], typed[name + "_where"]) for name in self.out_names if typed[name]
            ),
            recommends=tuple(
                Recommendation(typed[name], typed[name + "_days"])
                for name in self.to_names
                if typed[name]
            ),
            **{name: typed[name] for name in TEXTS},
            attribution=typed.get("attribution", Forum.Attribution.NON_ATTRIBUTED),
            fallback=typed["fallback"] or self.initial["fallback"],
        )


class SendBackForm(AppForm):
    because = LineField(
        label="What does it need first?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Goes to whoever drafted it, in these words.",
    )
