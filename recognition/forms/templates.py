"""The words of a letter, and what stands in their way (TPL-1)."""

from typing import Any

from django import forms

from coalition.domain import one_line
from coalition.fields import AppForm
from coalition.typesetting.text import clean_paragraphs
from recognition.forms.programmes import InProgramme
from recognition.models import TemplateVersion
from recognition.models.template import LANGUAGES
from recognition.typesetting import CannotTypeset
from recognition.typesetting.placeholders import check, word_count

MOST_WORDS = 220
GREETINGS = ("dear ", "annwyl ")


class WordsForm(AppForm):
    """The next version of a template that there is."""

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
        f" Leave an empty line between paragraphs. At most {MOST_WORDS} words.",
        error_messages={"required": "Write the letter, or start from a ready wording"},
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)
    # Of a version in another language or format: which version of the leading words it says.
    follows = forms.IntegerField(widget=forms.HiddenInput, required=False)

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
        if (words := word_count(body)) > MOST_WORDS:
            problems.append(
                f"Use {MOST_WORDS} words or fewer. You have used {words}: short letters are read."
            )
        if problems:
            raise forms.ValidationError(problems)
        try:
            clean_paragraphs(body)
        except CannotTypeset as error:
            raise forms.ValidationError(error.problem) from error
        return body


class TemplateForm(InProgramme, WordsForm):
    """A new template."""

    name = forms.CharField(label="Name of the template", max_length=120)
    language = forms.ChoiceField(
        label="Language of the letter",
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        initial="en",
    )
    field_order = ["name", "language", "subject", "body"]

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
