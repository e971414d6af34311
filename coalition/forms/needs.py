"""What people may type when they say what is needed, confirm it, or close it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.aggregate import one_persons_story
from coalition.fields import AppForm, UkDateField
from coalition.forms.offer_answers import DISCLOSURE
from coalition.forms.offers import CountField, headline_of
from coalition.forms.private_words import PrivateWordsForm
from coalition.models import Need, Programme

NEEDED_AT_MOST_DAYS = 365


class NeedForm(PrivateWordsForm):
    """The words of a need. Cleans to the fields of the model: `what` becomes a headline and, where
    there is more to say, a description."""

    SCANNED = ("what",)

    kind = forms.ChoiceField(
        label="What kind of help is needed?",
        choices=[("", "Choose one"), *Need.Kind.choices],
        error_messages={"required": "Choose what kind of help is needed"},
    )
    what = forms.CharField(
        label="What is needed?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Numbers, places and days; never one person. Write “Beds for three families with"
        f" small children”, not who they are or what happened to them. {DISCLOSURE}",
        error_messages={"required": "Say what is needed"},
    )
    quantity = CountField(
        label="How many?",
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        error_messages={
            "required": "Enter how many are needed",
            "invalid": "Enter a whole number, like 20",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 1,000,000 or less",
        },
    )
    unit = forms.CharField(
        label="Of what?", max_length=40, required=False, help_text="Rooms, hours, beds, meals."
    )
    area = forms.CharField(
        label="Where?",
        max_length=120,
        required=False,
        help_text="The towns or council areas, with commas between them.",
    )
    needed_from = UkDateField(
        label="From when?", required=False, help_text="Leave empty if it is needed now."
    )
    needed_by = UkDateField(
        label="By when must it have come?",
        help_text="After that day we stop looking.",
        error_messages={"required": "Enter the day by which it must have come"},
    )
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=Need.Urgency.choices,
        initial=Need.Urgency.THIS_MONTH,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how urgent it is"},
    )
    checks_required = forms.MultipleChoiceField(
        label="What has to be checked before it begins?",
        choices=Need.CheckKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only what this help needs: each check takes time.",
    )
    field_order = [
        *["programme", "kind", "what", "quantity", "unit", "area", "needed_from", "needed_by"],
        *["urgency", "checks_required", "keep_details"],
    ]

    def __init__(self, *args: Any, need: Need | None = None, **kwargs: Any) -> None:
        """`need` is the one to put right, if it is there already."""
        if need is not None:
            names = [name for name in self.base_fields if hasattr(need, name)]
            kwargs["initial"] = {name: getattr(need, name) for name in names}
            kwargs["initial"]["what"] = need.description or need.headline
        super().__init__(*args, **kwargs)
        keep: Any = self.fields["keep_details"]
        keep.label = "I have checked: it tells of nobody in particular"
        keep.help_text = "A second person reads it too."

    def clean_needed_by(self) -> date:
        day: date = self.cleaned_data["needed_by"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError("This date has passed. Choose today or a later date.")
        if day > today + timedelta(days=NEEDED_AT_MOST_DAYS):
            raise ValidationError("Choose a day within a year. After that, raise it anew.")
        return day

    def clean(self) -> dict[str, Any]:
        keeps = self.cleaned_data.get("keep_details")
        cleaned = super().clean()
        begins, ends = cleaned.get("needed_from"), cleaned.get("needed_by")
        if begins and ends and ends < begins:
            self.add_error("needed_by", "Choose a day that is not before the first")
        if what := cleaned.pop("what", None):
            self._ask_about_one_person(what, bool(keeps))
            cleaned["headline"] = headline_of(what)
            cleaned["description"] = "" if cleaned["headline"] == what.rstrip(".") else what
        return cleaned

    def _ask_about_one_person(self, what: str, keeps: bool) -> None:
        """NED-2: say how to write it instead; the words may stay if they are right."""
        found = one_persons_story(what)
        if not found:
            return
        self.fields["keep_details"].widget = forms.CheckboxInput()
        if not keeps:
            quoted = " and ".join(f"“{words}”" for words in found)
            self.add_error(
                "what",
                f"This seems to tell of one person ({quoted}). Write how many, what and where, such"
                " as: rooms for 3 families near a school. If it may stay, tick the box at the end.",
            )


class NewNeedForm(NeedForm):
    """With the programme, where there are several; and a key, so that the same form sent twice
    makes one need."""

    form_key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    programme = forms.ModelChoiceField(
        Programme.objects.order_by("name"),
        label="For which programme?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the programme"},
    )

    def __init__(self, *args: Any, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = programmes[0] if len(programmes) == 1 else None
        programme: Any = self.fields["programme"]
        programme.queryset = programme.queryset.filter(pk__in=[one.pk for one in programmes])
        if self.only:
            del self.fields["programme"]

    def clean_form_key(self) -> UUID:
        return self.cleaned_data["form_key"] or uuid4()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {**cleaned, "programme": self.only} if self.only else cleaned


class VerifyForm(AppForm):
    """NED-1 and NED-2: what the second person vouches for."""

    is_needed = forms.BooleanField(label="It is needed, and nobody else has it in hand")
    tells_of_nobody = forms.BooleanField(
        label="It describes nobody who could be recognised",
        help_text="No name, age, illness, story or right to be here; only numbers, places, days.",
    )


class CloseNeedForm(AppForm):
    reason = forms.ChoiceField(
        label="Why was it not met?",
        choices=Need.UnmetReason.choices,
        widget=forms.RadioSelect,
        help_text="It is counted, so that everyone sees what could not be met, and why.",
        error_messages={"required": "Choose why it was not met"},
    )
