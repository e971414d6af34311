"""Builders: one function per model. Give what the test is about; the rest is filled in."""

from itertools import count
from typing import Any

from django.utils import timezone

from coalition.models import (
    Affiliation,
    Contributor,
    Organisation,
    OrganisationIdentifier,
    Programme,
    RoleGrant,
    User,
)

_serial = count(1)


def programme(name: str = "Homes for Aldermere", **fields: Any) -> Programme:
    defaults = {
        "slug": name.lower().replace(" ", "-"),
        "purpose": "Helping people who had to leave home to settle in Aldermere.",
        "office_email": "office@aldermere.example",
    }
    return Programme.objects.create(name=name, **{**defaults, **fields})


def user(name: str = "", *, role: str = "", programme: Programme | None = None) -> User:
    name = name or f"Person {next(_serial)}"
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = User.objects.create_user(email, "correct horse battery", name=name)
    if role:
        RoleGrant.objects.create(user=person, programme=programme, role=role)
    return person


def organisation(name: str = "", *, org_id: str = "", **fields: Any) -> Organisation:
    """`org_id` as GB-CHC-1234567."""
    fields = {"sector": "VC", **fields}
    made = Organisation.objects.create(name=name or f"Group {next(_serial)}", **fields)
    if org_id:
        scheme, _, value = org_id.rpartition("-")
        OrganisationIdentifier.objects.create(organisation=made, scheme=scheme, value=value)
    return made


def contributor(
    letter_name: str = "",
    *,
    user: User | None = None,
    organisation: Organisation | None = None,
    coordinates: bool = False,
    can_speak_for: bool = False,
    **fields: Any,
) -> Contributor:
    """A person whose name is confirmed by themselves, unless the test says otherwise."""
    letter_name = letter_name or f"Contributor {next(_serial)}"
    fields = {
        "email": user.email if user else f"c{next(_serial)}@example.org",
        "salutation": letter_name,
        "name_confirmed_by": "self",
        "name_confirmed_at": timezone.now(),
        **fields,
    }
    person = Contributor.objects.create(letter_name=letter_name, user=user, **fields)
    if organisation:
        Affiliation.objects.create(
            contributor=person,
            organisation=organisation,
            coordinates=coordinates,
            can_speak_for=can_speak_for,
        )
    return person
