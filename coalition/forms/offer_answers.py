"""What people may type when they answer an offer, send news of it, or hand it on."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from coalition.calendar import news_due, working_days_after
from coalition.fields import AppForm, UkDateField
from coalition.forms.private_words import PrivateWordsForm
from coalition.households import greeting
from coalition.models import Offer, User
from coalition.models.offer import NEWS_WITHIN_DAYS
from coalition.templatetags.words import weekday

SEND = "send"
NEXT_WORD_WORKING_DAYS = 5
UNFINISHED = re.compile(r"\[[^\]]+\]")
HAVE_TOLD = [
    (Offer.Means.CALL, "I have called them"),
    (Offer.Means.EMAIL, "I have emailed them myself"),
    (Offer.Means.IN_PERSON, "I have spoken to them in person"),
    (Offer.Means.LETTER, "I have written them a letter"),
]
DISCLOSURE = "Write as if it will be read out: the law may let others ask to see it."


class StepForm(PrivateWordsForm):
    """A step with an offer; knows the offer and who takes the step."""

    def __init__(self, *args: Any, offer: Offer, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.by = offer, by


class NextWordForm(StepForm):
    """A step after which the person is told when they will hear again (OFR-3)."""

    next_contact_on = UkDateField(
        label="They will hear from us again by",
        help_text=f"At most {NEWS_WITHIN_DAYS} days from now.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next_word = working_days_after(
            timezone.localdate(), NEXT_WORD_WORKING_DAYS, self.offer.programme.nation
        )
        self.initial.setdefault("next_contact_on", self.next_word)

    def clean_next_contact_on(self) -> date:
        day: date = self.cleaned_data["next_contact_on"]
        last = timezone.localdate() + timedelta(days=NEWS_WITHIN_DAYS)
        if day < timezone.localdate():
            raise ValidationError("This date has passed. Choose today or a later date.")
        if day > last:
            raise ValidationError(
                f"Nobody waits longer than that: choose {weekday(last)} at the latest"
            )
        return day


class WriteForm(NextWordForm):
    """The answer, written and sent here (OFR-2). Not scanned: it goes to the person it is about."""

    field_order = ["next_contact_on", "message"]

    message = forms.CharField(
        label="Your email",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Put your own words in place of what stands in [brackets].",
        error_messages={"required": "Write the email, or choose another way of answering"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        context = {
            "offer": self.offer,
            "greeting": greeting(self.offer),
            "by": self.by,
            "next_word": self.next_word,
        }
        self.initial["message"] = render_to_string("mail/offer_answer_draft.txt", context).strip()

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        if blank := UNFINISHED.search(message):
            raise ValidationError(
                f"Put your own words in place of “{blank.group()}”, or take it out"
            )
        promised = self.cleaned_data.get("next_contact_on")
        if promised and weekday(promised) not in message:
            raise ValidationError(
                f"Say in the email that they will hear from you by {weekday(promised)}"
            )
        return message

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "how": Offer.Means.EMAIL}


class AnsweredForm(NextWordForm):
    """How a person has answered, outside this site (OFR-2)."""

    field_order = ["how", "said", "next_contact_on", "answered_on"]

    how = forms.ChoiceField(
        label="How did you answer?",
        choices=HAVE_TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you answered"},
    )
    answered_on = UkDateField(
        label="On which day was that?", required=False, help_text="Leave this empty for today."
    )
    said = forms.MultipleChoiceField(
        label="What did you say?",
        choices=Offer.Said.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only these facts are kept, no notes about people.",
    )

    def clean_answered_on(self) -> date | None:
        day: date | None = self.cleaned_data["answered_on"]
        if day and day > timezone.localdate():
            raise ValidationError("This day is still to come. Choose today or an earlier day.")
        if day and day < timezone.localdate(self.offer.submitted_at):
            raise ValidationError("The offer came in after that day. Choose a later one.")
        return day


class UpdateForm(NextWordForm):
    SCANNED = ("reason",)
    field_order = ["reason", "still_wanted", "how", "next_contact_on", "keep_details"]

    reason = forms.CharField(
        label="Nothing has changed, because …",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"They read this. Such as: the lease is not signed yet. {DISCLOSURE}",
        error_messages={"required": "Say why nothing has changed"},
    )
    still_wanted = forms.TypedChoiceField(
        label="Is the offer still wanted?",
        choices=[("yes", "Yes, it is still wanted"), ("no", "We may not need it after all")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is still wanted"},
    )
    how = forms.ChoiceField(
        label="How do they hear it?",
        choices=HAVE_TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they hear it"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["next_contact_on"] = news_due(self.offer.programme)
        if self.offer.contributor.can_be_mailed:
            how: Any = self.fields["how"]
            how.choices = [(SEND, "Send them an email now"), *HAVE_TOLD]
            self.initial["how"] = SEND

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("how") != SEND:
            return cleaned
        return {**cleaned, "how": Offer.Means.EMAIL, "send": True}


class AssignForm(AppForm):
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Who looks after this offer from now on?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose who looks after it"},
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = offer.programme.leads()
        self.initial["owner"] = offer.owner_id
