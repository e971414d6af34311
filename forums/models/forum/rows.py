"""Which forums: whom they show themselves to, which go on, and how full each is."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from coalition.domain import DomainError, LockingQuerySet
from coalition.models import Programme, RoleGrant, User
from forums.models.forum.membership import Membership
from forums.models.forum.seat import Seat

if TYPE_CHECKING:
    from forums.models.forum.forum import Forum


class ForumQuerySet(LockingQuerySet["Forum"]):
    def lock_open(self, forum: "Forum") -> "Forum":
        """As `lock`; raises DomainError where it has been closed meanwhile (FRM-3)."""
        forum = self.lock(forum)
        if forum.is_closed:
            raise DomainError("This forum is closed, so it stays as it is.")
        return forum

    def visible_to(self, user: User) -> Self:
        """Those who lead or administer the programme, and whoever has a seat today."""
        run = Programme.objects.with_role(
            user, RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.ADMINISTRATOR
        )
        seated = Membership.objects.live().held_by(user)
        return self.filter(Q(programme__in=run) | Q(pk__in=seated.values("forum")))

    def listed_to(self, user: User | AnonymousUser) -> Self:
        """Those that say what they are to people who are not in them: everyone, or the people of
        their programme. A draft says nothing yet, and what is closed nothing more."""
        open_to = Q(listing=self.model.Listing.PUBLIC)
        if isinstance(user, User):
            open_to |= Q(listing=self.model.Listing.PROGRAMME, programme__in=programmes_of(user))
        return self.filter(open_to).exclude(
            status__in=[self.model.Status.DRAFT, self.model.Status.CLOSED]
        )

    def going_on(self) -> Self:
        """Active, or paused: what comes to an end by itself (FRM-2)."""
        return self.filter(status__in=[self.model.Status.ACTIVE, self.model.Status.PAUSED])

    def with_counts(self) -> Self:
        """`seats_kept`, `seats_filled` and `acknowledged`: how full the room is."""
        live = Membership.objects.live()
        return self.annotate(
            seats_kept=_how_many(Seat.objects.kept()),
            seats_filled=_how_many(live),
            acknowledged=_how_many(live.acknowledged()),
        )


def programmes_of(user: User) -> "models.QuerySet[Programme]":
    """Those whose people this person is among: by a role, a seat, or an organisation that they
    coordinate and that has somebody in a seat."""
    live = Membership.objects.live()
    theirs = live.filter(organisation__in=user.coordinates).values("forum__programme")
    seated = live.held_by(user).values("forum__programme")
    by_role = Programme.objects.with_role(user, *RoleGrant.Role)
    return Programme.objects.filter(Q(pk__in=by_role) | Q(pk__in=seated) | Q(pk__in=theirs))


def _how_many(rows: "models.QuerySet[Seat] | models.QuerySet[Membership]") -> Coalesce:
    counted = rows.filter(forum=OuterRef("pk")).order_by().values("forum")
    return Coalesce(Subquery(counted.annotate(n=Count("pk", distinct=True)).values("n")), 0)
