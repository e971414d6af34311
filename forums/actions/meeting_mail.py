"""Mail about meetings, to members: when and where, that there is something to read, that it does
not take place. Never what is on the agenda or in the minutes."""

from django.conf import settings

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from forums import calendars
from forums.models import Meeting

# What a calendar takes notice of.
SAYS_WHEN = {"forum_meeting_planned", "forum_meeting_moved", "forum_meeting_cancelled"}


@action
def tell_members(
    *, kind: str, meeting: Meeting, about: str = "", only_readers: bool = False
) -> int:
    """One mail to everyone seated, once for the same `about`; `only_readers` leaves out who has yet
    to acknowledge the scope (MEM-1). How many it went to."""
    members = meeting.forum.memberships.live().in_place()
    if only_readers:
        members = members.acknowledged()
    told = 0
    for member in members.select_related("contributor").order_by("pk"):
        if may_contact(member.contributor, Channel.EMAIL, Purpose.SERVICE):
            mail.write(
                kind=kind,
                to=member.contributor.email,
                context={
                    "meeting": meeting,
                    "forum": meeting.forum,
                    "person": member.contributor,
                    "site_url": settings.SITE_URL,
                },
                key=f"{kind}:{meeting.pk}:{about}:{member.pk}",
                concerns=member.contributor,
                calendar=calendars.for_mail(meeting, member.contributor)
                if kind in SAYS_WHEN
                else "",
            )
            told += 1
    return told
