"""What may be typed about a difference."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.models import Organisation
from forums.forms.fair import ADVICE, FairForm, WordingField
from forums.forms.fields import LineField
from forums.models import Difference
from forums.naming import Named

Status = Difference.Status
TWO_ROWS = {"rows": 2}


class DifferenceForm(FairForm):
    """`organisations` are those that this person may raise it for."""

    FAIR = ("title", "wording", "effect_detail")
    ASKED_IF = ("effect_detail",)

    title = LineField(
        label="What is it about?",
        max_length=90,
        help_text="A neutral line in which both sides would find themselves, such as ‘Whether homes"
        " are held empty for people leaving hospital’.",
    )
    kind = forms.ChoiceField(
        label="Why does it exist?", choices=Difference.Kind.choices, widget=forms.RadioSelect
    )
    organisation = forms.ModelChoiceField(
        label="Which organisation do you raise it for?",
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    wording = WordingField(label="What does your organisation hold?", help_text=ADVICE)
    effect = forms.ChoiceField(
        label="What does it mean for working together?",
        choices=Difference.Effect.choices,
        widget=forms.RadioSelect,
    )
    effect_detail = LineField(
        label="Under which conditions, or aside from what?",
        required=False,
        max_length=200,
        help_text="Leave it empty if there are none.",
    )

    def __init__(
        self, data: Any = None, *, named: Named, organisations: Iterable[Organisation]
    ) -> None:
        super().__init__(data, named=named)
        ids = [organisation.pk for organisation in organisations]
        asked = cast(forms.ModelChoiceField, self.fields["organisation"])
        asked.queryset = Organisation.objects.filter(pk__in=ids).order_by("name")
        if len(ids) == 1:
            self.initial["organisation"] = ids[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        effect, detail = cleaned.get("effect"), cleaned.get("effect_detail")
        if effect and effect != Difference.Effect.NONE and not detail and not self.errors:
            self.add_error("effect_detail", "Say which conditions, or aside from what")
        if effect == Difference.Effect.NONE:
            cleaned["effect_detail"] = ""
        return cleaned


class OpenForm(FairForm):
    """The chair's answer."""

    FAIR = ("title", "facilitator_line", "crux")
    ASKED_IF = ("signpost",)
    IN, OUT = "in", "out"

    title = LineField(label="Title", max_length=90, help_text="Make it neutral, if it is not yet.")
    scope_class = forms.ChoiceField(
        label="Is it in the scope of this forum?",
        choices=[(IN, "Yes: we can work on it here"), (OUT, "No: it is decided elsewhere")],
        widget=forms.RadioSelect,
    )
    signpost = LineField(
        label="Where does it go?",
        required=False,
        max_length=200,
        help_text="If it is out of scope: the body that can settle it, and how it is reached.",
    )
    facilitator_line = LineField(
        label="A line from the chair",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs=TWO_ROWS),
        help_text="What members should know, without taking a side.",
    )
    crux = LineField(
        label="What would settle it?",
        required=False,
        max_length=200,
        help_text="Only where it is about facts and in scope, such as ‘The trust’s count for"
        " January’.",
    )
    invite = forms.ModelMultipleChoiceField(
        label="Who else has a position in it?",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each is asked for its own words and has 10 working days. Whoever does not answer"
        " is left out, and nobody speaks in its place.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        named: Named,
        difference: Difference,
        organisations: Iterable[Organisation],
    ) -> None:
        super().__init__(data, named=named, initial={"title": difference.title})
        self.about_facts = difference.kind == Difference.Kind.FACTS
        ids = [organisation.pk for organisation in organisations]
        invite = cast(forms.ModelMultipleChoiceField, self.fields["invite"])
        invite.queryset = Organisation.objects.filter(pk__in=ids).order_by("name")
        if not ids:
            del self.fields["invite"]
        if not self.about_facts:
            del self.fields["crux"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_out = cleaned.pop("scope_class", "") == self.OUT
        cleaned["is_in_scope"] = not is_out
        cleaned.setdefault("invite", [])
        if is_out and not cleaned.get("signpost") and "signpost" not in self.errors:
            self.add_error("signpost", "Say where it goes: a body that can settle it")
        if is_out and cleaned.get("crux"):
            self.add_error("crux", "Leave this empty for what is out of scope: it is settled there")
        if not is_out:
            cleaned["signpost"] = ""
        return cleaned


class PositionForm(FairForm):
    FAIR = ("wording",)

    wording = WordingField(label="What does your organisation hold?", help_text=ADVICE)


class ReturnForm(FairForm):
    FAIR = ("because",)

    because = LineField(
        label="Why do you return it?",
        max_length=300,
        widget=forms.Textarea(attrs=TWO_ROWS),
        help_text="They can raise it again in other words. Say what would help.",
    )


class ReviewDateForm(AppForm):
    review_on = UkDateField(label="When will you look at it again?")

    def clean_review_on(self) -> date:
        return later_than_today(self.cleaned_data["review_on"])


class SettleForm(FairForm):
    """What became of one in scope, or whether one that is parked stays so."""

    FAIR = ("outcome",)
    ASKED_IF = ("outcome", "review_on")
    IN_SCOPE = (
        (Status.RESOLVED, "It is resolved"),
        (Status.AGREED_TO_DIFFER, "We agree to differ"),
    )
    PARKED = (
        (Status.PARKED, "It stays parked"),
        (Status.CLOSED, "It is closed: nothing of it is left for us"),
    )

    how = forms.ChoiceField(label="What has become of it?", widget=forms.RadioSelect)
    outcome = LineField(
        label="In a sentence",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs=TWO_ROWS),
        help_text="Stays on record, in words in which each side would find itself.",
    )
    review_on = UkDateField(label="If it stays parked, until when?", required=False)

    def __init__(self, data: Any = None, *, named: Named, difference: Difference) -> None:
        super().__init__(data, named=named)
        choices = self.IN_SCOPE if difference.is_in_scope else self.PARKED
        cast(forms.ChoiceField, self.fields["how"]).choices = choices
        if difference.is_in_scope:
            del self.fields["review_on"]

    def clean_review_on(self) -> date | None:
        on: date | None = self.cleaned_data["review_on"]
        return later_than_today(on) if on else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        stays = cleaned.get("how") == Status.PARKED
        if stays and not cleaned.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter the day on which you will look at it again")
        settled = cleaned.get("how") and not stays
        if settled and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", "Say in a sentence what became of it")
        return cleaned


def later_than_today(on: date) -> date:
    if on <= timezone.localdate():
        raise forms.ValidationError("Choose a day in the future", code="year")
    return on
