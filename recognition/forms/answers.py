"""What may be answered to the question in a letter, in the letter's language."""

from typing import Any

from django import forms

from coalition.domain import one_line
from coalition.fields import AppForm
from recognition.models import Response
from recognition.models.response import MOST_CHARACTERS

YES_NO = {"yes": True, "no": False, "": None}
SCALE = {
    "en": [(str(value), str(label)) for value, label in Response.Valued.choices],
    "cy": [
        ("1", "1: dim byd"),
        ("2", "2: ychydig"),
        ("3", "3: rhywbeth"),
        ("4", "4: llawer"),
        ("5", "5: llawer iawn"),
    ],
}
OFFERED = {
    "en": [("yes", "Yes"), ("no", "No"), ("", "I am not sure")],
    "cy": [("yes", "Ie"), ("no", "Na"), ("", "Dydw i ddim yn siŵr")],
}
LABELS = {
    "en": {
        "valued": "How much did this letter mean to you?",
        "meant_for_me": "Did it feel meant for you?",
        "was_accurate": "Was what it says right?",
        "in_time": "Did it come in time?",
        "words": "Is there something you want to tell us?",
        "no_more": "Do not ask me again",
    },
    "cy": {
        "valued": "Faint oedd y llythyr hwn yn ei olygu i chi?",
        "meant_for_me": "A oedd yn teimlo fel llythyr i chi?",
        "was_accurate": "A oedd yr hyn mae’n ei ddweud yn gywir?",
        "in_time": "A ddaeth mewn pryd?",
        "words": "Oes rhywbeth yr hoffech ei ddweud wrthym?",
        "no_more": "Peidiwch â gofyn i mi eto",
    },
}
HINTS = {
    "en": f"At most {MOST_CHARACTERS} characters. Please write nothing about other people, and"
    " nothing about anybody’s health.",
    "cy": f"Hyd at {MOST_CHARACTERS} nod. Peidiwch ag ysgrifennu dim am bobl eraill, na dim am"
    " iechyd neb.",
}
MISSING = {
    "en": "Choose how much it meant to you, or tick ‘Do not ask me again’",
    "cy": "Dewiswch faint oedd yn ei olygu i chi, neu diciwch ‘Peidiwch â gofyn i mi eto’",
}
TOO_LONG = {
    "en": f"Use {MOST_CHARACTERS} characters or fewer",
    "cy": f"Defnyddiwch {MOST_CHARACTERS} nod neu lai",
}


class AnswerForm(AppForm):
    """Gives `says` for the action. `response` is what they answered before."""

    # None is needed, and the page says so: “(optional)” six times would be noise.
    ASKED_IF = ("valued", "meant_for_me", "was_accurate", "in_time", "words", "no_more")

    valued = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    meant_for_me = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    was_accurate = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    in_time = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    no_more = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, language: str, response: Response | None = None, **kwargs: Any
    ) -> None:
        if response is not None:
            kwargs["initial"] = _as_it_is(response)
        super().__init__(*args, **kwargs)
        self.language = language
        for name, label in LABELS[language].items():
            self.fields[name].label = label
        for name in ("meant_for_me", "was_accurate", "in_time"):
            self._offer(name, OFFERED[language])
        self._offer("valued", SCALE[language])
        self.fields["words"].help_text = HINTS[language]

    def clean_words(self) -> str:
        words = one_line(self.cleaned_data["words"])
        if len(words) > MOST_CHARACTERS:
            raise forms.ValidationError(TOO_LONG[self.language])
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("valued") and not cleaned.get("no_more") and "valued" not in self.errors:
            self.add_error("valued", MISSING[self.language])
        return cleaned

    @property
    def says(self) -> dict[str, Any]:
        answers = self.cleaned_data
        chosen = {name: YES_NO[answers[name]] for name in ("meant_for_me", "was_accurate")}
        return {
            **chosen,
            "in_time": YES_NO[answers["in_time"]],
            "valued": int(answers["valued"]) if answers["valued"] else None,
            "words": answers["words"],
            "no_more": answers["no_more"],
        }

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _as_it_is(response: Response) -> dict[str, Any]:
    said = {True: "yes", False: "no", None: ""}
    return {
        "valued": str(response.valued or ""),
        "meant_for_me": said[response.meant_for_me],
        "was_accurate": said[response.was_accurate],
        "in_time": said[response.in_time],
        "words": response.words,
        "no_more": response.opted_out,
    }
