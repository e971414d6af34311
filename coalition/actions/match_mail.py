"""Mail to the two sides of a match. No mail says how to reach the other: a page does, which asks at
that moment whether it may (MAT-2, L6)."""

from typing import Any

from django.conf import settings

from coalition.actions import mail
from coalition.consent import coordinators, may_match, may_show_details
from coalition.contact import Purpose
from coalition.domain import action
from coalition.households import greeting
from coalition.models import Contributor, Match, Need


@action
def to_offerer(*, match: Match, kind: str, purpose: str = Purpose.SERVICE) -> None:
    """Owe templates/mail/<kind>.txt to whoever offers, with a live private link; nothing where we
    may not or cannot write to them: then a lead rings."""
    person = match.offer.contributor
    if not person.email or not may_match(match.offer):
        return
    match.save(update_fields=match.renew_link())
    context = {**_words(match), "person": person, "greeting": greeting(match.offer)}
    mail.write(kind=kind, to=person.email, context=context, concerns=person, purpose=purpose)


@action
def to_need_side(*, match: Match, kind: str) -> None:
    """The same to the partner coordinators of the organisation that needs it."""
    for person in coordinators(match.need.organisation):
        context = {**_words(match), "person": person}
        mail.write(kind=kind, to=person.email, context=context, concerns=person)


@action
def about_need(*, need: Need, kind: str) -> None:
    """Owe templates/mail/<kind>.txt to whoever raised the need."""
    context = {
        "need": need,
        "programme": need.programme,
        "person": need.raised_by,
        "site_url": settings.SITE_URL,
    }
    mail.write(
        kind=kind,
        to=need.raised_by.email,
        context=context,
        concerns=Contributor.objects.filter(user=need.raised_by).first(),
    )


def _words(match: Match) -> dict[str, Any]:
    return {
        "match": match,
        "need": match.need,
        "offer": match.offer,
        "programme": match.need.programme,
        "shows_details": may_show_details(match),
        "site_url": settings.SITE_URL,
    }
