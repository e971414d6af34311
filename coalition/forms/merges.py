"""What a person chooses when two rows of the register become one."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from coalition.merging.preview import Preview


class MergeForm(AppForm):
    """One question for each field in which both say something else, for each thing of which only
    one can stay, and for the account. Cleans to what the action takes."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.initial["seen"] = found.fingerprint
        for choice in found.choices:
            self.fields[f"field_{choice.name}"] = _pick(
                choice.label, list(choice.values), str(choice.suggested)
            )
        for number, clash in enumerate(found.clashes):
            if clash.options:
                self.fields[f"clash_{number}"] = _pick(clash.question, clash.options)
        if found.accounts:
            self.fields["account"] = _pick("Which account do they keep?", found.accounts)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        settled = {
            clash.key: typed.get(f"clash_{number}", "")
            for number, clash in enumerate(self.found.clashes)
        }
        chosen = {
            choice.name: int(typed[f"field_{choice.name}"])
            for choice in self.found.choices
            if typed.get(f"field_{choice.name}")
        }
        account = typed.get("account")
        return {
            "chosen": chosen,
            "settled": settled,
            "account": int(account) if account else None,
            "seen": typed.get("seen", ""),
        }


def _pick(label: str, options: list[Any], initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(str(value), words) for value, words in options],
        widget=forms.RadioSelect,
        initial=initial,
        error_messages={"required": f"Choose one for ‘{label}’"},
    )
