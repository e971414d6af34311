"""What may be said of letters that wait for approval."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from recognition.models import Approval
from recognition.needs import Answer


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
