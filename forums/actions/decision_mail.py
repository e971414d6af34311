"""Mail about decisions: to the forum, to whoever answers, can call in, or is asked for words. It
says under whose authority, and the next date; never who said what."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from coalition.models import Contributor
from forums.models import Decision, Dissent, Override
from forums.models.decision_words import Status
from forums.overruling import their_side


@action
def tell_of_publication(*, decision: Decision) -> None:
    """Members; and whoever answers it, or can call it in."""
    tell_members(kind="forum_decision_published", decision=decision)
    if decision.status == Status.RECOMMENDED:
        tell_their_side(kind="forum_recommendation_to_answer", decision=decision)
    elif decision.status == Status.IN_CALL_IN:
        tell_their_side(kind="forum_decision_to_call_in", decision=decision)


@action
def tell_members(
    *, kind: str, decision: Decision, about: str = "", override: Override | None = None
) -> None:
    """Everyone in the room, once for the same `about`."""
    members = decision.forum.memberships.live().in_place().acknowledged()
    people = [member.contributor for member in members.with_people().order_by("pk")]
    _write_to(kind, decision, people, about, override=override)


@action
def tell_the_chair(*, kind: str, decision: Decision, about: str = "") -> None:
    chairs = decision.forum.memberships.in_the_chair().with_people().order_by("pk")
    _write_to(kind, decision, [chair.contributor for chair in chairs], about)


@action
def tell_their_side(*, kind: str, decision: Decision, about: str = "") -> None:
    """Whoever holds the power, and while they do not, whoever speaks for that body."""
    _write_to(kind, decision, their_side(decision), about)


@action
def ask_for_dissent(*, dissent: Dissent) -> None:
    about = f"{dissent.pk}:{dissent.asked_at}"
    person = dissent.membership.contributor
    _write_to("forum_dissent_to_approve", dissent.decision, [person], about)


def _write_to(
    kind: str, decision: Decision, people: Iterable[Contributor], about: str, **more: Any
) -> None:
    for person in people:
        if may_contact(person, Channel.EMAIL, Purpose.SERVICE):
            mail.write(
                kind=kind,
                to=person.email,
                context={
                    "decision": decision,
                    "forum": decision.forum,
                    "person": person,
                    "site_url": settings.SITE_URL,
                    **more,
                },
                concerns=person,
                key=f"{kind}:{decision.pk}:{about}:{person.pk}",
            )
