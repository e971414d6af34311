"""What may be typed about a campaign: its name, its words, and who signs."""

from typing import Any

from django import forms
from django.utils import timezone

from coalition.domain import one_line
from coalition.fields import AppForm, UkDateField
from recognition.asks import found
from recognition.content import words_of
from recognition.letterheads import why_not
from recognition.models import (
    Campaign,
    Letterhead,
    LetterTemplate,
    Signatory,
    TemplateVersion,
)
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
