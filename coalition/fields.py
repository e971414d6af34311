"""How our forms are drawn, what they say when something is missing, and a date in three boxes.

`settings.FORM_RENDERER` names FieldGroupRenderer, so every form of the site looks alike,
allauth's too. Templates write {{ form }} or {{ form.title.as_field_group }}.
"""

from datetime import date
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict

EXPLAINED = {
    forms.EmailField: "Enter an email address in the correct format, like name@example.org",
    forms.URLField: "Enter a web address in the correct format, like https://example.org",
    forms.IntegerField: "Enter a whole number, like 12",
    forms.DecimalField: "Enter a number, like 12.50",
    forms.DateField: "Enter a real date, like 27/3/2027",
}
LIMITS = {
    "max_length": "Use %(limit_value)d characters or fewer. You have used %(show_value)d.",
    "min_length": "Use %(limit_value)d characters or more. You have used %(show_value)d.",
    "max_value": "Enter %(limit_value)s or less",
    "min_value": "Enter %(limit_value)s or more",
}
WITHOUT_ARTICLE = {"a", "an", "the", "your", "their", "our", "who", "what", "why", "how", "where"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class FieldGroupBoundField(forms.BoundField):
    """A field that says in plain words what is missing, and knows where to put the cursor."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        standard = _standard_messages(field)
        for code, message in _plain_messages(field, str(self.label)).items():
            if field.error_messages.get(code) == standard.get(code):
                field.error_messages[code] = message

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        attrs = {**super().build_widget_attrs(attrs, widget)}
        widget = widget or self.field.widget
        if "placeholder" in widget.attrs:
            attrs["placeholder"] = False  # it goes away when one types; a hint stays
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | DateInBoxes):
            attrs.pop("aria-invalid", None)  # ARIA 1.2 forbids it on radios; boxes have their own
        if isinstance(widget, DateInBoxes):
            attrs["faulty"] = self.faulty_boxes
        return attrs

    @property
    def faulty_boxes(self) -> list[int]:
        """Of a date: the numbers of the boxes (day 0, month 1, year 2) that need changing."""
        codes = " ".join(str(e.code) for e in self.form.errors.as_data().get(self.name, []))
        return [number for number, box in enumerate(DateInBoxes.BOXES) if box in codes]

    @property
    def is_always_answered(self) -> bool:
        """Radio buttons of which one stands for nothing chosen: it is an answer like the others."""
        if isinstance(self.field, forms.ModelChoiceField):
            return False
        radios = isinstance(self.field.widget, forms.RadioSelect)
        return radios and "" in dict(self.field.widget.choices)

    @property
    def focus_id(self) -> str:
        """The id of the control that a link in the error summary goes to."""
        if self.use_fieldset:
            return f"{self.auto_id}_{self.faulty_boxes[0] if self.faulty_boxes else 0}"
        return self.id_for_label or self.auto_id


class FieldGroupRenderer(TemplatesSetting):
    bound_field_class = FieldGroupBoundField
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class AppForm(forms.Form):
    """What our forms extend. The server checks, not the browser: its bubbles cannot be styled,
    translated or read twice. Fields that other answers make necessary are named in ASKED_IF: their
    labels say when, and nothing calls them optional."""

    use_required_attribute = False
    ASKED_IF: tuple[str, ...] = ()


class AppModelForm(forms.ModelForm):
    """AppForm for a model. Gives fields and labels only: an action saves."""

    use_required_attribute = False


class StampedForm(AppModelForm):
    """Changes a row only as the page showed it: what somebody else saved meanwhile is not undone
    by an older page. What was typed stays, and saving once more is a deliberate yes."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [str(self.initial.get(name)) for name in self._meta.fields or ()]
        self.now = sha256("\x1f".join(shown).encode()).hexdigest()[:16]
        self.initial["stamp"] = self.now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.pop("stamp", "") or self.now) != self.now:
            typed = cast(QueryDict, self.data).copy()
            typed[self.add_prefix("stamp")] = self.now
            self.data = typed
            raise ValidationError(
                "Somebody changed these details while this page was open. Look at them as they are"
                " now, then save yours if they are still right."
            )
        return cleaned


def _standard_messages(field: forms.Field) -> dict[str, Any]:
    """What Django itself would say; anything else was written on purpose and stays."""
    messages: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        messages.update(getattr(cls, "default_error_messages", {}))
    return messages


def _plain_messages(field: forms.Field, label: str) -> dict[str, str]:
    choosing = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
    messages = {**LIMITS, "required": _ask_for("Choose" if choosing else "Enter", label)}
    if choosing:
        messages["invalid_choice"] = "Choose one of the options listed"
    if isinstance(field, forms.EmailField):
        messages["required"] = "Enter an email address"
    if isinstance(field, forms.FileField):
        messages |= {"required": "Choose a file", "empty": "This file is empty. Choose another"}
    if isinstance(field, forms.BooleanField):
        messages["required"] = f"Tick ‘{label}’ to go on"
    for kind, message in EXPLAINED.items():
        if isinstance(field, kind):
            messages["invalid"] = message
    return messages


def _ask_for(verb: str, label: str) -> str:
    """Enter the start date; Choose your role; Enter an answer to ‘What are you offering?’"""
    if label.endswith("?"):
        return f"{verb} an answer to ‘{label}’"
    first = label.split(" ")[0]
    noun = label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]
    return f"{verb} {noun}" if first.lower() in WITHOUT_ARTICLE else f"{verb} the {noun}"


class DateInBoxes(forms.MultiWidget):
    """Day, month and year: quicker and surer to type than to pick from a calendar."""

    BOXES = ("day", "month", "year")
    template_name = "forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numbers = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({box: forms.TextInput(numbers) for box in self.BOXES}, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        faulty = (attrs or {}).pop("faulty", [])
        context = super().get_context(name, value, attrs)
        for number, box in enumerate(context["widget"]["subwidgets"]):
            box["label"] = self.BOXES[number].capitalize()
            if number in faulty:
                box["attrs"]["aria-invalid"] = "true"
        return context


class UkDateField(forms.Field):
    """A date typed in three boxes; months may be names. Cleans to a datetime.date, or None.

    Error codes name the boxes to change: "day-month", "year", …"""

    widget = DateInBoxes
    default_error_messages = {
        "missing": "The date must include a %(boxes)s",
        "unreal": "Enter a real date, like 27 3 2027",
        "short": "Write the year with 4 numbers, like 2027",
    }

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in EMPTY_VALUES:
            return value or None
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        self._require_all(typed)
        day, month, year = _number(typed[0]), _month(typed[1]), _number(typed[2])
        if len(typed[2]) != 4 or year is None:
            raise self._error("short", "year")
        try:
            return date(year, month or 0, day or 0)
        except ValueError as error:
            boxes = "day" if month in range(1, 13) else "month"
            raise self._error("unreal", boxes) from error

    def _require_all(self, typed: list[str]) -> None:
        absent = [box for box, part in zip(DateInBoxes.BOXES, typed, strict=True) if not part]
        if absent:
            raise self._error("missing", "-".join(absent), boxes=" and a ".join(absent))

    def _error(self, message: str, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[message], code=code, params=params)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    """3, 03, mar and March are the same month."""
    name = text[:3].lower()
    return MONTHS.index(name) + 1 if name in MONTHS else _number(text)
