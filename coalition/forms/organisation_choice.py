"""Another organisation, found by part of its name, and chosen where several match."""

from typing import Any

from django import forms

from coalition.models import Organisation

MANY = 10


class OrganisationChoice(forms.Form):
    """The part of a form that asks for an organisation: words in one box, and, if they mean
    several, a choice of them. Cleans to `organisation`, or None where nothing was typed."""

    organisation_name = forms.CharField(max_length=200, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Which of these is it?",
        required=False,
        empty_label=None,
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words = cleaned.pop("organisation_name", "").strip()
        chosen = cleaned.pop("organisation", None)
        cleaned["organisation"] = self._meant(words, chosen) if words else None
        return cleaned

    def _meant(self, words: str, chosen: Organisation | None) -> Organisation | None:
        matches = list(Organisation.objects.matching(words).order_by("name", "pk")[: MANY + 1])
        named = [o for o in matches if words.lower() in {o.name.lower(), o.known_as.lower()}]
        if chosen in (named or matches):
            return chosen
        if len(named or matches) == 1:
            return (named or matches)[0]
        if not matches:
            self.add_error(
                "organisation_name",
                "We know no organisation by these words. Check them, or add it to the register.",
            )
        elif len(named or matches) > MANY:
            self.add_error("organisation_name", "Many organisations match. Type more of the name.")
        else:
            self._offer_choice(named or matches)
        return None

    def _offer_choice(self, matches: list[Organisation]) -> None:
        field: Any = self.fields["organisation"]
        field.widget = forms.RadioSelect()
        field.queryset = Organisation.objects.filter(pk__in=[o.pk for o in matches])
        field.label_from_instance = lambda o: ", ".join(filter(None, [o.name, o.area]))
        self.add_error("organisation", "Several organisations match. Choose one.")
