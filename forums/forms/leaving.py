"""What may be chosen about the end of somebody's seat."""

from typing import Any, cast

from django import forms

from coalition.fields import AppForm
from coalition.templatetags.words import day
from forums.models import Membership, Removal


class TermForm(AppForm):
    renew = forms.ChoiceField(label="What happens then?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data)
        months = membership.seat.term_months
        again = f"Renew it for {months} months" if months else "Renew it without an end"
        end = ("no", f"Let it end on {day(membership.term_ends_on)}")
        may_go_on = membership.may_have_another_term
        field = cast(forms.ChoiceField, self.fields["renew"])
        field.choices = [("yes", again), end] if may_go_on else [end]

    def clean_renew(self) -> bool:
        return self.cleaned_data["renew"] == "yes"


class RemovalForm(AppForm):
    reason = forms.ChoiceField(
        label="Why?",
        choices=Removal.Reason.choices,
        widget=forms.RadioSelect,
        help_text="One of these, and nothing else is written down. The member reads it if it is"
        " confirmed.",
    )
