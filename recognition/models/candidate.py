"""Who was chosen for a letter, and who of them gets none (CMP-1)."""

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Q

from coalition.models import Contributor
from recognition.models.campaign import Campaign
from recognition.models.contribution import ContributionEvent, ContributionQuerySet


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def take(
        self, campaign: Campaign, events: ContributionQuerySet, *, by_rule: bool = False
    ) -> int:
        """Choose those of the events that are owed there and have no letter; others, and whoever is
        chosen already, are passed over. How many came to it. One statement for any number."""
        free = ContributionEvent.objects.free_for(campaign).filter(pk__in=events.values("pk"))
        try:
            sql, params = free.order_by().values_list("pk").query.sql_with_params()
        except EmptyResultSet:  # it is known that there are none
            return 0
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (campaign_id, event_id, by_rule)"
                f" SELECT %s, event, %s FROM ({sql}) AS chosen (event) ON CONFLICT DO NOTHING",
                [campaign.pk, by_rule, *params],
            )
            return cursor.rowcount


class Candidate(models.Model):
    """Somebody chosen to be thanked by a campaign, for one thing, before recipients are fixed."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="candidates")
    event = models.ForeignKey(ContributionEvent, models.CASCADE, related_name="candidates")
    by_rule = models.BooleanField(default=False, db_default=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="candidate_once_per_campaign", fields=["campaign", "event"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} in {self.campaign}"


class Exclusion(models.Model):
    """Somebody who was chosen but gets no letter, and why (CMP-1)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="exclusions")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    event = models.ForeignKey(ContributionEvent, models.PROTECT, related_name="+")
    gate = models.CharField(max_length=4)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="exclusion_once_per_event", fields=["campaign", "event"]),
            models.CheckConstraint(name="exclusion_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.reason}"
