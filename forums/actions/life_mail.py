"""Mail about how a forum goes on, to those who decide: the leads, and perhaps the chair."""

from typing import Any

from django.conf import settings

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from forums.models import Forum, Membership, Seat


@action
def tell_who_decides(
    *, forum: Forum, kind: str, about: str, to_the_chair: bool = False, **facts: Any
) -> None:
    """One mail to each lead and, perhaps, to the chair; once for the same `about`."""
    context = {"forum": forum, "site_url": settings.SITE_URL, **facts}
    for lead in forum.programme.leads():
        key = f"{kind}:{forum.pk}:{about}:user{lead.pk}"
        mail.write(kind=kind, to=lead.email, context=context, key=key)
    for member in _chairs(forum) if to_the_chair else ():
        if may_contact(member.contributor, Channel.EMAIL, Purpose.SERVICE):
            mail.write(
                kind=kind,
                to=member.contributor.email,
                context=context,
                key=f"{kind}:{forum.pk}:{about}:{member.pk}",
                concerns=member.contributor,
            )


def _chairs(forum: Forum) -> list[Membership]:
    seated = forum.memberships.live().in_place().filter(seat__kind=Seat.Kind.CHAIR)
    return list(seated.with_people())
