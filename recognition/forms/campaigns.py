"""What may be typed about a campaign: its words, and the last look before it goes."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from coalition.domain import one_line
from coalition.fields import AppForm, UkDateField
from recognition.asks import found
from recognition.content import words_of
from recognition.letterheads import why_not
from recognition.models import (
    Approval,
    Campaign,
    Letterhead,
    LetterTemplate,
    Signatory,
    TemplateVersion,
)
from recognition.needs import Answer
from recognition.typesetting.placeholders import used

FURTHEST_DAYS = 366
WITH_A_GREETING = {Campaign.Ink.GREETING, Campaign.Ink.ALL}
WITHOUT_A_GREETING = {LetterTemplate.Kind.CERTIFICATE, LetterTemplate.Kind.REFERENCE}


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: TemplateVersion) -> str:
        language = version.template.get_language_display()
        return f"{version.template}, version {version.number} ({language})"


class CampaignForm(AppForm):
    """Name, words, signatory and date. `programmes` are those in which the person prepares."""

    name = forms.CharField(
        label="What is this campaign called?",
        max_length=120,
        help_text="Only we see it, for example: Hosts of the first winter",
        error_messages={"required": "Enter a name"},
    )
    template_version = VersionChoice(
        label="Words",
        queryset=TemplateVersion.objects.none(),
        empty_label="Choose a template",
        error_messages={"required": "Choose a template"},
    )
    signatory = forms.ModelChoiceField(
        label="Signed by",
        queryset=Signatory.objects.none(),
        empty_label="Choose who signs",
        help_text="Those who are in office today",
        error_messages={"required": "Choose who signs"},
    )
    second_signatory = forms.ModelChoiceField(
        label="Who signs with them?",
        queryset=Signatory.objects.none(),
        empty_label="Nobody: it is no joint letter",
        required=False,
    )
    letterhead = forms.ModelChoiceField(
        label="Letterhead",
        queryset=Letterhead.objects.none(),
        empty_label="None: the programme’s name in plain letters",
        required=False,
    )
    in_ink = forms.ChoiceField(
        label="What do they write by hand?",
        choices=Campaign.Ink.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="What is signed by hand goes on paper: people who like email alone get none.",
    )
    dated_on = UkDateField(
        label="Date on the letters",
        help_text="For example, 27 3 2026",
        initial=timezone.localdate,
    )
    personal_line = forms.CharField(
        label="A line in the signatory’s own words",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Printed where the template says ((personal_line)), and left out if it is empty."
        " Ask them for one: it is what people remember.",
    )

    def __init__(self, *args: Any, programmes: list[int], keep: Campaign | None = None, **kw: Any):
        super().__init__(*args, **kw)
        templates = LetterTemplate.objects.in_use().leading().filter(programme__in=programmes)
        versions = TemplateVersion.objects.latest_of_each().filter(template__in=templates)
        signatories = Signatory.objects.in_office().filter(programme__in=programmes)
        letterheads = Letterhead.objects.in_force().filter(programme__in=programmes)
        if keep:  # what it has stays on offer, even if newer words or nobody in office are
            versions |= TemplateVersion.objects.filter(pk=keep.template_version_id)
            kept = [who.pk for who in keep.signatories]
            signatories |= Signatory.objects.filter(pk__in=kept)
            letterheads |= Letterhead.objects.filter(pk=keep.letterhead_id or 0)
        fields: dict[str, Any] = self.fields
        fields["template_version"].queryset = versions.select_related("template").order_by(
            "template__name", "-number"
        )
        fields["signatory"].queryset = signatories.order_by("style")
        fields["second_signatory"].queryset = signatories.order_by("style")
        fields["letterhead"].queryset = letterheads.select_related("issuing_body").order_by("name")
        if not letterheads:
            del self.fields["letterhead"]
        if len(signatories) < 2:
            del self.fields["second_signatory"]

    @property
    def versions(self) -> list[TemplateVersion]:
        fields: dict[str, Any] = self.fields
        return list(fields["template_version"].queryset)

    @property
    def signatories(self) -> list[Signatory]:
        fields: dict[str, Any] = self.fields
        return list(fields["signatory"].queryset)

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_personal_line(self) -> str:
        line = one_line(self.cleaned_data["personal_line"])
        if asks := found(line):
            raise forms.ValidationError(
                f"“{asks[0]}” may ask for something, and thanks ask for nothing. Leave it out, or"
                " put it into a template, where it is approved"
            )
        return line

    def clean_dated_on(self) -> Any:
        day = self.cleaned_data["dated_on"]
        if abs((day - timezone.localdate()).days) > FURTHEST_DAYS:
            raise forms.ValidationError("The date must be within a year of today")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        version, signatory = cleaned.get("template_version"), cleaned.get("signatory")
        second = cleaned.get("second_signatory")
        if second and second == signatory:
            self.add_error("second_signatory", "Choose somebody else to sign with them")
        elif second and signatory and second.programme_id != signatory.programme_id:
            self.add_error("second_signatory", "Choose somebody who signs for the same programme")
        greets = cleaned.get("in_ink") in WITH_A_GREETING
        if greets and version and version.template.kind in WITHOUT_A_GREETING:
            self.add_error("in_ink", "These words have no greeting to be written by hand")
        line = cleaned.get("personal_line", "")
        head = cleaned.get("letterhead")
        if head and signatory and head.programme_id != signatory.programme_id:
            self.add_error("letterhead", "Choose a letterhead of the same programme")
        elif head and signatory and (reason := why_not(head, signatory)):
            self.add_error("letterhead", reason.rstrip("."))
        if version and signatory and version.template.programme_id != signatory.programme_id:
            self.add_error("signatory", "Choose somebody who signs for the template’s programme")
        if version and "personal_line" in used(words_of(version.body, line)) and not line:
            self.add_error("personal_line", "Write the line: the words that you chose need it")
        return cleaned


class ThankOneForm(CampaignForm):
    """The same for one person: the campaign names itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]


