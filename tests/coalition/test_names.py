"""Names of one word, without Latin letters, or very long: through form, page and list."""

import csv

import pytest
from django.urls import reverse
from django.utils.html import escape

from coalition.domain import one_line
from coalition.models import Contributor
from tests.coalition.shared_data import FOLDER, needs_shared_data

PATH = FOLDER / "people" / "name_edge_cases.csv"


def names():
    if not PATH.exists():
        return []
    with PATH.open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


@needs_shared_data
@pytest.mark.django_db
@pytest.mark.parametrize("name", names(), ids=lambda name: name[:20])
def test_every_real_name_passes_form_page_and_list(as_, lena, name):
    data = {"letter_name": name, "salutation": name[:250], "language": "en", "adult": "yes",
            "format_need": "standard", "confirmed_by": "partner"}  # fmt: skip
    client = as_(lena)

    response = client.post(reverse("contributor_new"), data)

    if response.status_code == 422:  # nothing that could be a name
        assert not one_line(name) or len(one_line(name)) > 250, response.context["form"].errors
        return
    person = Contributor.objects.get(name_confirmed_by="partner")
    assert person.letter_name == one_line(name)
    shown = escape(person.letter_name)
    assert shown in client.get(person.get_absolute_url()).text
    assert shown in client.get(reverse("contributor_list")).text
