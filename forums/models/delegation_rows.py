"""Which delegations: whom they show themselves to, which are in force, which end, what hangs on."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Expression, F, Q
from django.db.models.functions import Lower, TruncDate
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Affiliation, Programme, RoleGrant, User
from forums.authority.modes import DECIDING
from forums.authority.periods import Days
from forums.models.delegation_words import AHEAD, GRANTED, OPEN, OVER, Status
from forums.models.forum import Forum, Membership, Seat

if TYPE_CHECKING:
    from forums.models.delegation import Delegation


class DelegationQuerySet(LockingQuerySet["Delegation"]):
    def visible_to(self, user: User) -> Self:
        """What was granted: whoever has a seat in the programme or looks after it, coordinators of
        organisations at its tables, and whoever speaks for the body whose power it is. What is
        drafted: leads, and who is asked to grant it."""
        looks_after = RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.INFO_RIGHTS_OFFICER
        reads = Q(forum__programme__in=Programme.objects.with_role(user, *looks_after))
        speaks = Affiliation.objects.in_force().filter(contributor__user=user, can_speak_for=True)
        theirs = Q(delegator__in=speaks.values("organisation"))
        sits = Q(forum__programme__in=at_the_table(user))
        granted = Q(approved_at__isnull=False) & (theirs | sits)
        return self.filter(reads | granted | _held_by(user))

    def held_by(self, user: User) -> Self:
        """Of power that this person holds themselves, and was asked to hand over."""
        return self.filter(_held_by(user))

    def in_force(self, at: datetime | None = None) -> Self:
        """At that moment (now): granted, begun, and neither past its end nor ended."""
        at = at or timezone.now()
        return self._held(at, timezone.localdate(at))

    def in_force_when(self, moment: Expression) -> Self:
        """At a moment that the database knows."""
        return self._held(moment, TruncDate(moment))

    def _held(self, moment: datetime | Expression, day: date | Expression) -> Self:
        goes_on = Q(ended_at=None) | Q(ended_at__gt=moment)
        return self.filter(
            goes_on, approved_at__lte=moment, effective_from__lte=day, last_day__gte=day
        )

    def changed_since(self, forum: Forum, moment: datetime) -> bool:
        """Whether what this forum may decide has changed (SCO-4)."""
        since = Q(approved_at__gt=moment) | Q(ended_at__gt=moment)
        return self.filter(since, forum=forum).deciding().to_the_forum().exists()

    def standing(self) -> Self:
        """In force, or granted for days to come: what a new one may overlap."""
        return self.filter(status__in=GRANTED, last_day__gte=timezone.localdate(), ended_at=None)

    def open(self) -> Self:
        """Being drafted, or with whoever is asked to grant it."""
        return self.filter(status__in=OPEN)

    def past(self) -> Self:
        return self.filter(status__in=OVER)

    def deciding(self) -> Self:
        """Under which something is decided, and not only said."""
        return self.filter(mode__in=DECIDING)

    def to_the_forum(self) -> Self:
        """And not to one seat of it alone."""
        return self.filter(seat=None)

    def overlapping(self, *, forum: Forum, seat: Seat | None, theme: str, days: Days) -> Self:
        """Those that hand the same over to the same in some of the same days."""
        same = self.filter(forum=forum, seat=seat, status__in=AHEAD)
        shared = same.filter(effective_from__lte=days.last, last_day__gte=days.first)
        return shared.annotate(plain=Lower("theme")).filter(plain=theme.lower())

    def to_begin(self, today: date) -> Self:
        return self.filter(status=Status.APPROVED, effective_from__lte=today)

    def to_end(self, today: date) -> Self:
        return self.filter(status__in=GRANTED, last_day__lt=today)

    def ending_by(self, day: date) -> Self:
        """In force, and over by then unless something else takes its place."""
        going = self.in_force().filter(last_day__lte=day, last_day=F("expires_on"))
        return going.exclude(replaced_by__approved_at__isnull=False)

    def with_all(self) -> Self:
        """Whatever a card shows, in one query."""
        return self.select_related(
            "forum__programme", "seat", "delegator", "role_holder", "parent__delegator"
        )

    def lock_chain(self, delegation: "Delegation", *beside: "Delegation") -> list["Delegation"]:
        """Whatever it is handed on from, the root first, then it itself, then those `beside`, as
        they are now and held until the transaction ends. Who spends under one spends under all of
        its chain."""
        chain, parent = [delegation.pk], delegation.parent_id
        while parent is not None:
            chain.append(parent)
            parent = self.model.objects.values_list("parent_id", flat=True).get(pk=parent)
        asked_for = [*reversed(chain), *(other.pk for other in beside)]
        rows = self.select_for_update(of=("self",)).filter(pk__in=asked_for).order_by("pk")
        locked = {row.pk: row for row in rows.select_related("forum__programme")}
        return [locked[pk] for pk in asked_for]

    def handed_on_from(self, delegation: "Delegation", *, lock: bool = False) -> list["Delegation"]:
        """From it, and from those again, and not ended; locked if asked for."""
        found: list[Delegation] = []
        keys = [delegation.pk]
        while keys:
            children = self.filter(parent__in=keys, status__in=GRANTED).order_by("pk")
            if lock:
                children = children.select_for_update(of=("self",))
            rows = list(children.select_related("forum__programme", "seat"))
            found += rows
            keys = [child.pk for child in rows]
        return found


def _held_by(user: User) -> Q:
    return Q(role_holder=user, asked_at__isnull=False)


def at_the_table(user: User) -> models.QuerySet[Programme]:
    """Programmes that this person administers, sits in, or has an organisation in."""
    live = Membership.objects.live()
    theirs = live.filter(organisation__in=user.coordinates).values("forum__programme")
    seated = live.held_by(user).values("forum__programme")
    run = Programme.objects.with_role(user, RoleGrant.Role.ADMINISTRATOR)
    return Programme.objects.filter(Q(pk__in=run) | Q(pk__in=seated) | Q(pk__in=theirs))
