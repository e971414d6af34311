"""How an envelope is spelt in Latin letters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coalition.domain import one_line
from coalition.envelopes import ToSpell
from coalition.fields import AppForm
from coalition.models import Spelling
from coalition.postal import is_latin


class SpellingForm(AppForm):
    """One box for each line that the post cannot read, with a proposal or what was said before."""

    name = forms.CharField(max_length=250)
    line = forms.CharField(max_length=250)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, wanted: ToSpell, said: Spelling | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**wanted.proposal, "seen": wanted.seen}
        for field, of in (("name", wanted.name), ("line", wanted.line)):
            if not of:
                del self.fields[field]
                continue
            self.fields[field].label = f"How is “{of}” spelt in Latin letters?"
            if said and getattr(said, f"of_{field}") == of:
                self.initial[field] = getattr(said, field)

    def clean_name(self) -> str:
        return _spelt(self.cleaned_data["name"])

    def clean_line(self) -> str:
        return _spelt(self.cleaned_data["line"])


def _spelt(typed: str) -> str:
    if not is_latin(typed):
        raise ValidationError("Use Latin letters (A to Z) or digits: the post reads no others")
    return one_line(typed)
