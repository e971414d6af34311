"""What is asked when a decision goes on record."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.models import Organisation, User
from forums.forms.amounts import PoundsField
from forums.forms.fields import LineField, OrganisationField, ParagraphsField
from forums.forms.nameless import NamelessForm
from forums.models import Delegation, Membership
from forums.models.decision import SHORT_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from forums.models.decision_words import Publication, Reversible, Significance
from forums.models.dissent import DISSENT_LENGTH, Dissent
from forums.models.proposal import TEXT_LENGTH as PROPOSED_LENGTH
from forums.naming import Named
from forums.recording import NOTHING, Source
from forums.spending import Card

Ticks = forms.CheckboxSelectMultiple
NO_POWER = "None of these: it is a recommendation to somebody who answers"


class StartForm(AppForm):
    """Where it was agreed, and under which power."""

    came_from = forms.ChoiceField(
        label="Where was it agreed?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it was agreed"},
    )
    under = forms.ChoiceField(
        label="Under which power?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a power, or none of them"},
    )

    def __init__(
        self, data: Any = None, *, sources: list[Source], cards: list[Card], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        came_from = cast(forms.ChoiceField, self.fields["came_from"])
        came_from.choices = [(one.key, one.words) for one in sources]
        under = cast(forms.ChoiceField, self.fields["under"])
        powers = [(str(card.delegation.pk), _power(card)) for card in cards]
        under.choices = [*powers, (NOTHING, NO_POWER)]


class DecisionForm(NamelessForm):
    """All of it. The ticks are those of the delegation; without one it asks who answers."""

    NAMELESS = ("title", "text", "reasons", "options_rejected", "conflicts", "owner")
    ASKED_IF = ("conditions_met", "consulted", "touches", "evaluation_on")

    title = LineField(
        label="In a few words",
        max_length=TITLE_LENGTH,
        help_text="As a heading that a stranger understands.",
    )
    text = ParagraphsField(
        label="What was decided?",
        max_length=PROPOSED_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Exactly that which is to be done.",
    )
    decided_on = UkDateField(label="When was it decided?")
    value = PoundsField(
        label="What is it worth, in pounds?",
        help_text="All that it costs. 0 where no money is spent.",
        error_messages={"required": "Enter an amount. 0 means that no money is spent"},
    )
    conditions_met = forms.MultipleChoiceField(
        label="Which conditions are met?",
        widget=Ticks,
        required=False,
        help_text="With one left open, it is a recommendation.",
    )
    consulted = forms.MultipleChoiceField(
        label="Who was heard?",
        widget=Ticks,
        required=False,
        help_text="With one left open, it is a recommendation.",
    )
    touches = forms.MultipleChoiceField(
        label="Does it touch what is not covered?",
        widget=Ticks,
        required=False,
        help_text="Then it is a recommendation.",
    )
    addressee = OrganisationField(
        label="Who is it recommended to?",
        max_length=200,
        help_text="The body, by its name or register number.",
        error_messages={"required": "Name the body that answers"},
    )
    addressee_office = LineField(
        label="Which office answers for it?",
        max_length=120,
        help_text="Such as: Director of Housing.",
        error_messages={"required": "Name the office that answers"},
    )
    reasons = ParagraphsField(
        label="Why?",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it was decided"},
    )
    options_rejected = ParagraphsField(
        label="What else was looked at, and why not?",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="At least to do nothing.",
        error_messages={"required": "Say what else was looked at, if only to do nothing"},
    )
    conflicts = ParagraphsField(
        label="Which interests were there, and how were they handled?",
        max_length=SHORT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="By seat. If there were none, say that nobody declared one.",
        error_messages={"required": "Say which interests there were, or that nobody had one"},
    )
    significance = forms.ChoiceField(
        label="How much does it change?",
        widget=forms.RadioSelect,
        choices=Significance.choices,
        initial=Significance.STANDARD,
    )
    reversible = forms.ChoiceField(
        label="Can it be undone?",
        widget=forms.RadioSelect,
        choices=Reversible.choices,
        initial=Reversible.YES,
    )
    evaluation_on = UkDateField(
        label="When do we look at what came of it?",
        required=False,
        help_text="Needed where it is major, or cannot be undone.",
    )
    owner = LineField(
        label="Who carries it out?",
        max_length=120,
        required=False,
        help_text="An office or an organisation.",
    )
    due = UkDateField(label="By when?", required=False)
    publication = forms.ChoiceField(
        label="Who may read it, once it is published?",
        widget=forms.RadioSelect,
        choices=Publication.choices,
        initial=Publication.MEMBERS,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        delegation: Delegation | None,
        source: Source,
        named: Named | None,
        initial: dict[str, Any],
        by: User,
        kept: Organisation | None,
    ) -> None:
        super().__init__(data, named=named, initial=initial)
        self.source = source
        if source.round is not None or source.item is not None:
            del self.fields["decided_on"]
        for name, lines in _strings(delegation).items():
            if lines:
                field = cast(forms.MultipleChoiceField, self.fields[name])
                field.choices = [(line, line) for line in lines]
            else:
                del self.fields[name]
        if delegation is not None:
            del self.fields["addressee"], self.fields["addressee_office"]
        else:
            body = cast(OrganisationField, self.fields["addressee"])
            body.kept, body.asked_by = kept, by

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Choose today or a day before", code="year")
        return day

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        matters = typed.get("significance") == Significance.MAJOR
        matters = matters or typed.get("reversible") == Reversible.NO
        again, day = typed.get("evaluation_on"), typed.get("decided_on", self.source.day)
        if matters and again is None and "evaluation_on" not in self.errors:
            self.add_error(
                "evaluation_on",
                "Choose a day to look at what came of it: it is major, or cannot be undone",
            )
        elif again is not None and day is not None and again <= day:
            self.add_error(
                "evaluation_on",
                forms.ValidationError("Choose a day after that of the decision", code="year"),
            )
        return typed

    def fields_to_keep(self) -> dict[str, Any]:
        """What an action takes, of a form that is valid."""
        none: dict[str, Any] = {"conditions_met": [], "consulted": [], "touches": []}
        return {**none, "decided_on": self.source.day, **self.cleaned_data}


class SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Of a membership: its seat, and no name."""
        return str(obj.seat)


