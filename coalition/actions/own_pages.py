"""A person's own page, by a link in a mail: sent, and what they do there without an account."""

from typing import Any

from django.utils import timezone

from coalition.actions import contributors, mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, User

LINK_SENT = "contributor.link_sent"
NAME_ASKED = "contributor.name_asked"
NAME_CONFIRMED = "contributor.name_confirmed"
PEOPLE_AT_ONE_ADDRESS = 20


@action
def send_links(*, email: str) -> None:
    """Mail whoever reads this address a new link for each person there; older ones are void. Says
    nothing either way, so that nobody learns who is on the register."""
    theirs = Contributor.objects.select_for_update(of=["self"]).filter(email__iexact=email)
    known = theirs.contactable().order_by("pk")[:PEOPLE_AT_ONE_ADDRESS]
    people = [one for one in known if may_contact(one, Channel.EMAIL, Purpose.SERVICE)]
    for person in people:
        person.save(update_fields=person.renew_link(void_old=True))
        JournalEntry.objects.record(LINK_SENT, by=None, subject=person, concerns=person)
    if people:
        mail.write(kind="own_links", to=email, context={"people": people}, concerns=people[0])


@action
def ask_to_confirm(*, contributor: Contributor, by: User) -> Contributor:
    """Ask a person by mail whether their name is right, which takes them one click (CON-4)."""
    person = Contributor.objects.lock(contributor)
    if person.name_is_confirmed:
        raise DomainError("Their name is confirmed already.")
    answer = may_contact(person, Channel.EMAIL, Purpose.SERVICE)
    if not answer:
        raise DomainError(answer.sentence)

    person.save(update_fields=person.renew_link())
    mail.write(
        kind="name_to_confirm",
        to=person.email,
        context={"person": person, "by": by},
        concerns=person,
    )

    JournalEntry.objects.record(NAME_ASKED, by=by, subject=person, concerns=person)
    return person


@action
def confirm_name(*, contributor: Contributor, seen: str) -> Contributor:
    """The person says that the name they saw is theirs (CON-4). Raises DomainError where it was
    changed while they looked."""
    person = Contributor.objects.lock(contributor)
    if seen.splitlines() != f"{person.letter_name}\n{person.salutation}".splitlines():
        raise DomainError("The name was changed while you looked. Please look once more.")

    person.name_confirmed_by = Contributor.NameSource.SELF
    person.name_confirmed_at = timezone.now()
    person.save(update_fields=["name_confirmed_by", "name_confirmed_at"])

    JournalEntry.objects.record(NAME_CONFIRMED, by=None, subject=person, concerns=person)
    return person


@action
def change_details(*, contributor: Contributor, **fields: Any) -> Contributor:
    """What they typed about themselves stands on their own word (CON-4)."""
    return contributors.change(
        contributor=contributor, by=None, confirmed_by=Contributor.NameSource.SELF, **fields
    )
