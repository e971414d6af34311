"""What may be typed about a letterhead: in whose name, by whom, and for how long."""

from typing import Any

from django import forms
from django.db.models import Q

from coalition.domain import one_line
from coalition.fields import AppForm, UkDateField
from coalition.models import Organisation
from coalition.models.sector import GOVERNMENT_SECTORS
from coalition.typesetting.problems import CannotTypeset
from coalition.typesetting.text import require_printable
from recognition.forms.programmes import InProgramme
from recognition.forms.signature import LetterheadField
from recognition.letterheads import why_not_issued_by
from recognition.models import Letterhead


class LetterheadForm(AppForm):
    """Cleans to what letterheads.change takes; without a new picture the one that is kept stays."""

    name = forms.CharField(
        label="What is it called?",
        max_length=80,
        help_text="Only we see it, for example: City Council, in greys",
        error_messages={"required": "Enter a name"},
    )
    issuing_body = forms.ModelChoiceField(
        label="In whose name do these letters go?",
        queryset=Organisation.objects.none(),
        empty_label="Choose a public body",
        help_text="Public bodies of the register. Letters are never issued in the name of a forum"
        " or a partner.",
        error_messages={"required": "Choose in whose name they go"},
    )
    artwork = LetterheadField(
        label="Picture",
        help_text="PNG or JPEG, up to 4 MB; 1,100 pixels wide is good. It is printed at most 95 mm"
        " wide and 17 mm high. Greys print as they are; a print house turns colours into its own"
        " inks, and bright ones change.",
        error_messages={"required": "Choose a picture"},
    )
    says = forms.CharField(
        label="What does the picture say?",
        max_length=120,
        help_text="Read out to people who do not see it, for example: Aldermere City Council",
        error_messages={"required": "Write what the picture says"},
    )
    uses_royal_arms = forms.BooleanField(
        label="The picture has the Royal Arms",
        required=False,
        help_text="Only government departments bear them.",
    )
    permitted_bodies = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Who else may use it?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Those who sign for the body itself always may. We go by the organisation that is"
        " printed under the signature.",
    )
    valid_from = UkDateField(label="First day", help_text="For example, 27 3 2026")
    valid_to = UkDateField(
        label="Last day",
        required=False,
        help_text="Leave empty if there is none yet. After it, no letter goes out under it.",
    )

    def __init__(self, *args: Any, keep: Letterhead | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        by_sector = Q(public_body_override=None, sector__in=GOVERNMENT_SECTORS)
        public = Organisation.objects.standing().filter(by_sector | Q(public_body_override=True))
        for name in ("issuing_body", "permitted_bodies"):
            fields[name].queryset = public.order_by("name", "pk")
        if keep:
            fields["artwork"].required = False
            names = ["name", "issuing_body", "says", "uses_royal_arms", "valid_from", "valid_to"]
            self.initial = {name: getattr(keep, name) for name in names}
            self.initial["permitted_bodies"] = list(keep.permitted_bodies.all())

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_says(self) -> str:
        words = one_line(self.cleaned_data["says"])
        try:
            require_printable(words, "what the picture says", "says")
        except CannotTypeset as problem:
            raise forms.ValidationError(problem.problem) from problem
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "The last day cannot come before the first")
        body, arms = cleaned.get("issuing_body"), cleaned.get("uses_royal_arms", False)
        if body and arms and (reason := why_not_issued_by(body, royal_arms=arms)):
            self.add_error("uses_royal_arms", reason.rstrip("."))
        if not cleaned.get("artwork"):
            cleaned.pop("artwork", None)
        return cleaned


class NewLetterheadForm(InProgramme, LetterheadForm):
    """A letterhead that the programme does not have yet."""
