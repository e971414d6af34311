"""Who signs: typed as it will be printed, with dates in office and perhaps a signature."""

from typing import Any

from django import forms
from django.db.models import Q

from coalition.fields import AppForm, AppModelForm, UkDateField
from coalition.models import User
from recognition.forms.ledger import one_line
from recognition.forms.programmes import InProgramme
from recognition.forms.signature import SignatureField
from recognition.models import Signatory


class SignatoryForm(AppModelForm):
    office_from = UkDateField(label="In office since", help_text="For example, 1 9 2025")
    office_to = UkDateField(
        label="Last day in office",
        help_text="Leave empty if there is none yet. After it, no letter goes out in this name.",
        required=False,
    )
    signature = SignatureField(
        label="Picture of the signature",
        help_text="PNG or JPEG, up to 4 MB; black on white is best. It is printed in letters and"
        " cannot be seen or downloaded here again.",
        required=False,
    )

    thanker = forms.ChoiceField(
        label="Who is saying thank you here?",
        choices=[
            ("programme_lead", "Whoever runs the programme, or another official"),
            ("forum_chair", "The chair of a forum"),
            ("local_leader", "A mayor or another local leader"),
            ("minister", "A minister"),
            ("peer", "Somebody who does the same as those thanked"),
            ("people_helped", "The people who were helped"),
        ],
        widget=forms.RadioSelect,
        help_text="Some people do not wish to hear from some of these, and then nothing goes.",
    )

    class Meta:
        model = Signatory
        fields = ["style", "office_title", "body", "thanker", "office_from", "office_to"]
        labels = {"style": "Name as signed"}
        help_texts = {
            "style": "Exactly as it is to be printed under the signature, for example: Cllr"
            " Eleanor Whitcombe",
            "office_title": "For example, Director of Public Health",
            "body": "The organisation that the office belongs to",
        }

    field_order = [
        "style",
        "office_title",
        "body",
        "thanker",
        "office_from",
        "office_to",
        "signature",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.is_minister:
            del self.fields["signature"]  # that is for their private office (SIG-1)

    def clean_style(self) -> str:
        return one_line(self.cleaned_data["style"])

    def clean_office_title(self) -> str:
        return one_line(self.cleaned_data["office_title"])

    def clean_body(self) -> str:
        return one_line(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        """Without a new picture the one that is kept stays."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("office_from"), cleaned.get("office_to")
        if begins and ends and ends < begins:
            self.add_error("office_to", "The last day must come after the first day in office")
        if picture := cleaned.pop("signature", None):
            cleaned["signature_image"] = picture
        return cleaned


class NewSignatoryForm(InProgramme, SignatoryForm):
    """A signatory whom the programme does not know yet."""


class SignatureForm(AppForm):
    signature = SignatureField(
        label="Picture of the signature",
        help_text="PNG or JPEG, up to 4 MB; black on white is best. It is sealed, printed in"
        " letters, and cannot be seen or downloaded here again.",
        error_messages={"required": "Choose a picture of the signature"},
    )


class OfficeForm(AppForm):
    """Who of those with the role looks after this signatory. Whoever does already stays on offer,
    even if their role has ended."""

    office = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who is of their private office?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, signatory: Signatory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = signatory.private_office.values("pk")
        entitled = signatory.programme.private_offices().values("pk")
        self.entitled = entitled.exists()
        office: Any = self.fields["office"]
        office.queryset = User.objects.filter(Q(pk__in=now) | Q(pk__in=entitled)).order_by("name")
        office.initial = [row["pk"] for row in now]
