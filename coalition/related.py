"""Pages of other apps about a person or an organisation: settings.RELATED_PAGES names functions of
the row and whoever looks, each of which gives a Related or None."""

from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from coalition.models import Contributor, Organisation, User


class Related(NamedTuple):
    words: str
    url: str


def related_to(row: Contributor | Organisation, user: User) -> list[Related]:
    found = [import_string(path)(row, user) for path in settings.RELATED_PAGES]
    return [one for one in found if one]
