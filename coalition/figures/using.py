"""O3: whether what was offered was used, and whether those who were told yes ever got a task."""

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncMonth

from coalition.figures.measure import Measure, out_of_words, share_words, shares, total
from coalition.figures.period import Period
from coalition.models import JournalEntry, Match, Offer, Programme

DECIDED = ["offer.accepted", "offer.declined", "offer.redirected"]
NONE_DECIDED, NONE_ACCEPTED = "no offers decided yet", "no offers accepted yet"


def used(programmes: list[Programme], period: Period) -> Measure:
    decided = JournalEntry.objects.of_kinds(DECIDED).filter(
        programme__in=programmes, at__range=period.moments
    )
    done = Offer.objects.filter(pk=OuterRef("subject_id"), status=Offer.Status.COMPLETED)
    rows = (
        decided.annotate(month=TruncMonth("at"), done=Exists(done))
        .order_by()
        .values_list("month")
        .annotate(
            completed=Count("subject_id", distinct=True, filter=Q(done=True)),
            decided=Count("subject_id", distinct=True),
        )
    )
    months = {month.date(): (completed, count) for month, completed, count in rows}
    completed, count = total(months.values())
    tasked, accepted = _offerers(programmes, period)
    return Measure(
        code="O3",
        title="Used",
        definition="Of the offers on which a person decided (accepted, declined or redirected) in"
        " the period, those that are completed now. And of the people whose offer was accepted,"
        " those who ever got something to do: a match that began, or an offer that was completed."
        " In 2020 almost every task found somebody, while 140,000 volunteers were never called.",
        facts=(
            ("Completed", share_words(completed, count, NONE_DECIDED)),
            ("That is", out_of_words(completed, count)),
            ("Got something to do", share_words(tasked, accepted, NONE_ACCEPTED)),
            ("That is, of people accepted", out_of_words(tasked, accepted)),
        ),
        trend=shares(months, period, "none decided"),
        trend_words="Share of decided offers that is completed, by the month of the decision",
        counted_words="Completed",
        out_of_words="Decided",
    )


def _offerers(programmes: list[Programme], period: Period) -> tuple[int, int]:
    """(who got something to do, whose offer was accepted)."""
    accepted = JournalEntry.objects.of_kinds(["offer.accepted"]).filter(
        programme__in=programmes, at__range=period.moments
    )
    begun = [Match.Status.ACTIVE, Match.Status.COMPLETED]
    matched = Match.objects.filter(
        offer__contributor=OuterRef("concerns"), status__in=begun, offer__programme__in=programmes
    )
    done = Offer.objects.filter(
        contributor=OuterRef("concerns"), status=Offer.Status.COMPLETED, programme__in=programmes
    )
    found = accepted.annotate(tasked=Exists(matched) | Exists(done)).aggregate(
        tasked_people=Count("concerns", distinct=True, filter=Q(tasked=True)),
        people=Count("concerns", distinct=True),
    )
    return found["tasked_people"], found["people"]
