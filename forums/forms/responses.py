"""What may be typed in a round: five answers, a question answered, what a preference is."""

from typing import Any

from django import forms
from django.utils.html import format_html

from forums.authority.rules import CHOICES, EXAMPLES, MEANING, Answer
from forums.forms.fields import LineField
from forums.forms.nameless import NamelessForm
from forums.models.response import SAID_LENGTH

SHORTEST = 10
NEEDS_WORDS = {
    Answer.CONCERN: "Write down your concern, so that it goes on record",
    Answer.NEED_MORE: "Write down what you need to know",
    Answer.OBJECT: "Say what harm it would do",
}


def _five() -> list[tuple[str, str]]:
    """Each with its meaning and an example."""
    return [
        (
            answer.value,
            format_html(
                '<strong>{}</strong> <span class="more">{} <span class="muted">Such as'
                " {}</span></span>",
                answer.label,
                MEANING[answer],
                EXAMPLES[answer],
            ),
        )
        for answer in CHOICES
    ]


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RespondForm(NamelessForm):
    NAMELESS = ("text", "suggested_change")
    ASKED_IF = ("text", "suggested_change")

    kind = forms.ChoiceField(
        label="Your response",
        choices=_five,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the five"},
    )
    text = LineField(
        label="In your words: your concern, your question, or the harm",
        max_length=SAID_LENGTH,
        required=False,
        widget=_words(4),
        help_text="Needed for a concern, a question and an objection; otherwise leave it empty.",
    )
    suggested_change = LineField(
        label="What change would remove the harm?",
        max_length=SAID_LENGTH,
        required=False,
        widget=_words(3),
        help_text="Needed when you object. Others can suggest one, too.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        kind = typed.get("kind")
        if kind in NEEDS_WORDS and "text" not in self.errors:
            text = typed.get("text") or ""
            if not text:
                self.add_error("text", NEEDS_WORDS[Answer(kind)])
            elif len(text) < SHORTEST:
                self.add_error("text", f"Say it in {SHORTEST} characters or more")
        if kind == Answer.OBJECT and not typed.get("suggested_change", "was refused"):
            self.add_error(
                "suggested_change", "Say what change would remove the harm. Then it can be found"
            )
        return typed


class RecordResponseForm(RespondForm):
    """What a seat said aloud in the meeting."""

    seat = forms.ChoiceField(label="Who said it?")
    field_order = ["seat", "kind"]

    def __init__(self, data: Any = None, *, seats: dict[int, str], named: Any) -> None:
        super().__init__(data, named=named)
        self.fields["kind"].label = "What was said"
        field: Any = self.fields["seat"]
        field.choices = [("", "Choose a seat"), *((str(pk), who) for pk, who in seats.items())]


class AnswerQuestionForm(NamelessForm):
    NAMELESS = ("text",)

    text = LineField(
        label="Your answer",
        max_length=SAID_LENGTH,
        widget=_words(5),
        help_text="Everyone who has responded reads it. Whoever asked is asked again.",
    )


class ClassifyForm(NamelessForm):
    NAMELESS = ("because",)

    because = LineField(
        label="Why is it a preference, and no harm?",
        max_length=300,
        widget=_words(3),
        help_text="The objector reads this and can reply. It stays on record.",
    )


class ReplyForm(NamelessForm):
    NAMELESS = ("text",)

    text = LineField(
        label="Your reply",
        max_length=SAID_LENGTH,
        widget=_words(4),
        help_text="It is recorded with your objection.",
    )


class RulingForm(NamelessForm):
    """Under “chair after hearing”."""

    NAMELESS = ("because",)

    carried = forms.ChoiceField(
        label="What do you decide?",
        choices=[("yes", "Yes, it is done"), ("no", "No, it is not")],
        widget=forms.RadioSelect,
    )
    because = LineField(
        label="Why, after what you heard?",
        max_length=SAID_LENGTH,
        widget=_words(4),
        help_text="Members read this with the result.",
    )
