"""Mail about differences. It says that there is one and where to read it, never what it is about
(DIF-5)."""

from collections.abc import Iterable

from django.conf import settings

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from coalition.models import Contributor
from forums.models import Difference, Membership, Position


@action
def tell_chair(*, difference: Difference) -> None:
    for member in _chairs(difference):
        _write("forum_difference_raised", difference, member.contributor)


@action
def remind_chair(*, difference: Difference) -> None:
    for member in _chairs(difference):
        _write("forum_difference_reply_due", difference, member.contributor)


@action
def tell_raiser(*, difference: Difference) -> None:
    person = Contributor.objects.filter(user=difference.raised_by).first()
    if person is not None:
        _write("forum_difference_returned", difference, person)


@action
def tell_members(*, difference: Difference) -> None:
    """Those who may read it."""
    seated = difference.forum.memberships.live().in_place().acknowledged()
    for member in seated.select_related("contributor").order_by("pk"):
        _write("forum_difference_added", difference, member.contributor)


@action
def ask(*, position: Position, speakers: Iterable[Contributor]) -> None:
    for person in speakers:
        _write("forum_difference_words_asked", position.difference, person, position)


def _chairs(difference: Difference) -> list[Membership]:
    chairs = difference.forum.memberships.in_the_chair()
    return list(chairs.select_related("contributor").order_by("pk"))


def _write(
    kind: str, difference: Difference, person: Contributor, position: Position | None = None
) -> None:
    """Owe it once to this person."""
    if not may_contact(person, Channel.EMAIL, Purpose.SERVICE):
        return
    mail.write(
        kind=kind,
        to=person.email,
        context={
            "difference": difference,
            "position": position,
            "forum": difference.forum,
            "person": person,
            "site_url": settings.SITE_URL,
        },
        concerns=person,
        key=f"{kind}:{position.pk if position else difference.pk}:{person.pk}",
    )
