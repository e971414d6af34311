"""Every part of the interface in every state: what we design by, and what the tests look at."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from coalition.fields import AppForm, UkDateField
from coalition.http import Request
from coalition.permissions import can_see_style_guide, require

KINDS = [("place", "Place to stay"), ("time", "Time"), ("skill", "Professional skill")]
TYPED = {
    "email": "priya at example.org",
    "start_day": "31",
    "start_month": "feb",
    "start_year": "27",
}
STATUSES = [
    ("new", "New", 25, True),
    ("talking", "In conversation", 12, False),
    ("no", "Kind no", 8, False),
]


class SampleForm(AppForm):
    """One field of each kind."""

    title = forms.CharField(
        label="What are you offering?",
        max_length=80,
        help_text="Say it as you would to a colleague, for example ‘Meeting room for 40 people’",
        error_messages={"required": "Enter what you are offering"},
    )
    kind = forms.ChoiceField(
        label="What kind of offer is it?",
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text="Choose the closest one",
        error_messages={"required": "Choose what kind of offer it is"},
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        choices=[("ar", "Arabic"), ("fa", "Dari"), ("ps", "Pashto"), ("uk", "Ukrainian")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    organisation = forms.ChoiceField(
        label="Organisation", choices=[("", "Choose an organisation"), ("1", "Open Door Aldermere")]
    )
    detail = forms.CharField(
        label="Anything we should know",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dates, limits, or who to speak to",
        required=False,
    )
    email = forms.EmailField(
        label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    people = forms.IntegerField(label="How many people?", min_value=1, required=False)
    start = UkDateField(label="When could it start?", help_text="For example, 27 3 2027")
    file = forms.FileField(label="File", help_text="A CSV file, up to 10 MB")
    agree = forms.BooleanField(
        label="The organisation has agreed that we can name it",
        help_text="You can change this later",
        error_messages={"required": "Confirm that the organisation can be named"},
    )


def styleguide(request: Request) -> HttpResponse:
    """Its form is real: sending it empty shows every error. It keeps nothing."""
    require(can_see_style_guide(request.user))
    sent = request.method == "POST"
    form = SampleForm(request.POST, request.FILES) if sent else SampleForm()
    if sent and form.is_valid():
        messages.success(request, "All fields are well. Nothing was saved.")
    context = {
        "form": form,
        "faulty": SampleForm(TYPED, auto_id="faulty_%s"),
        "choices": STATUSES,
        "chips": [("New", "?"), ("Place to stay", "?")],
        "page": Paginator(range(500), 25).page(7),
    }
    status = 422 if form.errors else 200
    return render(request, "coalition/styleguide.html", context, status=status)
