"""The words of letters: what may stand in them, and that what was saved stays."""

import pytest
from django.db import IntegrityError, transaction

from coalition.domain import DomainError
from recognition.actions import templates
from recognition.forms.templates import TemplateForm, WordsForm
from recognition.models import TemplateVersion
from recognition.typesetting.placeholders import check, word_count
from recognition.wordings import WORDINGS
from tests import make

GOOD = "You ((what_they_did)).\n\nThank you."


def problems_of(body: str) -> list[str]:
    form = WordsForm({"subject": "Thanks", "body": body, "based_on": 1})
    return form.errors.get("body", [])


def test_a_template_is_saved_as_its_first_version(programme, rosa):
    version = make.template(programme, body=GOOD, by=rosa)

    assert (version.number, version.body, version.written_by) == (1, GOOD, rosa)


def test_a_change_is_a_new_version_and_the_old_one_stays(programme, rosa):
    old = make.template(programme, body=GOOD)

    new = templates.rewrite(
        template=old.template, based_on=1, subject="Thanks", body="Thank you.", by=rosa
    )

    old.refresh_from_db()
    assert (old.body, new.body, new.number) == (GOOD, "Thank you.", 2)
    assert list(TemplateVersion.objects.latest_of_each()) == [new]


def test_saving_the_same_words_makes_no_version(programme, rosa):
    version = make.template(programme, body=GOOD, subject="Thanks")

    again = templates.rewrite(
        template=version.template, based_on=1, subject="Thanks", body=GOOD, by=rosa
    )

    assert again == version


def test_of_two_who_write_the_second_is_told_and_loses_nothing(programme, rosa):
    version = make.template(programme)
    templates.rewrite(template=version.template, based_on=1, subject="A", body="A.", by=rosa)

    with pytest.raises(DomainError, match="Rosa saved version 2 while you were writing"):
        templates.rewrite(template=version.template, based_on=1, subject="B", body="B.", by=rosa)


def test_two_templates_of_one_name_are_told_apart_by_language_only(programme, rosa):
    make.template(programme, name="Official", language="en")
    make.template(programme, name="Official", language="cy")

    with pytest.raises(DomainError, match="There is already a template of this name"):
        make.template(programme, name="Official", language="en")


def test_a_template_is_taken_out_of_use_once(programme, rosa):
    template = make.template(programme).template

    templates.retire(template=template, by=rosa)

    with pytest.raises(DomainError, match="out of use already"):
        templates.retire(template=template, by=rosa)


def test_the_database_refuses_to_change_a_version(programme):
    """LET-1."""
    version = make.template(programme)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        TemplateVersion.objects.filter(pk=version.pk).update(body="Dear Supporter")


def test_the_database_refuses_a_number_twice_and_an_empty_body(programme):
    version = make.template(programme)
    same = {"template": version.template, "subject": "S", "written_by": version.written_by}

    with pytest.raises(IntegrityError, match="template_version_number_once"), transaction.atomic():
        TemplateVersion.objects.create(number=1, body="B", **same)
    with pytest.raises(IntegrityError, match="template_version_has_words"), transaction.atomic():
        TemplateVersion.objects.create(number=2, body="", **same)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Thank you.\nYou ((what_they_dud)).", "Line 2, character 5: "),
        ("You ((what_they_dud)).", "Did you mean ((what_they_did))?"),
        ("You ((what_they_did).", "not closed"),
        ("You {{ what_they_did }}.", "with two round brackets"),
        ("Dear ((salutation)),\n\nThank you.", "Leave out the greeting"),
        ("thank " * 221, "Use 220 words or fewer. You have used 221, 1 too many"),
        ("Thank you \U0001f600", "We cannot print the picture"),
        ("شكرا", "We cannot print the character"),
        (f"Thank you {'x' * 60}", "without a space"),
    ],
)
def test_words_that_cannot_be_printed_are_not_saved_and_it_is_said_where(body, said):
    """TPL-1 and the bad inputs of story 8."""
    assert said in " ".join(problems_of(body))


def test_every_mistake_is_named_at_once():
    assert len(problems_of("((one)) and ((two))")) == 2


def test_the_subject_takes_no_placeholders():
    form = WordsForm({"subject": "Thanks ((letter_name))", "body": GOOD, "based_on": 1})

    assert form.errors["subject"] == ["Write the subject without placeholders"]


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=lambda wording: wording.key)
def test_each_ready_wording_is_fit_to_save(wording, programme):
    form = TemplateForm(
        {
            "name": wording.name,
            "kind": wording.kind,
            "language": wording.language,
            "subject": wording.subject,
            "body": wording.body,
        },
        programmes=[programme.pk],
    )

    assert form.is_valid(), form.errors
    assert check(wording.body) == []
    assert word_count(wording.body) < 220
    assert "!" not in wording.body
