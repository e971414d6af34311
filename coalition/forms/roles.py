"""What may be typed when a role is given."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.forms.addresses import EmailAddressField
from coalition.models import Programme, RoleGrant, User


class RoleForm(AppForm):
    """`programmes` are those in which the person who gives it may. One is not asked for."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label="Programme")
    email = EmailAddressField(
        label="Their email address",
        help_text="The one they sign in with. They need an account first.",
    )
    role = forms.ChoiceField(label="Role", choices=RoleGrant.Role.choices, widget=forms.RadioSelect)
    from_on = UkDateField(
        label="From when?", required=False, help_text="The first day. Empty means today."
    )
    to_on = UkDateField(
        label="Until when?",
        required=False,
        help_text="The last day. Empty means until it is ended.",
    )

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes
        if len(programmes) == 1:
            field.initial, field.required = programmes[0], False
            field.widget = forms.HiddenInput()
        self.only = programmes[0] if len(programmes) == 1 else None

    def clean_programme(self) -> Programme:
        chosen: Programme = self.only or self.cleaned_data["programme"]
        return chosen

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not User.objects.filter(email=email, is_active=True).exists():
            raise forms.ValidationError(
                "Nobody signs in with this address yet. Ask them to create an account first."
            )
        return email

    def clean_from_on(self) -> date | None:
        return self._not_past("from_on")

    def clean_to_on(self) -> date | None:
        return self._not_past("to_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("from_on"), cleaned.get("to_on")
        if begins and ends and ends < begins:
            self.add_error("to_on", "Choose an end that is not before the start")
        return cleaned

    def _not_past(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day", code="year")
        return day
