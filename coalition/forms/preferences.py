"""How I like to be thanked: five questions, each answer of the same weight (PRF-3)."""

from typing import Any

from django import forms

from coalition.fields import AppForm
from coalition.models import Preference
from coalition.models.contact_words import Channel, ConsentMeans, Publicity, Thanker

NOT_A_MINISTER = "not_minister"
OFTEN = [
    ("each", "Whenever there is something to thank for"),
    ("4", "At most four times a year"),
    ("1", "At most once a year"),
    ("0", "I would rather not be thanked"),
]


class PreferenceForm(AppForm):
    """Cleans to the fields of a Preference."""

    thanker = forms.ChoiceField(
        label="By whom?",
        choices=[
            ("anybody", "Whoever can say it best"),
            (NOT_A_MINISTER, "Anybody but a minister"),
            *Thanker.choices,
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may thank you"},
    )
    channels = forms.MultipleChoiceField(
        label="How?",
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose all that are welcome.",
    )
    often = forms.ChoiceField(
        label="How often?",
        choices=OFTEN,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often"},
    )
    publicity = forms.ChoiceField(
        label="May we say in public what you did?",
        choices=Publicity.choices,
        widget=forms.RadioSelect,
        help_text="You can take this back at any time, and then nothing new shows it.",
        error_messages={"required": "Choose what may be shown"},
    )

    surveys = forms.ChoiceField(
        label="May we ask you now and then what you thought of a letter?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="One question below a letter, at most once in 180 days. It never needs an answer,"
        " and changes nothing for you.",
        error_messages={"required": "Choose whether we may ask"},
    )

    def __init__(self, *args: Any, preference: Preference | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = _answers_of(preference) if preference else {"channels": Channel.values}
        self.initial = {**self.initial, **answers}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("channels") and cleaned.get("often", "0") != "0":
            self.add_error(
                "channels", "Choose at least one way, or say that you would rather not be thanked"
            )
        return cleaned

    @property
    def wishes(self) -> dict[str, Any]:
        """What coalition.actions.preferences.choose takes, of a form that is_valid()."""
        answers = self.cleaned_data
        who, often = answers["thanker"], answers["often"]
        return {
            "thanker": who if who in Thanker.values else "",
            "no_ministerial": who == NOT_A_MINISTER,
            "channels": answers["channels"],
            "max_per_year": None if often == "each" else int(often),
            "publicity": answers["publicity"],
            "no_surveys": answers["surveys"] == "no",
        }


class HeardPreferenceForm(PreferenceForm):
    """Taken down by us."""

    means = forms.ChoiceField(
        label="How did they tell you?",
        choices=ConsentMeans.choices[1:],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they told you"},
    )


def _answers_of(preference: Preference) -> dict[str, Any]:
    often = "each" if preference.max_per_year is None else str(preference.max_per_year)
    plain = NOT_A_MINISTER if preference.no_ministerial else "anybody"
    return {
        "thanker": preference.thanker or plain,
        "channels": preference.channels,
        "often": often,
        "publicity": preference.publicity,
        "surveys": "no" if preference.no_surveys else "yes",
    }
