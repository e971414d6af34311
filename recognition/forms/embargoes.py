"""What may be typed about an embargo, and about letters that go in spite of it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from coalition.domain import one_line
from coalition.fields import AppForm, UkDateField
from coalition.models import Programme
from recognition.forms.programmes import InProgramme
from recognition.models import Campaign, Embargo

NATIONS = Programme._meta.get_field("nation").choices or ()
LONGEST_DAYS = 366


class SignatoryEmbargoForm(AppForm):
    """When letters of one person do not go, and to whom."""

    name = forms.CharField(
        label="What is it called?",
        max_length=80,
        help_text="Such as: Local elections in May",
        error_messages={"required": "Enter a name"},
    )
    begins_on = UkDateField(label="First day", help_text="For example, 27 3 2027")
    ends_on = UkDateField(label="Last day", help_text="Nothing goes on this day either.")
    nation = forms.ChoiceField(
        label="Where do the people live to whom it applies?",
        choices=[("", "Anywhere"), *NATIONS],
        required=False,
    )

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Choose today or a day to come: what went out has gone")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("begins_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot come before the first")
        if first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("ends_on", "An embargo lasts a year at most")
        return cleaned


class EmbargoForm(InProgramme, SignatoryEmbargoForm):
    covers = forms.ChoiceField(
        label="What does it hold?",
        choices=[
            choice for choice in Embargo.Covers.choices if choice[0] != Embargo.Covers.SIGNATORY
        ],
        widget=forms.RadioSelect,
        help_text="Notes that a person writes, receipts and answers go as ever.",
        error_messages={"required": "Choose what it holds"},
    )


class WaiverForm(AppForm):
    campaign = forms.ModelChoiceField(
        label="Which letters?",
        queryset=Campaign.objects.none(),
        empty_label="Choose a campaign",
        error_messages={"required": "Choose a campaign"},
    )
    reference = forms.CharField(
        label="Reference of the propriety advice",
        max_length=60,
        help_text="Where one finds who advised, and what. Not the advice itself.",
        error_messages={"required": "Enter the reference"},
    )

    def __init__(
        self, *args: Any, embargo: Embargo, visible: QuerySet[Campaign], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        over = [Campaign.Status.COMPLETE, Campaign.Status.CANCELLED]
        campaigns = visible.filter(programme=embargo.programme_id).exclude(status__in=over)
        asked = embargo.waivers.values("campaign")
        campaign: Any = self.fields["campaign"]
        campaign.queryset = campaigns.exclude(pk__in=asked).order_by("name", "pk")

    def clean_reference(self) -> str:
        return one_line(self.cleaned_data["reference"])
