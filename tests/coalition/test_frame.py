"""The frame that every page stands in: forms, errors, weight, and the policy on scripts."""

import re
from datetime import date
from pathlib import Path

import brotli
import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import override_settings

from coalition.fields import AppForm, UkDateField
from coalition.models import Mail
from tests import make

BUDGET = 60_000  # bytes, brotli: what a first visit loads besides the page itself
LIST_BUDGET = 50_000  # bytes, as they are: the page of a long list


class VisitForm(AppForm):
    name = forms.CharField(label="Your name", help_text="As you would sign", max_length=5)
    kind = forms.ChoiceField(
        label="Kind of visit", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    why = forms.CharField(label="Why now?", error_messages={"required": "Say why"})
    note = forms.CharField(label="Note", required=False)
    on = UkDateField(label="Day of the visit")


def filled(**changes):
    return VisitForm(
        {
            "name": "Ada",
            "kind": "a",
            "why": "x",
            "on_day": "27",
            "on_month": "3",
            "on_year": "2027",
            **changes,
        }
    )


def test_a_field_says_in_plain_words_what_is_missing():
    form = VisitForm({})

    assert form.errors["name"] == ["Enter your name"]
    assert form.errors["kind"] == ["Choose the kind of visit"]
    assert form.errors["on"] == ["Enter the day of the visit"]


def test_a_message_written_on_purpose_is_kept():
    assert VisitForm({}).errors["why"] == ["Say why"]


def test_a_limit_is_explained_with_both_numbers():
    assert filled(name="Augusta").errors["name"] == ["Use 5 characters or fewer. You have used 7."]


def test_label_hint_error_and_control_are_tied_together():
    html = str(filled(name="")["name"].as_field_group())

    assert '<label class="label" for="id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_radios_that_offer_nothing_as_an_answer_are_not_called_optional():
    class TeaForm(AppForm):
        milk = forms.ChoiceField(
            choices=[("", "No milk"), ("oat", "Oat")], widget=forms.RadioSelect, required=False
        )
        cakes = forms.MultipleChoiceField(
            choices=[("bun", "Bun")], widget=forms.CheckboxSelectMultiple, required=False
        )

    form = TeaForm()

    assert "(optional)" not in str(form["milk"].as_field_group())
    assert "(optional)" in str(form["cakes"].as_field_group())


def test_every_state_is_drawn_in_a_way_that_there_is():
    css = (settings.BASE_DIR / "static/css/site.css").read_text()
    drawn = set(re.findall(r"\.tag-(\w+) {", css)) | {"off"}

    pages = [page.read_text() for page in (settings.BASE_DIR / "templates").rglob("*.html")]
    tags = [tag for page in pages for tag in re.findall(r'_tag\.html" with ([^%]*)', page)]
    kinds = {kind for tag in tags for kind in re.findall(r'kind="(\w+)"', tag)}

    assert {"ok", "warn"} <= kinds <= drawn


def test_only_fields_that_may_stay_empty_are_marked():
    html = str(VisitForm())

    assert "Note (optional)" in html
    assert html.count("(optional)") == 1
    assert " required" not in html


def test_choices_are_a_group_with_a_legend():
    html = str(filled(kind="")["kind"].as_field_group())

    assert "<fieldset" in html
    assert "<legend" in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("month", ["3", "03", "mar", "March"])
def test_a_date_is_read_from_three_boxes(month):
    form = filled(on_month=month)

    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("changes", "message", "focus"),
    [
        ({"on_month": ""}, "The date must include a month", "id_on_1"),
        ({"on_day": "", "on_year": ""}, "The date must include a day and a year", "id_on_0"),
        ({"on_day": "31", "on_month": "2"}, "Enter a real date, like 27 3 2027", "id_on_0"),
        ({"on_month": "13"}, "Enter a real date, like 27 3 2027", "id_on_1"),
        ({"on_month": "Smarch"}, "Enter a real date, like 27 3 2027", "id_on_1"),
        ({"on_year": "27"}, "Write the year with 4 numbers, like 2027", "id_on_2"),
        ({"on_day": "x"}, "Enter a real date, like 27 3 2027", "id_on_0"),
    ],
)
def test_a_faulty_date_says_which_box_to_change(changes, message, focus):
    form = filled(**changes)

    assert form.errors["on"] == [message]
    assert form["on"].focus_id == focus
    assert f'id="{focus}" aria-invalid="true"' in str(form["on"])


def test_a_date_may_stay_empty_where_it_is_optional():
    form = VisitForm({})
    form.fields["on"].required = False

    assert "on" not in form.errors


def test_the_error_summary_links_to_the_first_control_of_each_field():
    form = VisitForm({})
    form.add_error(None, "Somebody else was quicker.")

    html = render_to_string("components/_error_summary.html", {"form": form})

    assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "id_kind_0", "id_why", "id_on_0"]
    assert "Somebody else was quicker." in html


def test_the_first_visit_loads_less_than_its_budget(client, db):
    html = client.get("/accounts/login/").content.decode()
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', html)
    weight = sum(len(brotli.compress(Path(finders.find(name)).read_bytes())) for name in files)

    assert {"css/site.css", "icon.svg", "js/site.js"} < set(files)
    assert weight < BUDGET


def test_a_list_of_fifty_rows_is_light(as_, lena):
    for number in range(50):
        make.organisation(f"Fellowship of Aldermere Community Kitchens and Gardens {number}")

    html = as_(lena).get("/organisations/").content

    assert len(html) < LIST_BUDGET


def test_production_names_files_by_their_content_and_compresses_them(tmp_path):
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)

    names = {path.name for path in tmp_path.glob("css/*")}
    assert any(re.fullmatch(r"site\.[0-9a-f]{12}\.css\.br", name) for name in names)
    assert "site.css" not in names


def test_the_policy_lets_no_inline_script_or_style_run(client, db):
    response = client.get("/accounts/login/")
    policy = response["Content-Security-Policy"].split("; ")

    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy)
    html = response.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)


def test_the_500_page_needs_neither_database_nor_request():
    html = render_to_string("500.html")

    assert "Something went wrong on our side" in html


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "404.html", "409.html", "403_csrf.html"]
)
def test_error_pages_say_that_nothing_was_lost_and_lead_on(template):
    html = render_to_string(
        template, {"message": "Closed yesterday.", "again": "/", "typed": ["What I wrote"]}
    )

    assert html.count("<h1") == 1
    assert 'href="/' in html


def test_a_title_starts_with_error_when_the_form_needs_changing(client, db):
    html = client.post("/accounts/login/", {"login": ""}).content.decode()

    assert "<title>Error: Sign in" in html
    assert 'href="#id_login"' in html


def test_a_wrong_password_does_not_say_which_of_the_two_was_wrong(client, programme):
    page = client.post("/accounts/login/", {"login": "no@example.org", "password": "nothing"})

    assert "The email address or the password is not right" in page.content.decode()


@pytest.mark.parametrize(
    ("url", "sent", "words"),
    [
        ("/accounts/signup/", {"name": "Ada", "password1": "a long enough one"}, "Hello Ada"),
        ("/accounts/password/reset/", {}, "There is no account with this address."),
    ],
)
def test_account_mail_is_in_our_words(client, programme, url, sent, words):
    client.post(url, {"email": "ada@example.org", **sent})

    message = Mail.objects.get()
    assert words in message.body
    assert "Homes for Aldermere" in message.body
    assert "example.com" not in message.body
