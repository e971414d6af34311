"""What happens to people: found or added, corrected, joined to an account or an organisation."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action, overlapping
from coalition.models import Affiliation, Contributor, JournalEntry, Organisation, User
from coalition.templatetags.words import day

CONTRIBUTOR_ADDED = "contributor.added"
CONTRIBUTOR_CHANGED = "contributor.changed"
AFFILIATION_BEGUN = "affiliation.begun"


@action
def find_or_add(*, letter_name: str, email: str, by: User | None) -> Contributor:
    """The person of that name and address, or a new one. The public types names and addresses,
    so nothing of a person already known is changed; two names on one address mark it shared."""
    known = Contributor.objects.select_for_update(of=("self",)).named(letter_name, email).first()
    if known is not None:
        return known

    person = Contributor.objects.create(
        letter_name=letter_name,
        salutation=letter_name,  # "Dear Maya Lindqvist" until we know better
        email=email.lower(),
        email_is_shared=bool(email) and Contributor.objects.filter(email__iexact=email).exists(),
        name_confirmed_by=Contributor.NameSource.STAFF if by else Contributor.NameSource.SELF,
        name_confirmed_at=timezone.now(),
    )

    JournalEntry.objects.record(CONTRIBUTOR_ADDED, by=by, subject=person, concerns=person)
    return person


@action
def link_account(*, user: User, email: str) -> Contributor:
    """Join an account whose address is proven to the person whom we know by it, or to a new one.
    A shared address proves nobody, so then it takes the name as well. Who has a person already
    keeps that one: joining two people is a merge, which a person decides."""
    people = Contributor.objects.select_for_update()
    unlinked = people.filter(user=None).reached_at(email)
    person = people.filter(user=user).first() or unlinked.first()
    if person is None:
        # The name is what they typed of themselves, so it stands on their own word (CON-4).
        person = find_or_add(letter_name=user.name or email, email=email, by=None)

    if person.user_id is None:
        person.user = user
        person.save(update_fields=["user"])
    return person


@action
def add(*, by: User, confirmed_by: str = "", **fields: Any) -> Contributor:
    """Put a person on the register. Raises DomainError where the address is taken (CON-6).

    `confirmed_by` says on whose word the name stands (CON-4), where it is not the doer's own.
    """
    person = Contributor(**fields)
    _confirm_name(person, confirmed_by or _source(person, by))
    person.save()

    JournalEntry.objects.record(CONTRIBUTOR_ADDED, by=by, subject=person, concerns=person)
    return person


@action
def change(
    *, contributor: Contributor, by: User | None, confirmed_by: str = "", **fields: Any
) -> Contributor:
    """Correct a person's details; `by` is None for the person, by their link. A new name stands on
    the word of `confirmed_by`, or else of whoever typed it (CON-4)."""
    person = Contributor.objects.lock(contributor).require_standing()

    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, fields[name])
    if confirmed_by and confirmed_by != person.name_confirmed_by:
        _confirm_name(person, confirmed_by)
    elif "letter_name" in changed:
        _confirm_name(person, confirmed_by or _source(person, by))
    person.save()

    JournalEntry.objects.record(
        CONTRIBUTOR_CHANGED, by=by, subject=person, concerns=person, changed=changed
    )
    return person


@action
def affiliate(
    *, contributor: Contributor, organisation: Organisation, by: User, **fields: Any
) -> Affiliation:
    """Begin a person's place in an organisation. Raises DomainError where they have one there on
    one of its days (AFF-1)."""
    contributor = Contributor.objects.lock(contributor).require_standing()
    organisation.require_standing()
    affiliation = Affiliation(contributor=contributor, organisation=organisation, **fields)
    days = overlapping(affiliation.from_on, affiliation.to_on)
    if place := contributor.affiliations.filter(days, organisation=organisation).first():
        last = f" until {day(place.to_on)}. Add them after that day" if place.to_on else ""
        raise DomainError(f"This person is already with this organisation{last}.")

    affiliation.save()

    JournalEntry.objects.record(AFFILIATION_BEGUN, by=by, subject=affiliation, concerns=contributor)
    return affiliation


def _source(person: Contributor, by: User | None) -> str:
    """On whose word a name stands that `by` typed: their own, their organisation's, or ours."""
    if by is None or (person.user_id is not None and person.user_id == by.pk):
        return Contributor.NameSource.SELF
    theirs = person.pk and person.affiliations.in_force().filter(organisation__in=by.coordinates)
    if theirs and not by.roles and theirs.exists():
        return Contributor.NameSource.PARTNER
    return Contributor.NameSource.STAFF


def _confirm_name(person: Contributor, source: str) -> None:
    person.name_confirmed_by = source
    person.name_confirmed_at = timezone.now()
