"""What people may type when they send one kind no to many."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from coalition.forms.offer_answers import DISCLOSURE
from coalition.forms.offer_decisions import meant
from coalition.forms.private_words import PrivateWordsForm
from coalition.models import KindNo, Programme


class KindNoForm(PrivateWordsForm):
    SCANNED = ("sentence",)
    field_order = ["programme", "reason", "sentence", "seen", "keep_details"]

    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label="The offers of which programme?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the programme"},
    )
    reason = forms.ChoiceField(
        label="Why can we not use them?",
        choices=KindNo.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why we cannot use them"},
    )
    sentence = forms.CharField(
        label="Say so in a kind sentence",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Each of them reads this after “We cannot use it.” {DISCLOSURE}",
        error_messages={"required": "Write a kind sentence that explains it to them"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, programmes: QuerySet[Programme], count: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.only = programmes[0] if len(programmes) == 1 else None
        self.count = count
        self.initial["seen"] = count
        programme: Any = self.fields["programme"]
        programme.queryset = programmes
        if self.only:
            del self.fields["programme"]

    def clean_sentence(self) -> str:
        return meant(
            self.cleaned_data["sentence"],
            "Write a whole sentence, of 15 characters or more, that explains it to them",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.pop("seen", None) != self.count:
            typed = cast(QueryDict, self.data).copy()
            typed["seen"] = str(self.count)
            self.data = typed
            self.add_error(
                None, f"The list has changed: it is {self.count} offers now. Look at it again."
            )
        if self.only:
            cleaned["programme"] = self.only
        return cleaned
