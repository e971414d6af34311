"""What leads may type about a call for offers, and how they answer everyone when it closes."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.forms.offer_decisions import meant
from coalition.forms.offers import CountField
from coalition.forms.private_words import PrivateWordsForm
from coalition.models import CallForOffers, Offer, Programme
from coalition.models.call import WAITLIST_PERCENT
from coalition.models.offer_words import Disposition

LISTED = 100
COUNT_ERRORS = {
    "invalid": "Enter a whole number, like 20",
    "min_value": "Enter 1 or more",
    "max_value": "Enter 1,000,000 or less",
}


class CallForm(PrivateWordsForm):
    SCANNED = ("what_good_looks_like", "full_message")
    field_order = [
        *["programme", "title", "kind", "what_good_looks_like", "target_quantity", "unit"],
        *["area", "opens_on", "closes_on", "full_message", "waitlist_percent", "keep_details"],
    ]

    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label="For which programme?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the programme"},
    )
    title = forms.CharField(
        label="What do you call for?",
        max_length=120,
        help_text="As a heading, such as: Drivers for the first month.",
        error_messages={"required": "Say what you call for"},
    )
    kind = forms.ChoiceField(
        label="What kind of help is it?",
        choices=[("", "Choose one"), *CallForOffers.Kind.choices],
        error_messages={"required": "Choose what kind of help it is"},
    )
    what_good_looks_like = forms.CharField(
        label="What would help most?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What makes an offer easy to use: size, days, condition, who collects.",
        error_messages={"required": "Say what would help most"},
    )
    target_quantity = CountField(
        label="How many do you need?",
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="When this many are offered, the call says that it is enough.",
        error_messages={**COUNT_ERRORS, "required": "Enter how many you need"},
    )
    unit = forms.CharField(
        label="Of what?",
        max_length=40,
        help_text="Such as rooms, meals or mornings.",
        error_messages={"required": "Say what you count, such as rooms"},
    )
    area = forms.CharField(
        label="Where?", max_length=120, required=False, help_text="The town or council area."
    )
    opens_on = UkDateField(
        label="Opens on",
        required=False,
        help_text="Leave empty to open it by hand. It opens by itself once you have said so.",
    )
    closes_on = UkDateField(
        label="Last day",
        required=False,
        help_text="After that day it takes no more by itself. Leave empty for no end.",
    )
    full_message = forms.CharField(
        label="What do people read when it is enough?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read this before the form. Such as: All mornings have a driver. Thank you"
        " for being ready to go.",
        error_messages={"required": "Write what people read when it is enough"},
    )
    waitlist_percent = CountField(
        label="Waiting list until (per cent of what you need)",
        min_value=100,
        max_value=1000,
        initial=WAITLIST_PERCENT,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="120 takes a fifth more, in case some fall through. 100 takes none.",
        error_messages={
            "required": "Enter a number from 100 to 1000",
            "invalid": "Enter a whole number, like 120",
            "min_value": "Enter 100 or more",
            "max_value": "Enter 1000 or less",
        },
    )

    def __init__(
        self,
        *args: Any,
        programmes: QuerySet[Programme] | None = None,
        call: CallForOffers | None = None,
        **kwargs: Any,
    ) -> None:
        """`programmes` are those to choose from; `call` is the one to change, which keeps its."""
        super().__init__(*args, **kwargs)
        self.only = programmes[0] if programmes is not None and len(programmes) == 1 else None
        if call is not None or self.only:
            del self.fields["programme"]
        else:
            programme: Any = self.fields["programme"]
            programme.queryset = programmes
        if call is not None:
            self.initial = {**_as_typed(call), **self.initial}

    def clean_closes_on(self) -> date | None:
        day: date | None = self.cleaned_data["closes_on"]
        if day and day != self.initial.get("closes_on") and day < timezone.localdate():
            raise ValidationError("This date has passed. Choose today or a later date.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opens, closes = cleaned.pop("opens_on", None), cleaned.pop("closes_on", None)
        if opens and closes and closes < opens:
            self.add_error("closes_on", "Choose a last day that is not before the first")
        cleaned["opens_at"] = _midnight(opens) if opens else None
        cleaned["closes_at"] = _midnight(closes + timedelta(days=1)) if closes else None
        if self.only:
            cleaned["programme"] = self.only
        return cleaned


class CallCloseForm(AppForm):
    """An answer for each offer that is undecided (CAL-2): its own, or the one for all others."""

    others = forms.ChoiceField(
        label="All others",
        choices=[("", "Each has its own choice above"), *Disposition.choices],
        required=False,
        help_text="For those without a choice of their own.",
    )
    reason = forms.ChoiceField(
        label="If any are declined: why?",
        choices=[("", "Choose one"), *Offer.DeclineReason.choices],
        required=False,
    )
    sentence = forms.CharField(
        label="What do those read who are declined or kept for later?",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A kind sentence. Leave it empty if all go on as offers to the programme.",
    )
    standby_until = UkDateField(label="If any are kept for later: until when?", required=False)

    def __init__(self, *args: Any, undecided: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.undecided = undecided
        for offer in undecided[:LISTED]:
            self.fields[f"offer_{offer.pk}"] = _choice_for(offer)
        self.order_fields([f"offer_{offer.pk}" for offer in undecided[:LISTED]])
        if not undecided:
            self.fields.clear()
        self.ASKED_IF = tuple(self.fields)

    def clean_sentence(self) -> str:
        text: str = self.cleaned_data["sentence"]
        return text and meant(text, "Write a whole sentence, of 15 characters or more")

    def clean_standby_until(self) -> date | None:
        day: date | None = self.cleaned_data["standby_until"]
        if day and day <= timezone.localdate():
            raise ValidationError("Choose a day after today")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = {
            offer.pk: cleaned.get(f"offer_{offer.pk}") or cleaned.get("others")
            for offer in self.undecided
        }
        said = {what for what in chosen.values() if what}
        if without := [pk for pk, what in chosen.items() if not what]:
            self.add_error("others", f"{_many(len(without))} no answer yet. Choose one for all.")
        if Disposition.DECLINED in said and not cleaned.get("reason"):
            self.add_error("reason", "Choose why they are declined")
        if {Disposition.DECLINED, Disposition.STANDBY} & said and not cleaned.get("sentence"):
            self._add_once("sentence", "Write a kind sentence that explains it to them")
        if Disposition.STANDBY in said and not cleaned.get("standby_until"):
            self._add_once("standby_until", "Enter the day until which you would like to keep them")
        return {
            "dispositions": {pk: what for pk, what in chosen.items() if what},
            "reason": cleaned.get("reason", ""),
            "sentence": cleaned.get("sentence", ""),
            "standby_until": cleaned.get("standby_until"),
        }

    def _add_once(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)


def _many(count: int) -> str:
    return "1 offer has" if count == 1 else f"{count} offers have"


def _choice_for(offer: Offer) -> forms.ChoiceField:
    """Whoever was never answered by a person is not declined here (OFR-2)."""
    new = offer.status == Offer.Status.SUBMITTED
    choices = [(Disposition.KEPT, Disposition.KEPT.label)] if new else Disposition.choices
    return forms.ChoiceField(
        label=f"{offer.headline} ({offer.contributor}, {offer.quantity})",
        choices=[("", "As all others"), *choices],
        required=False,
        help_text="Nobody has answered it yet." if new else "",
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _as_typed(call: CallForOffers) -> dict[str, Any]:
    names = [*CallForm.base_fields.keys() - {"opens_on", "closes_on", "keep_details"}]
    opens, closes = call.opens_at, call.closes_at
    return {
        **{name: getattr(call, name) for name in names},
        "opens_on": opens and timezone.localdate(opens),
        "closes_on": closes and timezone.localdate(closes - timedelta(seconds=1)),
    }
