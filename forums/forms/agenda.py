"""What may be typed about an agenda: its items, papers, and whom to thank."""

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import QuerySet

from coalition.attachments import AttachmentsField
from coalition.fields import AppForm
from coalition.models import Contributor
from forums.forms.fields import LineField, ParagraphsField
from forums.forms.nameless import NamelessForm
from forums.models import AgendaItem, Seat
from forums.models.agenda import ITEM_LONGEST
from forums.naming import Named

Kind = AgendaItem.Kind
ADDED = [kind for kind in Kind if kind not in AgendaItem.STANDING]


class LengthForm(AppForm):
    """All that can change of an item with which every meeting begins."""

    length = forms.IntegerField(
        label="How many minutes does it take?",
        min_value=1,
        max_value=ITEM_LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
    )


class ItemForm(NamelessForm, LengthForm):
    NAMELESS = ("title",)
    ASKED_IF = ("proposer_seat",)

    title = LineField(
        label="What is it about?",
        max_length=150,
        help_text="A question works best, such as ‘Who rings on day two?’",
    )
    kind = forms.ChoiceField(
        label="What is it there for?",
        choices=[(kind.value, kind.label) for kind in ADDED],
        widget=forms.RadioSelect,
        help_text="What is there to decide needs a quorum when its turn comes.",
    )
    proposer_seat = forms.ModelChoiceField(
        Seat.objects.none(),
        label="Whose matter is it?",
        empty_label="Choose a seat",
        required=False,
        help_text="The seat that asked for it. Over time this shows whose matters the forum talks"
        " about.",
    )
    field_order = ["title", "kind", "length", "proposer_seat"]

    def __init__(self, data: Any = None, *, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ModelChoiceField, self.fields["proposer_seat"]).queryset = seats

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        anybodys = cleaned.get("kind") in {None, Kind.ANY_OTHER}
        if not anybodys and not cleaned.get("proposer_seat", "was refused"):
            self.add_error("proposer_seat", "Choose whose matter this is")
        return cleaned


class RemoveForm(AppForm):
    """Why one of those with which every meeting begins is left out (MTG-1)."""

    because = LineField(
        label="Why is it left out this time?",
        max_length=200,
        help_text="One line. The agenda and the minutes show it.",
    )


class PaperForm(AppForm):
    """A link, words or files; or several of them."""

    ASKED_IF = ("link", "words", "uploads")

    title = LineField(label="What is the paper called?", max_length=150)
    link = forms.URLField(
        label="Link", max_length=500, required=False, assume_scheme="https",
        help_text="Where members can open it. Give a link, files or words.",
    )  # fmt: skip
    uploads = AttachmentsField(required=False)
    words = ParagraphsField(
        label="Or write it here",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Plain text. Links become links. Write as if disclosed: public bodies may have to"
        " publish it (freedom of information). Leave out anything about a person’s case.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = any(cleaned.get(name) not in EMPTY_VALUES for name in self.ASKED_IF)
        if not given and not any(name in self.errors for name in self.ASKED_IF):
            self.add_error("link", "Give a link, add a file, or write the paper below")
        return cleaned


class MentionForm(NamelessForm):
    """Whom to thank: somebody seated here, or anybody on the register by their address."""

    NAMELESS = ("what_they_did", "what_it_made_possible")
    ASKED_IF = ("member", "email")

    member = forms.ModelChoiceField(
        Contributor.objects.none(),
        label="Somebody with a seat here",
        required=False,
        empty_label="Somebody else",
    )
    email = forms.EmailField(
        label="Somebody else, by their email address",
        required=False,
        help_text="As the register has it. Under which name they are thanked, if any, is theirs to"
        " choose: it is asked when you read it out.",
    )
    what_they_did = LineField(
        label="Thank you to somebody who …",
        max_length=200,
        help_text="Go on from there, such as ‘drove six families home in the snow’. No name: it"
        " comes by itself, where it may.",
    )
    what_it_made_possible = LineField(
        label="It meant that …",
        max_length=200,
        required=False,
        help_text="Such as ‘nobody spent that night in a corridor’.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: QuerySet[Contributor],
        named: Named,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, named=named, **kwargs)
        cast(forms.ModelChoiceField, self.fields["member"]).queryset = people

    def clean(self) -> dict[str, Any]:
        """The name of whoever is thanked stands in no sentence about them, in any forum."""
        self._find(self.cleaned_data)
        person = self.cleaned_data.get("contributor")
        if person is not None and self.named is not None:
            theirs = (person.letter_name, person.known_as or person.letter_name)
            self.named = replace(self.named, members=(*self.named.members, *theirs))
        return super().clean()

    def _find(self, cleaned: dict[str, Any]) -> None:
        member, email = cleaned.get("member"), cleaned.get("email")
        if member and email:
            self.add_error("email", "Choose somebody with a seat here or give an address, not both")
        elif member:
            cleaned["contributor"] = member
        elif email:
            found = (
                Contributor.objects.standing().filter(email__iexact=email).order_by("pk").first()
            )
            if found is None:
                self.add_error(
                    "email",
                    "Nobody on the register has this address. Check it, or ask"
                    " the programme lead to add them.",
                )
            cleaned["contributor"] = found
        elif "email" not in self.errors and "member" not in self.errors:
            self.add_error("member", "Choose whom you thank, or give their email address below")
