"""What may be typed in minutes, and about what follows from them."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from forums.forms.fields import LineField, ParagraphsField
from forums.forms.nameless import NamelessForm
from forums.models import AgendaItem, MeetingAction, Recusal, Seat
from forums.models.agenda import RECORD_LENGTH
from forums.models.minutes import CORRECTION_LENGTH
from forums.naming import Named

LONGEST_WAIT = timedelta(days=60)
FOI = "Write as if disclosed: public bodies may have to publish it (freedom of information)."


class MinuteForm(NamelessForm):
    """`item` says which outcomes there are: only what is there to decide is decided."""

    NAMELESS = ("record",)

    record = ParagraphsField(
        label="What the minutes say",
        max_length=RECORD_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=f"What matters for later, in a few sentences. {FOI}",
    )
    outcome = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect, required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, item: AgendaItem, named: Named | None, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, named=named, initial=initial)
        outcomes = [
            (outcome.value, outcome.label)
            for outcome in AgendaItem.Outcome
            if (item.is_to_decide or outcome not in AgendaItem.DECIDED)
            and not (item.tells_of_override and outcome == AgendaItem.Outcome.DEFERRED)
        ]
        field = cast(forms.ChoiceField, self.fields["outcome"])
        field.choices = [("", "Not said yet"), *outcomes]
        if item.is_standing:
            del self.fields["outcome"]

    def show_edition(self, edition: int) -> None:
        """Saving once more, with what somebody else wrote in view, is a deliberate yes."""
        typed = cast(QueryDict, self.data).copy()
        typed["edition"] = str(edition)
        self.data = typed


class RecusalForm(AppForm):
    """One choice for each seat; empty is nothing said."""

    def __init__(self, data: Any = None, *, seats: QuerySet[Seat], handled: dict[int, str]) -> None:
        super().__init__(data)
        self.ASKED_IF = tuple(f"seat_{seat.pk}" for seat in seats)
        for seat in seats:
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=str(seat),
                choices=[("", "Nothing declared"), *Recusal.Handling.choices],
                required=False,
                initial=handled.get(seat.pk, ""),
            )

    @property
    def chosen(self) -> dict[int, str]:
        """By seat, of those of which something else is said than before."""
        return {
            int(name.partition("_")[2]): self.cleaned_data[name]
            for name in self.changed_data
            if self.cleaned_data[name]
        }


class CirculateForm(AppForm):
    corrections_by = UkDateField(
        label="Until when can members ask for corrections?",
        help_text="A week or two is usual.",
    )

    def clean_corrections_by(self) -> date:
        day: date = self.cleaned_data["corrections_by"]
        if day <= timezone.localdate():
            raise forms.ValidationError("Choose a day in the future", code="day")
        if day > timezone.localdate() + LONGEST_WAIT:
            raise forms.ValidationError("Choose a day in the next two months", code="month")
        return day


class CorrectionForm(NamelessForm):
    NAMELESS = ("words",)

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="Which item is it about?",
        required=False,
        empty_label="The minutes as a whole",
    )
    words = ParagraphsField(
        label="What should they say?",
        max_length=CORRECTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Say what it was, and not who is to blame. {FOI}",
    )

    def __init__(
        self, data: Any = None, *, items: QuerySet[AgendaItem], named: Named | None
    ) -> None:
        super().__init__(data, named=named)
        cast(forms.ModelChoiceField, self.fields["item"]).queryset = items


class AnswerForm(AppForm):
    ASKED_IF = ("answer",)

    taken = forms.TypedChoiceField(
        label="What becomes of it?",
        choices=[("yes", "I have put the minutes right"), ("no", "They stay as they are")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = LineField(
        label="Why, if they stay as they are",
        max_length=300,
        required=False,
        help_text="Whoever asked reads it.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("taken") is False and not cleaned.get("answer"):
            self.add_error("answer", "Say why the minutes stay as they are")
        return cleaned


class HandOnForm(AppForm):
    owner_seat = forms.ModelChoiceField(
        Seat.objects.none(), label="Who does it?", empty_label="Choose a seat"
    )
    due_on = UkDateField(label="By when?")

    def __init__(self, data: Any = None, *, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ModelChoiceField, self.fields["owner_seat"]).queryset = seats

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day", code="day")
        return day


class ActionForm(HandOnForm, NamelessForm):
    NAMELESS = ("what",)

    what = LineField(
        label="What is to be done?",
        max_length=200,
        help_text="Begin with a verb, such as ‘Ask the wards for a list of bags’.",
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="Which item does it come from?",
        required=False,
        empty_label="No item in particular",
    )
    field_order = ["what", "owner_seat", "due_on", "item"]

    def __init__(self, data: Any = None, *, items: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ModelChoiceField, self.fields["item"]).queryset = items


class EndActionForm(AppForm):
    ASKED_IF = ("note",)

    status = forms.ChoiceField(
        label="What became of it?",
        choices=[
            (MeetingAction.Status.DONE, "It is done"),
            (MeetingAction.Status.DROPPED, "Nobody does it any more"),
        ],
        widget=forms.RadioSelect,
    )
    note = LineField(
        label="In one line: what came of it, or why not",
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == MeetingAction.Status.DROPPED and not cleaned.get("note"):
            self.add_error("note", "Say why nobody does it any more")
        return cleaned
