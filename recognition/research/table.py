"""Answers as a table to take along: without names, and in no order that tells when they came."""

from collections import Counter
from collections.abc import Iterator

from recognition.models import Experiment, Response
from recognition.models.experiment import SMALLEST_GROUP

HEADINGS = [
    *["Words", "Group", "Meant, 1 to 5", "Meant for me", "Was right", "In time", "What they wrote"],
]
SAID = {True: "yes", False: "no", None: ""}


def rows(experiment: Experiment) -> list[list[str]]:
    """Of wordings to which fewer than ten answered nothing, and no group where fewer than ten of
    it did (EXP-6). One query."""
    found = list(
        Response.objects.answered()
        .filter(experiment=experiment)
        .select_related("arm", "letter__assignment")
        .order_by("arm__number", "valued", "words", "pk")
    )
    by_arm = Counter(one.arm_id for one in found)
    by_group = Counter((one.arm_id, _stratum(one)) for one in found)
    few = {arm for (arm, _), number in by_group.items() if number < SMALLEST_GROUP}
    shown = [one for one in found if by_arm[one.arm_id] >= SMALLEST_GROUP]
    return sorted(_row(one, "" if one.arm_id in few else _stratum(one)) for one in shown)


def _row(one: Response, group: str) -> list[str]:
    return list(_cells(one, group))


def _cells(one: Response, group: str) -> Iterator[str]:
    yield from (one.arm.code, group, str(one.valued))
    yield from (SAID[said] for said in (one.meant_for_me, one.was_accurate, one.in_time))
    yield one.words


def _stratum(one: Response) -> str:
    return one.letter.assignment.stratum if one.letter and one.letter.assignment else ""
