"""Under which terms the next round on a proposal is held, and whose power it would use."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from coalition.calendar import working_days_after
from forums.authority.deciding import Case, outside
from forums.authority.rules import Rule
from forums.models import Delegation, Forum, Proposal, ProposalVersion
from forums.models.round import ASYNC_WORKING_DAYS
from forums.spending import left

CLOSES_AT = time(17)
# RND-6: so many failed rounds, and the scope statement says what follows.
FAILURES = 2
_WORD = re.compile(r"[a-z]{4,}")
# Words that say nothing about a matter.
_COMMON = frozenset(
    [
        *["about", "after", "agree", "agreed", "approve", "before", "decide", "every"],
        *["family", "forum", "from", "have", "make", "more", "move", "people", "person"],
        *["that", "their", "them", "they", "this", "time", "under", "what", "when"],
        *["where", "which", "will", "with", "within", "without", "would", "year", "your"],
    ]
)


def earliest_close(forum: Forum) -> date:
    """The first day on which a round between meetings that opens today may close (RND-7)."""
    return working_days_after(timezone.localdate(), ASYNC_WORKING_DAYS, forum.programme.nation)


def usual_close(forum: Forum) -> datetime:
    return timezone.make_aware(datetime.combine(earliest_close(forum), CLOSES_AT))


def next_rule(proposal: Proposal) -> str:
    """By which the next round on it is decided: after two failures, two-thirds (RND-6)."""
    failed = proposal.rounds.failed().count()
    return Rule.TWO_THIRDS if failed >= FAILURES else proposal.forum.decision_rule


def powers_of(forum: Forum) -> list[Delegation]:
    """In force for the whole forum today."""
    held = Delegation.objects.in_force().to_the_forum().filter(forum=forum)
    return list(held.with_all().order_by("theme", "pk"))


def suggested(powers: Sequence[Delegation], *texts: str) -> Delegation | None:
    """Of these, the one that has most words in common with what is proposed; none where none has
    any. The first of two that have as many."""
    said = _words(*texts)
    shared = [
        (len(said & _words(row.theme, row.power)), -place) for place, row in enumerate(powers)
    ]
    most, place = max(shared, default=(0, 0))
    return powers[-place] if most else None


def outside_of(version: ProposalVersion) -> list[str]:
    """Why it would be no more than a recommendation if it passed today, with every condition met
    and everyone heard; each as a sentence (DEC-1)."""
    power, today = version.delegation, timezone.localdate()
    if power is None or not power.decides:
        return []
    case = Case(
        value=version.value,
        on=today,
        conditions_met=tuple(power.conditions),
        consulted=tuple(power.must_consult),
        left=left(power, today) if today in power.life else None,
    )
    return outside(str(power), power.terms, case)


def _words(*texts: str) -> set[str]:
    found = {word for text in texts for word in _WORD.findall(text.lower())}
    return {word.removesuffix("s") for word in found} - _COMMON
