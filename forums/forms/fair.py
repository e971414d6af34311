"""Forms in which an organisation speaks: no people, no insults, and a second look at the rest."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from forums import fair_words
from forums.forms.fields import LineField
from forums.models.difference import WORDING_LENGTH
from forums.naming import Named

ADVICE = (
    "Say ‘we consider …’ and give the reason in one line. Say what you can still work on. Leave out"
    " people’s names and what others intend."
)


class WordingField(LineField):
    """What an organisation holds. Counted with single spaces."""

    def __init__(self, **kwargs: Any) -> None:
        rows = forms.Textarea(attrs={"rows": 4})
        super().__init__(**{"max_length": WORDING_LENGTH, "widget": rows, **kwargs})


class FairForm(AppForm):
    """Refuses names and insults in the FAIR fields (DIF-1). What merely reads as an accusation it
    shows once, with fairer words; who ticks that these are their words keeps them."""

    FAIR: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, named: Named, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.named = named
        if data is not None and "keep" in data:
            self._ask_to_keep()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kept = cleaned.pop("keep", False)
        for name in self.FAIR:
            self._check(name, cleaned.get(name) or "", kept)
        return cleaned

    def _check(self, name: str, text: str, kept: bool) -> None:
        people = fair_words.named_people(
            text, members=self.named.members, organisations=self.named.organisations
        )
        rude = fair_words.insults(text)
        loaded = fair_words.advice(text)
        if people:
            self.add_error(name, _without_people(people))
        if rude:
            self.add_error(name, f"Leave out {quoted(rude)}: describe what is held, not who")
        if loaded and not people and not rude and not kept:
            self.add_error(name, _fairer(loaded))
            self._ask_to_keep()

    def _ask_to_keep(self) -> None:
        self.fields["keep"] = forms.BooleanField(
            label="We have thought about it: keep these words", required=False
        )


def _without_people(people: list[str]) -> str:
    return (
        f"Leave out {quoted(people)}: only organisations have positions here. Write ‘the council"
        " considers …’ instead, or name the role."
    )


def _fairer(loaded: list[tuple[str, str]]) -> str:
    words = "; ".join(
        f"‘{word}’ (leave it out)" if say == fair_words.LEAVE_OUT else f"‘{word}’ (fairer: ‘{say}’)"
        for word, say in loaded
    )
    return f"This may read as an accusation: {words}. Change it, or tick below to keep it."


def quoted(words: list[str]) -> str:
    return " and ".join(f"‘{word}’" for word in words)
