"""What may be typed about an experiment."""

from decimal import Decimal
from typing import Any

from django import forms

from coalition.domain import one_line
from coalition.fields import AppForm
from recognition.models import Campaign, Experiment, TemplateVersion

Outcome = Experiment.Outcome
OTHERS = ("wording_2", "wording_3", "wording_4")
RENEWED_DAYS, ASKED_DAYS = 90, 28
USUAL_ANSWER_RATE = 30  # in 100, as surveys by post report it
WIDEST = 4  # points between 1 and 5
SHARES = {Outcome.RESPONSE, Outcome.RENEWED}


def _is_score(typed: dict[str, Any]) -> bool:
    return bool(typed.get("primary_outcome") == Outcome.VALUED)


class ExperimentForm(AppForm):
    """Gives `wordings`, those besides the usual ones, and `fields` for the action."""

    ASKED_IF = ("baseline", "answer_rate", "window_days")

    question = forms.CharField(
        label="What do you want to know?",
        max_length=200,
        help_text="One question, such as: Do warmer words mean more?",
        error_messages={"required": "Write what you want to know"},
    )
    hypothesis = forms.CharField(
        label="What do you expect, and why?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Written down now, so that nobody finds it afterwards.",
        error_messages={"required": "Write what you expect, and why"},
    )
    wording_2 = forms.ModelChoiceField(
        label="Other words",
        queryset=TemplateVersion.objects.none(),
        empty_label="Choose words",
        error_messages={"required": "Choose the words to compare"},
    )
    wording_3 = forms.ModelChoiceField(
        label="Third wording",
        queryset=TemplateVersion.objects.none(),
        empty_label="None",
        required=False,
    )
    wording_4 = forms.ModelChoiceField(
        label="Fourth wording",
        queryset=TemplateVersion.objects.none(),
        empty_label="None",
        required=False,
        help_text="Each more wording takes more people.",
    )
    unit = forms.ChoiceField(
        label="Who gets the same words?",
        choices=Experiment.Unit.choices,
        widget=forms.RadioSelect,
        help_text="People who live together are never given different words.",
        error_messages={"required": "Choose who gets the same words"},
    )
    primary_outcome = forms.ChoiceField(
        label="What tells you?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        help_text="The first two put one question below each letter. An answer is worth more than a"
        " guess, and a new offer more than an answer.",
        error_messages={"required": "Choose what tells you"},
    )
    mde = forms.DecimalField(
        label="What is the smallest difference that would matter?",
        decimal_places=2,
        min_value=Decimal("0.1"),
        max_value=Decimal(98),
        help_text="Of how much it meant, in points of five, such as 0.5. Otherwise in percentage"
        " points: from 10 to 20 in 100 is 10.",
        error_messages={"required": "Enter the smallest difference that would matter"},
    )
    baseline = forms.IntegerField(
        label="How many in 100 answer, or offer again, after the usual words?",
        min_value=1,
        max_value=99,
        required=False,
        help_text="A rough guess will do: it only says how many people you need. Leave it empty"
        " where you look at how much it meant.",
    )
    answer_rate = forms.IntegerField(
        label="How many in 100 do you expect to answer?",
        min_value=1,
        max_value=100,
        required=False,
        help_text="Where you look at how much it meant. If you have no idea, 30.",
    )
    window_days = forms.IntegerField(
        label="For how many days do answers count?",
        min_value=7,
        max_value=90,
        required=False,
        help_text="From the release of the letters; 28 if you leave it empty. New offers count for"
        f" {RENEWED_DAYS} days.",
    )
    strata = forms.ChoiceField(
        label="Which groups do you want to look at besides?",
        choices=[("", "None"), *Experiment.Strata.choices],
        required=False,
        help_text="Named now or never. Of a group of fewer than 10 nothing is shown.",
    )

    def __init__(
        self, *args: Any, campaign: Campaign, experiment: Experiment | None = None, **kwargs: Any
    ) -> None:
        if experiment is not None:
            kwargs["initial"] = _as_it_is(experiment)
        super().__init__(*args, **kwargs)
        usual = campaign.template_version
        others = TemplateVersion.objects.latest_of_each().filter(
            template__programme=campaign.programme_id,
            template__language=usual.template.language,
            template__retired_at=None,
        )
        for name in OTHERS:
            field: Any = self.fields[name]
            field.queryset = (
                others.exclude(pk=usual.pk).select_related("template").order_by("template__name")
            )

    @property
    def wordings(self) -> list[TemplateVersion]:
        return [chosen for name in OTHERS if (chosen := self.cleaned_data.get(name))]

    @property
    def plan(self) -> dict[str, Any]:
        typed = {name: value for name, value in self.cleaned_data.items() if name not in OTHERS}
        renewed = typed["primary_outcome"] == Outcome.RENEWED
        return {
            **typed,
            "window_days": RENEWED_DAYS if renewed else typed["window_days"] or ASKED_DAYS,
            "answer_rate": typed["answer_rate"] or USUAL_ANSWER_RATE,
            "baseline": None if _is_score(typed) else typed["baseline"],
        }

    def clean_question(self) -> str:
        return one_line(self.cleaned_data["question"])

    def clean_hypothesis(self) -> str:
        return one_line(self.cleaned_data["hypothesis"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._require_different_words(cleaned)
        self._require_fitting_numbers(cleaned)
        return cleaned

    def _require_fitting_numbers(self, cleaned: dict[str, Any]) -> None:
        """Points of five for a score, and percentage points with a usual share for the others."""
        mde = cleaned.get("mde")
        if _is_score(cleaned) and mde and mde > WIDEST:
            self.add_error("mde", "Between 1 and 5 there are 4 points. Enter 4 or less")
        if cleaned.get("primary_outcome") in SHARES:
            if mde and mde < 1:
                self.add_error("mde", "Enter 1 or more: it is in percentage points")
            if not cleaned.get("baseline") and "baseline" not in self.errors:
                self.add_error("baseline", "Enter how many in 100 do so after the usual words")

    def _require_different_words(self, cleaned: dict[str, Any]) -> None:
        seen: set[int] = set()
        for name in OTHERS:
            chosen = cleaned.get(name)
            if chosen and chosen.pk in seen:
                self.add_error(name, "You have chosen these words already. Choose others")
            elif chosen:
                seen.add(chosen.pk)


def _as_it_is(experiment: Experiment) -> dict[str, Any]:
    plain = set(ExperimentForm.base_fields) - set(OTHERS)
    arms = experiment.arms.exclude(number=1).order_by("number")
    return {name: getattr(experiment, name) for name in plain} | {
        f"wording_{arm.number}": arm.template_version_id for arm in arms
    }


class ReportForm(AppForm):
    conclusion = forms.CharField(
        label="What was learned?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What it suggests, what it leaves open, and what you will do now.",
        error_messages={"required": "Say what was learned"},
    )


class StopForm(AppForm):
    harm = forms.ChoiceField(
        label="What is the harm?",
        choices=Experiment.Harm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the harm is"},
    )
    harm_note = forms.CharField(
        label="What happened?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Without names. It stays on record.",
        error_messages={"required": "Say what happened"},
    )
