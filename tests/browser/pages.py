"""The pages that browser tests look at. A new page starts with a line here.

`role` is "public" or the first name of a demo person; `path` is asked when the demo world stands,
so that it can look a thing up. `faulty` marks a page whose form, sent empty, must be refused with
a summary.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from coalition.models import Contributor, Organisation


@dataclass(frozen=True)
class Place:
    name: str
    role: str
    path: Callable[[], str]
    faulty: bool = False

    def __str__(self) -> str:
        return f"{self.name}-{self.role}"


def at(url_name: str, *args: object) -> Callable[[], str]:
    """The address of a page that needs nothing looked up."""
    return lambda: reverse(url_name, args=args)


def of_kitchen(url_name: str) -> Callable[[], str]:
    return lambda: reverse(url_name, args=[kitchen().pk])


def of_ben(url_name: str) -> Callable[[], str]:
    return lambda: reverse(url_name, args=[Contributor.objects.get(letter_name="Ben Okafor").pk])


def leaving_the_kitchen() -> str:
    place = kitchen().affiliations.get(contributor__letter_name="Pat Nowak")
    return reverse("affiliation_end", args=[kitchen().pk, place.pk])


def kitchen() -> Organisation:
    return Organisation.objects.get(name="Aldermere Community Kitchen")


PAGES = [
    # --- the frame --------------------
    Place("sign-in", "public", at("account_login"), faulty=True),
    Place("sign-up", "public", at("account_signup"), faulty=True),
    Place("password-reset", "public", at("account_reset_password"), faulty=True),
    Place("password-reset-sent", "public", at("account_reset_password_done")),
    Place("password-reset-old-link", "public", at("account_reset_password_from_key", "1", "x-y")),
    Place("email-sent", "public", at("account_email_verification_sent")),
    Place("email-old-link", "public", at("account_confirm_email", "x")),
    Place("accessibility", "public", at("accessibility")),
    Place("not-found", "public", lambda: "/nowhere"),
    Place("account", "ben", at("account_email"), faulty=True),
    Place("password-change", "ben", at("account_change_password"), faulty=True),
    Place("sign-out", "ben", at("account_logout")),
    Place("not-allowed", "ben", at("styleguide")),
    Place("style-guide", "lena", at("styleguide"), faulty=True),
    Place("today", "lena", at("dashboard")),
    Place("today", "rosa", at("dashboard")),
    Place("today", "amir", at("dashboard")),
    Place("today", "grace", at("dashboard")),
    Place("today", "ben", at("dashboard")),
    # --- coalition --------------------
    Place("organisations", "lena", at("organisation_list")),
    Place("organisations", "pat", at("organisation_list")),
    Place("organisations-none-match", "lena", lambda: reverse("organisation_list") + "?q=zzz"),
    Place("organisation-new", "lena", at("organisation_new"), faulty=True),
    Place("organisation", "lena", of_kitchen("organisation_detail")),
    Place("organisation-edit", "pat", of_kitchen("organisation_edit")),
    Place("organisation-number", "lena", of_kitchen("identifier_new"), faulty=True),
    Place("organisation-person", "lena", of_kitchen("affiliation_new"), faulty=True),
    Place("organisation-person-left", "lena", leaving_the_kitchen),
    Place("people", "lena", at("contributor_list")),
    Place("person-new", "lena", at("contributor_new"), faulty=True),
    Place("person", "lena", of_ben("contributor_detail")),
    Place("person-self", "ben", of_ben("contributor_detail")),
    Place("person-edit", "ben", of_ben("contributor_edit")),
    # --- forums --------------------
    # --- recognition --------------------
]
