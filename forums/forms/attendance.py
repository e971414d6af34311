"""What may be said about who comes to a meeting."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from coalition.fields import AppForm
from coalition.models import Contributor
from forums.actions.attendances import Noted
from forums.models import Attendance, Seat

Presence, Joined = Attendance.Presence, Attendance.Joined
# What one chooses for a seat: presence and, where somebody is there, how they joined.
HERE = {
    "absent": ("Absent", Presence.ABSENT, ""),
    "room": ("In the room", Presence.PRESENT, Joined.ROOM),
    "online": ("Online", Presence.PRESENT, Joined.ONLINE),
    "both": ("In the room and online", Presence.PRESENT, Joined.BOTH),
    "apology": ("Sent apologies", Presence.APOLOGY, ""),
}
BY_DEPUTY = {
    "deputy_room": ("Deputy, in the room", Presence.DEPUTY, Joined.ROOM),
    "deputy_online": ("Deputy, online", Presence.DEPUTY, Joined.ONLINE),
}
CHOICES = {**HERE, **BY_DEPUTY}


class ApologiesForm(AppForm):
    """`deputies` are colleagues who may come instead; none where the seat allows no deputy."""

    deputy = forms.ModelChoiceField(
        Contributor.objects.none(),
        label="Does a deputy come instead?",
        required=False,
        blank=True,
        empty_label="No, nobody",
        widget=forms.RadioSelect,
        help_text="They acknowledge the scope in their own name before they count.",
    )

    def __init__(self, data: Any = None, *, deputies: QuerySet[Contributor] | None) -> None:
        super().__init__(data)
        if deputies is None:
            del self.fields["deputy"]
        else:
            cast(forms.ModelChoiceField, self.fields["deputy"]).queryset = deputies


class ChairForm(AppForm):
    chair_seat = forms.ModelChoiceField(
        Seat.objects.none(),
        label="Who is in the chair?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose who is in the chair"},
    )

    def __init__(
        self, data: Any = None, *, seats: QuerySet[Seat], usual: Seat | None = None
    ) -> None:
        super().__init__(data, initial={"chair_seat": usual})
        cast(forms.ModelChoiceField, self.fields["chair_seat"]).queryset = seats


class CloseForm(ChairForm):
    everyone_thanked = forms.BooleanField(
        label="Everyone who came was thanked for their time, aloud",
        required=False,
        help_text="Then no letter is owed for it. Leave it empty if nobody said so.",
    )


class AttendanceForm(AppForm):
    """One choice for each seat. What somebody else noted since the page was loaded is not undone:
    the form is shown again, as things are now."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        rows: Sequence[Attendance],
        deputies: Mapping[int, Sequence[Contributor]],
    ) -> None:
        super().__init__(data)
        self.people = {person.pk: person for found in deputies.values() for person in found}
        self.seats = {row.seat_id: row for row in rows}
        for row in rows:
            self._add_row(row, deputies.get(row.seat_id, ()))
        self.now = _stamp(rows)
        self.initial["stamp"] = self.now

    def _add_row(self, row: Attendance, deputies: Iterable[Contributor]) -> None:
        seat, colleagues = row.seat, list(deputies)
        kinds = CHOICES if seat.deputy_allowed and colleagues else HERE
        self.fields[f"here_{seat.pk}"] = forms.ChoiceField(
            label=f"{seat}: who is there?",
            choices=[(key, words) for key, (words, _, _) in kinds.items()],
        )
        self.initial[f"here_{seat.pk}"] = _chosen(row)
        if seat.deputy_allowed and colleagues:
            self.fields[f"deputy_{seat.pk}"] = forms.ChoiceField(
                label=f"{seat}: who is the deputy?",
                choices=[("", "No deputy"), *((person.pk, str(person)) for person in colleagues)],
                required=False,
            )
            self.initial[f"deputy_{seat.pk}"] = row.deputy_id or ""

    @property
    def rows(self) -> list[tuple[Attendance, BoundField, BoundField | None]]:
        return [
            (
                row,
                self[f"here_{seat}"],
                self[f"deputy_{seat}"] if f"deputy_{seat}" in self.fields else None,
            )
            for seat, row in self.seats.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("stamp") or self.now) != self.now:
            raise forms.ValidationError(
                "Somebody else noted who is here while this page was open. Go back to the meeting"
                " and look again; nothing of yours was saved over theirs."
            )
        for seat in self.seats:
            self._check(seat, cleaned)
        return cleaned

    def _check(self, seat: int, cleaned: dict[str, Any]) -> None:
        by_deputy = cleaned.get(f"here_{seat}") in BY_DEPUTY
        if by_deputy and not cleaned.get(f"deputy_{seat}"):
            self.add_error(f"deputy_{seat}", "Choose who came as the deputy")

    @property
    def noted(self) -> dict[int, Noted]:
        """Of the seats of which something else is said than before."""
        found = {}
        for seat in self.seats:
            if {f"here_{seat}", f"deputy_{seat}"} & set(self.changed_data):
                _, presence, joined = CHOICES[self.cleaned_data[f"here_{seat}"]]
                who = self.cleaned_data.get(f"deputy_{seat}") or ""
                deputy = self.people.get(int(who)) if who else None
                is_deputy = presence == Presence.DEPUTY
                found[seat] = Noted(presence, joined, deputy if is_deputy else None)
        return found


def _chosen(row: Attendance) -> str:
    for key, (_, presence, joined) in CHOICES.items():
        if presence == row.presence and joined in {row.joined, ""}:
            return key
    return "deputy_room" if row.presence == Presence.DEPUTY else "room"


def _stamp(rows: Sequence[Attendance]) -> str:
    shown = [f"{row.seat_id}:{row.presence}:{row.joined}:{row.deputy_id}" for row in rows]
    return sha256("\x1f".join(shown).encode()).hexdigest()[:16]
