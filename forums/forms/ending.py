"""Why power is not handed over as written, and why it ends."""

from django import forms

from coalition.fields import AppForm
from forums.forms.fields import LineField

SHORTEST_REASON = 15


class ReturnDelegationForm(AppForm):
    because = LineField(
        label="What does it need first?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Goes to whoever drafted it, in these words.",
    )


class RevokeForm(AppForm):
    reason = LineField(
        label="Why does it end?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The members of the forum read this, and it stays on record.",
        error_messages={"required": "Say why. The members of the forum read it"},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if len(reason) < SHORTEST_REASON or len(set(reason.lower())) < 5:
            raise forms.ValidationError(
                f"Give a reason that members can follow, of {SHORTEST_REASON} characters or more"
            )
        return reason
