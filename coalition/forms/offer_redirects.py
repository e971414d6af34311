"""What people may type when an offer is to be passed on to others."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from coalition.forms.addresses import EmailAddressField
from coalition.forms.offer_answers import StepForm
from coalition.forms.offer_decisions import meant
from coalition.models import Organisation, Redirect

YES, NO, BACK = "yes", "no", "back"


class RedirectForm(StepForm):
    SCANNED = ("sentence",)
    field_order = ["goes_to", "email", "reason", "sentence", "keep_details"]

    goes_to = forms.CharField(
        label="Who could use it better?",
        max_length=200,
        help_text="The name of an organisation on the register, or of any other body.",
        error_messages={"required": "Enter who could use it better"},
    )
    email = EmailAddressField(
        label="Their email address",
        help_text="The details go there, once whoever offered has said yes.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(
        label="Why is it not for us?",
        choices=Redirect.Reason.choices,
        initial=Redirect.Reason.ELSEWHERE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is not for us"},
    )
    sentence = forms.CharField(
        label="Say why they could use it better",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Both read this. Such as: They look for a hall for Saturdays since the autumn.",
        error_messages={"required": "Say why they could use it better"},
    )

    def clean_sentence(self) -> str:
        return meant(
            self.cleaned_data["sentence"],
            "Write a whole sentence, of 15 characters or more, that both can read",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if words := cleaned.pop("goes_to", ""):
            named = Organisation.objects.filter(name__iexact=words).first()
            cleaned |= {"organisation": named, "body": "" if named else words}
        return cleaned


class RedirectAnswerForm(AppForm):
    """What they said when they did not use the link."""

    answer = forms.ChoiceField(
        label="What did they say?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they said"},
    )

    def __init__(self, *args: Any, redirect: Redirect, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(NO, "They would rather not"), (BACK, "Nothing: we take the question back")]
        if not redirect.offer.contributor.email or redirect.offer.has_verified_contact:
            choices.insert(0, (YES, f"Yes, {redirect.goes_to} may have their details"))
        answer: Any = self.fields["answer"]
        answer.choices = choices
