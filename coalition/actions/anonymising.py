"""A person's identity is removed for good; what they did stays, and is counted (CON-5)."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from coalition.actions import offers, stopping
from coalition.domain import DomainError, action
from coalition.models import (
    Affiliation,
    Contributor,
    Household,
    HouseholdMember,
    JournalEntry,
    LikelyDouble,
    Mail,
    Offer,
    Preference,
    Spelling,
    User,
)

ANONYMISED = "contributor.anonymised"
REMOVED = "Removed."
# What a row says of a person, and what it says then.
PERSON = {
    "salutation": "",
    "known_as": "",
    "post_nominals": "",
    "email": "",
    "email_is_shared": False,
    "phone": "",
    "address": "",
    "format_need": Contributor.Format.STANDARD,
    "name_confirmed_by": "",
    "name_confirmed_at": None,
    "user": None,
}
OFFER = {
    "headline": REMOVED,
    "what_exactly": "",
    "area": "",
    "hard_to_keep_up": "",
    "who_else_says_yes": "",
    "question": "",
}


@action
def anonymise(*, contributor: Contributor, by: User) -> Contributor:
    """Open offers are withdrawn, places end, and a hold stays. Raises DomainError for who holds a
    role here, and where it was done before."""
    person = Contributor.objects.lock(contributor)
    if person.anonymised_at:
        raise DomainError("Their details were removed before.")
    if person.user and person.user.grants.in_force().exists():
        raise DomainError("They hold a role here. End their roles first.")

    stopping.cancel_all(person=person, reason="Their details were removed.", by=by)
    _empty_offers(person, by)
    _end_places(person)
    _close_account(person.user)
    for name in settings.EMPTIED_WITH_PEOPLE:
        import_string(name)(person=person, by=by)
    _empty(person)

    JournalEntry.objects.record(ANONYMISED, by=by, subject=person, concerns=person)
    return person


def _empty(person: Contributor) -> None:
    place = person.affiliations.select_related("organisation").order_by("-from_on").first()
    sector = f", {place.organisation.get_sector_display().lower()}" if place else ""
    person.letter_name = f"Former contributor{sector}"
    for name, value in PERSON.items():
        setattr(person, name, value)
    person.renew_link(void_old=True)
    person.anonymised_at = timezone.now()
    person.save()
    LikelyDouble.objects.touching(Contributor, [person.pk]).delete()


def _empty_offers(person: Contributor, by: User) -> None:
    for offer in person.offers.open().order_by("pk"):
        offers.withdraw(offer=offer, by=by)
    theirs = Offer.objects.filter(contributor=person)
    theirs.update(**OFFER)
    for name in ("decided_sentence", "impact_sentence"):
        theirs.exclude(**{name: ""}).update(**{name: REMOVED})


def _end_places(person: Contributor) -> None:
    """In organisations and in a household, whose joint name would tell."""
    today = timezone.localdate()
    places = Affiliation.objects.filter(contributor=person)
    places.update(role_title="")
    places.filter(to_on=None, from_on__lte=today).update(to_on=today)
    homes = Household.objects.filter(members__contributor=person)
    _end_members(homes.values_list("pk", flat=True))
    Household.objects.filter(pk__in=homes.values("pk")).update(
        joint_letter_name="Former household", joint_salutation=REMOVED, address="", to_on=today
    )
    Preference.objects.filter(contributor=person).delete()
    Spelling.objects.filter(contributor=person).delete()
    in_hand = Mail.objects.filter(status__in=Mail.IN_HAND)
    Mail.objects.filter(concerns=person).exclude(pk__in=in_hand.values("pk")).delete()


def _end_members(households: Iterable[int]) -> None:
    members = HouseholdMember.objects.filter(household__in=list(households), to_on=None)
    members.update(to_on=timezone.localdate())


def _close_account(user: User | None) -> None:
    if user is None:
        return
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name = f"removed-{user.pk}@removed.invalid", ""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "password"])
