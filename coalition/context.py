"""What every page knows: the site, its programmes, and where this person can go."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from coalition.demo import PASSWORD, PEOPLE, DemoPerson
from coalition.models import Programme
from coalition.panels import NavItem


class Site:
    """Asked lazily, so that a page which shows no header pays for none."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = getattr(request, "user", None)
        self.name = settings.SITE_NAME
        self.demo = settings.DEMO

    @cached_property
    def programme(self) -> Programme | None:
        """The programme, where there is only one."""
        first, *others = Programme.objects.all()[:2] or [None]
        return None if others else first

    @cached_property
    def nav(self) -> list[NavItem]:
        if self.user is None or not self.user.is_authenticated:
            return []
        items = [import_string(path)(self.user) for path in settings.NAVIGATION]
        return [item for item in items if item]

    @property
    def foot(self) -> list[tuple[str, str]]:
        """(words, address) of what everyone may read."""
        return [(words, reverse(name)) for words, name in settings.FOOTER]

    @property
    def demo_people(self) -> list[DemoPerson]:
        """Whom a visitor of the demonstration can be; nobody anywhere else."""
        return PEOPLE if self.demo else []

    @property
    def demo_password(self) -> str:
        return PASSWORD if self.demo else ""


def site(request: HttpRequest) -> dict[str, Site]:
    """`site` to our pages. `frame` is the same, for base.html: allauth has a `site` of its own."""
    here = Site(request)
    return {"site": here, "frame": here}
