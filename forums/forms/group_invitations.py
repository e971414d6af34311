"""What may be typed when asking several people at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms

from coalition.email_addresses import NotAnAddress, read_email
from coalition.fields import AppForm
from coalition.models import Affiliation, User
from forums.asking import MOST, Somebody, read_lines
from forums.forms.fields import OrganisationField, ParagraphsField
from forums.forms.invitations import FEWEST_WORDS, ExpensesField, TimeField

TOO_SHORT = "Write them at least one sentence."
OWN = "why_"  # why_3: what is said to the fourth of them


class GroupInvitationForm(AppForm):
    """Whom to ask, and what everybody is told. `people()` are those of a form that is valid, with
    what is wrong with each; a word of their own (why_0, why_1 …) may stand beside it."""

    ASKED_IF = ("people_typed", "from_register")  # either will do

    people_typed = forms.CharField(
        label="Whom do you ask?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=f"One person a line, at most {MOST}: name, email address, organisation. Paste"
        " three columns of a spreadsheet, or put commas between. Without an organisation they come"
        " for themselves.",
    )
    from_register = forms.MultipleChoiceField(
        label="From the register, to close the gaps",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="People we know in organisations that would close a gap.",
    )
    personal_message = ParagraphsField(
        label="Why you ask them",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="At least one sentence. On the next page you can make it each person’s own.",
    )
    time_asked = TimeField()
    expenses = ExpensesField()

    def __init__(
        self, data: Any = None, *, by: User, known: Sequence[Affiliation], typed: str = ""
    ) -> None:
        super().__init__(data, initial={"people_typed": typed})
        self.by = by
        self.known = {str(place.pk): place for place in known}
        if known:
            cast(forms.MultipleChoiceField, self.fields["from_register"]).choices = [
                (key, f"{place.contributor.letter_name}, {place.organisation}")
                for key, place in self.known.items()
            ]
        else:
            del self.fields["from_register"]

    def clean_personal_message(self) -> str:
        message: str = self.cleaned_data["personal_message"]
        if len(message.split()) < FEWEST_WORDS:
            raise forms.ValidationError("Write at least one sentence about why you ask them")
        return message

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lines = read_lines(cleaned.get("people_typed") or "")
        chosen = cleaned.get("from_register") or []
        how_many = len(lines) + len(chosen)
        if not how_many and "people_typed" not in self.errors:
            self.add_error("people_typed", "Name at least one person to ask")
        if how_many > MOST:
            self.add_error("people_typed", f"Ask {MOST} at a time. These are {how_many}.")
        return cleaned

    def people(self) -> list[Somebody]:
        typed = self.cleaned_data
        lines = read_lines(typed["people_typed"])
        listed = [self._read(*line) for line in lines]
        chosen = [self._of_register(self.known[key]) for key in typed.get("from_register", [])]
        return [self._with_words(number, one) for number, one in enumerate(listed + chosen)]

    def what_is_asked(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("time_asked", "expenses")}

    def _read(self, name: str, email: str, whence: str) -> Somebody:
        field = OrganisationField(required=False, max_length=200)
        field.asked_by = self.by
        known = Somebody(name[:250], email[:320], whence[:250])
        try:
            if not name:
                raise forms.ValidationError("Put their name before the address.")
            if not email:
                raise forms.ValidationError("Add their email address.")
            return replace(known, email=read_email(email), organisation=field.clean(whence))
        except forms.ValidationError as error:
            return replace(known, problem=" ".join(error.messages))
        except NotAnAddress as error:
            return replace(known, problem=str(error))

    def _of_register(self, place: Affiliation) -> Somebody:
        person = place.contributor
        return Somebody(
            person.letter_name, person.email.lower(), str(place.organisation), place.organisation
        )

    def _with_words(self, number: int, one: Somebody) -> Somebody:
        own = (self.data.get(f"{OWN}{number}") or "").strip()[:1000]
        why = own or self.cleaned_data["personal_message"]
        if len(why.split()) < FEWEST_WORDS and not one.problem:
            return replace(one, why=why, problem=TOO_SHORT)
        return replace(one, why=why)
