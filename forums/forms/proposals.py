"""What may be typed about a proposal."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import UkDateField
from forums.forms.amounts import LinesField, PoundsField
from forums.forms.fields import LineField, ParagraphsField
from forums.forms.nameless import NamelessForm
from forums.models import (
    Delegation,
    Difference,
    Forum,
    ProposalVersion,
    Seat,
)
from forums.models.forum import SeatQuerySet
from forums.models.proposal import OPTION_LENGTH, TEXT_LENGTH, TITLE_LENGTH, WHY_LENGTH
from forums.naming import Named
from forums.round_terms import powers_of, suggested

Significance, Reversible = ProposalVersion.Significance, ProposalVersion.Reversible
SUGGEST, NONE = "suggest", "none"
SAYS = (
    *["title", "text", "why_now", "options_considered", "significance", "reversible"],
    "evaluation_on",
)


class ProposalForm(NamelessForm):
    """`seats` are those to choose from, of whoever writes down what others bring; others are not
    asked. What changed is asked once a round was held on what it said before."""

    NAMELESS = ("title", "text", "why_now", "change_note")
    ASKED_IF = ("evaluation_on", "value", "change_note")
    field_order = ["proposer_seat", "title", "text", "why_now", "options_considered"]

    proposer_seat = forms.ModelChoiceField(
        Seat.objects.none(),
        label="Whose matter is it?",
        empty_label="Choose a seat",
        help_text="Over time this shows whose matters the forum talks about.",
    )
    title = LineField(
        label="What is proposed, in one line?",
        max_length=TITLE_LENGTH,
        help_text="Such as: Ring everyone on the second day at home.",
    )
    text = ParagraphsField(
        label="What exactly would be done?",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Who does what, from when, and for whom. Members consent to these words.",
    )
    why_now = LineField(
        label="Why now?",
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    options_considered = LinesField(
        label="What else did you consider?",
        longest=OPTION_LENGTH,
        help_text="One a line, with why not. Doing nothing is one of them.",
    )
    value = PoundsField(
        label="What is it worth, in pounds?",
        required=False,
        help_text="All that would be spent or committed. Empty is no money.",
    )
    significance = forms.ChoiceField(
        label="How much does it matter?", choices=Significance.choices, widget=forms.RadioSelect
    )
    reversible = forms.ChoiceField(
        label="Can it be undone?", choices=Reversible.choices, widget=forms.RadioSelect
    )
    delegation = forms.ChoiceField(
        label="Under which power?",
        widget=forms.RadioSelect,
        help_text="What is handed over to this forum. Outside of it, what you pass is a"
        " recommendation.",
    )
    evaluation_on = UkDateField(
        label="When do you look at what came of it?",
        required=False,
        help_text="Needed where it is major, or cannot be undone.",
    )
    difference = forms.ChoiceField(label="Does it settle a difference?", required=False)
    change_note = LineField(
        label="What did you change, and why?",
        max_length=300,
        required=False,
        help_text="Members read this first. What they responded before does not count any more.",
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        forum: Forum,
        seats: SeatQuerySet | None,
        differences: list[Difference],
        named: Named | None,
        version: ProposalVersion | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        start = _as_typed(version) if version else {"significance": Significance.STANDARD}
        super().__init__(data, named=named, initial={**start, **(initial or {})})
        self.powers = {str(row.pk): row for row in powers_of(forum)}
        self.differences = {str(row.pk): row for row in differences}
        self._offer(version)
        if seats is None:
            del self.fields["proposer_seat"]
        else:
            cast(forms.ModelChoiceField, self.fields["proposer_seat"]).queryset = seats
        if version is not None or not differences:
            del self.fields["difference"]
        if version is None or not version.rounds.exists():
            del self.fields["change_note"]

    def _offer(self, version: ProposalVersion | None) -> None:
        kept = version.delegation if version else None
        if kept is not None:
            self.powers.setdefault(str(kept.pk), kept)
        named = [(key, _named(row)) for key, row in self.powers.items()]
        choices = [*named, (NONE, "None of these: it is a recommendation")]
        if self.powers:
            choices = [(SUGGEST, "Suggest one from what I wrote"), *choices]
        cast(forms.ChoiceField, self.fields["delegation"]).choices = choices
        self.initial.setdefault("delegation", SUGGEST if self.powers else NONE)
        if "difference" in self.fields:
            rows = [(key, f"{row}: {row.title}") for key, row in self.differences.items()]
            chosen = cast(forms.ChoiceField, self.fields["difference"])
            chosen.choices = [("", "No"), *rows]

    def clean_value(self) -> Decimal:
        return self.cleaned_data["value"] or Decimal(0)

    def clean_difference(self) -> Difference | None:
        return self.differences.get(self.cleaned_data["difference"])

    def clean_change_note(self) -> str:
        note: str = self.cleaned_data["change_note"]
        if not note:
            raise forms.ValidationError("Say what you changed. Members read it first")
        return note

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        weighs = typed.get("significance") == Significance.MAJOR
        lasts = typed.get("reversible") == Reversible.NO
        if (weighs or lasts) and not typed.get("evaluation_on", "was refused"):
            self.add_error(
                "evaluation_on",
                forms.ValidationError(
                    "Say on which day: it is major, or cannot be undone", code="day"
                ),
            )
        day = typed.get("evaluation_on")
        if day and day <= timezone.localdate() and day != self.initial.get("evaluation_on"):
            self.add_error(
                "evaluation_on", forms.ValidationError("Choose a day to come", code="year")
            )
        typed["delegation"] = self._power(typed)
        return typed

    def _power(self, typed: dict[str, Any]) -> Delegation | None:
        answer = typed.get("delegation")
        if answer != SUGGEST:
            return self.powers.get(str(answer))
        texts = [typed.get(name) or "" for name in ("title", "text")]
        return suggested(list(self.powers.values()), *texts)

    def says(self) -> dict[str, Any]:
        """What an action writes down, of a form that is valid."""
        names = (*SAYS, "value", "delegation")
        return {name: self.cleaned_data[name] for name in names}


def _named(row: Delegation) -> str:
    limits = f" {row.limits}." if row.limits else ""
    return f"{row}, {row.theme}: {row.power}{limits}"


def _as_typed(version: ProposalVersion) -> dict[str, Any]:
    power = version.delegation
    return {
        **{name: getattr(version, name) for name in SAYS},
        "value": version.value or None,
        "delegation": str(power.pk) if power else NONE,
        "stamp": version.stamp,
    }


class WithdrawProposalForm(NamelessForm):
    NAMELESS = ("because",)

    because = LineField(
        label="Why do you take it back?",
        max_length=300,
        help_text="One line. It stays on record with the proposal.",
    )
