"""What a partner coordinator's own page shows of forums: the seats that our people hold."""

from django.urls import reverse

from coalition.models import Organisation, User
from coalition.partner import SHOWN, Line, Section
from forums.models import Invitation, Membership


def our_seats(organisation: Organisation, user: User) -> Section:
    """By forum. Whoever does not sit there themselves sees that there is a seat, and no more."""
    live = Membership.objects.live().filter(organisation=organisation)
    rows = live.with_people().with_acknowledged().select_related("forum")
    asked = Invitation.objects.waiting().filter(organisation=organisation).with_forum()
    lines = [
        Line(
            f"{member.seat}, {member.forum}",
            _link(member, user),
            (str(member.contributor),),
            "" if member.has_acknowledged else "Scope not read yet",
            waits=not member.has_acknowledged,
        )
        for member in rows.order_by("forum__name", "pk")[:SHOWN]
    ]
    lines += [
        Line(f"{one.seat}, {one.seat.forum}", "", (f"{one.name} is asked",), "Asked", waits=True)
        for one in asked.order_by("pk")[:SHOWN]
    ]
    return Section("Our seats", tuple(lines), "Nobody sits in a forum for us.")


def _link(member: Membership, user: User) -> str:
    if member.contributor.user_id != user.pk:
        return ""
    return reverse("forums:forum_detail", args=[member.forum_id])
