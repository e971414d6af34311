"""Which decisions: whom they show themselves to, which spend, wait, count, or fall due."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Affiliation, Organisation, Programme, RoleGrant, User
from forums.authority.modes import DECIDING
from forums.models.decision_words import IN_EFFECT, SPENT, TAKEN_UP, Publication, Status
from forums.models.forum import Membership

if TYPE_CHECKING:
    from forums.models.decision import Decision

CHANGED = ("overruled", "altered", "not_carried_out")


class DecisionQuerySet(LockingQuerySet["Decision"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is published: as far as it says. What is being written down: whoever is seated in
        that forum, and leads. System administrators see what everyone sees (P2)."""
        public = Q(publication=Publication.PUBLIC)
        if not isinstance(user, User):
            return self.published().filter(public)
        roles = RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.INFO_RIGHTS_OFFICER
        looks_after = Q(forum__programme__in=Programme.objects.with_role(user, *roles))
        seats = Membership.objects.live().held_by(user)
        mine = Q(forum__in=seats.acknowledged().values("forum"))
        known = public | (Q(publication=Publication.PROGRAMME) & _at_the_table(user))
        return self.filter(
            looks_after | mine | (Q(published_at__isnull=False) & (known | _concerns(user)))
        )

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def public(self) -> Self:
        """On the public decision log."""
        return self.published().filter(publication=Publication.PUBLIC)

    def being_written(self) -> Self:
        return self.filter(published_at=None, status__in=[Status.DECIDED, Status.RECOMMENDED])

    def kept(self) -> Self:
        return self.exclude(status=Status.DROPPED)

    def spending(self) -> Self:
        """Under a delegation, with its money counted (DEC-5)."""
        return self.filter(status__in=SPENT)

    def of_authority(self) -> Self:
        """In modes in which the forum decides (P1)."""
        return self.filter(mode__in=DECIDING)

    def honoured(self) -> Self:
        """In effect, or adopted, as it was made: nobody altered it or left it undone (P2)."""
        kept = Q(status__in=[*IN_EFFECT, Status.ADOPTED])
        return self.filter(kept).exclude(overrides__kind__in=CHANGED)

    def past_their_day(self, on: date | None = None) -> Self:
        """Whose call-in or answer date has passed, or which were answered, took effect or were
        overruled: of which one can say whether they were honoured (P2). Each counts once, as
        whatever took its place counts for itself."""
        on = on or timezone.localdate()
        waits = Q(status=Status.RECOMMENDED, answer_due__gte=on)
        counted = self.published().exclude(status__in=[Status.IN_CALL_IN, Status.SUPERSEDED])
        return counted.exclude(waits)

    def to_take_effect(self, today: date) -> Self:
        return self.filter(status=Status.IN_CALL_IN, call_in_until__lt=today)

    def unanswered(self, today: date) -> Self:
        """Published recommendations past their date (OVR-3)."""
        return self.published().filter(status=Status.RECOMMENDED, answer_due__lt=today)

    def waiting_for_an_answer(self) -> Self:
        return self.published().filter(status=Status.RECOMMENDED)

    def to_evaluate(self, today: date) -> Self:
        """In effect or taken up, and it is time to say what came of it."""
        done = self.filter(status__in=[Status.EFFECTIVE, *TAKEN_UP])
        return done.filter(evaluation_on__lte=today, evaluated_at=None)

    def under(self, delegations: Collection[int]) -> Self:
        return self.filter(delegation__in=delegations)

    def newest_first(self) -> Self:
        return self.order_by("-decided_on", "-pk")

    def lock_with_all(self, decision: "Decision") -> "Decision":
        """As `lock`, with whatever it is asked for afterwards; rows of others are not held."""
        return self.with_all().select_for_update(of=("self",)).get(pk=decision.pk)

    def with_all(self) -> Self:
        """Whatever a line or a page of one shows, in one query."""
        return self.select_related(
            "forum__programme",
            "delegation__delegator",
            "delegation__forum",
            "delegation__seat",
            "delegation__role_holder",
            "addressee",
            "item__meeting",
            "round__proposal",
            "replaces",
        )


def _concerns(user: User) -> Q:
    """Whose power it was, or who is to answer: whoever speaks for that body."""
    speaks = Affiliation.objects.in_force().filter(contributor__user=user, can_speak_for=True)
    bodies = Organisation.objects.filter(pk__in=speaks.values("organisation"))
    held = Q(delegation__role_holder=user)
    return held | Q(delegation__delegator__in=bodies) | Q(addressee__in=bodies)


def _at_the_table(user: User) -> Q:
    """Who has a seat in the programme, coordinates an organisation there, or works for it."""
    live = Membership.objects.live()
    theirs = live.filter(organisation__in=user.coordinates).values("forum__programme")
    seated = live.held_by(user).values("forum__programme")
    inside = Q(pk__in=seated) | Q(pk__in=theirs) | Q(pk__in=user.works_in)
    return Q(forum__programme__in=Programme.objects.filter(inside))
