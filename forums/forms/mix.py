"""What may be typed about whom a forum aims to have in the room."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from coalition.areas import councils_named
from coalition.fields import AppForm
from coalition.models import Council, Sector, User
from forums.forms.fields import LineField, OrganisationField
from forums.models import MixTarget
from forums.models.mix import KINDS, LIVED_EXPERIENCE, SIZES

MOST_SEATS = 200
AREA, LIVED = MixTarget.Attribute.AREA, MixTarget.Attribute.LIVED_EXPERIENCE


def _number(label: str, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"})
    return forms.IntegerField(
        label=label, required=False, max_value=MOST_SEATS, widget=widget, **options
    )


def _of(attribute: str, labels: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(f"{attribute}:{category}", label) for category, label in labels.items()]


WHAT = [
    ("", "Choose one"),
    (f"{AREA}:", "A place (say which below)"),
    ("Sector", _of("sector", {sector: str(sector.label) for sector in Sector})),
    ("Size", _of("size", SIZES)),
    ("Kind of seat", _of("kind", KINDS)),
    (f"{LIVED}:", LIVED_EXPERIENCE),
]


class TargetEditForm(AppForm):
    """How many, and why."""

    least = _number("At least", min_value=0)
    most = _number("At most", min_value=0, help_text="Leave it empty if there is no limit.")
    reason = LineField(
        label="Why", required=False, max_length=200, help_text="Others will ask. One sentence."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        least, most = cleaned.get("least"), cleaned.get("most")
        if not least and most is None and not self.errors:
            self.add_error("least", "Enter how many you aim for, at least or at most")
        if least and most is not None and most < least:
            self.add_error("most", f"Enter {least} or more: you aim for at least {least}")
        cleaned["least"] = least or 0
        return cleaned


class TargetForm(TargetEditForm):
    """Cleans to the fields of a target."""

    what = forms.ChoiceField(
        label="Who should be in the room?",
        choices=WHAT,
        error_messages={"required": "Choose who should be in the room"},
    )
    place = LineField(
        label="Which place?",
        required=False,
        max_length=120,
        help_text="Only for a place: a council, or a region of councils.",
    )

    ASKED_IF = ("place",)
    field_order = ["what", "place", "least", "most", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place = cleaned.pop("place", "")
        attribute, _, category = cleaned.pop("what", "").partition(":")
        if attribute == AREA:
            category = self._area(place)
        elif attribute and place:
            self.add_error("place", "Leave this empty, or choose ‘A place’ above")
        return {**cleaned, "attribute": attribute, "category": category}

    def _area(self, place: str) -> str:
        """The code of the council, or the name of the region, that was meant."""
        current = Council.objects.current()
        region = current.filter(region__iexact=place).exclude(region="").values("region")[:1]
        if region:
            return str(region[0]["region"])
        named = councils_named(place)
        councils = [council for each in named for council in each.councils]
        if len(councils) == 1:
            return councils[0].gss
        self.add_error("place", _which_place(place, len(councils), named[0].alike if named else ""))
        return ""


def _which_place(place: str, found: int, alike: str) -> str:
    if not place:
        return "Enter the place"
    if found:
        return f"{place} is more than one council. Enter one of them."
    return f"Did you mean {alike}?" if alike else f"We know no council or region called {place}"


class LimitForm(AppForm):
    most = forms.IntegerField(
        label="How many seats with a vote may one organisation have?",
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text="Usually 1. Seats without a vote do not count. Who has more keeps them.",
    )


class PreviewForm(AppForm):
    """Whom one has in mind: asked in the address, so that the answer can be shared."""

    organisation = OrganisationField(
        label="Organisation", max_length=200, help_text="Its name on the register."
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        cast(OrganisationField, self.fields["organisation"]).asked_by = by
