"""What may be typed about how members are asked, and who speaks for whom."""

from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import UkDateField
from forums.forms.fields import LineField
from forums.forms.meetings import ClockField
from forums.forms.nameless import NamelessForm
from forums.models import AgendaItem, Membership, Proposal, Round
from forums.naming import Named
from forums.round_terms import CLOSES_AT, earliest_close


class OpenRoundForm(NamelessForm):
    """Between meetings until when, or at which item of which meeting."""

    NAMELESS = ("urgent_because",)
    ASKED_IF = ("closes_on", "closes_at", "item", "urgent_because")

    mode = forms.ChoiceField(
        label="How are members asked?", choices=Round.Mode.choices, widget=forms.RadioSelect
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="At which item of an agenda?",
        empty_label="Choose an item",
        required=False,
        help_text="For a round in a meeting: one that is there to decide.",
    )
    closes_on = UkDateField(
        label="Until which day?", required=False, help_text="For a round between meetings."
    )
    closes_at = ClockField(
        label="Until what time?", required=False, help_text="UK time, such as 17:00 or 5pm."
    )
    urgent_because = LineField(
        label="Is it urgent? Then say why",
        max_length=300,
        required=False,
        help_text="Only for fewer than three working days. What is passed then is noted, or"
        " reversed, at the next meeting.",
    )

    def __init__(self, data: Any = None, *, proposal: Proposal, named: Named | None) -> None:
        super().__init__(
            data,
            named=named,
            initial={
                "mode": Round.Mode.ASYNC,
                "closes_on": earliest_close(proposal.forum),
                "closes_at": f"{CLOSES_AT:%H:%M}",
            },
        )
        here = AgendaItem.objects.kept().filter(meeting__forum=proposal.forum_id)
        open_ = here.filter(
            kind=AgendaItem.Kind.DECIDE,
            outcome="",
            meeting__status__in=["planned", "papers_out", "in_session"],
        ).exclude(rounds__status__in=Round.AHEAD)
        self.items = open_.select_related("meeting").order_by("meeting__starts_at", "position")
        chosen = cast(forms.ModelChoiceField, self.fields["item"])
        chosen.queryset = self.items
        chosen.label_from_instance = _item_in_words  # type: ignore[method-assign, assignment]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("mode") == Round.Mode.MEETING:
            if not typed.get("item", "was refused"):
                self.add_error("item", "Choose the item. If there is none yet, add one first")
            return typed
        day = typed.get("closes_on")
        if typed.get("mode") == Round.Mode.ASYNC and not typed.get("closes_on", "was refused"):
            self.add_error("closes_on", forms.ValidationError("Enter the last day", code="day"))
        if day:
            at: time = typed.get("closes_at") or CLOSES_AT
            typed["closes"] = timezone.make_aware(datetime.combine(day, at))
        return typed


def _item_in_words(item: AgendaItem) -> str:
    day = timezone.localdate(item.meeting.starts_at)
    return f"{day.day} {day:%B %Y}: {item.title}"


class ProxyForm(NamelessForm):
    NAMELESS = ("wish",)

    holder = forms.ModelChoiceField(
        Membership.objects.none(),
        label="Who speaks for you?",
        empty_label="Choose a member",
        help_text="Somebody with a vote. Nobody speaks for two, and nobody passes it on.",
    )
    wish = LineField(
        label="What are they to say for you?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In writing. You can take it back at any time, and respond yourself.",
    )

    def __init__(
        self, data: Any = None, *, voters: dict[int, str], named: Named | None, **kwargs: Any
    ) -> None:
        super().__init__(data, named=named, **kwargs)
        chosen = cast(forms.ModelChoiceField, self.fields["holder"])
        chosen.queryset = Membership.objects.filter(pk__in=voters)
        chosen.label_from_instance = lambda obj: voters[obj.pk]  # type: ignore[method-assign]