class AskDissentForm(AppForm):
    """A proposal only: nothing of it is printed before the member has approved it."""

    membership = SeatChoice(
        label="Who did not agree?",
        queryset=Membership.objects.none(),
        empty_label="Choose a seat",
        error_messages={"required": "Choose whose words you ask for"},
    )
    words = ParagraphsField(
        label="Words to begin with",
        max_length=DISSENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They change them as they like, or leave it at that.",
    )

    def __init__(self, data: Any = None, *, members: Any) -> None:
        super().__init__(data)
        field = cast(forms.ModelChoiceField, self.fields["membership"])
        field.queryset = members


class DissentForm(NamelessForm):
    """In a member’s own words, and as they want to be shown."""

    NAMELESS = ("words",)

    words = ParagraphsField(
        label="What do you not agree with?",
        max_length=DISSENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Printed with the decision, in exactly these words, for whoever reads that.",
        error_messages={"required": "Write what you do not agree with, or leave it at that"},
    )
    shown_as = forms.ChoiceField(
        label="How are you shown?",
        widget=forms.RadioSelect,
        choices=Dissent.ShownAs.choices,
        initial=Dissent.ShownAs.ONE_MEMBER,
    )

    def __init__(self, data: Any = None, *, is_attributed: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not is_attributed:
            del self.fields["shown_as"]


def _strings(delegation: Delegation | None) -> dict[str, list[str]]:
    return {
        "conditions_met": delegation.conditions if delegation and delegation.decides else [],
        "consulted": delegation.must_consult if delegation and delegation.decides else [],
        "touches": delegation.excludes if delegation and delegation.decides else [],
    }


def _power(card: Card) -> str:
    row = card.delegation
    money = f" {card.money}" if card.money else ""
    over = f" {row.get_status_display()}." if row.is_over else ""
    return f"{row}, {row.theme}: {row.power}{money}{over}"
