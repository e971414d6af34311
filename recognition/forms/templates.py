"""The words of a letter, and what stands in their way (TPL-1)."""

from typing import Any

from django import forms

from coalition.domain import one_line
from coalition.fields import AppForm
from coalition.typesetting.text import clean_paragraphs
from recognition.asks import found
from recognition.forms.programmes import InProgramme
from recognition.models import LetterTemplate, TemplateVersion
from recognition.models.template import LANGUAGES
from recognition.typesetting import CannotTypeset
from recognition.typesetting.placeholders import check, word_count

GREETINGS = ("dear ", "annwyl ")


class WordsForm(AppForm):
    """The next version of a template that there is."""

    ASKED_IF = ("contains_ask",)

    subject = forms.CharField(
        label="Subject of the email",
        max_length=TemplateVersion._meta.get_field("subject").max_length,
        help_text="The letter travels as an email with the PDF attached",
    )
    body = forms.CharField(
        label="The letter",
        max_length=TemplateVersion._meta.get_field("body").max_length,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
        help_text="Without “Dear …” and without the signature: both are added."
        " Leave an empty line between paragraphs. **Two stars** make words strong, *one*"
        " emphasises them.",
        error_messages={"required": "Write the letter, or start from a ready wording"},
    )
    contains_ask = forms.ChoiceField(
        label="Do these words ask for something?",
        choices=[("no", "No, they only say thank you"), ("yes", "Yes, they ask for something")],
        required=False,
        widget=forms.RadioSelect,
        help_text="Money, time, a click, a survey. People who gave a short while ago stop giving"
        " when thanks come with an ask. If it must be, an information rights officer approves too.",
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)
    # Of a version in another language or format: which version of the leading words it says.
    follows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str = LetterTemplate.Kind.LETTER, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_kind = kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asks = found(cleaned.get("subject", ""), cleaned.get("body", ""))
        answer = cleaned.get("contains_ask")
        cleaned["contains_ask"] = answer == "yes"
        if asks and not answer and "contains_ask" not in self.errors:
            quoted = " and ".join(f"“{ask}”" for ask in asks[:3])
            self.add_error("contains_ask", f"{quoted} may ask for something. Say whether it does")
        most = LetterTemplate(kind=cleaned.get("kind") or self.of_kind).most_words
        if (words := word_count(cleaned.get("body", ""))) > most:
            self.add_error(
                "body",
                f"Use {most} words or fewer. You have used {words}, {words - most} too many:"
                " short letters are read.",
            )
        return cleaned

    def clean_subject(self) -> str:
        subject = one_line(self.cleaned_data["subject"])
        if "((" in subject:
            raise forms.ValidationError("Write the subject without placeholders")
        return subject

    def clean_body(self) -> str:
        body = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        problems = [str(error) for error in check(body)]
        if body.lower().startswith(GREETINGS):
            problems.append("Leave out the greeting: it is put above the letter by itself")
        if problems:
            raise forms.ValidationError(problems)
        try:
            clean_paragraphs(body)
        except CannotTypeset as error:
            raise forms.ValidationError(error.problem) from error
        return body


class TemplateForm(InProgramme, WordsForm):
    """A new template."""

    kind = forms.ChoiceField(
        label="Kind of document",
        choices=LetterTemplate.Kind.choices,
        initial=LetterTemplate.Kind.LETTER,
        help_text="A minister’s letter has at most 160 words, a certificate 60, any other 220.",
    )
    name = forms.CharField(label="Name of the template", max_length=120)
    language = forms.ChoiceField(
        label="Language of the letter",
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        initial="en",
    )
    field_order = ["name", "kind", "language", "subject", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["based_on"], self.fields["follows"]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class SiblingForm(WordsForm):
    """The words of a template in another language or format (TPL-4)."""

    name = forms.CharField(label="Name of the template", max_length=120)
    language = forms.ChoiceField(
        label="Language of the letter", choices=LANGUAGES, widget=forms.RadioSelect
    )
    format = forms.ChoiceField(
        label="For whom?",
        choices=[
            ("standard", "Everyone who reads this language"),
            ("easy_read", "Those who asked for easy read"),
        ],
        widget=forms.RadioSelect,
        help_text="Large print needs no version of its own: the same words are set larger.",
    )
    field_order = ["name", "language", "format", "subject", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["based_on"]
        self.fields["follows"].required = True

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])
