"""P5, who chairs; and P6, what could not be decided for want of people from outside government."""

from django.db.models import Count, DateField, F, Q
from django.db.models.functions import TruncQuarter

from coalition.figures.measure import Measure, over, rate_of_words, rate_words, rates
from coalition.models.sector import GOVERNMENT_SECTORS
from forums.models import AgendaItem, Attendance, Meeting
from forums.promise.cases import About, Case, by_quarter, forum_split, in_all
from forums.quorum import TOO_FEW_OUTSIDE

TOO_MANY_FAILED = "More than one in ten could not be decided: the room was not mixed enough."
NO_MEETINGS, NONE_TO_DECIDE = "no meetings yet", "nothing to decide yet"


def chair_share(about: About) -> Measure:
    """P5."""
    cases = _chaired(about)
    part, whole = in_all(cases)
    return Measure(
        code="P5",
        title="Chair share",
        definition="Meetings that were held, and how many of them somebody from outside government"
        " chaired: by the seat that was in the chair, and the sector that its holder belonged to on"
        " that day.",
        facts=(
            ("Chaired from outside government", rate_words(part, whole, NO_MEETINGS)),
            ("That is", rate_of_words(part, whole)),
        ),
        trend=rates(by_quarter(cases), about.period, "no meetings"),
        trend_words="Share of meetings chaired from outside government, by quarter",
        counted_words="From outside",
        out_of_words="Meetings",
        span=about.period.SPAN,
        full=1,
        splits=(forum_split(cases, about, NO_MEETINGS, ("From outside", "Meetings")),),
    )


def mixed_quorum(about: About) -> Measure:
    """P6."""
    cases = _lacking(about)
    part, whole = in_all(cases)
    return Measure(
        code="P6",
        title="Mixed quorum",
        definition="Items that were there to be decided at meetings that were held, and how many of"
        " them could not be, because fewer of those present were from outside government than the"
        " forum’s quorum asks for: as it was counted for the item, or when the meeting closed. It"
        " should be one in ten at most.",
        facts=(
            ("Failed for want of a mix", rate_words(part, whole, NONE_TO_DECIDE)),
            ("That is", rate_of_words(part, whole)),
        ),
        trend=rates(by_quarter(cases), about.period, "nothing to decide"),
        trend_words="Share of items to decide that failed the non-government share, by quarter",
        counted_words="Failed",
        out_of_words="To decide",
        span=about.period.SPAN,
        full=1,
        splits=(forum_split(cases, about, NONE_TO_DECIDE, ("Failed", "To decide")),),
        asks=TOO_MANY_FAILED if over(part, whole, 0.1) else "",
    )


def _chaired(about: About) -> list[Case]:
    in_the_chair = Attendance.objects.filter(
        seat=F("meeting__chair_seat"),
        meeting__forum__in=about.forums,
        meeting__status__in=Meeting.OVER,
        meeting__starts_at__range=about.period.moments,
    )
    rows = (
        in_the_chair.annotate(quarter=TruncQuarter("meeting__starts_at", output_field=DateField()))
        .order_by()
        .values_list("meeting__forum", "quarter")
        .annotate(part=Count("pk", filter=~Q(sector__in=GOVERNMENT_SECTORS)), whole=Count("pk"))
    )
    return [Case(*row) for row in rows]


def _lacking(about: About) -> list[Case]:
    own = Q(quorum_snapshot__lacks__icontains=TOO_FEW_OUTSIDE)
    of_meeting = Q(meeting__quorum_snapshot__lacks__icontains=TOO_FEW_OUTSIDE)
    failed = own | (Q(quorum_snapshot__isnull=True) & of_meeting)
    rows = (
        AgendaItem.objects.kept()
        .filter(
            kind=AgendaItem.Kind.DECIDE,
            meeting__forum__in=about.forums,
            meeting__status__in=Meeting.OVER,
            meeting__starts_at__range=about.period.moments,
        )
        .annotate(quarter=TruncQuarter("meeting__starts_at", output_field=DateField()))
        .order_by()
        .values_list("meeting__forum", "quarter")
        .annotate(part=Count("pk", filter=failed), whole=Count("pk"))
    )
    return [Case(*row) for row in rows]
