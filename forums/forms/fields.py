"""Fields that several forms of forums use."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet

from coalition.domain import one_line
from coalition.models import Organisation, User

SUGGESTIONS = 3


class LineField(forms.CharField):
    """One line: pasted line ends and double spaces become single spaces."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class ParagraphsField(forms.CharField):
    """Plain text in paragraphs. Line ends are counted once, as people count them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        lines = "\n".join(line.rstrip() for line in text.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", lines).strip()


class OrganisationField(LineField):
    """An organisation on the register, by its name or register number. Thousands are on it, so
    one types; a near miss is answered with the names that come closest, of those that `asked_by`
    may see. `kept` is the one that stands there already: its name means it, even where another has
    the same."""

    kept: Organisation | None = None
    asked_by: User | None = None

    def clean(self, value: Any) -> Organisation | None:
        typed = super().clean(value)
        if not typed:
            return None
        if self.kept is not None and typed == self.kept.name:
            return self.kept
        found = list(_called(typed)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(
                f"Several organisations are called {typed}. Enter its register number instead."
            )
        raise forms.ValidationError(_nothing_called(typed, self.asked_by))


def _called(typed: str) -> QuerySet[Organisation]:
    for lookup in ("name__iexact", "known_as__iexact", "identifiers__value__iexact"):
        found = Organisation.objects.filter(**{lookup: typed}).order_by("pk").distinct()
        if found.exists():
            return found
    return Organisation.objects.none()


def _nothing_called(typed: str, asked_by: User | None) -> str:
    seen = Organisation.objects.visible_to(asked_by) if asked_by else Organisation.objects.none()
    close = seen.matching(typed).order_by("name")[:SUGGESTIONS]
    names = " or ".join(f"‘{organisation.name}’" for organisation in close)
    if names:
        return f"Enter the whole name. Did you mean {names}?"
    return f"No organisation on the register is called {typed}. Add it there first, or check it."
