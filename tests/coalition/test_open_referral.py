"""Open Referral UK, checked against the schemas of HSDS-UK 3.0 with format checks on."""

import json
from datetime import date
from uuid import UUID, uuid4

import jsonschema
import pytest
from django.urls import reverse

from coalition.exports.open_referral import ORGANISATION, SERVICE, pk_of, uuid_of
from coalition.models import Offer
from tests import make
from tests.coalition.shared_data import FOLDER, needs_shared_data

SCHEMAS = FOLDER / "standards" / "hsds-uk-3.0" / "schema"


def conforms(said, schema):
    """Raises where it does not. Everything a schema refers to lies in the file itself."""
    text = json.dumps(schema)
    assert "$ref" not in text
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    assert {"uuid", "uri", "date-time", "date"} <= set(checker.checkers)
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(said)


def schema(name):
    return json.loads((SCHEMAS / "compiled" / f"{name}.json").read_text())


def page_schema(item):
    page = json.loads((SCHEMAS / "openapi.json").read_text())["components"]["schemas"]["Page"]
    required = [*page["properties"], "contents"]
    contents = {"type": "array", "items": schema(item)}
    return {**page, "properties": {**page["properties"], "contents": contents},
            "required": required}  # fmt: skip


@pytest.fixture
def offers(programme, kitchen, lena):
    kitchen.identifiers.create(scheme="GB-CHC", value="1147168")
    kitchen.website = "https://kitchen.example"
    kitchen.save()
    who = {"programme": programme, "contributor": make.contributor(email="secret@example.org")}
    dated = {"available_from": date(2026, 12, 1), "available_to": date(2027, 3, 1)}
    return [
        make.offer(**who, organisation=kitchen, area="Vale", what_exactly="Hot.", **dated),
        make.offer(**who, organisation=kitchen, accepted_by=lena),
        make.offer(**who),  # a person's own: not a service of an organisation
        make.offer(
            programme=make.programme("Other"),
            contributor=who["contributor"],
            organisation=kitchen,
        ),
    ]


@needs_shared_data
def test_services_conform_one_by_one_and_in_a_page(as_, lena, offers):
    browser = as_(lena)
    listed = browser.get(reverse("open_referral_services")).json()

    conforms(listed, page_schema("service_list"))
    assert [one["name"] for one in listed["contents"]] == [o.headline for o in offers[:2]]
    assert [one["status"] for one in listed["contents"]] == ["inactive", "active"]
    for one in listed["contents"]:
        whole = browser.get(reverse("open_referral_service", args=[one["id"]]))
        conforms(whole.json(), schema("service"))
        assert "secret@example.org" not in whole.text
    assert whole.json()["organization"]["organization_identifiers"][0]["identifier"] == "1147168"


@needs_shared_data
def test_organisations_conform_one_by_one_and_in_a_page(as_, lena, offers, kitchen):
    browser = as_(lena)
    listed = browser.get(reverse("open_referral_organizations")).json()

    conforms(listed, page_schema("organization_list"))
    for one in listed["contents"]:
        whole = browser.get(reverse("open_referral_organization", args=[one["id"]])).json()
        conforms(whole, schema("organization"))
    assert len(whole["services"]) == 2
    assert whole["website"] == "https://kitchen.example"


def test_pages_are_as_many_as_asked_and_nonsense_is_the_first(as_, lena, offers):
    browser, url = as_(lena), reverse("open_referral_services")

    second = browser.get(url, {"page": "2", "per_page": "1"}).json()
    odd = browser.get(url, {"page": "x", "per_page": "-5"}).json()
    past = browser.get(url, {"page": "99999999999999999999", "per_page": "100"}).json()

    assert (second["total_items"], second["total_pages"], second["size"]) == (2, 2, 1)
    assert (second["first_page"], second["last_page"], second["empty"]) == (False, True, False)
    assert (odd["page_number"], odd["size"]) == (1, 2)
    assert (past["empty"], past["last_page"], past["contents"]) == (True, True, [])


def test_services_can_be_searched(as_, lena, offers):
    found = as_(lena).get(reverse("open_referral_services"), {"search": "hot"}).json()

    assert [one["name"] for one in found["contents"]] == [offers[0].headline]


def test_what_was_declined_or_withdrawn_is_no_service(as_, lena, offers):
    Offer.objects.filter(pk=offers[0].pk).update(status="withdrawn")

    found = as_(lena).get(reverse("open_referral_services")).json()

    assert [one["name"] for one in found["contents"]] == [offers[1].headline]


def test_a_uuid_of_ours_leads_back_and_others_lead_nowhere(as_, lena, offers):
    made = uuid_of(SERVICE, offers[0].pk)

    assert (made.version, pk_of(SERVICE, made)) == (8, offers[0].pk)
    assert pk_of(ORGANISATION, made) is None
    for foreign in (uuid4(), UUID(int=0), uuid_of(SERVICE, 2**47)):
        response = as_(lena).get(reverse("open_referral_service", args=[foreign]))
        assert response.status_code == 404


def test_lists_take_the_same_queries_however_long(as_, lena, offers, django_assert_max_num_queries):
    browser = as_(lena)
    for name in ("open_referral_services", "open_referral_organizations"):
        browser.get(reverse(name))
        with django_assert_max_num_queries(8):
            browser.get(reverse(name))
