"""Mail about power that is handed over: to who hands it over, and to the forum."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from coalition.models import Contributor, Mail
from forums.actions import life_mail
from forums.models import Delegation


@action
def ask(*, delegation: Delegation) -> None:
    """Whoever holds the power, to read it and to hand it over; each time that it is sent."""
    about = f"{delegation.pk}:{delegation.asked_at}"
    _write_to("forum_delegation_to_approve", delegation, _holder(delegation), about)


@action
def tell_drafter(*, delegation: Delegation) -> None:
    mail.write(
        kind="forum_delegation_sent_back",
        to=delegation.drafted_by.email,
        context=_context(delegation),
        key=f"forum_delegation_sent_back:{delegation.pk}:{timezone.now()}",
    )


@action
def tell_members(*, kind: str, delegation: Delegation) -> None:
    """Everyone in the room; once for this kind."""
    members = delegation.forum.memberships.live().in_place().with_people().order_by("pk")
    for member in members:
        about = f"{delegation.pk}:member{member.pk}"
        _write_to(kind, delegation, member.contributor, about)


@action
def tell_of_end(*, delegation: Delegation, mark: int) -> None:
    """Who can renew it, and the chair, that it ends in `mark` days or fewer; once for each mark."""
    kind, about, holder = "forum_delegation_ending", f"{delegation.pk}:{mark}", _holder(delegation)
    life_mail.tell_who_decides(
        forum=delegation.forum, kind=kind, about=about, to_the_chair=True, delegation=delegation
    )
    told = Mail.objects.filter(key__startswith=f"{kind}:{delegation.forum_id}:{about}:")
    if holder is not None and not told.filter(to=holder.email).exists():
        _write_to(kind, delegation, holder, about)


def _holder(delegation: Delegation) -> Contributor | None:
    return Contributor.objects.filter(user=delegation.role_holder).first()


def _write_to(kind: str, delegation: Delegation, person: Contributor | None, about: str) -> None:
    if person is None or not may_contact(person, Channel.EMAIL, Purpose.SERVICE):
        return
    mail.write(
        kind=kind,
        to=person.email,
        context={**_context(delegation), "person": person},
        concerns=person,
        key=f"{kind}:{about}",
    )


def _context(delegation: Delegation) -> dict[str, Any]:
    return {
        "delegation": delegation,
        "forum": delegation.forum,
        "site_url": settings.SITE_URL,
    }
