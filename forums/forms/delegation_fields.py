"""The questions about power that is handed over."""

from django import forms

from coalition.fields import AppForm, UkDateField
from forums.authority.modes import LONGEST_ANSWER, Basis, Mode
from forums.authority.periods import Period
from forums.forms.amounts import LinesField, PoundsField
from forums.forms.fields import LineField, OrganisationField
from forums.models.delegation import LINE_LENGTH, LONGEST_CALL_IN, POWER_LENGTH
from forums.models.delegation_words import Report

DAYS = {"inputmode": "numeric", "class": "input-s"}


class DelegationFields(AppForm):
    """One sentence, who, how far, and until when."""

    # As the page shows them, so that its summary of what is missing comes in that order.
    field_order = [
        *["power", "theme", "seat", "excludes", "delegator", "holder", "office_title", "parent"],
        *["mode", "legal_basis", "instrument_url", "answer_within_days", "per_decision_limit"],
        *["period_limit", "period", "conditions", "must_consult", "call_in_days"],
    ]
    ASKED_IF = (
        *["seat", "parent", "answer_within_days", "per_decision_limit", "period_limit"],
        *["report_to", "report_every", "replaces"],
    )

    theme = LineField(
        label="In two or three words",
        max_length=80,
        help_text="As a heading, such as: Small repairs.",
        error_messages={"required": "Say in two or three words what it is about"},
    )
    power = LineField(
        label="What is handed over?",
        max_length=POWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One sentence that a stranger understands, such as: Agree repairs that let a"
        " family move in. What it does not cover has its own place below.",
        error_messages={"required": "Say in one sentence what is handed over"},
    )
    seat = forms.ChoiceField(label="To whom?", required=False)
    parent = forms.ChoiceField(
        label="Is it handed on from another delegation?",
        required=False,
        help_text="Then the chair who holds that one hands this over, and it can reach no further.",
    )
    delegator = OrganisationField(
        label="Whose power is it?",
        max_length=200,
        help_text="The body, by its name or register number.",
        error_messages={"required": "Name the body whose power it is"},
    )
    holder = LineField(
        label="Who hands it over?",
        max_length=254,
        help_text="Name or email address of somebody who speaks for that body and has an account."
        " They read this and approve it; nobody else can, and you cannot be it yourself.",
        error_messages={"required": "Name who hands it over"},
    )
    office_title = LineField(
        label="In which office?",
        max_length=120,
        help_text="Members read the office, not the name. Such as: Director of Housing.",
        error_messages={"required": "Say in which office they hold it"},
    )
    mode = forms.ChoiceField(
        label="How far does it go?",
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it goes"},
    )
    legal_basis = forms.ChoiceField(
        label="What does it rest on?",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it rests on"},
    )
    instrument_url = forms.URLField(
        label="Where can one read that?",
        required=False,
        assume_scheme="https",
        help_text="The web address of the minute, the agreement or the scheme.",
    )
    answer_within_days = forms.IntegerField(
        label="Working days to answer",
        required=False,
        min_value=1,
        max_value=LONGEST_ANSWER,
        widget=forms.TextInput(attrs=DAYS),
        help_text="For an undertaking or a recommendation: within how many working days the answer"
        " or the reason is published.",
    )
    per_decision_limit = PoundsField(
        label="One decision is worth at most, in pounds",
        required=False,
        help_text="For what is decided. 0 means that no money may be spent.",
    )
    period_limit = PoundsField(label="All decisions of a period, in pounds", required=False)
    period = forms.ChoiceField(
        label="Counted over",
        choices=Period.choices,
        widget=forms.RadioSelect,
        initial=Period.YEAR,
    )
    conditions = LinesField(
        label="Conditions",
        longest=LINE_LENGTH,
        help_text="What must be so before anything is decided. One a line.",
    )
    must_consult = LinesField(
        label="Who must be heard first", longest=LINE_LENGTH, help_text="One a line."
    )
    excludes = LinesField(
        label="What it does not cover",
        longest=LINE_LENGTH,
        help_text="One a line. What the programme has reserved is never covered.",
    )
    sub_delegation = forms.BooleanField(label="It may be handed on, in part", required=False)
    call_in_days = forms.IntegerField(
        label="Working days in which a decision can be called in",
        min_value=0,
        max_value=LONGEST_CALL_IN,
        initial=0,
        widget=forms.TextInput(attrs=DAYS),
        help_text="0 means that it counts at once.",
    )
    report_to = LineField(label="Reports to", required=False, max_length=120)
    report_every = forms.ChoiceField(
        label="How often", required=False, choices=[("", "Does not report"), *Report.choices]
    )
    effective_from = UkDateField(label="First day")
    expires_on = UkDateField(
        label="Last day", help_text="Within 24 months. It can be renewed then."
    )
    review_on = UkDateField(label="When will you look at it again?")
    replaces = forms.ChoiceField(label="Does it take the place of another?", required=False)
