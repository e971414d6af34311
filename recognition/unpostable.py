"""To whom no letter can be posted, and why: addresses that the post turns away (letters.md B3), of
people who are owed thanks or whose letter waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef, Q

from coalition.envelopes import spelling_of, spelt_lines
from coalition.models import Contributor, User
from coalition.models.contributor import ContributorQuerySet
from coalition.postal import AREAS, read_address
from recognition.models import Campaign, ContributionEvent, Letter
from recognition.permissions import can_see_people

# Surely right, by the same rules in one glance of the database: two to six lines that begin with a
# letter or a digit, the last of them a postcode. All others are read line by line.
SURELY_RIGHT = (
    rf"^([a-z0-9][^\r\n]*\r?\n){{1,5}}({AREAS.replace(' ', '|').lower()})[0-9][0-9a-z]? ?"
    r"[0-9][abd-hjlnp-uw-z]{2}\s*$"
)
DOUBTFUL = r"\m(nfa|bfpo|no fixed)\M"
NO_WAY = "There is neither a postal address nor an email address."


COUNTED = 20_000  # people at most: of more, a page does not wait for the number


@dataclass(frozen=True)
class Unpostable:
    """Somebody, and the first thing that is wrong with their address."""

    person: Contributor
    reason: str

    @property
    def has_email(self) -> bool:
        """Letters reach them all the same, unless they go on paper."""
        return bool(self.person.email)


def found(people: ContributorQuerySet, after: int = 0, most: int | None = None) -> list[Unpostable]:
    """In the order of their keys, those beyond `after`, `most` at most; one query."""
    return list(islice(_found(people.filter(pk__gt=after)), most))


def people_of(user: User) -> ContributorQuerySet:
    """Who is owed thanks, or whose letter waits, where this person runs thanks; and who may be
    written to at all."""
    owed = ContributionEvent.objects.visible_to(user).owed().filter(contributor=OuterRef("pk"))
    waiting = Letter.objects.visible_to(user).unsettled().filter(contributor=OuterRef("pk"))
    return Contributor.objects.contactable().filter(Exists(owed) | Exists(waiting))


@dataclass(frozen=True)
class Sum:
    """Of a campaign; `count` is None where nobody has counted."""

    count: int | None


def sum_of(user: User, campaign: Campaign, chosen: int) -> Sum | None:
    """What its page says: nothing to whoever may not see the list, nor once all is over."""
    is_over = campaign.completed_at or campaign.status == Campaign.Status.CANCELLED
    if is_over or not chosen or not can_see_people(user, campaign.programme):
        return None
    if chosen > COUNTED:
        return Sum(None)
    count = len(found(people_chosen(campaign)))
    return Sum(count) if count else None


def people_chosen(campaign: Campaign) -> ContributorQuerySet:
    chosen = ContributionEvent.objects.filter(candidates__campaign=campaign)
    return Contributor.objects.contactable().filter(pk__in=chosen.values("contributor"))


def _found(people: ContributorQuerySet) -> Iterator[Unpostable]:
    right = Q(address__iregex=SURELY_RIGHT, letter_name__iregex=r"^[a-z0-9]")
    suspect = people.exclude(right & ~Q(address__iregex=DOUBTFUL))
    # Who leaves the address empty, and has an email address, wants no post.
    rows = suspect.exclude(~Q(email=""), address="").select_related("spelling").order_by("pk")
    for person in rows.iterator(chunk_size=500):
        if reason := _why_not(person):
            yield Unpostable(person, reason)


def _why_not(person: Contributor) -> str:
    if not person.address.strip():
        return "" if person.email else NO_WAY
    lines = spelt_lines([person.letter_name, *person.address.splitlines()], spelling_of(person))
    return next(iter(read_address(lines).problems), "")
