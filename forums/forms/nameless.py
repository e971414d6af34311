"""Forms whose words end up in minutes: in a forum that does not attribute they name nobody."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from forums import fair_words
from forums.forms.fair import quoted
from forums.naming import Named


class NamelessForm(AppForm):
    """Refuses people's names in the NAMELESS fields, where `named` says who must not be (MTG-4);
    None for a forum in which names may stand."""

    NAMELESS: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *args: Any, named: Named | None, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.named = named

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.named is None:
            return cleaned
        for name in self.NAMELESS:
            people = fair_words.named_people(
                cleaned.get(name) or "",
                members=self.named.members,
                organisations=self.named.organisations,
            )
            if people:
                self.add_error(name, forms.ValidationError(_without(people), code="named"))
        return cleaned


def _without(people: list[str]) -> str:
    return (
        f"Leave out {quoted(people)}: this forum does not attribute, so its minutes name nobody"
        " outside attendance and declared interests. Write ‘a member’, or name the seat."
    )
