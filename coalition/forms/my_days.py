"""What a lead may say about their days."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.models import RoleGrant, User


class MyDaysForm(AppForm):
    wants_digest = forms.TypedChoiceField(
        label="A mail each working morning, when offers wait for you?",
        choices=[("yes", "Yes"), ("no", "No, I look for myself")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you want the mail"},
    )
    away_from = UkDateField(
        label="Away from",
        required=False,
        help_text="Leave both empty when you are here. Why you are away is nobody’s business.",
    )
    away_until = UkDateField(
        label="Away until",
        required=False,
        help_text="The last day. Offers that are due by then go to whoever steps in.",
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label="Who steps in for you?",
        required=False,
        empty_label="Whichever lead is here",
        help_text="They are told first of an offer of yours that waits too long, and look after"
        " yours while you are away.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy: Any = self.fields["deputy"]
        deputy.queryset = User.objects.filter(
            pk__in=RoleGrant.objects.leads_beside(user).values("user"), is_active=True
        ).order_by("name")

    def clean_away_until(self) -> date | None:
        day: date | None = self.cleaned_data["away_until"]
        if day and day < timezone.localdate():
            raise ValidationError("This date has passed. Choose today or a later date.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("away_from"), cleaned.get("away_until")
        if begins and ends and ends < begins:
            self.add_error("away_until", "Choose a last day that is not before the first")
        for name, other in (("away_from", ends), ("away_until", begins)):
            if other and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Enter both days, or leave both empty")
        return cleaned