class ApproveForm(AppForm):
    """Which of the yeses that are open to a person they give; the only one goes without asking."""

    kind = forms.ChoiceField(
        label="What do you say yes to?",
        widget=forms.RadioSelect,
        help_text="Somebody else says yes to the other: nobody gives two.",
        error_messages={"required": "Choose what you say yes to"},
    )

    def __init__(self, *args: Any, answers: list[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(answer.kind, answer.question) for answer in answers]
        if len(answers) < 2:
            del self.fields["kind"]
            self.only = answers[0].kind if answers else Approval.Kind.CONTENT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "kind" not in self.fields:
            cleaned["kind"] = self.only
        return cleaned


class SendBackForm(AppForm):
    reason = forms.CharField(
        label="What should change?",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One sentence to whoever prepared the letters. Write about the letters, not"
        " about people.",
        error_messages={"required": "Say what should change"},
    )


class HourField(forms.TypedChoiceField):
    """A full hour of the day, when somebody is there to look; no such hour is skipped or comes
    twice when the clocks change. Cleans to a datetime.time, or None."""

    def __init__(self, **kwargs: Any) -> None:
        hours = [(hour, f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}") for hour in range(7, 20)]
        super().__init__(
            choices=[("", "Choose a time"), *hours],
            coerce=lambda hour: time(int(hour)),
            empty_value=None,
            **kwargs,
        )


class ReleaseForm(AppForm):
    """For many letters: all now or some first, and the number typed by hand, the last chance to
    notice. Cleans to what releases.release takes."""

    first = forms.IntegerField(
        label="How many go first?",
        min_value=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="Leave this and the next two empty, and all go now. With 200 first, you can look"
        " at what comes back before the rest goes.",
    )
    rest_on = UkDateField(label="On which day does the rest go?", required=False)
    rest_hour = HourField(label="At what time?", required=False, help_text="UK time")
    count = forms.IntegerField(
        label="Type the number of letters to go on",
        error_messages={"required": "Enter the number of letters"},
    )

    def __init__(self, *args: Any, letters: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letters = letters

    def clean_count(self) -> int:
        if self.cleaned_data["count"] != self.letters:
            raise forms.ValidationError(f"This is not the number of letters: {self.letters}")
        return self.letters

    def clean_first(self) -> int | None:
        first = self.cleaned_data["first"]
        if first is not None and first >= self.letters:
            raise forms.ValidationError(f"Fewer than all {self.letters} go first")
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        parts = {name: cleaned.get(name) for name in ("first", "rest_on", "rest_hour")}
        if any(parts.values()) and not self.errors:
            for name, message in (
                ("first", "Enter how many go first"),
                ("rest_on", "Say on which day the rest goes"),
                ("rest_hour", "Choose at what time the rest goes"),
            ):
                if not parts[name]:
                    self.add_error(name, message)
        _to_moment(self, cleaned, "rest_at", "rest_on", "rest_hour")
        cleaned.pop("count", None)
        return cleaned


class RestForm(AppForm):
    """When letters go that were to go later. Cleans to a moment to come, `goes_at`."""

    on = UkDateField(label="On which day?", help_text="For example, 27 3 2027")
    hour = HourField(
        label="At what time?",
        help_text="UK time",
        error_messages={"required": "Choose at what time"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _to_moment(self, cleaned, "goes_at", "on", "hour")
        return cleaned


def _to_moment(form: AppForm, cleaned: dict[str, Any], name: str, on: str, hour: str) -> None:
    """Put day and hour together, by the clocks of the United Kingdom."""
    chosen, at = cleaned.pop(on, None), cleaned.pop(hour, None)
    if chosen and at:
        cleaned[name] = timezone.make_aware(datetime.combine(chosen, at))
        if cleaned[name] <= timezone.now():
            form.add_error(on, forms.ValidationError("Choose a time to come", code="day"))
