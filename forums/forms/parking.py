"""What one says when something moves to the parked list."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from coalition.fields import AppForm
from forums.forms.conversation import AS_IF_DISCLOSED
from forums.forms.fields import LineField
from forums.models import Post, ScopeStatement
from forums.models.parking import REASON_LENGTH, ROUTE_LENGTH

OWN_WORDS = "own"


class ParkForm(AppForm):
    """Offers what the scope says of where other things go. Cleans to the reason, where it goes,
    and the stamp of what was read."""

    ASKED_IF = ("own_words",)

    reason = LineField(
        label="Why is it out of scope?",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"One or two sentences. Its author gets them by mail, and members read them."
        f" {AS_IF_DISCLOSED}",
    )
    route = forms.ChoiceField(label="Where does it go?", widget=forms.RadioSelect)
    own_words = LineField(
        label="If somewhere else: where?",
        max_length=ROUTE_LENGTH,
        required=False,
        help_text="A body, a person, or ‘No forum exists; raise it with …’.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, post: Post, scope: ScopeStatement | None) -> None:
        super().__init__(data, initial={"seen": post.stamp})
        items = scope.out_items if scope else []
        self.routes = {item["text"]: item["where_it_goes"] for item in items}
        choices = [(text, f"{text}: {where}") for text, where in self.routes.items()]
        route = cast(forms.ChoiceField, self.fields["route"])
        route.choices = [*choices, (OWN_WORDS, "Somewhere else")]

    def renew(self, post: Post) -> None:
        """Shown again with the contribution as it is now: sent once more, it is meant."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = post.stamp
        self.data = typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        route, own = cleaned.pop("route", None), cleaned.pop("own_words", "")
        if route == OWN_WORDS and not own and "own_words" not in self.errors:
            self.add_error("own_words", "Say where it goes")
        cleaned["where_it_goes"] = self.routes.get(route or "", own)
        return cleaned
