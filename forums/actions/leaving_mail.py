"""Mail to a member about the end of their seat, and to those who decide about it."""

from django.conf import settings

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from forums.models import Membership, Removal


@action
def tell_of_end(*, membership: Membership, removal: Removal | None = None) -> None:
    """Once, kindly: what became of their seat, what stays, and whom to ask."""
    _write(
        "forum_seat_ended",
        membership,
        membership,
        f"forum_seat_ended:{membership.pk}",
        reason=removal.reason if removal else "",
    )


@action
def tell_of_term(*, membership: Membership, mark: int, decides: list[Membership]) -> None:
    """So many days before its last day: the member, and whoever may renew it; once each."""
    about = f"{membership.pk}:{membership.term_ends_on}:{mark}"
    _write("forum_term_near", membership, membership, f"forum_term_near:{about}")
    if membership.not_renewed_at or not membership.may_have_another_term:
        return
    for chair in decides:
        _write(
            "forum_term_to_decide", chair, membership, f"forum_term_to_decide:{about}:{chair.pk}"
        )
    if not decides:
        context = _context(membership)
        for lead in membership.forum.programme.leads():
            key = f"forum_term_to_decide:{about}:user{lead.pk}"
            mail.write(kind="forum_term_to_decide", to=lead.email, context=context, key=key)


@action
def tell_of_renewal(*, membership: Membership) -> None:
    key = f"forum_term_renewed:{membership.pk}:{membership.term_ends_on}"
    _write("forum_term_renewed", membership, membership, key)


@action
def ask_to_confirm(*, removal: Removal, chairs: list[Membership]) -> None:
    """Chairs and leads other than whoever proposed it; the mail names nobody."""
    member = removal.membership
    asked = [chair for chair in chairs if chair.contributor.user_id != removal.proposed_by_id]
    for chair in asked:
        key = f"forum_removal_proposed:{removal.pk}:{chair.pk}"
        _write("forum_removal_proposed", chair, member, key, removal=removal)
    context = {**_context(member), "removal": removal}
    for lead in member.forum.programme.leads():
        if lead.pk not in {removal.proposed_by_id, member.contributor.user_id}:
            key = f"forum_removal_proposed:{removal.pk}:user{lead.pk}"
            mail.write(kind="forum_removal_proposed", to=lead.email, context=context, key=key)


def _write(kind: str, to: Membership, about: Membership, key: str, **more: object) -> None:
    if may_contact(to.contributor, Channel.EMAIL, Purpose.SERVICE):
        mail.write(
            kind=kind,
            to=to.contributor.email,
            context={**_context(about), "person": to.contributor, **more},
            key=key,
            concerns=to.contributor,
        )


def _context(membership: Membership) -> dict[str, object]:
    return {
        "membership": membership,
        "forum": membership.forum,
        "seat": membership.seat,
        "site_url": settings.SITE_URL,
    }
