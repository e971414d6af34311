"""Texts that may tell more than they should: scanned for other people's details (OFR-8)."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from coalition.privacy import others_details


class PrivateWordsForm(AppForm):
    """A form whose texts are scanned for other people's details (OFR-8). One may keep the words:
    then a box to tick appears."""

    SCANNED: tuple[str, ...] = ()

    keep_details = forms.BooleanField(
        label="I have checked: these details may stay",
        required=False,
        widget=forms.HiddenInput,
        help_text="They are about me, or are public, such as an organisation’s own number.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep = cleaned.pop("keep_details", False)
        for name in self.SCANNED:
            found = others_details(cleaned.get(name) or "")
            if not found:
                continue
            self.fields["keep_details"].widget = forms.CheckboxInput()
            if not keep:
                self.add_error(
                    name,
                    "Please remove other people’s details. We noticed "
                    f"{' and '.join(found)}. If it may stay, tick the box at the end.",
                )
        return cleaned
