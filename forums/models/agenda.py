"""What a meeting is about: its items, their papers, who steps back from one, and who is thanked."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Sector
from forums.models.forum import Forum, Membership, Seat
from forums.models.meeting import Meeting

ITEM_LONGEST = 240  # minutes
RECORD_LENGTH = 5000


class AgendaItemQuerySet(LockingQuerySet["AgendaItem"]):
    def kept(self) -> Self:
        return self.filter(removed_at=None)

    def removed_standing(self) -> Self:
        """With which every meeting begins, and this one does not (MTG-1)."""
        standing = self.filter(removed_at__isnull=False, kind__in=AgendaItem.STANDING)
        there = AgendaItem.objects.kept().filter(
            meeting=models.OuterRef("meeting"), kind=models.OuterRef("kind")
        )
        return standing.filter(~models.Exists(there)).in_order()

    def left_over(self, forum: Forum) -> Self:
        """What a forum left for another meeting and has not taken up again; and what was taken up
        by a meeting that was called off."""
        left = Q(outcome="deferred", meeting__status__in=Meeting.OVER)
        lost = Q(carried_from__isnull=False, meeting__status=Meeting.Status.CANCELLED)
        rows = self.kept().filter(left | lost, meeting__forum=forum, carried_on=None)
        return rows.filter(kind__in=AgendaItem.BROUGHT).order_by("meeting__starts_at", "position")

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class AgendaItem(models.Model):
    """One item, and what is minuted of it. A removed item stays, with the reason (MTG-1)."""

    class Kind(models.TextChoices):
        OVERRIDE = "override", "Done otherwise than decided"
        SCOPE = "scope", "Scope and differences"
        DECLARATIONS = "declarations", "Declarations of interest"
        THANKS = "thanks", "Thanks"
        INFORM = "inform", "To inform"
        DISCUSS = "discuss", "To discuss"
        DECIDE = "decide", "To decide"
        ANY_OTHER = "any_other", "Any other business"

    class Outcome(models.TextChoices):
        NOTED = "noted", "Noted"
        DISCUSSED = "discussed", "Discussed"
        AGREED = "agreed", "Agreed"
        NOT_AGREED = "not_agreed", "Not agreed"
        DEFERRED = "deferred", "Left for another meeting"

    BROUGHT = (Kind.INFORM, Kind.DISCUSS, Kind.DECIDE)
    STANDING = (Kind.SCOPE, Kind.DECLARATIONS, Kind.THANKS)
    DECIDED = (Outcome.AGREED, Outcome.NOT_AGREED)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=150)
    length = models.PositiveSmallIntegerField()  # minutes
    # Who brought it, with the sector in force then: whose matters a forum talks about (ORG-3).
    proposer_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", null=True, blank=True)
    proposer_sector = models.CharField(max_length=3, blank=True)
    # What a forum is told first: that something was not done as it decided (OVR-2).
    override = models.ForeignKey(
        "forums.Override", models.PROTECT, related_name="items", null=True, blank=True
    )
    # The one that was left for another meeting, where this is that meeting.
    carried_from = models.ForeignKey(
        "self", models.PROTECT, related_name="carried_on", null=True, blank=True
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=200, blank=True)
    record = models.CharField("what the minutes say", max_length=RECORD_LENGTH, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    # Who was there when it was decided: forums.room.Room.as_json.
    quorum_snapshot = models.JSONField(null=True, blank=True)
    # Goes up with each change of the record, so that two who write at once do not lose anything.
    edition = models.PositiveIntegerField(default=0)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    minuted_at = models.DateTimeField(null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agenda_position_once_per_meeting",
                fields=["meeting", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                name="agenda_standing_item_once",
                fields=["meeting", "kind"],
                condition=Q(kind__in=["scope", "declarations", "thanks"], removed_at=None),
                violation_error_message="This agenda has that item already.",
            ),
            models.CheckConstraint(
                name="agenda_tells_of_an_override",
                condition=Q(kind="override", override__isnull=False, removed_at=None)
                | (~Q(kind="override") & Q(override=None)),
                violation_error_message="What was not done as decided stays on the agenda.",
            ),
            models.UniqueConstraint(
                name="agenda_item_is_carried_on_once",
                fields=["carried_from"],
                violation_error_message="An item that was left over has been put on another agenda"
                " in the meantime. Try again.",
            ),
            models.CheckConstraint(name="agenda_item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="agenda_item_takes_some_minutes", condition=Q(length__range=(1, ITEM_LONGEST))
            ),
            models.CheckConstraint(
                name="agenda_item_says_who_brought_it",
                condition=Q(kind__in=["override", "scope", "declarations", "thanks", "any_other"])
                | (Q(proposer_seat__isnull=False) & ~Q(proposer_sector="")),
                violation_error_message="Say whose seat brings this item.",
            ),
            models.CheckConstraint(
                name="agenda_standing_item_is_removed_for_a_reason",
                condition=Q(removed_at=None, removed_because="")
                | (
                    Q(removed_at__isnull=False)
                    & (~Q(kind__in=["scope", "declarations", "thanks"]) | ~Q(removed_because=""))
                ),
                violation_error_message="Say why this item is left out. The record shows it.",
            ),
            models.CheckConstraint(
                name="agenda_is_decided_with_a_count",
                condition=~Q(outcome__in=["agreed", "not_agreed"])
                | Q(kind="decide", quorum_snapshot__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def brought_by(self) -> str:
        """Whose matter it is; in a forum that does not attribute, from which sector it comes.
        Needs meeting.forum and proposer_seat."""
        if self.proposer_seat is None or self.meeting.forum.is_attributed:
            return str(self.proposer_seat or "")
        return str(Sector(self.proposer_sector).label)

    @property
    def is_standing(self) -> bool:
        return self.kind in self.STANDING

    @property
    def tells_of_override(self) -> bool:
        return self.kind == self.Kind.OVERRIDE

    @property
    def is_to_decide(self) -> bool:
        return self.kind == self.Kind.DECIDE


class Recusal(models.Model):
    """Somebody steps back from one item (INT-2). Their seat does not count towards its quorum."""

    class Handling(models.TextChoices):
        NONE = "none", "Stays: no conflict"
        SPEAK = "speak", "Speaks, and does not decide"
        LEAVE = "leave", "Leaves for this item"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    handling = models.CharField(max_length=6, choices=Handling)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = LockingQuerySet["Recusal"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recusal_once_per_item", fields=["item", "seat"]),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_handling_display().lower()}"


class MentionQuerySet(LockingQuerySet["Mention"]):
    def with_people(self) -> Self:
        return self.select_related("contributor", "organisation")

    def unsaid(self) -> Self:
        return self.filter(said_at=None)


class Mention(models.Model):
    """Thanks to be said in a meeting, to one person. Under which name, if any, is asked when it is
    read out, and kept as it was said (MTG-6)."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="mentions")
    contributor = models.ForeignKey("coalition.Contributor", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "coalition.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    what_they_did = models.CharField(max_length=200)
    what_it_made_possible = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    said_at = models.DateTimeField(null=True, blank=True)
    # The name that was read out; none where it was said without one.
    said_to = models.CharField(max_length=200, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mention_once",
                fields=["item", "contributor", "what_they_did"],
                violation_error_message="Those thanks are on the list already.",
            ),
            models.CheckConstraint(
                name="mention_says_what_was_done", condition=~Q(what_they_did="")
            ),
        ]

    def __str__(self) -> str:
        return f"Thanks for {self.what_they_did}"
