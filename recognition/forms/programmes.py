"""Which programme something belongs to: asked only of people who work in several."""

from typing import Any

from django import forms

from coalition.models import Programme


class InProgramme(forms.BaseForm):
    """Mixed into a form whose clean() gives a `programme`; takes `programmes`, ids on offer."""

    def __init__(self, *args: Any, programmes: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = Programme.objects.filter(pk__in=programmes).order_by("name")
        if len(programmes) > 1:
            self.fields["programme"] = forms.ModelChoiceField(
                label="Programme", queryset=self.programmes, empty_label="Choose a programme"
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "programme" not in self.fields:
            cleaned["programme"] = self.programmes.get()
        return cleaned
